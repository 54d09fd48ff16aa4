"""Estimates over replications: pooled values, intervals and what does not exist (D11)."""

import json
import math
import pickle
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.economy.streams import bootstrap_weights
from sim.ledger.history import Position
from sim.measures.estimates import (
    bootstrap_ci95,
    estimate,
    mean_ci95,
    pooled_irr,
    pooled_ratios,
    tail_mean,
    weighted_quantile,
)

STAGE = "guidance_fund.stage_equity:cash"
FUND = "fund 0.0:cash"


def invested(new_hand: Any, paid: int, back: int, replication: int = 0) -> Any:
    """A replication that pays ``paid`` on day 0 and gets ``back`` two years later."""
    hand = new_hand(replication=replication)
    if paid:
        hand.post(0, FUND, STAGE, paid, "capital_call")
    if back:
        hand.post(730, STAGE, FUND, back, "distribution")
    return hand.reduce()


def test_pooled_ratios_are_ratios_of_sums_and_means_are_means_of_ratios(new_hand: Any, scenario: Any) -> None:
    found = estimate([invested(new_hand, 100, 400), invested(new_hand, 900, 900, 1)], scenario)
    assert found["public.tvpi"].pooled == 1300 / 1000
    assert found["public.tvpi"].mean == (4 + 1) / 2
    assert found["public.irr"].pooled == pytest.approx(math.sqrt(1.3) - 1, abs=1e-12)
    assert found["public.irr"].mean == pytest.approx((1.0 + 0.0) / 2, abs=1e-12)
    assert found["public.principal_back"].pooled == found["public.principal_back"].mean == 1.0
    assert found["public.paid_in"].mean == 500
    assert found["public.paid_in"].pooled is None
    assert found["public.tvpi"].n == 2


def test_replications_without_a_measure_are_left_out_of_its_count(new_hand: Any, scenario: Any) -> None:
    reduced = [invested(new_hand, 100, 150), invested(new_hand, 0, 0, 1), invested(new_hand, 100, 0, 2)]
    found = estimate(reduced, scenario)
    assert found["public.irr"].n == 2
    assert found["public.irr"].mean == pytest.approx((math.sqrt(1.5) - 1 - 1) / 2, abs=1e-12)
    assert found["public.principal_back"].pooled == 0.5
    assert found["public.net_result"].n == 3
    assert found["private.irr"].n == 0
    assert found["private.irr"].pooled is None


def test_one_replication_has_no_interval_and_nothing_is_ever_nan(new_hand: Any, scenario: Any) -> None:
    for reduced in ([invested(new_hand, 100, 150)], [invested(new_hand, 0, 0)], [invested(new_hand, 0, 0)] * 3):
        found = estimate(reduced, scenario)
        assert json.dumps({name: one.as_dict() for name, one in found.items()}, allow_nan=False)
    single = estimate([invested(new_hand, 100, 150)], scenario)["public.irr"]
    assert single.pooled == single.mean == single.p50
    assert (single.pooled_ci95, single.ci95, single.sd) == (None, None, None)


def test_no_replication_is_refused(scenario: Any) -> None:
    with pytest.raises(ValueError, match="at least one replication"):
        estimate([], scenario)


def test_estimates_depend_on_the_seed_and_replications_alone(new_hand: Any, scenario: Any) -> None:
    reduced = [invested(new_hand, 100, 90 + 10 * r, r) for r in range(12)]
    again = pickle.loads(pickle.dumps(reduced))
    assert estimate(reduced, scenario) == estimate(again, scenario)


def test_json_names_and_order_are_those_of_the_interface(new_hand: Any, scenario: Any) -> None:
    one = estimate([invested(new_hand, 100, 150), invested(new_hand, 100, 50, 1)], scenario)["public.irr"].as_dict()
    assert list(one) == ["unit", "pooled", "pooled_ci95", "mean", "ci95", "sd", "p5", "p25", "p50", "p75", "p95", "n"]
    assert isinstance(one["pooled_ci95"], list)


def test_the_interval_of_the_mean_is_students() -> None:
    values = np.array([3.0, 5.0, 4.0, 9.0])
    expected = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert mean_ci95(values) == pytest.approx((expected.low, expected.high), rel=1e-12)
    assert mean_ci95(values[:1]) is None


def test_pooled_intervals_cover_the_known_ratio_about_as_often_as_they_say() -> None:
    source = random.Random(1)
    weights = bootstrap_weights(9, 500, 60)
    covered = 0
    for _ in range(300):
        whole = [source.randrange(50, 150) for _ in range(60)]
        reduced: Any = [SimpleNamespace(parts={"r": (int(1.5 * d * source.uniform(0.5, 1.5)), d)}) for d in whole]
        _, draws = pooled_ratios(reduced, weights)["r"]
        assert draws is not None
        interval = bootstrap_ci95(draws)
        assert interval is not None
        covered += interval[0] <= 1.5 - 0.5 / 100 <= interval[1]  # rounding down costs half a unit in 100
    assert 0.91 <= covered / 300 <= 0.98


def test_pooled_intervals_cover_the_known_rate_of_return() -> None:
    source = random.Random(2)
    weights = bootstrap_weights(9, 200, 50)
    truth = 1.5 ** (1 / 5) - 1
    covered = 0
    for _ in range(100):
        flows = [
            (np.array([0, 1825], dtype=np.int64), np.array([-1000, source.choice((0, 1000, 3500))], dtype=np.int64))
            for _ in range(50)
        ]
        _, draws = pooled_irr(flows, weights)
        assert draws is not None
        interval = bootstrap_ci95(draws)
        assert interval is not None
        covered += interval[0] <= truth <= interval[1]
    assert 0.88 <= covered / 100 <= 1.0


def test_the_tail_mean_is_the_mean_of_the_worst_twentieth() -> None:
    values = np.arange(100.0)[::-1].copy()
    assert tail_mean(values, np.ones((1, 100)))[0] == pytest.approx((0 + 1 + 2 + 3 + 4) / 5)
    # of 30 replications the twentieth is one and a half
    assert tail_mean(np.arange(30.0), np.ones((1, 30)))[0] == pytest.approx((0 + 0.5 * 1) / 1.5)


def test_cvar_is_pooled_over_replications_and_absent_without_public_money(new_hand: Any, scenario: Any) -> None:
    reduced = [invested(new_hand, 100, back, r) for r, back in enumerate([0, *[150] * 19])]
    found = estimate(reduced, scenario)["public.cvar95"]
    assert (found.pooled, found.mean, found.n) == (-100.0, None, 20)
    assert estimate([invested(new_hand, 0, 0)] * 2, scenario)["public.cvar95"].pooled is None


def test_weighted_quantiles_pool_the_samples_by_weight() -> None:
    one, other = np.array([1, 2, 3], dtype=np.int64), np.array([10, 20], dtype=np.int64)
    weights = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0], [0.0, 0.0]])
    found = weighted_quantile([one, other], weights, 0.5)
    assert found[:3].tolist() == [3.0, 2.0, 10.0]
    assert math.isnan(found[3])


def test_median_time_to_exit_pools_positions_and_censors(new_hand: Any, scenario: Any) -> None:
    reduced = []
    for replication, days in enumerate(([400, 800], [1200, -1])):
        hand = new_hand(replication=replication)
        hand.lists["positions"] = [
            Position("stage_equity", "guidance_fund", f"fund {i}.0", -1, 0, -1, day, "option" if day > 0 else "open", 1)
            for i, day in enumerate(days)
        ]
        reduced.append(hand.reduce())
    found = estimate(reduced, scenario)["exit.median_years"]
    assert found.pooled == pytest.approx(800 / 365.25, abs=1e-12)
    assert found.p50 == pytest.approx((400 + 1200) / 2 / 365.25, abs=1e-12)


def test_bootstrap_intervals_leave_out_missing_draws_and_have_no_infinite_ends() -> None:
    assert bootstrap_ci95(np.array([np.nan, 1.0, 2.0])) == (1.0, 2.0)
    assert bootstrap_ci95(np.array([np.nan])) is None
    assert bootstrap_ci95(np.array([1.0, 2.0, np.inf])) is None
