"""A public line with several owners: who pays what of a call."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import codes
from sim.engine.base import open_account
from sim.engine.instruments.stage_equity import parts
from tests.engine.hand_made import made, small_world


@settings(max_examples=50, derandomize=True, deadline=None)
@given(undrawn=st.lists(st.integers(0, 10**6), min_size=1, max_size=4), share=st.floats(0, 1))
def test_nobody_pays_more_of_a_call_than_it_still_owes(undrawn: list[int], share: float) -> None:
    w = small_world()
    for what in (codes.OUTSIDE_CASH, codes.BUYERS_CASH):
        open_account(w, what, 0, 1)
    fund = made(w.funds, cash=open_account(w, codes.FUND_CASH, 0, 0))
    stake = made(w.stakes, fund=fund.id)
    for number, left in enumerate(undrawn):
        owner = codes.BY_GUIDANCE_FUND if number == 0 else codes.BY_BUYER
        made(w.parts, owner=owner, undrawn=left, next=number + 1 if number + 1 < len(undrawn) else codes.NOBODY)
    amount = int(sum(undrawn) * share)
    ours = parts.call(w, stake, amount)
    due = [most - part.undrawn for most, part in zip(undrawn, w.parts, strict=True)]
    assert ours == due[0]
    assert sum(due) == amount
    assert all(0 <= one <= most for one, most in zip(due, undrawn, strict=True))
    assert w.accounts[fund.cash].balance == amount - ours


@settings(max_examples=50, derandomize=True, deadline=None)
@given(undrawn=st.lists(st.integers(0, 10**6), min_size=1, max_size=4), share=st.floats(0, 1))
def test_a_line_that_shrinks_shrinks_in_proportion_for_all_its_owners(undrawn: list[int], share: float) -> None:
    w = small_world()
    stake = made(w.stakes)
    for number, left in enumerate(undrawn):
        made(w.parts, undrawn=left, next=number + 1 if number + 1 < len(undrawn) else codes.NOBODY)
    amount = int(sum(undrawn) * share)
    parts.shrink(w, stake, amount)
    found = [part.undrawn for part in w.parts]
    assert sum(found) == amount
    for one, most in zip(found, undrawn, strict=True):
        assert 0 <= one <= most
        assert abs(one - most * share) <= len(undrawn) + 1
