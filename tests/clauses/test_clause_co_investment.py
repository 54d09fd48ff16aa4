"""跟进投资: amount within its caps, price at the deadline, gain share."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.co_investment import amount, deadline_price, gain_share, last_day, later_amount, stake_room

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
FEN = st.integers(0, 10**12)
MILLION = 100_000_000


def test_half_of_the_leads_amount_within_three_million() -> None:
    assert amount(4 * MILLION, 0.5, 3 * MILLION, -1, 10 * MILLION, 99 * MILLION) == 2 * MILLION
    assert amount(8 * MILLION, 0.5, 3 * MILLION, -1, 10 * MILLION, 99 * MILLION) == 3 * MILLION
    assert amount(8 * MILLION, 0.5, 0, -1, 10 * MILLION, 99 * MILLION) == 4 * MILLION


def test_the_narrowest_limit_decides() -> None:
    assert amount(8 * MILLION, 0.5, 3 * MILLION, 1 * MILLION, 10 * MILLION, 99 * MILLION) == 1 * MILLION
    assert amount(8 * MILLION, 0.5, 3 * MILLION, 0, 10 * MILLION, 99 * MILLION) == 0
    assert amount(8 * MILLION, 0.5, 3 * MILLION, -1, MILLION // 2, 99 * MILLION) == MILLION // 2
    assert amount(8 * MILLION, 0.5, 3 * MILLION, -1, 10 * MILLION, 7) == 7
    assert amount(8 * MILLION, 0.5, 3 * MILLION, -1, -3, 7) == 0


@QUICK
@given(lead=FEN, percent=st.integers(0, 200), cap=FEN, company=st.integers(-1, 10**12), gap=FEN, budget=FEN)
def test_no_limit_is_ever_broken(lead: int, percent: int, cap: int, company: int, gap: int, budget: int) -> None:
    result = amount(lead, percent / 100, cap, company, gap, budget)
    assert 0 <= result <= min(gap, budget)
    assert 100 * result <= percent * lead
    assert cap == 0 or result <= cap
    assert company == -1 or result <= company


def test_the_deadline_price_is_cost_plus_interest_or_the_appraised_share() -> None:
    # 3 m over 5 years at 6 %: simple 3.9 m; compound 3 × 1.3382255776 = 4.0146767328 m
    assert deadline_price((3e6,), (0.06,), (5.0,), False, 4e6, 0.9) == pytest.approx(3.9e6)
    assert deadline_price((3e6,), (0.06,), (5.0,), True, 4e6, 0.9) == pytest.approx(4_014_676.7328)
    assert deadline_price((3e6,), (0.06,), (5.0,), False, 10e6, 0.9) == pytest.approx(9e6)
    # 2 m for 5 years and 1 m for 4, both at 6 % simple: 2.6 m and 1.24 m
    assert deadline_price((2e6, 1e6), (0.06, 0.06), (5.0, 4.0), False, 0.0, 0.9) == pytest.approx(3.84e6)


def test_a_years_window_ends_on_the_anniversary_of_the_closing() -> None:
    assert last_day(date(2012, 6, 1).toordinal(), 12) == date(2013, 6, 1).toordinal()
    assert last_day(date(2012, 2, 29).toordinal(), 12) == date(2013, 2, 28).toordinal()


def test_what_comes_later_and_what_came_at_closing_keep_the_limits_together() -> None:
    # half of 8 m, 1 m had at closing: 3 m; a cap of 3 m a deal leaves 2 m; then founders, company, purse
    assert later_amount(8 * MILLION, 0.5, 0, -1, MILLION, 9 * MILLION, 9 * MILLION) == 3 * MILLION
    assert later_amount(8 * MILLION, 0.5, 3 * MILLION, -1, MILLION, 9 * MILLION, 9 * MILLION) == 2 * MILLION
    assert later_amount(8 * MILLION, 0.5, 3 * MILLION, -1, MILLION, MILLION // 2, 9 * MILLION) == MILLION // 2
    assert later_amount(8 * MILLION, 0.5, 3 * MILLION, 0, MILLION, 9 * MILLION, 9 * MILLION) == 0
    assert later_amount(8 * MILLION, 0.5, 3 * MILLION, -1, 4 * MILLION, 9 * MILLION, 9 * MILLION) == 0


@QUICK
@given(public=FEN, company=FEN, money=FEN, percent=st.integers(1, 90))
def test_the_stake_cap_holds_and_one_fen_more_would_break_it(
    public: int, company: int, money: int, percent: int
) -> None:
    cap = percent / 100
    for on_top in (True, False):
        most = stake_room(float(public), float(company + public + money), cap, on_top)
        whole = company + public + money + (most if on_top else 0)
        slack = 1 + 1e-12 * whole  # a fen, and what floats lose
        assert most == 0 or public + most <= cap * whole + slack
        assert public + most >= cap * whole - slack


def test_half_of_the_gain_goes_to_the_manager_and_no_loss_is_shared() -> None:
    assert gain_share(9 * MILLION, 3 * MILLION, 0.5, False) == 3 * MILLION
    assert gain_share(MILLION, 3 * MILLION, 0.5, False) == 0
    assert gain_share(4, 1, 0.5, False) == 2  # 1.5 fen rounds up
    assert gain_share(9 * MILLION, 3 * MILLION, 0.0, False) == 0


def test_no_gain_share_is_due_on_a_sale_to_the_manager_that_would_get_it() -> None:
    assert gain_share(9 * MILLION, 3 * MILLION, 0.5, True) == 0


@QUICK
@given(proceeds=FEN, cost=FEN, percent=st.integers(0, 100))
def test_the_gain_share_never_eats_into_cost(proceeds: int, cost: int, percent: int) -> None:
    shared = gain_share(proceeds, cost, percent / 100, False)
    assert 0 <= shared <= max(0, proceeds - cost)
    assert shared <= gain_share(proceeds + 1, cost, percent / 100, False)
