"""The worst twentieth: labels by hand, and a chance that is one over all labellings where these can be counted."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from sim.measures import worst as module
from sim.measures.worst import LOOKED_AT, RESULT, Worst, apart, worst_of
from sim.report.tables.worst import worst_page
from tests.measures.conftest import ByHand

NAN = float("nan")


def test_a_distance_is_the_difference_of_means_in_standard_deviations() -> None:
    labels = np.array([True, True, False, False, False, False])
    values = np.array([1.0, 3.0, 4.0, 6.0, 8.0, 6.0])  # means 2 and 6, over all 14/3; squares sum to 94/3
    (found,) = apart({"thing": values}, labels)
    assert (found.worst, found.others) == (2.0, 6.0)
    assert found.apart == pytest.approx(-4 / np.sqrt(94 / 3 / 5))


def test_the_chance_is_that_of_the_largest_distance_over_all_labellings() -> None:
    rng = np.random.default_rng(1)
    things = {"a": rng.normal(size=7), "b": rng.exponential(size=7), "c": rng.normal(size=7)}
    labels = np.arange(7) < 2
    found = {one.name: one for one in apart(things, labels, draws=20_000)}
    pairs = list(combinations(range(7), 2))

    def distance(values: Any, pair: Any) -> float:
        rest = np.delete(values, pair)
        return abs(values[list(pair)].mean() - rest.mean()) / values.std(ddof=1)

    largest = np.array([max(distance(values, pair) for values in things.values()) for pair in pairs])
    for name, values in things.items():
        exact = np.mean(largest >= distance(values, (0, 1)) - 1e-12)
        assert found[name].chance == pytest.approx(exact, abs=0.012)  # three errors of 20 000 draws


def test_among_things_that_have_nothing_to_do_with_it_one_is_found_in_a_twentieth_of_studies() -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(200):
        things = {str(name): rng.exponential(size=100) for name in range(10)}
        hits += apart(things, np.arange(100) < 5, draws=199)[0].chance < 0.05
    assert 1 <= hits <= 20  # 200 at .05 less than that: 10; P(> 20) = .001; without the care for many: about 80


def test_what_never_varies_or_one_side_lacks_is_left_out_and_a_missing_value_counts_nowhere() -> None:
    labels = np.arange(6) < 2
    things = {
        "same": np.ones(6),
        "lacking": np.array([NAN, NAN, 1.0, 2.0, 3.0, 4.0]),
        "partly": np.array([1.0, NAN, 3.0, 5.0, NAN, 4.0]),
    }
    (found,) = apart(things, labels)
    assert (found.name, found.worst, found.others) == ("partly", 1.0, 4.0)


@pytest.fixture(scope="module")
def hundred(scenario: Any) -> list[Any]:
    """120 replications that differ in result and in how many companies are listed: none in the six worst."""
    one = ByHand(scenario).reduce()
    rng = np.random.default_rng(3)
    return [
        replace(
            one,
            replication=r,
            values=one.values | {RESULT: 0.5 + r / 100, "company.listed": 0.0 if r < 6 else float(rng.integers(5, 9))},
        )
        for r in range(120)
    ]


def test_the_worst_twentieth_of_120_are_the_six_lowest_and_what_they_share_is_found(hundred: list[Any]) -> None:
    found = worst_of(hundred[::-1])
    assert found is not None
    assert (found.count, found.total, found.border) == (6, 120, 0.55)
    assert found.mean == pytest.approx(0.525)
    assert found.others == pytest.approx(0.5 + (6 + 119) / 200)
    assert [one.name for one in found.sure] == ["company.listed"]
    assert found.sure[0].worst == 0.0


def test_below_a_hundred_and_without_differences_nothing_is_known(hundred: list[Any]) -> None:
    assert worst_of(hundred[:99]) is None
    assert worst_of([replace(one, values=one.values | {RESULT: 1.0}) for one in hundred]) is None


def test_the_page_claims_only_what_differs_beyond_chance(hundred: list[Any]) -> None:
    known = worst_of(hundred)
    assert isinstance(known, Worst)
    told = [str(block) for block in worst_page(known, 120, "en")]
    assert any("companies listed" in block and "less" in block for block in told)
    nothing = replace(known, things=tuple(replace(one, chance=0.4) for one in known.things))
    told = [str(block) for block in worst_page(nothing, 120, "en")]
    assert not any("companies listed: less" in block or "beyond chance in" in block for block in told)
    assert "99" in str(worst_page(None, 99, "en"))
    for lang in ("en", "zh"):
        assert len(worst_page(known, 120, lang)) == 4


def test_everything_looked_at_is_a_measure_with_a_name_in_either_language() -> None:
    from sim.measures.catalogue import EVERY

    assert set(LOOKED_AT) - {module.LARGEST} <= set(EVERY)
