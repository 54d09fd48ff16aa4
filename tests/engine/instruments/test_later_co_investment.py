"""Co-investment after the closing, within its cap on shares, sold to outsiders, and not left behind by its lead."""

import pytest

from sim.clauses.rates import anniversary
from sim.economy.streams import Draws
from sim.engine.companies import FOUNDING_SHARES
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History, Position, Step
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.villages import VILLAGE, run, village

CO_ONLY = (
    "policy.budget.stage_equity_share=0.0",
    "policy.budget.co_investment_share=1.0",
    "policy.budget.risk_subsidy_share=0.0",
    "policy.stage_equity.share_cap=0.0",
    "policy.stage_equity.option.enabled=false",
    "policy.stage_equity.maximum_holding_years=0.0",
    "policy.stage_equity.at_deadline.rule=hold_to_term",
)
POOR = (*CO_ONLY, "policy.budget.yearly=[1.5e6, 1.5e6, 3e6, 3e6]", "policy.co_investment.window_months=12")
REPLICATIONS = range(4)
CAP_PER_DEAL, LEAST = 300_000_000, 10_000_000
PURSE = "guidance_fund.co_investment:cash"


def told(history: History, what: str) -> list[Step]:
    return [step for step in history.story if step.what == what]


def co_stakes(history: History) -> list[Position]:
    return [p for p in history.positions if p.instrument == "co_investment"]


def slot(step: Step) -> int:
    return int(step.about[0].removeprefix("company "))


def paid_in(history: History, company: int) -> list[tuple[int, int, str]]:
    """Day, fen and payer of each payment for shares of a company, in order."""
    p = history.postings
    account = f"company {company}:cash"
    return [
        (int(row["day"]), int(row["fen"]), p.accounts[row["credit"]])
        for row in p.rows
        if p.accounts[row["debit"]] == account and p.kinds[row["kind"]] in ("investment", "co_investment")
    ]


def shares_held(history: History, company: int) -> list[tuple[int, float, float]]:
    """After each payment: its day, the public shares and all shares, rebuilt from rounds and postings alone."""
    rounds = {r.day: r for r in history.rounds if r.company == company}
    public, everything, price = 0.0, float(FOUNDING_SHARES), 0.0
    found = []
    payments = paid_in(history, company)
    for day in sorted({one[0] for one in payments}):
        if day in rounds:
            price = rounds[day].pre_money_fen / everything
        for _, fen, payer in [one for one in payments if one[0] == day]:
            everything += fen / price
            public += fen / price if payer == PURSE else 0.0
        found.append((day, public, everything))
    return found


def test_what_was_short_at_the_closing_comes_within_a_year_at_the_rounds_price_and_within_all_caps() -> None:
    later = topped_up = 0
    for replication in REPLICATIONS:
        history, start = run(replication, *POOR), village(*POOR).start.toordinal()
        for step in told(history, "co_investment.made_later"):
            own = [r for r in history.rounds if r.company == slot(step) and r.day <= step.day]
            deal = own[-1]
            assert deal.lead == step.about[1]
            assert deal.day < step.day <= anniversary(start + deal.day, 1) - start
            milestones = [s for s in told(history, "company.milestone") if s.about[0] == step.about[0]]
            assert not [s for s in milestones if deal.day < s.day <= step.day]
            payments = [one for one in paid_in(history, slot(step)) if deal.day <= one[0] <= step.day]
            ticket = sum(fen for day, fen, payer in payments if day == deal.day and payer == f"{deal.lead}:cash")
            public = sum(fen for _, fen, payer in payments if payer == PURSE)
            assert step.amount_fen >= LEAST
            assert public <= min(ticket // 2, CAP_PER_DEAL)
            stakes = [p for p in co_stakes(history) if p.company == slot(step) and p.first_day >= deal.day]
            assert stakes[0].cost_fen >= public
            later += 1
            topped_up += public > step.amount_fen
    assert later >= 8
    assert topped_up >= 1


def test_a_later_payment_gains_as_much_a_yuan_as_the_leads_own() -> None:
    sets = (*POOR, "policy.co_investment.last_stage=0", "policy.co_investment.maximum_holding_years=0.0")
    compared = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        late = {slot(step) for step in told(history, "co_investment.made_later")}
        for stake in co_stakes(history):
            if stake.company not in late or stake.route not in ("trade_sale", "listing"):
                continue
            lead = next(p for p in history.positions if p.holder == stake.fund and p.company == stake.company)
            tickets = [one for one in paid_in(history, stake.company) if one[2] == f"{stake.fund}:cash"]
            if lead.exit_day == stake.exit_day and len(tickets) == 1:
                assert stake.proceeds_fen / stake.cost_fen == pytest.approx(lead.proceeds_fen / lead.cost_fen, rel=1e-5)
                compared += 1
    assert compared >= 1


def test_applications_are_served_in_the_order_of_their_closings() -> None:
    several = 0
    for replication in REPLICATIONS:
        history = run(replication, *POOR)
        applied = {(slot(step), step.about[1]): step.day for step in told(history, "co_investment.applied")}
        days = [step.day for step in told(history, "co_investment.made_later")]
        several += len(days) - len(set(days))
        oldest_first(history, applied)
    assert several >= 1


def oldest_first(history: History, applied: dict[tuple[int, str], int]) -> None:
    """On a day on which the purse runs dry, nobody served has waited for less long than one who is served later."""
    served = told(history, "co_investment.made_later")
    first_service: dict[tuple[int, str], int] = {}
    for step in served:
        first_service.setdefault((slot(step), step.about[1]), step.day)
    for one, day in first_service.items():
        for other, other_day in first_service.items():
            if applied[one] < applied[other] <= other_day:
                assert day <= other_day


def test_a_milestone_makes_the_price_of_the_round_stale_however_long_the_window() -> None:
    sets = (*CO_ONLY, "policy.budget.yearly=[1e6, 0.0, 0.0, 9e6]", "policy.co_investment.window_months=60")
    reached = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        milestones = [(s.about[0], s.day) for s in told(history, "company.milestone")]
        later = told(history, "co_investment.made_later")
        for applied in told(history, "co_investment.applied"):
            name, closed = applied.about[0], applied.day
            first = min((day for who, day in milestones if who == name and day > closed), default=NEVER)
            own = [s.day for s in later if s.about == applied.about and s.day > closed]
            rounds = [r.day for r in history.rounds if f"company {r.company}" == name and r.day > closed]
            until = min(rounds, default=history.horizon + 1)
            if first != NEVER:
                assert not [day for day in own if first <= day < until]
                reached += not own
    assert reached >= 3


def test_nothing_is_paid_after_the_window_and_all_at_the_closing_without_one() -> None:
    for replication in REPLICATIONS:
        closed = run(replication, *POOR[:-1])
        assert told(closed, "co_investment.applied") == []
        days = {(r.company, r.day) for r in closed.rounds}
        assert all((stake.company, stake.first_day) in days for stake in co_stakes(closed))
        short = run(replication, *POOR[:-1], "policy.co_investment.window_months=1")
        for step in told(short, "co_investment.made_later"):
            deal = max(r.day for r in short.rounds if r.company == slot(step) and r.day <= step.day)
            assert step.day - deal <= 31


@pytest.mark.parametrize("window", [0, 12])
def test_all_co_investment_in_a_company_stays_within_its_cap(window: int) -> None:
    sets = (*CO_ONLY, "policy.co_investment.stake_cap=0.05", f"policy.co_investment.window_months={window}")
    at_cap = at_cap_later = above_without = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        for company in {stake.company for stake in co_stakes(history)}:
            closings = {r.day for r in history.rounds if r.company == company}
            for day, public, everything in shares_held(history, company):
                assert public <= 0.05 * everything * (1 + 1e-6)
                full = public >= 0.05 * everything * (1 - 1e-6)
                at_cap += full and day in closings
                at_cap_later += full and day not in closings
        free = run(replication, *CO_ONLY)
        for company in {stake.company for stake in co_stakes(free)}:
            above_without += any(public > 0.051 * everything for _, public, everything in shares_held(free, company))
    assert at_cap >= 3
    assert at_cap_later >= (1 if window else 0)
    assert above_without >= 1


def test_a_cap_that_never_binds_changes_nothing() -> None:
    for replication in range(2):
        bound = simulate(village("policy.co_investment.stake_cap=0.9"), replication)
        assert bound.postings.digest() == run(replication).postings.digest()


def with_bids(replication: int, u: float, *sets: str) -> History:
    """A run in which every bid from outside has the same draw."""
    scenario = village(*CO_ONLY, "policy.co_investment.at_deadline=auction", "economy.exercise.liquid=0.0", *sets)
    draws = Draws(scenario.seed, replication)
    draws.override("co_auction", lambda entity, ordinal: u)
    return simulate(scenario, replication, tell=True, draws=draws)


def test_an_outsiders_bid_is_taken_when_it_reaches_the_price_asked_of_the_manager() -> None:
    sold = 0
    for replication in REPLICATIONS:
        history = with_bids(replication, 0.999)
        asked = {(s.about[0], s.day): s for s in told(history, "co_investment.deadline")}
        for step in told(history, "co_investment.auction"):
            refused = asked[step.about[0], step.day]
            assert step.facts["floor_fen"] == refused.amount_fen
            assert step.facts["sold"] == int(step.amount_fen >= refused.amount_fen > 0)
        for stake in co_stakes(history):
            if stake.route != "secondary":
                continue
            assert stake.exit_day >= stake.deadline
            assert stake.proceeds_fen >= asked[f"company {stake.company}", stake.exit_day].amount_fen
            sold += 1
    assert sold >= 3


def test_a_bid_of_seven_tenths_of_value_never_reaches_nine_tenths() -> None:
    bids = 0
    for replication in REPLICATIONS:
        history = with_bids(replication, 0.5)
        bids += len(told(history, "co_investment.auction"))
        assert all(stake.route != "secondary" for stake in co_stakes(history))
    assert bids >= 3


def test_an_auction_needs_a_deadline() -> None:
    sets = ("policy.co_investment.at_deadline=auction", "policy.co_investment.maximum_holding_years=0.0")
    with pytest.raises(BadInput, match="maximum_holding_years is 0"):
        load(VILLAGE, settings=sets)


ENDING = (*CO_ONLY, "policy.co_investment.maximum_holding_years=0.0", "economy.fund.term_years=5.0")


def leads(history: History) -> list[tuple[Position, Position]]:
    """Each co-investment beside its lead's own holding."""
    own = {(p.holder, p.company): p for p in history.positions if p.instrument == "fund_holding"}
    return [(stake, own[stake.fund, stake.company]) for stake in co_stakes(history)]


def test_a_lead_that_may_not_leave_first_takes_the_co_investment_along_at_its_own_price() -> None:
    left_behind = together = 0
    for replication in REPLICATIONS:
        for stake, lead in leads(run(replication, *ENDING)):
            left_behind += lead.exit_day != NEVER and (stake.exit_day == NEVER or stake.exit_day > lead.exit_day)
        history = run(replication, *ENDING, "policy.co_investment.no_earlier_exit=true")
        for stake, lead in leads(history):
            assert lead.exit_day == NEVER or stake.exit_day <= lead.exit_day
            assert stake.exit_day != NEVER or lead.exit_day == NEVER
            if stake.route != "secondary":
                continue
            tickets = [one for one in paid_in(history, stake.company) if one[2] == f"{stake.fund}:cash"]
            if len(tickets) == 1:
                assert stake.proceeds_fen / stake.cost_fen == pytest.approx(lead.proceeds_fen / lead.cost_fen, rel=1e-5)
                together += 1
    assert left_behind >= 3
    assert together >= 3


def test_founders_who_buy_back_from_the_lead_pay_as_much_a_share_for_the_co_investment() -> None:
    """Both cost the same a share on the same day, so that both get cost and 8 % a year, simple, of their own cost."""
    sets = (*ENDING, "policy.co_investment.no_earlier_exit=true", "economy.buy_back.enabled=true")
    able = ("economy.buy_back.rate=0.08", "economy.buy_back.in_full=1.0", "economy.buy_back.nothing=0.0")
    seen = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets, *able)
        for stake, lead in leads(history):
            tickets = [one for one in paid_in(history, stake.company) if one[2] == f"{stake.fund}:cash"]
            if lead.route != "buy_back" or len(tickets) > 1:
                continue
            seen += 1
            years = (lead.exit_day - tickets[0][0]) / 365
            assert (stake.route, stake.exit_day) == ("buy_back", lead.exit_day)
            assert stake.proceeds_fen == pytest.approx(stake.cost_fen * (1.0 + 0.08 * years), rel=1e-5)
    assert seen >= 3


def test_the_window_ends_with_the_pool() -> None:
    for replication in REPLICATIONS:
        history = run(replication, *POOR)
        years = max(4, int(village(*POOR).policy.budget.recycle_until_year))
        start = village(*POOR).start.toordinal()
        for step in told(history, "co_investment.made_later"):
            assert start + step.day < anniversary(start, years)


def test_an_application_does_not_come_back_to_life_with_the_next_round() -> None:
    sets = (*CO_ONLY, "policy.budget.yearly=[1e6, 0.0, 0.0, 9e6]", "policy.co_investment.window_months=60")
    later = 0
    for replication in range(8):
        history = run(replication, *sets)
        for step in told(history, "co_investment.made_later"):
            deal = [r for r in history.rounds if r.company == slot(step) and r.day <= step.day][-1]
            assert deal.lead == step.about[1]
            later += 1
    assert later >= 8


def test_leads_of_two_rounds_of_a_company_keep_to_its_caps_together() -> None:
    caps = ("policy.co_investment.cap_per_company=1e6", "policy.co_investment.stake_cap=0.05")
    late = ("policy.budget.yearly=[1e6, 1e6, 3e6, 9e6, 9e6]", "policy.co_investment.window_months=36")
    capped = 0
    for replication in range(8):
        history = run(replication, *CO_ONLY, *caps, *late, "policy.co_investment.last_stage=2")
        for company in {stake.company for stake in co_stakes(history)}:
            paid = sum(fen for _, fen, payer in paid_in(history, company) if payer == PURSE)
            assert paid <= 100_000_000
            assert all(public <= 0.05 * shares * (1 + 1e-6) for _, public, shares in shares_held(history, company))
            capped += paid == 100_000_000
    assert capped >= 1


def test_a_ratio_above_one_is_filled_up_to_its_own_amount() -> None:
    caps = ("policy.co_investment.cap_per_deal=0.0", "policy.co_investment.cap_per_company=0.0")
    sets = (*CO_ONLY, *caps, "policy.co_investment.ratio=1.5", "policy.co_investment.window_months=12")
    filled = 0
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        tickets = {(s.about[0], s.about[1]): s for s in told(history, "co_investment.applied")}
        for (company, lead), applied in tickets.items():
            name = int(company.removeprefix("company "))
            mine = [one for one in paid_in(history, name) if one[0] == applied.day and one[2] == f"{lead}:cash"]
            ticket = sum(fen for _, fen, _ in mine)
            later = [s for s in told(history, "co_investment.made_later") if s.about == (company, lead)]
            filled += sum(s.amount_fen for s in later) > ticket
    assert filled >= 1
