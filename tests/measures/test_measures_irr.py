"""The vectorised rate of return against pyxirr, the scalar solver, and closed forms (T11)."""

import random
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import pyxirr

from sim.decisions.irr import irr
from sim.measures.irr import present_value, rates_without, xirr, xirr_and_ambiguity


def ints(numbers: list[int]) -> Any:
    return np.array(numbers, dtype=np.int64)


def dated(random_source: random.Random) -> tuple[list[int], list[int]]:
    """Payments in the first years, receipts up to twenty years."""
    paid = [(random_source.randrange(1500), -random_source.randrange(1, 10**9)) for _ in range(6)]
    back = [(random_source.randrange(1600, 7300), random_source.randrange(1, 2 * 10**9)) for _ in range(12)]
    flows = dict(sorted(paid + back))
    return list(flows), list(flows.values())


@pytest.mark.parametrize("seed", range(25))
def test_rates_equal_pyxirr_on_random_dated_flows(seed: int) -> None:
    days, flows = dated(random.Random(seed))
    dates = [date(2011, 3, 15) + timedelta(days=day) for day in days]
    assert xirr(ints(days), ints(flows)) == pytest.approx(pyxirr.xirr(dates, flows), abs=1e-8)


@pytest.mark.parametrize("seed", range(10))
def test_rates_equal_the_scalar_solver(seed: int) -> None:
    days, flows = dated(random.Random(100 + seed))
    assert xirr(ints(days), ints(flows)) == pytest.approx(irr(days, [float(f) for f in flows]), abs=1e-10)


def test_of_two_rates_the_one_with_the_sign_of_the_profit_is_reported_and_both_are_seen() -> None:
    # -1000 + 1999 / x - 989.1 / x² = 0 at x = .9 and 1.099; 1,999 received over 1,989.1 paid
    days, flows = ints([0, 365, 730]), ints([-10000, 19990, -9891])
    assert xirr_and_ambiguity(days, flows) == (xirr(days, flows), True)
    assert xirr(days, flows) == pytest.approx(0.099, abs=1e-9)
    assert xirr(days, -flows) == pytest.approx(-0.1, abs=1e-9)
    for rate in (-0.1, 0.099):
        assert present_value(days, flows, rate) == pytest.approx(0, abs=1e-9)


def test_flows_without_any_rate_have_none() -> None:
    assert xirr(ints([0, 365, 730]), ints([-1000, 500, -100])) is None
    assert not xirr_and_ambiguity(ints([0, 365, 730]), ints([-1000, 500, -100]))[1]
    assert xirr(ints([]), ints([])) is None
    assert xirr(ints([5]), ints([100])) is None
    assert xirr(ints([5]), ints([-100])) == -1.0


@pytest.mark.parametrize("seed", range(3))
def test_the_rate_without_a_replication_is_that_of_the_others(seed: int) -> None:
    source = random.Random(seed)
    flows = [(ints(days), ints(amounts)) for days, amounts in (dated(source) for _ in range(12))]
    everything = xirr(*joined(flows))
    assert everything is not None
    found = rates_without(flows, everything)
    for place, rate in enumerate(found):
        others = xirr(*joined(flows[:place] + flows[place + 1 :]))
        assert rate == pytest.approx(others, abs=0.1 * abs(everything - (others or 0.0)) + 1e-6)


def joined(flows: list[Any]) -> Any:
    return ints([day for days, _ in flows for day in days]), ints([fen for _, fens in flows for fen in fens])
