"""Loans, the board and founders' buy-back over whole replications of the village."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.auditor import audit, balances
from sim.ledger.history import NEVER, History, Step
from tests.villages import run, village

BANK = (
    "economy.bank.base=0.2",
    "economy.bank.pledge=0.5",
    "economy.bank.covered=0.6",
    "economy.bank.sales_share=0.2",
    "policy.credit.pledge_ltv=0.25",
    "policy.credit.insurance_cover=0.7",
    "policy.credit.insurance_capital=2e6",
    "economy.operations.mode=path",
    "economy.company.linger_share=0.65",
    "economy.company.linger_sale=0.3",
)
FAST = (  # companies that reach the board, and a fund's end
    "economy.company.advance=[0.85, 0.85, 0.85, 0.5, 0.0]",
    "economy.company.funded_when_ready=[1.0, 1.0, 1.0, 1.0, 1.0]",
    "economy.company.trade_sale=[0.05, 0.05, 0.05, 0.05, 0.05]",
    "economy.company.filing=[0.0, 0.0, 0.05, 0.05, 0.05]",
    "economy.rounds.outside_ready=[0.9, 0.9, 0.9, 0.9, 0.9]",
    "economy.company.linger_share=0.5",
)
REPLICATIONS = range(2)


def steps(history: History, what: str) -> list[Step]:
    return [one for one in history.story if one.what == what]


def digests(*sets: str) -> list[bytes]:
    return [simulate(village(*sets), replication).postings.digest() for replication in REPLICATIONS]


# ---- loans ----------------------------------------------------------------------------------------------------------


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.integers(0, 20),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.sampled_from(["0", "0.7", "1"]),
    st.sampled_from(["0", "1e6", "1e8"]),
)
def test_the_memo_is_the_open_principal_and_every_yuan_is_somewhere(
    replication: int, pledge: float, surplus: float, cover: str, capital: str
) -> None:
    more = (f"economy.bank.pledge={pledge}", f"economy.bank.surplus={surplus}")
    insured = (f"policy.credit.insurance_cover={cover}", f"policy.credit.insurance_capital={capital}")
    history = simulate(village(*BANK, *more, *insured), replication)
    assert audit(history.postings) == []
    held = balances(history.postings)
    is_open = [one for one in history.loans if one.end == "open"]
    assert held.get("bank:loans", 0) == sum(one.principal_fen for one in is_open)
    assert held.get("guarantor:covered", 0) == sum(one.covered_fen for one in is_open)
    back = sum(one.paid_fen + one.cover_paid_fen + one.sold_fen for one in history.loans)
    assert held.get("bank:cash", 0) == back
    for one in history.loans:
        due = one.principal_fen + one.interest_fen
        if one.end != "open":
            assert one.paid_fen + one.cover_paid_fen + one.sold_fen + one.lost_fen == due
            assert (one.end == "repaid") == (one.paid_fen == due)


def test_a_company_borrows_one_loan_at_a_time_and_none_after_a_default() -> None:
    seen = 0
    for replication in REPLICATIONS:
        over: dict[int, int] = {}
        for one in run(replication, *BANK).loans:
            assert over.get(one.company, NEVER) <= one.day
            ends = one.ended if one.end != "open" else 10**6
            over[one.company] = 10**6 if one.end == "defaulted" else ends
            seen += 1
    assert seen > 10


def test_a_loan_is_made_only_where_a_round_waits_and_money_ends_before_the_next_look() -> None:
    for replication in REPLICATIONS:
        history = run(replication, *BANK)
        closed = {(one.company, one.day) for one in history.rounds}
        opened = {(one.about[0], one.facts["stage"]): one.day for one in steps(history, "company.round_opened")}
        names = ("seed", "start_up", "growth", "expansion", "mature")
        for one in history.loans:
            assert (one.company, one.day) not in closed
            since = one.day - opened[f"company {one.company}", names[one.stage]]
            assert since in range(0, 4000, 91)


def test_without_a_bank_the_rules_of_loans_change_nothing() -> None:
    rules = ("policy.credit.pledge_ltv=0.3", "policy.credit.insurance_cover=0.7", "policy.credit.insurance_capital=1e7")
    assert digests() == digests(*rules, "policy.private_access.loans=true")


def test_a_bank_that_needs_a_pledge_lends_nothing_without_article_22() -> None:
    alone = [one for one in BANK if "pledge_ltv" not in one and "sales_share" not in one]
    assert not list(run(0, *alone).loans)
    off = ("policy.articles.22.on=false",)
    assert not list(simulate(village(*alone, "policy.credit.pledge_ltv=0.25", *off), 0).loans)
    assert list(simulate(village(*alone, "policy.credit.pledge_ltv=0.25"), 0).loans)


# ---- the board ------------------------------------------------------------------------------------------------------

BOARD = (*FAST, "policy.otc.rate=0.5", "policy.otc.sales=1e6")


def test_companies_enter_the_board_on_a_programme_day_by_the_draw_of_its_year() -> None:
    entered = 0
    for replication in REPLICATIONS:
        history = run(replication, *BOARD)
        u = Draws(village(*BOARD).seed, replication).stream("otc").u
        stage = {
            one.slot: sorted((r.day, r.stage) for r in history.rounds if r.company == one.slot)
            for one in history.companies
        }
        assert len(history.programme_days) == 10
        for one in history.companies:
            for year, day in enumerate(history.programme_days):
                reached = [k for when, k in stage[one.slot] if when < day]
                there = (
                    one.founded < day
                    and (one.ended == NEVER or one.ended >= day)
                    and one.filed in (NEVER, *range(day, 4000))
                )
                may = there and one.local and reached and max(reached) >= 2 and (one.otc == NEVER or one.otc >= day)
                assert (one.otc == day) == bool(may and u(one.slot, year) < 0.5)
            entered += one.otc != NEVER
    assert entered > 5


def test_no_company_of_small_sales_enters() -> None:
    assert {
        one.otc for one in simulate(village(*FAST, "policy.otc.rate=1.0", "policy.otc.sales=1e11"), 0).companies
    } == {NEVER}


def test_at_rate_0_the_board_changes_nothing() -> None:
    others = ("policy.otc.sales=0", "policy.otc.ready=1.0", "policy.otc.discount=1.0")
    assert digests(*FAST) == digests(*FAST, *others)


def test_a_fund_sells_what_is_on_the_board_there_at_its_price() -> None:
    sold = 0
    for replication in REPLICATIONS:
        history = run(replication, *BOARD)
        otc = {one.slot: one.otc for one in history.companies}
        listed = {one.slot: one.listed for one in history.companies}
        for one in history.positions:
            if one.instrument != "fund_holding" or one.route not in ("otc", "secondary"):
                continue
            on_board = NEVER < otc[one.company] <= one.exit_day and listed[one.company] == NEVER
            assert (one.route == "otc") == on_board
            sold += on_board
        kinds = Counter(history.postings.kinds[row["kind"]] for row in history.postings.rows)
        assert kinds["otc_sale"] == sum(one.route == "otc" for one in history.positions if one.proceeds_fen)
    assert sold > 2


def test_the_board_pays_the_better_price_for_the_same_shares() -> None:
    """Nobody reads ``ready`` at 0, so that nothing but the price at a fund's end differs."""
    low = (*BOARD, "policy.otc.ready=0.0", "policy.otc.discount=0.7")
    high = (*BOARD, "policy.otc.ready=0.0", "policy.otc.discount=0.9")
    for replication in REPLICATIONS:
        pairs = zip(run(replication, *low).positions, run(replication, *high).positions, strict=True)
        found = [(a.proceeds_fen, b.proceeds_fen) for a, b in pairs if a.route == "otc"]
        assert found
        assert all(b == pytest.approx(a * 0.9 / 0.7, abs=2) for a, b in found)


# ---- buy-back -------------------------------------------------------------------------------------------------------

OWED = ("economy.buy_back.enabled=true", "economy.company.linger_share=0.5")


def test_founders_who_can_pay_all_leave_no_fund_with_less_than_its_claim() -> None:
    """Each holding sold at a fund's end brings the larger of the claim and what secondary buyers pay."""
    full = (*OWED, "economy.buy_back.in_full=1.0", "economy.buy_back.nothing=0.0")
    none = (*OWED, "economy.buy_back.in_full=0.0", "economy.buy_back.nothing=1.0")
    bought = 0
    for replication in REPLICATIONS:
        others = run(replication, *none).positions
        secondary = {(one.fund, one.company): one for one in others if one.instrument == "fund_holding"}
        claims = claimed(run(replication, *full))
        for one in run(replication, *full).positions:
            if one.instrument != "fund_holding" or one.route not in ("secondary", "buy_back"):
                continue
            other = secondary[one.fund, one.company]
            assert other.route == "secondary"
            claim = claims[one.fund, one.company](one.exit_day)
            assert one.proceeds_fen == pytest.approx(max(claim, other.proceeds_fen), abs=1)
            assert (one.route == "buy_back") == (claim > other.proceeds_fen)
            bought += one.route == "buy_back"
    assert bought > 3


def claimed(history: History):  # type: ignore[no-untyped-def]
    """What each fund may ask for each company on a day: 8 % of every payment from its own day on."""
    paid: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for step in steps(history, "fund.invested"):
        company, fund = step.about if step.about[0].startswith("company") else reversed(step.about)
        paid.setdefault((fund, int(company.removeprefix("company "))), []).append((step.day, step.amount_fen))
    return {
        key: lambda day, some=some: sum(fen * (1 + 0.08 * (day - since) / 365) for since, fen in some)
        for key, some in paid.items()
    }


def test_founders_who_can_pay_nothing_change_nothing() -> None:
    broke = (*OWED, "economy.buy_back.in_full=0.0", "economy.buy_back.nothing=1.0")
    assert digests(*broke) == digests("economy.company.linger_share=0.5")


def test_founders_pay_every_fund_the_same_part() -> None:
    partial = (*OWED, "economy.buy_back.in_full=0.0", "economy.buy_back.nothing=0.0")
    found = 0
    for replication in REPLICATIONS:
        history = run(replication, *partial)
        u, claims = Draws(village().seed, replication).stream("buy_back").u, claimed(history)
        for one in history.positions:
            if one.route == "buy_back":
                claim = claims[one.fund, one.company](one.exit_day)
                assert one.proceeds_fen == pytest.approx(claim * u(one.company, 1), abs=1)
                found += 1
    assert found
