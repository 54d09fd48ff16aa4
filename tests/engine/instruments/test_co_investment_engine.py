"""Co-investments of whole replications, checked from postings and story (财企[2007]128号 art. 17-22; D8)."""

import csv
from datetime import date, timedelta
from io import StringIO

from sim.ledger.history import History, Position
from tests.villages import run, village

CO_ONLY = (
    "policy.budget.yearly=[30e6, 30e6]",
    "policy.budget.stage_equity_share=0.0",
    "policy.budget.co_investment_share=1.0",
    "policy.budget.risk_subsidy_share=0.0",
    "policy.stage_equity.share_cap=0.0",
    "policy.stage_equity.option.enabled=false",
    "policy.stage_equity.maximum_holding_years=0.0",
    "policy.stage_equity.at_deadline.rule=hold_to_term",
    "economy.company.trade_sale_multiple=6.0",
)
REPLICATIONS = range(4)
CAP_PER_DEAL, LEAST, FIVE_YEARS = 300_000_000, 10_000_000, 5 * 365 + 2


def co_stakes(history: History) -> list[Position]:
    return [p for p in history.positions if p.instrument == "co_investment"]


def paid(history: History, day: int, kind: str, debit: str, credit: str) -> int:
    """Sum of one day's postings of a kind between two accounts."""
    p = history.postings
    total = 0
    for row in p.rows[p.rows["day"] == day]:
        if (p.kinds[row["kind"]], p.accounts[row["debit"]], p.accounts[row["credit"]]) == (kind, debit, credit):
            total += int(row["fen"])
    return total


def test_a_co_investment_is_at_most_half_of_the_leads_ticket_within_its_caps_and_the_rounds_gap() -> None:
    seen = at_ratio = 0
    for replication in REPLICATIONS:
        history = run(replication, *CO_ONLY)
        rounds = {(r.company, r.day): r for r in history.rounds}
        for stake in co_stakes(history):
            deal, company = rounds[(stake.company, stake.first_day)], f"company {stake.company}:cash"
            ticket = paid(history, stake.first_day, "investment", company, f"{stake.fund}:cash")
            assert deal.lead == stake.fund
            assert stake.cost_fen == deal.co_investment_fen
            assert stake.cost_fen == paid(
                history, stake.first_day, "co_investment", company, "guidance_fund.co_investment:cash"
            )
            assert LEAST <= stake.cost_fen <= min(ticket // 2, CAP_PER_DEAL)
            assert deal.raised_fen <= deal.size_fen
            at_ratio += stake.cost_fen == ticket // 2
            seen += 1
    assert seen >= 15
    assert at_ratio >= 3


def test_only_young_local_companies_in_seed_and_start_up_rounds_are_supported() -> None:
    for replication in REPLICATIONS:
        history = run(replication, *CO_ONLY)
        companies = {c.slot: c for c in history.companies}
        rounds = {(r.company, r.day): r for r in history.rounds}
        for stake in co_stakes(history):
            assert companies[stake.company].local
            assert stake.first_day - companies[stake.company].founded <= FIVE_YEARS
            assert rounds[(stake.company, stake.first_day)].stage <= 1


def test_no_co_investment_stands_beside_a_fund_with_public_equity() -> None:
    both = 0
    for replication in REPLICATIONS:
        history = run(replication)
        public = {fund.name for fund in history.funds if fund.public_fen}
        beside = {stake.fund for stake in co_stakes(history)}
        assert not public & beside
        both += bool(public and beside)
    assert both >= 1


def test_a_company_gets_no_more_than_the_cap_per_company() -> None:
    sets = (*CO_ONLY, "policy.co_investment.cap_per_company=500e3")
    bound = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        by_company: dict[int, int] = {}
        for stake in co_stakes(history):
            by_company[stake.company] = by_company.get(stake.company, 0) + stake.cost_fen
        assert all(fen <= 50_000_000 for fen in by_company.values())
        bound += sum(fen == 50_000_000 for fen in by_company.values())
    assert bound >= 1


def test_the_manager_gets_exactly_half_of_each_gain_and_nothing_of_a_loss() -> None:
    gains = losses = 0
    for replication in REPLICATIONS:
        history = run(replication, *CO_ONLY)
        manager = {fund.name: f"manager {fund.manager}:cash" for fund in history.funds}
        by_day: dict[tuple[int, str], list[int]] = {}
        for stake in co_stakes(history):
            if stake.exit_day >= 0 and stake.route != "first_refusal":
                half = (max(0, stake.proceeds_fen - stake.cost_fen) + 1) // 2
                assert stake.paid_away_fen == half
                by_day.setdefault((stake.exit_day, manager[stake.fund]), []).append(half)
                gains += half > 0
                losses += half == 0
        for (day, account), halves in by_day.items():
            assert paid(history, day, "gain_share", account, "guidance_fund.co_investment:cash") == sum(halves)
    assert gains >= 3
    assert losses >= 3


def test_the_deadline_is_the_fifth_anniversary_and_an_unsold_stake_is_asked_every_year() -> None:
    sets = (*CO_ONLY, "economy.exercise.liquid=0.0", "horizon_years=13")
    asked_again = 0
    for replication in REPLICATIONS:
        history, start = run(replication, *sets), village(*sets).start
        for stake in co_stakes(history):
            paid_on = start + timedelta(stake.first_day)
            if (paid_on.month, paid_on.day) == (2, 29):
                continue
            due = [(paid_on.replace(year=paid_on.year + y) - start).days for y in range(5, 13)]
            assert stake.deadline == due[0]
            assert stake.route != "first_refusal"
            gone = stake.exit_day if stake.exit_day >= 0 else history.horizon + 1
            asked = {
                s.day
                for s in history.story
                if s.what == "co_investment.deadline" and s.about[0] == f"company {stake.company}"
            }
            expected = {day for day in due if day < gone and day <= history.horizon}
            assert expected <= asked
            asked_again += len(expected) > 1
    assert asked_again >= 2


def test_the_treasury_keeps_the_whole_price_that_the_manager_pays() -> None:
    """128号 art. 21 shares the gain with the manager; on a sale to it that would give back part of the floor."""
    gains = 0
    for replication in REPLICATIONS:
        history = run(replication, *CO_ONLY)
        asked = {(s.about[0], s.day): s.facts for s in history.story if s.what == "co_investment.deadline"}
        for stake in co_stakes(history):
            if stake.route == "first_refusal":
                price = asked[(f"company {stake.company}", stake.exit_day)]["price_fen"]
                assert (stake.proceeds_fen, stake.paid_away_fen) == (price, 0)
                gains += stake.proceeds_fen > stake.cost_fen
    assert gains >= 3


def test_first_refusal_costs_at_least_cost_and_simple_interest_at_the_loan_rate_of_the_day() -> None:
    sold = 0
    for replication in REPLICATIONS:
        scenario, history = village(*CO_ONLY), run(replication, *CO_ONLY)
        every = csv.DictReader(StringIO(scenario.data["loan_rates"]))
        steps = [step for step in every if step["series"].endswith("1y")]
        for stake in co_stakes(history):
            if stake.route != "first_refusal":
                continue
            today = scenario.start + timedelta(stake.exit_day)
            rate = float([s for s in steps if date.fromisoformat(s["effective_from"]) <= today][-1]["percent"]) / 100
            years = (stake.exit_day - stake.first_day) / 365.25
            assert stake.exit_day >= stake.deadline
            assert stake.proceeds_fen >= stake.cost_fen * (1.0 + rate * (years - 0.003))
            manager = next(fund.manager for fund in history.funds if fund.name == stake.fund)
            account = f"manager {manager}:cash"
            price = paid(history, stake.exit_day, "first_refusal_price", "guidance_fund.co_investment:cash", account)
            assert price >= stake.proceeds_fen
            sold += 1
    assert sold >= 3
