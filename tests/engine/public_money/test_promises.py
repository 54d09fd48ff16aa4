"""Nobody draws more than was promised: a call beyond it ends the replication and says whose call it was."""

import pytest

from sim.engine import codes, money
from sim.engine.faults import EngineError
from sim.engine.instruments.stage_equity import district, parts, puts, stakes
from sim.engine.kinds.firms import Fund
from sim.engine.rows import StoppedError
from sim.engine.state import World
from tests.engine.hand_made import made, small_world

SLOT = 3 * codes.FUND_SLOTS + 1


def called(promised: int, city_undrawn: int, district_undrawn: int) -> tuple[World, Fund]:
    """A fund whose public line still owes ``promised``, and what the levels say that they owe of it."""
    w = small_world()
    fund = made(w.funds, slot=SLOT, city_undrawn=city_undrawn, district_undrawn=district_undrawn)
    stake = made(w.stakes, fund=fund.id)
    made(w.parts, owner=codes.BY_GUIDANCE_FUND, share=1.0, undrawn=promised, next=codes.NOBODY)
    stake.put_left = [promised, 0]
    stake.put_share = 0.5
    return w, fund


def fault(w: World) -> tuple[int, int, int]:
    now = w.clock[0]
    return now.reason, now.who, now.fen


def test_a_call_beyond_the_undrawn_public_commitment_stops() -> None:
    w, fund = called(1_000, 1_000, 0)
    with pytest.raises(StoppedError):
        parts.call(w, w.stakes[fund.stake], 1_001)
    assert fault(w) == (codes.BEYOND_PROMISE, SLOT, 1)


def test_a_call_beyond_what_put_partners_and_guidance_fund_still_owe_stops() -> None:
    w, fund = called(1_000, 1_000, 0)
    with pytest.raises(StoppedError):
        puts.private_called(w, fund, 1_005)
    assert fault(w) == (codes.BEYOND_PROMISE, SLOT, 5)


def test_the_city_pays_no_more_than_it_promised() -> None:
    w, fund = called(1_000, 900, 0)
    with pytest.raises(StoppedError):
        stakes.public_called(w, fund, 1_000)
    assert fault(w) == (codes.BEYOND_PROMISE, SLOT, 100)


def test_the_district_pays_no_more_than_it_promised() -> None:
    w, fund = called(1_000, 400, 100)
    with pytest.raises(StoppedError):
        district.pay_call(w, fund, 1_000)
    assert fault(w) == (codes.BEYOND_PROMISE, SLOT, 100)  # a fifth of the call is 200


def test_all_that_was_promised_can_be_drawn() -> None:
    w = small_world()
    assert money.take_up(w, SLOT, 1_000, 1_000) == 0
    assert w.clock[0].reason == 0


def test_the_fault_names_the_fund() -> None:
    assert str(EngineError(codes.BEYOND_PROMISE, SLOT, 100)).startswith("fund 3.1 calls 100 fen more")
