"""Paired differences: intervals that cover, zeros that are zero, the best found, the planner against its formula."""

import math
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.measures.catalogue import CATALOGUE, COMPARED, EVERY
from sim.measures.differences import best, difference, differences, replications_needed
from sim.measures.estimates import Sample, pooled_ratios
from sim.measures.headlines import COMPARISON
from sim.measures.intervals import Pooled

AMOUNT, RATIO, NEUTRAL = "public.net_result", "public.tvpi", "public.rvpi"


def amounts(values: Any, name: str = AMOUNT) -> Sample:
    array = np.array(values, dtype=np.float64)
    return Sample({name: array}, {}, array.size)


def ratios(pairs: list[tuple[int, int]], name: str = RATIO) -> Sample:
    reduced: Any = [SimpleNamespace(parts={name: pair}) for pair in pairs]
    values = np.array([top / bottom for top, bottom in pairs])
    return Sample({name: values}, pooled_ratios(reduced), len(pairs))


def test_the_interval_of_a_difference_of_means_is_students_on_pairs() -> None:
    one, other = [5.0, 7.0, 6.5, 9.0, 4.0], [4.0, 7.5, 5.5, 6.5, 3.0]  # 1, -.5, 1, 2.5, 1: no skewness
    found = difference(amounts(one), amounts(other), AMOUNT)
    expected = stats.ttest_rel(one, other).confidence_interval(0.95)
    assert found.mean == pytest.approx(1.0)
    assert found.ci95 == pytest.approx((expected.low, expected.high))
    assert (found.probability_better, found.n) == (4 / 5, 5)


def test_the_interval_of_a_difference_of_means_covers_as_often_as_it_says() -> None:
    source = random.Random(11)
    covered = shorter = 0
    for _ in range(200):
        shared = [source.gauss(0.0, 10.0) for _ in range(25)]
        one = [5.0 + x + source.gauss(0.3, 1.0) for x in shared]
        other = [5.0 + x + source.gauss(0.0, 1.0) for x in shared]
        low, high = difference(amounts(one), amounts(other), AMOUNT).ci95 or (0.0, 0.0)
        covered += low <= 0.3 <= high
        apart = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
        shorter += high - low < (apart.high - apart.low) / 3
    assert 0.91 <= covered / 200 <= 0.99
    assert shorter == 200  # what common draws are for


def test_the_interval_of_a_difference_of_pooled_ratios_covers_as_often_as_it_says() -> None:
    source = random.Random(12)
    covered = 0
    for _ in range(300):
        whole = [source.randrange(500, 1500) for _ in range(10)]
        luck = [source.uniform(0.5, 1.5) for _ in range(10)]
        base = [(int(1.2 * d * x), d) for d, x in zip(whole, luck, strict=True)]
        more = [(int(1.2 * d * x + 0.2 * d * source.uniform(0.0, 2.0)), d) for d, x in zip(whole, luck, strict=True)]
        low, high = difference(ratios(more), ratios(base), RATIO).ci95 or (0.0, 0.0)
        covered += low <= 0.2 <= high
    assert 0.92 <= covered / 300 <= 0.99


def test_a_difference_of_pooled_ratios_is_that_of_the_sums() -> None:
    found = difference(ratios([(30, 10), (20, 30)]), ratios([(10, 10), (30, 30)]), RATIO)
    assert found.mean == 50 / 40 - 40 / 40
    assert found.probability_better == 0.5


def test_equal_samples_differ_by_exactly_nothing() -> None:
    for make, measure in (
        (lambda: amounts([0.1, 0.7, 0.3]), AMOUNT),
        (lambda: ratios([(1, 3), (2, 3), (1, 4)]), RATIO),
    ):
        found = difference(make(), make(), measure)
        assert (found.mean, found.ci95, found.probability_better) == (0.0, (0.0, 0.0), 0.0)


def test_less_is_better_where_the_catalogue_says_so_and_nothing_where_it_does_not_say() -> None:
    cheap, dear = [1.0, 2.0], [3.0, 4.0]
    name = "public.net_cost_pv"
    assert difference(amounts(cheap, name), amounts(dear, name), name).probability_better == 1.0
    assert difference(amounts(cheap, "party.public"), amounts(dear, "party.public"), "party.public").mean == -2.0
    found = difference(amounts(cheap, "party.public"), amounts(dear, "party.public"), "party.public")
    assert found.probability_better is None


def test_what_does_not_exist_is_left_out_of_the_pairs_and_never_nan() -> None:
    found = difference(amounts([1.0, np.nan, 5.0]), amounts([0.0, 2.0, np.nan]), AMOUNT)
    assert (found.mean, found.ci95, found.n) == (1.0, None, 1)
    absent = difference(amounts([np.nan]), amounts([1.0]), AMOUNT)
    assert (absent.mean, absent.ci95, absent.probability_better, absent.n) == (None, None, None, 0)
    missing = Sample({}, {RATIO: Pooled()}, 1)
    assert difference(missing, missing, RATIO).mean is None
    assert list(differences(amounts([1.0, 2.0]), amounts([0.0, 0.0]))) == [AMOUNT]


def test_where_both_are_infinite_there_is_no_difference_and_no_warning() -> None:
    never, soon = np.array([np.inf, np.inf, 4.0]), np.array([np.inf, 3.0, 3.0])
    one, other = (Sample({RATIO: each}, {RATIO: Pooled(4.0, np.zeros(3), 3)}, 3) for each in (never, soon))
    assert difference(one, other, RATIO).n == 2  # warnings are errors here


def test_samples_of_different_size_are_refused() -> None:
    with pytest.raises(ValueError, match="3 replications cannot be paired with 2"):
        difference(amounts([1, 2, 3]), amounts([1, 2]), AMOUNT)


def test_the_best_is_kept_and_the_clearly_worse_are_told_apart() -> None:
    source = random.Random(5)
    shared = [source.gauss(0, 50) for _ in range(40)]
    level = {"best": 3.0, "near": 2.9, "poor": 0.0}
    samples = {name: amounts([x + mean + source.gauss(0, 1) for x in shared]) for name, mean in level.items()}
    found = best(samples, AMOUNT)
    assert {name: one.may_be_best for name, one in found.items()} == {"best": True, "near": True, "poor": False}
    assert found["poor"].ci95[1] == 0.0
    assert found["poor"].distance == pytest.approx(samples["poor"].values[AMOUNT].mean() - max(
        samples[name].values[AMOUNT].mean() for name in ("best", "near")
    ))  # fmt: skip
    cost = {name: amounts(sample.values[AMOUNT], "public.net_cost_pv") for name, sample in samples.items()}
    assert best(cost, "public.net_cost_pv")["poor"].may_be_best  # of costs the lowest is the best


def test_the_joint_intervals_of_the_comparison_with_the_best_hold_together() -> None:
    source = random.Random(6)
    level = (1.0, 0.8, 0.8, 0.0)
    held = kept = 0
    for _ in range(200):
        shared = [source.gauss(0, 5) for _ in range(20)]
        samples = {str(i): amounts([x + m + source.gauss(0, 1) for x in shared]) for i, m in enumerate(level)}
        found = best(samples, AMOUNT)
        kept += found["0"].may_be_best
        truth = {i: level[i] - max(level[j] for j in range(4) if j != i) for i in range(4)}
        held += all(found[str(i)].ci95[0] <= truth[i] <= found[str(i)].ci95[1] for i in range(4))
    assert held / 200 >= 0.95
    assert kept / 200 >= 0.97


def test_pooled_ratios_are_compared_with_the_best_by_what_replications_add_to_them() -> None:
    base = [(100 + 3 * r, 100) for r in range(30)]
    samples = {
        "low": ratios(base),
        "high": ratios([(top + 50 + r % 3, 100) for r, (top, _) in enumerate(base)]),
    }
    found = best(samples, RATIO)
    assert found["high"].may_be_best
    assert not found["low"].may_be_best
    assert found["high"].distance == pytest.approx(0.51)


def test_there_is_no_best_where_there_is_no_better_or_nobody_to_compare() -> None:
    two = {"a": amounts([1.0, 2.0, 4.0]), "b": amounts([2.0, 3.0, 9.0])}
    assert best({name: amounts(s.values[AMOUNT], "party.public") for name, s in two.items()}, "party.public") == {}
    assert best({"a": two["a"]}, AMOUNT) == {}
    assert best({"a": amounts([1.0, 5.0]), "b": amounts([2.0, 3.0])}, AMOUNT) == {}
    assert best({**two, "c": amounts([np.nan] * 3)}, AMOUNT).keys() == {"a", "b"}


@pytest.mark.parametrize(("deviation", "target"), [(1.0, 0.05), (25.0, 0.7), (3.0, 0.1)])
def test_the_planner_agrees_with_the_closed_form(deviation: float, target: float) -> None:
    pilot = 40
    half = float(stats.t.ppf(0.975, pilot - 1)) * deviation / math.sqrt(pilot)
    closed = (float(stats.norm.ppf(0.975)) * deviation / target) ** 2
    found = replications_needed(half, pilot, target)
    # Student's t asks for about two more than the normal law.
    assert math.ceil(closed) <= found <= math.ceil(closed) + 3
    for n, reaches in ((found, True), (found - 1, False)):
        assert (float(stats.t.ppf(0.975, n - 1)) * deviation / math.sqrt(n) <= target) == reaches


def test_shares_that_never_and_always_happen_are_told_apart_by_enough_replications_only() -> None:
    name = "public.principal_back"
    for count, sure in ((3, False), (20, True)):
        samples = {"never": ratios([(0, 1)] * count, name), "always": ratios([(1, 1)] * count, name)}
        found = difference(samples["always"], samples["never"], name)
        assert found.ci95 is not None
        assert (found.mean, found.ci95[1], found.ci95[0] > 0) == (1.0, 1.0, sure)
        assert best(samples, name)["never"].may_be_best is not sure


def test_the_planner_knows_the_edges() -> None:
    assert replications_needed(0.0, 30, 1.0) == 2
    for width, pilot, target in ((1.0, 30, 0.0), (1.0, 1, 1.0)):
        with pytest.raises(ValueError, match="above zero"):
            replications_needed(width, pilot, target)


def test_measures_of_comparisons_are_defined_and_distinct() -> None:
    assert COMPARED.keys() & CATALOGUE.keys() == set()
    assert set(COMPARISON) <= EVERY.keys()
    official = (
        "additionality.private_capital additionality.companies additionality.listed additionality.per_public_yuan"
    )
    official += " crowding_out private.uplift concession.cost_pv concession.efficiency"
    assert set(official.split()) <= COMPARED.keys()
    assert {one.zh for one in COMPARED.values()} & {one.zh for one in CATALOGUE.values()} == set()
    for one in COMPARED.values():
        assert one.formula.endswith(".")
        assert one.unit in {
            "yuan",
            "companies",
            "achievements",
            "person-years",
            "years",
            "share",
            "1/year",
            "yuan/yuan",
        }
        assert one.kind in {"ratio", "mean"}
