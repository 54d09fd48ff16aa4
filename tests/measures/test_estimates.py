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

from sim.ledger.history import NEVER, Position
from sim.measures.estimates import estimate, pooled_irr, pooled_ratios
from sim.measures.intervals import ci95

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


def test_pooled_ratios_are_ratios_of_sums_and_means_are_means_of_ratios(new_hand: Any) -> None:
    found = estimate([invested(new_hand, 100, 400), invested(new_hand, 900, 900, 1)])
    assert found["public.tvpi"].pooled == 1300 / 1000
    assert found["public.tvpi"].mean == (4 + 1) / 2
    assert found["public.irr"].pooled == pytest.approx(math.sqrt(1.3) - 1, abs=1e-12)
    assert found["public.irr"].mean == pytest.approx((1.0 + 0.0) / 2, abs=1e-12)
    assert found["public.principal_back"].pooled == found["public.principal_back"].mean == 1.0
    assert found["public.paid_in"].mean == 500
    assert found["public.paid_in"].pooled is None
    assert found["public.tvpi"].n == 2


def test_replications_without_a_measure_are_left_out_of_its_count(new_hand: Any) -> None:
    reduced = [invested(new_hand, 100, 150), invested(new_hand, 0, 0, 1), invested(new_hand, 100, 0, 2)]
    found = estimate(reduced)
    assert found["public.irr"].n == 2
    assert found["public.irr"].mean == pytest.approx((math.sqrt(1.5) - 1 - 1) / 2, abs=1e-12)
    assert found["public.principal_back"].pooled == 0.5
    assert found["public.net_result"].n == 3
    assert found["private.irr"].n == 0
    assert found["private.irr"].pooled is None


def test_one_replication_has_no_interval_and_nothing_is_ever_nan(new_hand: Any) -> None:
    for reduced in ([invested(new_hand, 100, 150)], [invested(new_hand, 0, 0)], [invested(new_hand, 0, 0)] * 3):
        found = estimate(reduced)
        assert json.dumps({name: one.as_dict() for name, one in found.items()}, allow_nan=False)
    single = estimate([invested(new_hand, 100, 150)])["public.irr"]
    assert single.pooled == single.mean == single.p50
    assert (single.pooled_ci95, single.ci95, single.sd) == (None, None, None)


def test_no_replication_is_refused(scenario: Any) -> None:
    with pytest.raises(ValueError, match="at least one replication"):
        estimate([])


def test_estimates_depend_on_the_replications_alone(new_hand: Any) -> None:
    reduced = [invested(new_hand, 100, 90 + 10 * r, r) for r in range(12)]
    again = pickle.loads(pickle.dumps(reduced))
    assert estimate(reduced) == estimate(again)


def test_json_names_and_order_are_those_of_the_interface(new_hand: Any) -> None:
    reduced = [invested(new_hand, 100, back, r) for r, back in enumerate((150, 50, 90))]
    one = estimate(reduced)["public.irr"].as_dict()
    assert list(one) == ["unit", "pooled", "pooled_ci95", "mean", "ci95", "sd", "p5", "p25", "p50", "p75", "p95", "n"]
    assert isinstance(one["pooled_ci95"], list)


def test_pooled_intervals_of_skewed_multiples_cover_about_as_often_as_they_say() -> None:
    # Forty deals a replication: two in three return little, one in ten a Pareto tail, as in venture capital.
    source = np.random.default_rng(1)
    deals, worth = 40, 0.65 * 0.125 + 0.25 * 3.0 + 0.1 * 5.0 * 2.5 / 1.5

    def replication(number: int) -> Any:
        luck, good, tail = source.random(deals), 1 + 4 * source.random(deals), 5 * (1 - source.random(deals)) ** -0.4
        multiple = np.where(luck < 0.65, 0.25 * source.random(deals), np.where(luck < 0.9, good, tail))
        cost = source.uniform(0.5, 1.5, deals)
        return SimpleNamespace(parts={"r": (int(1e6 * multiple @ cost), int(1e6 * cost.sum()))})

    covered = 0
    for _ in range(300):
        reduced: Any = [replication(number) for number in range(10)]
        low, high = ci95(pooled_ratios(reduced)["r"], "multiple") or (0.0, 0.0)
        covered += low <= worth <= high
    assert 0.91 <= covered / 300 <= 0.99


def test_pooled_intervals_cover_the_known_rate_of_return() -> None:
    source = random.Random(2)
    truth = 1.5 ** (1 / 5) - 1
    covered = 0
    for _ in range(200):
        flows = [
            (np.array([0, 1825], dtype=np.int64), np.array([-1000, source.choice((0, 1000, 3500))], dtype=np.int64))
            for _ in range(10)
        ]
        low, high = ci95(pooled_irr(flows), "rate") or (1.0, 0.0)
        covered += low <= truth <= high
    assert 0.91 <= covered / 200 <= 0.99


def test_cvar_is_pooled_over_replications_and_absent_without_public_money(new_hand: Any) -> None:
    reduced = [invested(new_hand, 100, back, r) for r, back in enumerate([0, *[150] * 19])]
    found = estimate(reduced)["public.cvar95"]
    assert (found.pooled, found.mean, found.n) == (-100.0, None, 20)
    assert estimate([invested(new_hand, 0, 0)] * 2)["public.cvar95"].pooled is None


def test_median_time_to_exit_pools_positions_and_censors(new_hand: Any) -> None:
    reduced = []
    for replication, days in enumerate(([400, 800], [1200, NEVER])):
        hand = new_hand(replication=replication)
        hand.lists["positions"] = [
            Position(
                "stage_equity", "guidance_fund", f"fund {i}.0", -1, 0, NEVER, day, "option" if day > 0 else "open", 1
            )
            for i, day in enumerate(days)
        ]
        reduced.append(hand.reduce())
    found = estimate(reduced)["exit.median_years"]
    assert found.pooled == pytest.approx(800 / 365.25, abs=1e-12)
    assert found.p50 == pytest.approx((400 + 1200) / 2 / 365.25, abs=1e-12)


def test_the_count_is_of_replications_that_have_the_measure(new_hand: Any) -> None:
    reduced = [invested(new_hand, 100 * (r < 4), 90, r) for r in range(9)]
    found = estimate(reduced)
    assert (found["public.principal_back"].n, found["public.paid_in"].n) == (4, 9)
    # of the four that paid anything none has its principal back
    expected = stats.binomtest(0, 4).proportion_ci(0.95, method="exact")
    assert found["public.principal_back"].pooled_ci95 == pytest.approx((0.0, expected.high))
    assert found["public.principal_back"].ci95 == pytest.approx((0.0, expected.high))


def test_two_replications_have_no_interval_and_three_have(new_hand: Any) -> None:
    reduced = [invested(new_hand, 100, 150 + 10 * r, r) for r in range(3)]
    for name in ("public.irr", "public.tvpi", "public.cvar95", "public.principal_back"):
        assert estimate(reduced[:2])[name].pooled_ci95 is None
        assert estimate(reduced)[name].pooled_ci95 is not None
    assert estimate(reduced[:2])["public.net_result"].ci95 is None
