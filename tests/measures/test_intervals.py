"""Intervals against scipy and against what they must hold whatever the numbers."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq

from sim.measures.intervals import (
    Pooled,
    ci95,
    difference_ci95,
    difference_error,
    jackknife,
    mean_of,
    ratio_of,
    share_ends,
    signed_ratio_of,
)

quick = settings(derandomize=True, deadline=None, max_examples=60)
sizes = st.integers(0, 10**9)
pairs = st.lists(st.tuples(sizes, sizes), min_size=3, max_size=12)
numbers = st.lists(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)), min_size=3, max_size=12)


def mean(values: list[float]) -> Pooled:
    return mean_of(np.array(values, dtype=np.float64))


def ratio(rows: list[tuple[int, int]]) -> Pooled:
    return ratio_of([top for top, _ in rows], [bottom for _, bottom in rows])


def share(hits: list[int], trials: list[int]) -> tuple[float, float]:
    found = ci95(ratio_of(hits, trials), "share")
    assert found is not None
    return found


def test_without_skewness_the_interval_is_students() -> None:
    values = [3.0, 5.0, 4.0, 6.0, 7.0, 9.0, 8.0]  # symmetric around 6
    expected = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert ci95(mean(values), "number") == pytest.approx((expected.low, expected.high), rel=1e-12)


def test_the_long_side_ends_where_halls_transform_of_t_reaches_its_quantile() -> None:
    values = np.array([1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 14.0])
    found = ci95(mean_of(values), "number")
    assert found is not None
    n, skewness = values.size, stats.skew(values, bias=False)
    quantile = stats.t.ppf(0.975, n - 1)

    def transform(t: float) -> float:  # Hall (1992), with a = 1/3, b = 1/6
        g = skewness / math.sqrt(n)
        return float(t + g * t**2 / 3 + g**2 * t**3 / 27 + g / 6)

    end = brentq(lambda t: transform(t) + quantile, -50, 0, xtol=1e-12)
    error = stats.sem(values)
    assert found[1] == pytest.approx(values.mean() - end * error, rel=1e-9)
    assert found[0] == pytest.approx(values.mean() - quantile * error, rel=1e-9)


def test_a_ratio_is_judged_by_its_jackknife() -> None:
    rows = [(3, 10), (8, 20), (2, 5), (9, 12), (4, 11)]
    found = ratio(rows)
    top, bottom = (sum(one[side] for one in rows) for side in (0, 1))
    without = np.array([(top - a) / (bottom - b) for a, b in rows])
    assert found.value == top / bottom
    assert found.error == pytest.approx(math.sqrt(4 / 5 * ((without - without.mean()) ** 2).sum()))
    # numbers kept whole by hand: values without each are 23/48, 18/38, 24/53, 17/46, 22/47
    assert without == pytest.approx([23 / 48, 18 / 38, 24 / 53, 17 / 46, 22 / 47])
    assert found.pulls == pytest.approx(0.8 * (without.mean() - without))


@pytest.mark.parametrize(("hits", "n"), [(0, 3), (0, 4), (4, 4), (1, 10), (7, 10), (3, 40), (399, 400), (0, 400)])
def test_a_share_of_replications_has_clopper_and_pearsons_interval(hits: int, n: int) -> None:
    expected = stats.binomtest(hits, n).proportion_ci(0.95, method="exact")
    rows = [1] * hits + [0] * (n - hits)
    assert share(rows, [1] * n) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert ci95(mean([float(one) for one in rows]), "share") == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_none_of_four_is_nothing_to_sixty_per_cent() -> None:
    assert share([0] * 4, [1] * 4) == pytest.approx((0.0, 0.602), abs=5e-4)


@pytest.mark.parametrize("value", [0, 1])
def test_a_share_at_nothing_or_all_is_known_as_well_as_there_are_replications_that_have_it(value: int) -> None:
    # 90 positions in 6 of 8 replications: as if each of the six were one trial.
    trials = [20, 10, 0, 15, 15, 0, 20, 10]
    expected = stats.binomtest(6 * value, 6).proportion_ci(0.95, method="exact")
    assert share([value * one for one in trials], trials) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_a_share_of_independent_positions_is_known_about_as_well_as_from_so_many_trials() -> None:
    source = np.random.default_rng(1)
    trials = [40] * 50
    hits = source.binomial(40, 0.1, size=50).tolist()
    low, high = share(hits, trials)
    pooled = stats.binomtest(sum(hits), 2000).proportion_ci(0.95, method="exact")
    assert (high - low) / (pooled.high - pooled.low) == pytest.approx(1.0, abs=0.25)


def test_a_share_alike_in_all_positions_of_a_replication_is_known_as_from_replications() -> None:
    hits = [0, 40, 0, 0, 0, 0, 40, 0, 0, 0]
    expected = stats.binomtest(2, 10).proportion_ci(0.95, method="exact")
    assert share(hits, [40] * 10) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_there_is_no_interval_below_three_replications_that_have_the_measure() -> None:
    assert ci95(mean([1.0, 2.0]), "number") is None
    assert ci95(ratio([(1, 2), (1, 3)] + [(0, 0)] * 9), "multiple") is None
    assert ci95(ratio([(1, 2), (1, 3), (1, 4)] + [(0, 0)] * 9), "multiple") is not None
    assert ci95(ratio([(0, 1), (1, 1)]), "share") is None
    assert ci95(Pooled(), "share") is None


def test_replications_without_the_measure_change_nothing() -> None:
    rows = [(1, 2), (1, 3), (3, 4), (2, 9)]
    for law in ("share", "multiple"):
        assert ci95(ratio(rows), law) == ci95(ratio([*rows, (0, 0), (0, 0)]), law)  # type: ignore[arg-type]


@pytest.mark.parametrize("shift", [-1.0, 1.2])
def test_a_share_that_is_none_has_the_interval_of_a_number(shift: float) -> None:
    values = [shift + one for one in (-0.07, 0.02, 0.11, -0.15, 0.04)]
    assert ci95(mean(values), "share") == ci95(mean(values), "number")
    half = stats.t.ppf(0.975, 4) * stats.sem(values)
    low, high = ci95(mean(values), "share") or (math.nan, math.nan)
    centre = float(np.mean(values))
    assert low <= centre - half + 1e-12
    assert high >= centre + half - 1e-12


def test_what_never_happened_has_no_interval_unless_it_is_a_share() -> None:
    assert ci95(mean([0.0] * 5), "amount") is None
    assert ci95(ratio([(0, 7)] * 5), "multiple") is None
    assert ci95(mean([0.0] * 5), "number") == (0.0, 0.0)
    assert ci95(mean([7.0] * 5), "amount") == (7.0, 7.0)


def test_counts_and_amounts_are_cut_at_nothing_and_rates_at_losing_all() -> None:
    low, high = ci95(mean([0.0, 0.0, 1.0, 0.0]), "amount") or (1.0, 1.0)
    assert low == 0.0 < 0.25 < high
    assert (ci95(mean([-0.9, -0.99, 0.5]), "rate") or (0.0, 0.0))[0] == -1.0
    assert (ci95(mean([0.0, 0.0, 1.0, 0.0]), "number") or (0.0, 0.0))[0] < 0.0


def test_a_multiple_reaches_as_far_up_as_students_t_on_its_logarithm() -> None:
    rows = [(9, 10), (14, 10), (11, 10), (6, 10), (10, 10)]  # symmetric: nothing else moves the upper end
    found = ratio(rows)
    assert found.value is not None
    assert found.error is not None
    up = found.value * math.exp(stats.t.ppf(0.975, 4) * found.error / found.value)
    assert (ci95(found, "multiple") or (0.0, 0.0))[1] == pytest.approx(up, rel=1e-9)


def test_two_shares_at_nothing_are_not_known_to_be_equal() -> None:
    never, always = ratio([(0, 1)] * 4), ratio([(1, 1)] * 4)
    # Newcombe: from 0 to .602 and from .398 to 1, square and add
    reach = 1 - 0.025 ** (1 / 4)
    assert difference_ci95(never, never, "share") == pytest.approx((-reach, reach))
    assert difference_ci95(always, never, "share") == pytest.approx((1 - math.hypot(reach, reach), 1.0))
    assert difference_error(never, never, "share") == pytest.approx(reach / stats.t.ppf(0.975, 3))
    some = ratio([(1, 4), (2, 4), (1, 4), (0, 4)])
    assert difference_ci95(some, some, "share") == (0.0, 0.0)


@quick
@given(pairs)
def test_the_interval_of_a_share_holds_it_and_lies_within_nothing_and_all(rows: list[tuple[int, int]]) -> None:
    rows = [(min(a, b), max(a, b)) for a, b in rows]
    found = ratio(rows)
    ends = ci95(found, "share")
    assert (ends is None) == (found.n < 3 or not found.pulls.size)
    if ends is not None:
        assert found.value is not None
        assert 0.0 <= ends[0] <= found.value <= ends[1] <= 1.0
        assert found.value not in (0.0, 1.0) or ends[1] - ends[0] > 0.05


@quick
@given(pairs, st.sampled_from(["multiple", "amount", "number", "rate"]))
def test_the_interval_of_a_ratio_holds_it_and_is_always_a_number(rows: list[tuple[int, int]], law: Any) -> None:
    found = ratio(rows)
    ends = ci95(found, law)
    assert json.dumps({"value": found.value, "ends": ends}, allow_nan=False)
    if ends is not None:
        assert found.value is not None
        assert ends[0] <= found.value <= ends[1]
        assert ends[0] >= {"multiple": 0.0, "amount": 0.0, "rate": -1.0, "number": -math.inf}[law]


@quick
@given(numbers, st.sampled_from([0.5, 3.0, 1000.0]), st.floats(-1e6, 1e6).map(round))
def test_another_unit_or_origin_moves_the_interval_with_it(values: list[float], scale: float, origin: int) -> None:
    assume(np.ptp(values) > 1e-3 * (1 + abs(origin) + max(map(abs, values))))
    one = ci95(mean(values), "number")
    moved = ci95(mean([scale * value + origin for value in values]), "number")
    assert one is not None
    assert moved == pytest.approx([scale * end + origin for end in one], rel=1e-6, abs=1e-6 * scale * np.ptp(values))


@quick
@given(pairs, st.sampled_from([2, 7, 100]))
def test_ratios_in_another_unit_have_the_interval_in_that_unit(rows: list[tuple[int, int]], scale: int) -> None:
    one = ci95(ratio(rows), "multiple")
    other = ci95(ratio([(scale * a, b) for a, b in rows]), "multiple")
    if one is None:
        assert other is None
    else:
        assert other == pytest.approx([scale * end for end in one], rel=1e-6)


@quick
@given(numbers)
def test_the_order_of_replications_does_not_matter_and_a_mirror_mirrors(values: list[float]) -> None:
    assume(np.ptp(values) > 1e-3 * (1 + max(map(abs, values))))
    one, mirrored = ci95(mean(values), "number"), ci95(mean([-value for value in values]), "number")
    assert one is not None
    assert mirrored == pytest.approx((-one[1], -one[0]), rel=1e-6, abs=1e-6 * np.ptp(values))
    assert ci95(mean(sorted(values)), "number") == pytest.approx(one, rel=1e-6, abs=1e-6 * np.ptp(values))


@quick
@given(numbers, st.integers(2, 5), st.sampled_from(["number", "amount", "share"]))
def test_the_same_again_and_again_is_known_better(values: list[float], times: int, law: Any) -> None:
    if law == "share":
        values = [abs(value) / 1e9 for value in values]
    elif law == "amount":
        values = [abs(value) for value in values]
    few, many = ci95(mean(values), law), ci95(mean(values * times), law)
    if few is None:
        assert many is None
    else:
        assert many is not None
        slack = 1e-9 * (1 + max(map(abs, values)))
        assert many[1] - many[0] <= few[1] - few[0] + slack


@quick
@given(numbers, st.integers(0, 2**31))
def test_a_difference_of_means_is_the_mean_of_differences(values: list[float], seed: int) -> None:
    others = np.random.default_rng(seed).normal(size=len(values))
    one, other = mean(values), mean_of(others)
    apart = one - other
    direct = mean_of(np.array(values) - others)
    assert apart.value == pytest.approx(direct.value, abs=1e-6)
    assert apart.pulls == pytest.approx(direct.pulls, abs=1e-6)


def test_a_jackknife_of_a_mean_gives_its_pulls() -> None:
    values = np.array([1.0, 4.0, 2.0, 9.0])
    without = (values.sum() - values) / 3
    assert jackknife(without, np.ones(4, dtype=np.bool_)) == pytest.approx(mean_of(values).pulls)


def test_a_share_that_is_the_same_everywhere_is_fixed_and_many_shares_are_judged_at_once() -> None:
    low, high = share_ends(np.array([0.0, 0.5, 0.5, 1.0]), np.array([0.0, 0.0, 0.025, 0.0]), 10)
    expected = stats.binomtest(5, 10).proportion_ci(0.95, method="exact")
    assert (low[1], high[1]) == (0.5, 0.5)
    assert (low[2], high[2]) == pytest.approx((expected.low, expected.high))
    assert low[0] == 0.0 < high[0] == pytest.approx(1 - low[3])


@pytest.mark.parametrize(("replications", "more", "noise"), [(8, 0.9, 2), (8, 0.9, 300), (20, 0.6, 300), (20, 1.2, 30)])
def test_the_interval_of_a_signed_ratio_covers_near_the_gate_too(replications: int, more: float, noise: int) -> None:
    """The ratio is 100; counts are a difference of two Poisson numbers, and near the gate few ratios are shown at all.

    That a ratio is shown and its interval wrong may be once in 20 times (a jackknife's is, near the gate, up to one
    time in two of those shown).
    """
    rng, draws = np.random.default_rng(7), 3000
    counts = rng.poisson(2, (draws, replications)) - rng.poisson(2 - more, (draws, replications))
    costs = np.rint(100 * more + rng.normal(0, noise, counts.shape)).astype(int)
    found = [signed_ratio_of(one.tolist(), other.tolist()).own for one, other in zip(costs, counts, strict=True)]
    shown = [ends for ends in found if ends is not None]
    right = sum(low <= 100 <= high for low, high in shown)
    assert len(shown) > draws / 6
    assert len(shown) - right <= 0.05 * draws
    assert right >= (0.87 if len(shown) < draws / 2 else 0.93) * len(shown)


def test_a_signed_ratio_has_pulls_only_where_its_denominator_is_far_from_0() -> None:
    """Means of 2 with errors of 0.55 (above three of them) and of 0.73 (below, though beyond doubt above 0)."""
    far, near = ([2, 2, 2, 2, 2 - off, 2 + off, 2 - off, 2 + off] * 2 for off in (3, 4))
    assert signed_ratio_of([100] * 16, far).pulls == pytest.approx(
        jackknife((1600 - np.full(16, 100.0)) / (32 - np.array(far)), np.ones(16, dtype=np.bool_))
    )
    found = signed_ratio_of([100] * 16, near)
    assert (found.value, found.pulls.size, found.n) == (50, 0, 16)
    assert found.own is not None
