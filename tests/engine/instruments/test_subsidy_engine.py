"""The risk subsidy over whole replications: caps, draws on losses, what is left (D8, Zhongguancun rules)."""

from collections import defaultdict
from datetime import timedelta

import pytest

from sim.ledger.auditor import audit
from sim.ledger.history import Fund, History
from tests.villages import run, village

PLENTY = (
    "policy.budget.yearly=[60e6, 60e6, 60e6]",
    "policy.budget.stage_equity_share=0.5",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.5",
)
LARGE = (*PLENTY, "policy.risk_subsidy.rate=0.6", "policy.risk_subsidy.cap_per_deal=0.0")
REPLICATIONS = range(3)


def subsidies(history: History) -> list[tuple[int, str, str, int]]:
    """(day, fund, company, fen) of every subsidy paid, as told."""
    return [(s.day, s.about[0], s.about[1], s.amount_fen) for s in history.story if s.what == "subsidy.paid"]


def by_kind(history: History, fund: str) -> dict[str, int]:
    """Sums of the postings on a fund's loss reserve."""
    p, account = history.postings, f"{fund}:loss_reserve"
    sums: dict[str, int] = defaultdict(int)
    for row in p.rows:
        if account in (p.accounts[row["debit"]], p.accounts[row["credit"]]):
            sums[p.kinds[row["kind"]]] += int(row["fen"])
    return sums


def private_share(history: History, fund: Fund, day: int) -> float:
    """ZGC-R4: only the private part counts; once the public stake is sold, everything is private."""
    stakes = [p for p in history.positions if p.instrument == "stage_equity" and p.fund == fund.name]
    if any(0 <= p.exit_day < day for p in stakes):
        return 1.0
    return 1.0 - fund.public_fen / (fund.public_fen + fund.private_fen + fund.manager_fen)


def tickets(history: History) -> dict[tuple[int, str, str], int]:
    p = history.postings
    found: dict[tuple[int, str, str], int] = defaultdict(int)
    for row in p.rows:
        if p.kinds[row["kind"]] == "investment":
            payer, company = p.accounts[row["credit"]], p.accounts[row["debit"]]
            found[(int(row["day"]), payer.removesuffix(":cash"), company.removesuffix(":cash"))] += int(row["fen"])
    return found


def test_a_subsidy_is_a_tenth_of_the_private_part_of_the_ticket_and_never_more() -> None:
    exact = shared = 0
    for replication in REPLICATIONS:
        history = run(replication, *PLENTY)
        funds, bought = {fund.name: fund for fund in history.funds}, tickets(history)
        for day, fund, company, fen in subsidies(history):
            tenth = 0.1 * private_share(history, funds[fund], day) * bought[(day, fund, company)]
            assert 0 < fen <= min(tenth + 1, 100_000_000)
            exact += abs(fen - tenth) <= 1
            shared += funds[fund].public_fen > 0
    assert exact >= 20
    assert shared >= 5


@pytest.mark.parametrize(("cap", "who"), [("cap_per_company", "company"), ("cap_per_manager_year", "year")])
def test_a_manager_gets_no_more_than_the_cap_on_one_company_and_in_one_calendar_year(cap: str, who: str) -> None:
    sets = (*PLENTY, f"policy.risk_subsidy.{cap}=150e3")
    bound = 0
    for replication in REPLICATIONS:
        history, start = run(replication, *sets), village(*sets).start
        manager = {fund.name: fund.manager for fund in history.funds}
        had: dict[tuple[int, str], int] = defaultdict(int)
        for day, fund, company, fen in subsidies(history):
            year = str((start + timedelta(day)).year)
            had[(manager[fund], company if who == "company" else year)] += fen
        assert max(had.values()) <= 15_000_000
        bound += sum(fen == 15_000_000 for fen in had.values())
    assert bound >= 3


def test_all_managers_together_get_no_more_than_the_cap_on_the_total() -> None:
    sets = (*PLENTY, "policy.risk_subsidy.cap_total=400e3")
    for replication in REPLICATIONS:
        free, capped = run(replication, *PLENTY), run(replication, *sets)
        assert sum(fen for *_, fen in subsidies(free)) > 40_000_000
        assert sum(fen for *_, fen in subsidies(capped)) == 40_000_000
        assert audit(capped.postings) == []


def test_only_local_companies_in_seed_and_start_up_rounds_are_subsidised() -> None:
    for replication in REPLICATIONS:
        history = run(replication, *PLENTY)
        local = {f"company {c.slot}": c.local for c in history.companies}
        stage = {(r.day, f"company {r.company}"): r.stage for r in history.rounds}
        paid = subsidies(history)
        assert paid
        assert all(local[company] and stage[(day, company)] <= 1 for day, _, company, _ in paid)


@pytest.mark.parametrize("unused", ["keep", "return"])
def test_draws_never_exceed_the_private_loss_on_subsidised_deals_of_the_day(unused: str) -> None:
    sets = (*LARGE, f"policy.risk_subsidy.unused={unused}")
    drawn_days = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        funds, p = {fund.name: fund for fund in history.funds}, history.postings
        supported = {(fund, company) for _, fund, company, _ in subsidies(history)}
        loss: dict[tuple[str, int], float] = defaultdict(float)
        for q in history.positions:
            if q.instrument == "fund_holding" and (q.holder, f"company {q.company}") in supported and q.exit_day >= 0:
                loss[(q.holder, q.exit_day)] += (
                    private_share(history, funds[q.holder], q.exit_day) * max(0, q.cost_fen - q.proceeds_fen) + 1
                )
        drawn: dict[tuple[str, int], int] = defaultdict(int)
        for row in p.rows:
            if p.kinds[row["kind"]] == "subsidy_draw":
                fund = p.accounts[row["credit"]].removesuffix(":loss_reserve")
                drawn[(fund, int(row["day"]))] += int(row["fen"])
        assert all(fen <= loss[at] for at, fen in drawn.items())
        drawn_days += len(drawn)
    assert drawn_days >= 10


def test_what_is_left_when_a_fund_ends_is_kept_by_partners_and_manager_or_comes_back() -> None:
    left: dict[str, int] = defaultdict(int)
    for unused, other in (("keep", "subsidy_return"), ("return", "subsidy_keep")):
        for replication in REPLICATIONS:
            history = run(replication, *LARGE, f"policy.risk_subsidy.unused={unused}")
            for fund in history.funds:
                sums = by_kind(history, fund.name)
                assert sums[other] == 0
                out = sums["subsidy_draw"] + sums["subsidy_keep"] + sums["subsidy_return"]
                assert out == sums["subsidy"] if fund.ended >= 0 else out <= sums["subsidy"]
                left[unused] += out - sums["subsidy_draw"]
    assert left["keep"] > 0
    assert left["return"] > 0


def test_a_draw_reaches_partners_and_manager_as_they_committed() -> None:
    checked = 0
    for replication in REPLICATIONS:
        history = run(replication, *LARGE)
        p = history.postings
        for fund in history.funds:
            parts = {"partners": 0, "manager": 0}
            draws = 0
            for row in p.rows:
                if p.kinds[row["kind"]] == "subsidy_draw" and p.accounts[row["credit"]] == f"{fund.name}:loss_reserve":
                    parts["manager" if p.accounts[row["debit"]].startswith("manager ") else "partners"] += int(
                        row["fen"]
                    )
                    draws += 1
            if draws:
                share = fund.manager_fen / (fund.manager_fen + fund.private_fen)
                assert parts["manager"] == pytest.approx(share * (parts["partners"] + parts["manager"]), abs=draws)
                checked += 1
    assert checked >= 5


def test_the_public_in_reserves_is_what_was_paid_and_not_yet_used() -> None:
    history = run(0, *LARGE)
    level = sum(one.fen for one in history.levels if one.place == "in_reserves")
    held = 0
    for fund in history.funds:
        sums = by_kind(history, fund.name)
        held += sums["subsidy"] - sums["subsidy_draw"] - sums["subsidy_keep"] - sums["subsidy_return"]
    assert level == held
