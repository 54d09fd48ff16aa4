"""Loans of a bank to a company whose round waits, on a company made by hand: every number worked out on paper."""

import pytest

from sim.engine import codes, lending, repayment
from sim.engine.base import balance
from sim.engine.codes import NEVER, NOBODY, OUTSIDE
from sim.engine.state import World
from tests.opinion.worlds import (
    BANK,
    MILLION,
    PRIVATE,
    TODAY,
    YUAN,
    company,
    deal,
    give,
    last,
    leave_with,
    memo,
    posted,
    world,
)

PRINCIPAL = 520_000 * YUAN  # a quarter of 2.08 m
INTEREST = 39_374_40  # 6.31 % and a fifth more of it
INSURED = (
    *BANK,
    "economy.bank.covered=1.0",
    "policy.credit.insurance_cover=0.7",
    "policy.credit.insurance_capital=1e7",
)


def borrowed(*sets: str, u: float = 0.5, sales: float = 0.0):  # type: ignore[no-untyped-def]
    w = world(*BANK, *sets, draws={"loan": u})
    one = company(w)
    one.size = sales / 1e6  # of the usual size; where no sales are asked for it does not matter
    days = lending.bridge(w, one, deal(w))
    return w, one, days


def due_on(w: World, day: int) -> None:
    w.clock[0].today = day
    repayment.loan_due(w, 0, 0)


# ---- asking ---------------------------------------------------------------------------------------------------------


def test_a_pledge_of_two_million_buys_94_days_and_one_more_look() -> None:
    w, one, days = borrowed()
    loan = w.loans[0]
    assert (loan.principal, loan.interest, days, days // 91) == (PRINCIPAL, INTEREST, 94, 1)
    assert one.runway_end == TODAY + 94
    assert balance(w, one.cash) == PRINCIPAL
    assert posted(w) == {"provide": PRINCIPAL, "loan": PRINCIPAL, "lent": PRINCIPAL}
    assert memo(w) == (PRINCIPAL, 0)
    assert last(w, "company.loan").facts == {"interest_fen": INTEREST, "days": 94, "pledged_fen": 208 * MILLION // 100}


def test_a_loan_is_no_larger_than_a_years_spending_or_the_banks_limit() -> None:
    w = world(*BANK, "economy.bank.cap=1.5e6", draws={"loan": 0.0})
    rich, poor = company(w, appraised=100 * MILLION), company(w, slot=8, appraised=119 * MILLION // 100)
    lending.bridge(w, rich, deal(w))
    assert w.loans[0].principal == 150 * MILLION // 100
    assert lending.bridge(w, poor, deal(w)) == 0  # 0.2975 m is below the smallest loan
    w = world(*BANK, draws={"loan": 0.0})
    lending.bridge(w, company(w, appraised=100 * MILLION), deal(w))
    assert w.loans[0].principal == 2 * MILLION


def test_sales_carry_a_loan_that_no_pledge_does() -> None:
    sets = ("economy.bank.base=1.0", "economy.bank.pledge=0.0", "economy.bank.sales_share=0.2")
    w = world(*sets, draws={"loan": 0.5})
    one = company(w)
    one.size = 2e6 / w.company_law[0].sales[codes.SEED]
    lending.bridge(w, one, deal(w))
    assert w.loans[0].principal == pytest.approx(400_000 * YUAN, abs=1)
    assert w.loans[0].pledged == 0


def test_a_result_that_its_inventors_took_over_is_no_pledge() -> None:
    w = world(*BANK, draws={"loan": 0.0})
    one = company(w)
    w.achievements[one.achievement].taken_over = 5
    assert lending.bridge(w, one, deal(w)) == 0


def test_the_bank_is_asked_once_a_stage_has_one_loan_out_and_none_after_a_default() -> None:
    w, one, _ = borrowed()
    waiting = deal(w)
    assert lending.bridge(w, one, waiting) == 0  # a loan is open
    due_on(w, TODAY + 366)
    assert (one.loan, one.defaulted) == (NOBODY, 1)
    assert lending.bridge(w, one, waiting) == 0
    w = world("economy.bank.pledge=0.3", "policy.credit.pledge_ltv=0.25", draws={"loan": 0.5})
    other, waiting = company(w), deal(w)
    assert lending.bridge(w, other, waiting) == 0
    assert waiting.bank_asked == 1  # and another answer would not be heard


def test_no_bank_no_draw() -> None:
    w = world()
    w.draws = []
    assert lending.bridge(w, company(w), deal(w)) == 0
    assert posted(w) == {}


# ---- repaying -------------------------------------------------------------------------------------------------------


def test_it_matures_after_twelve_months() -> None:
    w, _, _ = borrowed()
    waits = [int(when) for when, _, _, event in w.calendar.env._queue if event._what[2] == codes.LOAN_DUE]
    assert waits == [366]  # from 14 May 2011 to 14 May 2012, with a leap day between


def test_cash_repays_it_and_the_runway_shortens_in_proportion() -> None:
    w, one, _ = borrowed()
    give(w, one.cash, MILLION)
    one.stage_day, one.runway_end = TODAY + 366, TODAY + 366 + 200
    cash = balance(w, one.cash)
    due_on(w, TODAY + 366)
    assert balance(w, one.cash) == cash - PRINCIPAL - INTEREST
    assert one.runway_end == TODAY + 366 + 200 - int(200 * ((PRINCIPAL + INTEREST) / cash))
    assert (w.loans[0].end, w.loans[0].ended, one.loan) == (codes.REPAID, TODAY + 366, NOBODY)
    assert memo(w) == (0, 0)
    assert balance(w, w.lender[0].cash) == PRINCIPAL + INTEREST
    assert (posted(w)["interest"], posted(w)["repayment"]) == (INTEREST, PRINCIPAL)


def test_what_cash_lacks_comes_out_of_sales() -> None:
    w, one, _ = borrowed()
    leave_with(w, one, 100_000 * YUAN)
    one.size = 10e6 / w.company_law[0].sales[codes.SEED]  # a tenth of ten million is more than enough
    one.stage_day, one.runway_end = TODAY + 366, TODAY + 400
    due_on(w, TODAY + 366)
    assert posted(w)["sales_used"] == PRINCIPAL + INTEREST - 100_000 * YUAN
    assert w.loans[0].end == codes.REPAID
    assert one.runway_end == TODAY + 366


def test_a_loan_repaid_in_part_is_in_default_and_the_company_lives_on() -> None:
    w, one, _ = borrowed()
    leave_with(w, one, 100_000 * YUAN)
    one.size = 1e6 / w.company_law[0].sales[codes.SEED]
    one.stage_day, one.runway_end = TODAY + 366, TODAY + 400
    due_on(w, TODAY + 366)
    loan = w.loans[0]
    assert (loan.paid, loan.sold) == (200_000 * YUAN, 208_000 * YUAN)
    assert loan.lost == PRINCIPAL + INTEREST - 408_000 * YUAN
    assert (one.ended, one.defaulted, memo(w)) == (NEVER, 1, (0, 0))


# ---- the company ends first -----------------------------------------------------------------------------------------


def test_a_failed_borrower_with_a_tenth_of_a_million() -> None:
    w, one, _ = borrowed()
    leave_with(w, one, 100_000 * YUAN)
    repayment.company_falls(w, one)
    moved = posted(w)
    assert moved["interest"] == INTEREST
    assert moved["repayment"] == 100_000 * YUAN - INTEREST
    assert moved["pledge_sale"] == 208_000 * YUAN
    assert w.loans[0].lost == PRINCIPAL + INTEREST - 308_000 * YUAN == 251_374_40
    assert memo(w) == (0, 0)
    assert balance(w, w.lender[0].cash) == 308_000 * YUAN
    assert balance(w, one.cash) == 0
    due_on(w, TODAY + 366)
    assert w.loans[0].paid == 100_000 * YUAN  # it is over


def test_a_buyer_repays_it_in_full_beside_the_price() -> None:
    w, one, _ = borrowed()
    before = balance(w, one.cash)
    repayment.company_bought(w, one)
    assert balance(w, one.cash) == before
    assert (w.loans[0].end, balance(w, w.lender[0].cash)) == (codes.REPAID, PRINCIPAL + INTEREST)
    assert balance(w, OUTSIDE) == -PRINCIPAL - PRINCIPAL - INTEREST
    assert memo(w) == (0, 0)


# ---- cover ----------------------------------------------------------------------------------------------------------


def test_the_insurer_covers_what_the_bank_alone_refuses() -> None:
    w = world(*INSURED, "economy.bank.pledge=0.3", draws={"loan": 0.5})
    one = company(w)
    days = lending.bridge(w, one, deal(w))
    fee, insured = 7_280 * YUAN, 364_000 * YUAN  # 2 % of 70 % of the principal
    assert days == int((PRINCIPAL - fee) / (2 * MILLION / 365)) == 93
    assert balance(w, one.cash) == PRINCIPAL - fee
    assert memo(w) == (PRINCIPAL, insured)
    assert (w.loans[0].coverer, w.loans[0].covered) == (codes.INSURANCE_ROW, insured)
    assert balance(w, w.coverers[codes.INSURANCE_ROW].cash) == 10 * MILLION + fee
    leave_with(w, one, 100_000 * YUAN)
    repayment.company_falls(w, one)
    unpaid = PRINCIPAL - (100_000 * YUAN - INTEREST)
    called = unpaid * 7 // 10
    assert posted(w)["cover_paid"] == called
    # 137,812.32 are still owed, less than the pledge would bring
    assert posted(w)["pledge_sale"] == PRINCIPAL + INTEREST - 100_000 * YUAN - called == 137_812_32
    assert (w.loans[0].lost, memo(w)) == (0, (0, 0))
    assert balance(w, w.coverers[codes.INSURANCE_ROW].cash) == 10 * MILLION + fee - called


def test_a_loan_on_its_own_collateral_is_not_covered() -> None:
    w = world(*INSURED, draws={"loan": 0.5})
    lending.bridge(w, company(w), deal(w))
    assert (w.loans[0].coverer, memo(w)) == (NOBODY, (PRINCIPAL, 0))
    assert "capital_in" not in posted(w)  # nobody asked


def test_cover_stops_where_the_multiple_of_its_cash_would_be_passed() -> None:
    """A million of capital, all of each loan covered, no fee: five loans of a million."""
    sets = ("economy.bank.pledge=0.0", "policy.credit.insurance_capital=1e6", "policy.credit.insurance_cover=1.0")
    w = world(*INSURED, *sets, "policy.credit.insurance_fee=0.0", "economy.bank.cap=1e6", draws={"loan": 0.5})
    for slot in range(8):
        lending.bridge(w, company(w, slot=slot, appraised=10 * MILLION), deal(w))
    assert [one.principal for one in w.loans] == [MILLION] * 5
    assert memo(w) == (5 * MILLION, 5 * MILLION)


# ---- private firms --------------------------------------------------------------------------------------------------


def test_a_bank_that_discounts_private_firms_lends_to_a_part_of_those_it_would_lend_to() -> None:
    """Chance .3 or .6 of it: of 4,000 companies a subset is accepted, its number within three standard errors."""
    sets = (*BANK, "economy.bank.pledge=0.3", "economy.bank.private_factor=0.6")
    many = 4000

    def lent(owner: int, *more: str) -> set[int]:
        w = world(*sets, *more)
        for slot in range(many):
            lending.bridge(w, company(w, slot=slot, owner=owner), deal(w))
        return {w.companies[one.company].slot for one in w.loans}

    equal = "policy.private_access.loans=true"
    open_to_all, discounted = lent(PRIVATE, equal), lent(PRIVATE)
    assert discounted < open_to_all
    assert lent(0) == lent(0, equal) == open_to_all
    for found, chance in ((open_to_all, 0.3), (discounted, 0.18)):
        assert abs(len(found) / many - chance) < 3 * (chance * (1 - chance) / many) ** 0.5
