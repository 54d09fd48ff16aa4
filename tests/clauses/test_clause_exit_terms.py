"""Windows, floors, partial purchases, residual gain, put, duty and unilateral exit: boundaries and laws."""

from datetime import date
from decimal import Decimal, getcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import option_schedule, policy_duty, put, residual_gain, stage_equity, unilateral_exit
from sim.decisions.duty import leaves_enough

FIRST = date(2024, 7, 1).toordinal()
YOZMA = ((0.0, 4.0), (4.0, 0.0))  # from_years, to_years


def on(year: int, month: int = 7, day: int = 1) -> int:
    return date(year, month, day).toordinal()


def test_the_anniversary_ends_a_window_and_the_next_begins_the_day_after() -> None:
    days = (on(2024), on(2028), on(2028, 7, 2), on(2039), on(2024, 6, 30))
    assert [option_schedule.window_of(FIRST, day, *YOZMA) for day in days] == [0, 0, 1, 1, -1]


def test_between_windows_and_after_the_last_the_option_rests() -> None:
    starts, ends = (0.0, 5.0), (2.0, 6.0)
    days = (on(2026), on(2026, 7, 2), on(2029), on(2029, 7, 2), on(2030), on(2030, 7, 2))
    assert [option_schedule.window_of(FIRST, day, starts, ends) for day in days] == [0, -1, -1, 1, 1, -1]


def test_each_payment_is_priced_by_the_window_of_its_own_age() -> None:
    second = on(2027)  # bought on 1 August 2029: the first payment is five years old, the second two
    assert option_schedule.price_window(FIRST, on(2029, 8), YOZMA[1]) == 1
    assert option_schedule.price_window(second, on(2029, 8), YOZMA[1]) == 0


def test_yozmas_price_jumps_by_the_whole_retroactive_interest_on_the_day_after_four_years() -> None:
    getcontext().prec = 40
    before = option_schedule.window_price(1e9, FIRST, FIRST, on(2028), 0.0, False, True, 0.01)
    after = option_schedule.window_price(1e9, FIRST, FIRST, on(2028, 7, 2), 4.0, False, True, 0.05)
    assert before == pytest.approx(float(Decimal(10) ** 9 * Decimal("1.01") ** 4), abs=0.01)
    years = Decimal(4) + Decimal(1) / Decimal(365)
    assert after == pytest.approx(float(Decimal(10) ** 9 * Decimal("1.05") ** years), abs=0.01)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    paid=st.integers(0, 3000),
    later=st.integers(0, 4000),
    grace=st.integers(0, 6),
    rate=st.floats(0, 0.2),
    compound=st.booleans(),
    from_end=st.booleans(),
)
def test_grace_and_rate_written_as_two_windows_give_the_same_price(
    paid: int, later: int, grace: int, rate: float, compound: bool, from_end: bool
) -> None:
    lot, today = FIRST + paid, FIRST + paid + later
    plain = stage_equity.lot_price(1e8, lot, FIRST, today, grace, False, from_end, compound, rate)
    starts, ends = ((0.0, float(grace)), (float(grace), 0.0)) if grace else ((0.0,), (0.0,))
    number = option_schedule.price_window(FIRST, today, ends)
    if not grace and today == FIRST:
        return  # without a grace year the first day is the only one at cost
    yearly = 0.0 if grace and number == 0 else rate
    windowed = option_schedule.window_price(1e8, lot, FIRST, today, starts[number], from_end, compound, yearly)
    assert windowed == plain


def test_an_exact_price_ignores_the_appraisal_and_a_floor_never_lowers_it() -> None:
    assert option_schedule.price_or_floor(10.0, 100.0, 0.9, False) == 10.0
    assert option_schedule.price_or_floor(10.0, 5.0, 0.9, True) == 10.0


@pytest.mark.parametrize(
    ("held", "bought", "most", "part"),
    [(1.0, 0.0, 1.0, 1.0), (1.0, 0.0, 0.3, 0.3), (0.7, 0.3, 0.3, 0.0), (0.5, 0.0, 0.25, 0.5), (0.0, 1.0, 1.0, 0.0)],
)
def test_the_part_that_may_be_bought_is_counted_on_the_whole_stake(
    held: float, bought: float, most: float, part: float
) -> None:
    assert option_schedule.part_to_buy(held, bought, most) == part


def test_no_residual_is_due_before_price_and_calls_are_earned_back() -> None:
    assert residual_gain.due(99.0, 100.0, 0.07, 0.0) == 0.0
    assert residual_gain.due(200.0, 100.0, 0.0, 0.0) == 0.0
    assert residual_gain.due(200.0, 100.0, 0.5, 0.0) == 50.0


def test_a_later_call_does_not_ask_back_what_was_handed_on() -> None:
    assert residual_gain.due(200.0, 150.0, 0.5, 50.0) == 0.0


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    flows=st.lists(st.integers(0, 10**9), min_size=1, max_size=8), price=st.integers(0, 10**9), share=st.floats(0, 1)
)
def test_instalments_of_the_residual_add_up_to_its_share_of_all_gain(
    flows: list[int], price: int, share: float
) -> None:
    received = handed_on = 0.0
    for flow in flows:
        received += flow
        handed_on += residual_gain.due(received, float(price), share, handed_on)
    assert handed_on == pytest.approx(share * max(0.0, received - price), abs=1e-3)


def test_the_put_lives_on_both_ends_of_its_window_and_partners_sell_only_below_its_price() -> None:
    days = (on(2025, 6, 30), on(2025), on(2027), on(2027, 7, 2))
    assert [put.open_on(FIRST, day, 1.0, 3.0) for day in days] == [False, True, True, False]
    assert (put.worth_selling(99.0, 100.0), put.worth_selling(100.0, 100.0)) == (True, False)
    assert (put.affordable(60, 40, 100), put.affordable(60, 41, 100)) == (True, False)


def test_a_duty_is_kept_to_the_fen_and_investments_elsewhere_count_nothing() -> None:
    assert policy_duty.kept(policy_duty.missing_of_multiple(1.5, 20.0, 30.0))
    assert not policy_duty.kept(policy_duty.missing_of_multiple(1.5, 20.0, 29.0))
    assert policy_duty.missing_of_share(0.6, 100.0, 45.0) == 15.0
    assert policy_duty.counted_local(10.0, False, 2.0) == 0.0
    assert (policy_duty.leaving_price(33.2, 25.0, True), policy_duty.leaving_price(33.2, 25.0, False)) == (33.2, 25.0)


def test_a_manager_takes_other_deals_only_while_enough_is_left_for_the_duty() -> None:
    assert leaves_enough(100.0, 40.0, 60.0)
    assert not leaves_enough(100.0, 41.0, 60.0)


def test_without_months_nothing_lapses_and_one_fen_is_an_investment() -> None:
    assert unilateral_exit.setup_lapses(FIRST, 0) == unilateral_exit.idle_lapses(FIRST, 0) == -1
    assert (unilateral_exit.is_idle(0), unilateral_exit.is_idle(1)) == (True, False)
