"""Funds share the private money of a market: what each asks and gets, reckoned anew from what a replication leaves."""

import math
from functools import cache

import pytest

from sim.decisions.raising import answer, part_of_pool
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.engine.worlds import VILLAGE

MANY = ("economy.managers.slots=12", "economy.managers.funds_each=2", "economy.private.fill_median=0.75")
POOL = ("economy.private.pool=[150e6, 100e6]", "economy.private.elasticity=0.4")


@cache
def run(replication: int, *settings: str, policy: str | None = None) -> History:
    return simulate(load(VILLAGE, policy=policy, settings=settings), replication)


def closed_before(history: History, day: int) -> int:
    """Private money of the funds that closed in the 365 days before."""
    return sum(fund.private_fen for fund in history.funds if fund.set_up != NEVER and day - 365 <= fund.set_up < day)


def test_a_market_gives_more_than_usual_only_up_to_a_point() -> None:
    assert part_of_pool(100, 400, 0.0) == 0.25
    assert part_of_pool(100, 400, 0.5) == 0.5
    assert part_of_pool(100, 50, 0.0) == 1.5  # at most, and not twice as much
    assert part_of_pool(100, 50, 0.5) == pytest.approx(math.sqrt(1.5))


@pytest.mark.parametrize(("pool", "sought", "elasticity"), [(0, 10, 0.0), (10, 0, 0.0), (10, 400, 1.0)])
def test_without_a_pool_or_with_money_that_is_always_there_nothing_is_shared(
    pool: int, sought: int, elasticity: float
) -> None:
    assert part_of_pool(pool, sought, elasticity) == 1.0


def test_the_capacity_of_a_fund_cuts_what_the_market_leaves_of_the_answer() -> None:
    assert answer(1000, 2.0, 0.0, 0.0, 10.0, 0.0, 0.25) == 500
    assert answer(1000, 2.0, 0.0, 0.0, 10.0, 0.0, 0.75) == 1000  # 1,500 wanted; a fund takes no more than its target


def test_each_attempt_sees_what_others_closed_in_the_year_before_and_its_own_answer() -> None:
    shared = 0
    for replication in range(6):
        history, alone = run(replication, *MANY, *POOL), run(replication, *MANY)
        first = {one.fund: one.private_fen for one in alone.attempts if one.attempt == 0}
        for one in history.attempts:
            own = one.sought_fen - closed_before(history, one.day)
            assert own > 0
            usual = 15_000_000_000 if one.day < 365 else 10_000_000_000
            part = min(1.5, usual / one.sought_fen) ** 0.6
            target = next(fund.target_fen for fund in history.funds if fund.name == one.fund)
            if own < target * 0.7 and part < 1.0:  # below any capacity
                assert one.private_fen == pytest.approx(own * part, abs=1)
                shared += 1
        same = next(one for one in history.attempts if one.attempt == 0 and one.day == alone.attempts[0].day)
        assert same.sought_fen == first[same.fund]  # nobody closed before the first
    assert shared >= 10


def test_funds_that_ask_on_one_day_see_the_same_closed_money() -> None:
    days = 0
    for replication in range(6):
        history = run(replication, *MANY, *POOL)
        asked = [one.day for one in history.attempts]
        days += len(asked) - len(set(asked))
    assert days >= 3  # that of the yearly call; the test above holds for each of them


def test_a_second_attempt_asks_the_market_anew() -> None:
    found = [one for replication in range(6) for one in run(replication, *MANY, *POOL).attempts]
    assert any(one.attempt == 1 for one in found)


@pytest.mark.parametrize(
    "settings", [("economy.private.elasticity=0.0",), ("economy.private.pool=[1e6]", "economy.private.elasticity=1.0")]
)
def test_a_pool_alone_or_an_elasticity_alone_changes_nothing(settings: tuple[str, ...]) -> None:
    for replication in range(2):
        assert run(replication, *settings).postings.digest() == run(replication).postings.digest()


def test_public_money_adds_the_less_private_money_the_less_of_it_there_is() -> None:
    # The pool is what attempts without a guidance fund ask for on average.
    nothing = [run(r, *MANY, policy="no-guidance-fund") for r in range(8)]
    asked = [one.sought_fen for history in nothing for one in history.attempts]
    pool = f"economy.private.pool=[{sum(asked) / len(asked) / 100}]"
    more = []
    for elasticity in (1.0, 0.5, 0.0):
        settings = (*MANY, pool, f"economy.private.elasticity={elasticity}")
        total = 0
        for r in range(8):
            total += sum(fund.private_fen for fund in run(r, *settings).funds)
            total -= sum(fund.private_fen for fund in run(r, *settings, policy="no-guidance-fund").funds)
        more.append(total)
    assert more[0] > more[1] > more[2]


@pytest.mark.parametrize("setting", ["economy.private.elasticity=1.5", "economy.private.pool=[-1.0]"])
def test_values_out_of_bounds_are_refused_in_one_line(setting: str) -> None:
    with pytest.raises(BadInput) as raised:
        load(VILLAGE, settings=(setting,))
    assert len(str(raised.value).splitlines()) == 1
