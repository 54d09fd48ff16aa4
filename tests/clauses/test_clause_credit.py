"""Loans, their cover and founders' buy-back, as pure clauses: the worked examples, worked out by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import buy_back, cover, credit, guarantee_grant
from sim.clauses.rounding import part_of

YUAN = 100
MILLION = 1_000_000 * YUAN
LOAN_RATE = 0.0631  # of 6 April 2011
SHARE = st.floats(0.0, 1.0)
FEN = st.integers(0, 10**13)


# ---- how much, at what rate -----------------------------------------------------------------------------------------


def test_a_result_of_two_million_carries_half_a_million() -> None:
    pledge = part_of(208 * MILLION // 100, 0.25)
    assert pledge == 52 * MILLION // 100
    assert credit.principal(2 * MILLION, pledge, 0, 10 * MILLION, MILLION * 3 // 10) == pledge


def test_half_a_million_lasts_94_days_where_two_million_are_spent_a_year() -> None:
    days = guarantee_grant.days_bought(52 * MILLION // 100, 2 * MILLION / 365)
    assert (days, days // 91) == (94, 1)  # one more look at the round


def test_interest_and_its_support_to_the_fen() -> None:
    interest = credit.interest(52 * MILLION // 100, LOAN_RATE, 0.2)
    assert interest == 39_374_40  # 7.572 % of 520,000 yuan
    assert credit.support(interest, 0.2, MILLION) == 7_874_88
    assert credit.support(interest, 0.2, 5_000) == 5_000  # what is left
    assert credit.support(interest, 0.0, MILLION) == 0


def test_a_loan_is_within_need_collateral_and_cap_and_none_is_small() -> None:
    assert credit.principal(900, 500, 700, 10_000, 100) == 700
    assert credit.principal(600, 500, 700, 10_000, 100) == 600
    assert credit.principal(900, 800, 700, 750, 100) == 750
    assert credit.principal(900, 99, 0, 10_000, 100) == 0
    assert credit.principal(900, 100, 0, 10_000, 100) == 100
    assert credit.principal(900, 0, 0, 10_000, 0) == 0


def test_a_pledge_loan_is_one_that_the_pledge_alone_carries() -> None:
    assert credit.pledged(500, 500)
    assert not credit.pledged(501, 500)
    assert not credit.pledged(0, 500)


def test_each_reason_to_lend_leaves_a_part_of_the_refusals() -> None:
    assert credit.acceptance(0.05, 0.0, 0.0, 1.0) == pytest.approx(0.05)
    assert credit.acceptance(0.05, 0.3, 0.0, 1.0) == pytest.approx(1 - 0.95 * 0.7)
    assert credit.acceptance(0.05, 0.3, 0.5, 1.0) == pytest.approx(1 - 0.95 * 0.7 * 0.5)
    assert credit.acceptance(0.05, 0.3, 0.0, 0.6) == pytest.approx(0.6 * (1 - 0.95 * 0.7))
    assert credit.acceptance(0.5, 0.8, 0.8, 1.2) == 1.0


@settings(max_examples=50)
@given(SHARE, SHARE, SHARE)
def test_no_reason_makes_a_bank_lend_less(base: float, pledge: float, covered: float) -> None:
    assert credit.acceptance(base, pledge, covered, 1.0) >= credit.acceptance(base, pledge, 0.0, 1.0) - 1e-15
    assert credit.acceptance(base, pledge, 0.0, 1.0) >= base - 1e-15


# ---- what the bank gets ---------------------------------------------------------------------------------------------


def test_sales_pay_what_cash_lacks_as_far_as_they_go() -> None:
    assert credit.from_sales(1_000, 400, 50_000.0, 0.1) == 600
    assert credit.from_sales(1_000, 400, 5_000.0, 0.1) == 500
    assert credit.from_sales(1_000, 1_400, 50_000.0, 0.1) == 0


def test_a_failed_borrower_with_a_tenth_of_a_million() -> None:
    """Interest first, then principal; then the pledge; the rest is the bank's loss."""
    interest = credit.interest(52 * MILLION // 100, LOAN_RATE, 0.2)
    due, paid = 520_000_00 + interest, MILLION // 10
    assert credit.interest_first(paid, interest) == interest
    assert credit.interest_first(1_000, interest) == 1_000
    sold = credit.pledge_sold(208 * MILLION // 100, 0.1, due - paid)
    assert sold == 208_000_00
    assert due - paid - sold == 251_374_40
    assert credit.pledge_sold(208 * MILLION // 100, 0.1, 5_000) == 5_000


# ---- cover ----------------------------------------------------------------------------------------------------------


def test_a_guarantor_with_a_million_and_a_multiple_of_five_stops_at_five_million() -> None:
    covered, loans = 0, 0
    while cover.has_room(covered, 8 * MILLION // 10, 5.0, MILLION):
        covered, loans = covered + cover.covered_part(MILLION, 0.8), loans + 1
    assert (loans, covered) == (6, 48 * MILLION // 10)
    assert cover.has_room(4 * MILLION, MILLION, 5.0, MILLION)
    assert not cover.has_room(4 * MILLION + 1, MILLION, 5.0, MILLION)
    assert not cover.has_room(0, 1, 5.0, 0)


def test_cover_pays_its_part_of_the_principal_as_far_as_it_can() -> None:
    assert cover.called(500_000, 0.8, MILLION) == 400_000
    assert cover.called(500_000, 0.8, 100_000) == 100_000
    assert cover.called(0, 0.8, MILLION) == 0


def test_a_premium_and_its_support() -> None:
    insured = cover.covered_part(520_000_00, 0.7)
    assert insured == 364_000_00
    assert cover.fee(insured, 0.02) == 7_280_00
    assert cover.fee_support(7_280_00, 0.5, 200_000_00, MILLION) == 3_640_00
    assert cover.fee_support(7_280_00, 0.5, 1_000_00, MILLION) == 1_000_00
    assert cover.fee_support(7_280_00, 0.5, 200_000_00, 500) == 500


# ---- buy-back -------------------------------------------------------------------------------------------------------


def test_each_payment_bears_interest_from_its_own_day() -> None:
    one, two = 10 * MILLION, 5 * MILLION
    fen_days = one * -100 + two * 265
    assert buy_back.claim(one + two, fen_days, 265, 0.08) == pytest.approx(one * 1.08 + two)
    assert buy_back.claim(one, one * 0, 730, 0.08) == pytest.approx(one * 1.16)


def test_founders_pay_all_nothing_or_a_part() -> None:
    assert buy_back.part_paid(0.0999, 0.3, 0.1, 0.6) == 1.0
    assert buy_back.part_paid(0.1, 0.3, 0.1, 0.6) == 0.0
    assert buy_back.part_paid(0.6999, 0.3, 0.1, 0.6) == 0.0
    assert buy_back.part_paid(0.7001, 0.3, 0.1, 0.6) == 0.3
    assert buy_back.part_paid(0.9999, 0.3, 1.0, 0.0) == 1.0


def test_they_pay_a_quarter_on_average() -> None:
    even = [(i + 0.5) / 400 for i in range(400)]
    assert math.fsum(buy_back.part_paid(u, v, 0.1, 0.6) for u in even for v in even) / 400**2 == pytest.approx(0.25)


def test_an_offer_is_taken_where_it_is_more() -> None:
    assert buy_back.takes(101.0, 100.0)
    assert not buy_back.takes(100.0, 100.0)


@settings(max_examples=50)
@given(FEN, FEN, SHARE)
def test_nothing_is_paid_beyond_what_is_there(owed: int, cash: int, share: float) -> None:
    assert 0 <= cover.called(owed, share, cash) <= min(owed, cash)
    assert 0 <= credit.pledge_sold(cash, share, owed) <= owed
    assert 0 <= credit.support(owed, share, cash) <= min(owed, cash)
