"""The guarantor's capital, and what the city pays of interest and premiums, on companies made by hand."""

import pytest

from sim.engine import codes, coverers, lending, repayment
from sim.engine.base import balance
from sim.engine.codes import GUARANTEE_CAPITAL, INSURANCE_SUBSIDY, INTEREST_SUBSIDY
from sim.engine.kinds.firms import Company
from sim.engine.programmes import purses
from sim.engine.state import World
from sim.ledger.auditor import audit, balances
from sim.ledger.history import History
from tests.engine.worlds import OTHERS
from tests.opinion.worlds import BANK, MILLION, TODAY, YUAN, company, deal, give, leave_with, memo, posted, world
from tests.villages import run

PRINCIPAL = 520_000 * YUAN
INTEREST = 39_374_40
SUPPORT = 7_874_88  # a fifth of it
SUPPORTED = (*BANK, "policy.credit.interest_share=0.2")
BOTH = (
    *BANK,
    "economy.bank.pledge=0.3",
    "economy.bank.covered=1.0",
    "policy.credit.guarantee_cover=0.8",
    "policy.credit.insurance_cover=0.7",
    "policy.credit.insurance_capital=1e7",
    "policy.credit.insurance_fee_support=0.5",
)


def lent(*sets: str, lines: dict[int, int], u: float = 0.5) -> tuple[World, Company, int]:
    """A company that has borrowed in a world whose lines have money; gives the days that it bought, too."""
    w = world(*sets, draws={"loan": u})
    for line, fen in lines.items():
        purses.appropriate(w, line, fen)
    coverers.capital_comes(w)
    one = company(w)
    return w, one, lending.bridge(w, one, deal(w))


def due(w: World, one: Company, cash: int) -> None:
    leave_with(w, one, 0)
    give(w, one.cash, cash)
    one.stage_day, one.runway_end, w.clock[0].today = TODAY + 366, TODAY + 400, TODAY + 366
    repayment.loan_due(w, 0, 0)


# ---- interest -------------------------------------------------------------------------------------------------------


def test_a_fifth_of_the_interest_comes_back_after_full_repayment() -> None:
    w, one, _ = lent(*SUPPORTED, lines={INTEREST_SUBSIDY: MILLION})
    assert w.loans[0].support == SUPPORT
    assert purses.free(w, INTEREST_SUBSIDY) == MILLION - SUPPORT
    assert "interest_support" not in posted(w)
    due(w, one, MILLION)
    assert posted(w)["interest_support"] == SUPPORT
    assert balance(w, one.cash) == MILLION - PRINCIPAL - INTEREST + SUPPORT
    assert (w.programmes[INTEREST_SUBSIDY].committed, purses.free(w, INTEREST_SUBSIDY)) == (0, MILLION - SUPPORT)


def test_who_defaults_or_is_bought_gets_none_and_the_promise_is_free_again() -> None:
    for ends in ("default", "bought", "falls"):
        w, one, _ = lent(*SUPPORTED, lines={INTEREST_SUBSIDY: MILLION})
        if ends == "default":
            due(w, one, MILLION // 10)
        elif ends == "bought":
            repayment.company_bought(w, one)
        else:
            repayment.company_falls(w, one)
        assert "interest_support" not in posted(w)
        assert (w.programmes[INTEREST_SUBSIDY].committed, purses.free(w, INTEREST_SUBSIDY)) == (0, MILLION)


def test_an_empty_line_supports_nothing_and_the_loan_is_made() -> None:
    w, one, days = lent(*SUPPORTED, lines={})
    assert (w.loans[0].support, days) == (0, 94)
    due(w, one, MILLION)
    assert balance(w, one.cash) == MILLION - PRINCIPAL - INTEREST


# ---- the guarantor --------------------------------------------------------------------------------------------------


def test_a_loan_that_both_rows_could_cover_is_covered_by_the_first_alone() -> None:
    w, one, days = lent(*BOTH, lines={GUARANTEE_CAPITAL: MILLION})
    covered, fee = 416_000 * YUAN, 8_320 * YUAN  # four fifths of the principal, 2 % of that
    assert w.loans[0].coverer == codes.GUARANTEE_ROW
    assert memo(w) == (PRINCIPAL, covered)
    assert balance(w, w.coverers[codes.GUARANTEE_ROW].cash) == MILLION + fee
    assert balance(w, w.coverers[codes.INSURANCE_ROW].cash) == 0
    assert balance(w, one.cash) == PRINCIPAL - fee
    assert days == int((PRINCIPAL - fee) / (2 * MILLION / 365))
    leave_with(w, one, 0)
    repayment.company_falls(w, one)
    assert posted(w)["cover_paid"] == covered
    # of 143,374.40 still owed the pledge would bring more
    assert posted(w)["pledge_sale"] == PRINCIPAL + INTEREST - covered
    assert (w.loans[0].lost, memo(w)) == (0, (0, 0))


def test_the_insurer_steps_in_where_the_guarantor_has_no_room() -> None:
    w, one, days = lent(*BOTH, lines={GUARANTEE_CAPITAL: 80_000 * YUAN, INSURANCE_SUBSIDY: MILLION})
    assert w.loans[0].coverer == codes.INSURANCE_ROW  # five times 80,000 is less than 416,000
    fee, support = 7_280 * YUAN, 3_640 * YUAN
    assert posted(w)["cover_support"] == support
    assert balance(w, one.cash) == PRINCIPAL - fee + support
    assert days == int((PRINCIPAL - fee + support) / (2 * MILLION / 365))
    assert purses.free(w, INSURANCE_SUBSIDY) == MILLION - support


def test_a_guarantor_of_one_million_and_five_stops_at_five_million() -> None:
    whole = ("policy.credit.guarantee_cover=1", "policy.credit.guarantee_fee=0", "economy.bank.cap=1e6")
    sets = (*BOTH, "policy.credit.insurance_cover=0", *whole)
    w = world(*sets, draws={"loan": 0.5})
    purses.appropriate(w, GUARANTEE_CAPITAL, MILLION)
    coverers.capital_comes(w)
    for slot in range(8):
        lending.bridge(w, company(w, slot=slot, appraised=10 * MILLION), deal(w))
    assert memo(w) == (5 * MILLION, 5 * MILLION)
    assert posted(w)["capital_in"] == MILLION
    assert purses.free(w, GUARANTEE_CAPITAL) == 0


def test_a_guarantor_pays_what_it_has_and_no_more() -> None:
    w, one, _ = lent(*BOTH, lines={GUARANTEE_CAPITAL: 100_000 * YUAN})
    leave_with(w, one, 0)
    repayment.company_falls(w, one)
    assert posted(w)["cover_paid"] == 108_320 * YUAN  # capital and its fee
    assert balance(w, w.coverers[codes.GUARANTEE_ROW].cash) == 0
    assert w.loans[0].lost == PRINCIPAL + INTEREST - 108_320 * YUAN - 208_000 * YUAN


# ---- over whole replications ----------------------------------------------------------------------------------------

REPLICATIONS = range(3)


def moved(history: History, kind: str, entity: str | None = None) -> int:
    postings = history.postings
    found = [one for one in postings.rows if postings.kinds[one["kind"]] == kind]
    return sum(int(one["fen"]) for one in found if entity in (None, postings.entities[one["entity"]]))


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_every_yuan_of_the_three_lines_is_somewhere(replication: int) -> None:
    history = run(replication, *OTHERS["loans are guaranteed and supported"])
    assert audit(history.postings) == []
    held, loans = balances(history.postings), history.loans
    over = [one for one in loans if one.end != "open"]
    capital = [one for one in history.postings.rows if history.postings.kinds[one["kind"]] == "capital_in"]
    assert sum(int(one["fen"]) for one in capital) == moved(history, "capital_in", "guarantor")
    came = sum(int(one["fen"]) for one in capital if history.postings.accounts[one["debit"]] == "guarantor:cash")
    assert came == 3 * 300_000 * YUAN  # three tenths of a million in each of three years
    paid = sum(one.cover_paid_fen for one in over if one.coverer == "guarantee")
    fees = sum(one.covered_fen * 2 // 100 for one in loans if one.coverer == "guarantee")
    assert held.get("guarantor:cash", 0) == came + fees - paid
    assert moved(history, "interest_support") == sum(one.supported_fen for one in loans)
    assert all(one.supported_fen <= one.interest_fen * 2 // 5 for one in loans)
    assert {one.end for one in loans if one.supported_fen} <= {"repaid"}
    assert held.get("guarantor:covered", 0) == sum(one.covered_fen for one in loans if one.end == "open")


def test_article_19_off_takes_the_guarantor_away_and_article_22_the_support() -> None:
    sets = OTHERS["loans are guaranteed and supported"]
    for article, gone in ((19, {"guarantee"}), (22, {"insurance"})):
        for replication in REPLICATIONS:
            history = run(replication, *sets, f"policy.articles.{article}.on=false")
            assert not {one.coverer for one in history.loans} & gone
    assert moved(run(0, *sets, "policy.articles.22.on=false"), "interest_support") == 0


def test_a_gazelle_borrows_a_fifth_of_its_sales_with_support_of_its_own() -> None:
    w = world("economy.bank.base=1.0", "economy.bank.sales_share=0.2", draws={"loan_growth": 0.0})
    purses.appropriate(w, INTEREST_SUBSIDY, MILLION)
    one = company(w, appraised=0)
    one.size = 5e6 / w.company_law[0].sales[codes.SEED]
    lending.lend_growth(w, one, 3, 0.4)
    loan = w.loans[0]
    assert loan.principal == pytest.approx(MILLION, abs=100)
    assert (loan.stage, loan.support) == (codes.GROWTH_LOAN, loan.interest * 2 // 5)


def test_a_gazelle_asks_for_the_part_of_its_sales_that_the_economy_states() -> None:
    """A tenth of five million, of which sales would carry a million."""
    a_tenth = "economy.bank.growth_need=0.1"
    w = world("economy.bank.base=1.0", "economy.bank.sales_share=0.2", a_tenth, draws={"loan_growth": 0.0})
    one = company(w, appraised=0)
    one.size = 5e6 / w.company_law[0].sales[codes.SEED]
    lending.lend_growth(w, one, 3, 0.0)
    assert w.loans[0].principal == pytest.approx(MILLION / 2, abs=100)
