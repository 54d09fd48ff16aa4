"""股权投资 (art. 14): a leg of the mix buys shares beside funds, and gets for them what everybody gets."""

from functools import cache

import pytest

from sim.clauses.rates import anniversary
from sim.economy.streams import Draws
from sim.engine import codes
from sim.engine.base import balance, open_account
from sim.engine.codes import DIRECT
from sim.engine.instruments import co_investment, co_leaving
from sim.engine.programmes import purses
from sim.engine.reference import simulate
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import NEVER, History, Position
from sim.measures.reduce import discount_rate, reduce_history
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.engine.hand_made import made, small_world
from tests.villages import VILLAGE, paid, run, village

PURSE = "programme.direct_equity:cash"
MONEY = (
    "policy.appropriation.yearly=[10e6, 10e6, 10e6]",
    "policy.appropriation.shares.mix=1.0",
    "policy.mix.grant=0.0",
    "policy.mix.equity=1.0",
)
RULES = (
    "policy.direct_equity.ratio=1.0",
    "policy.direct_equity.alone=true",
    "policy.direct_equity.cap_per_deal=2e6",
    "policy.direct_equity.gain_share=0.5",
)
# Rule books in which no fund has public money: all leads are private.
ON = (*MONEY, *RULES, "policy.budget.yearly=[]", "economy.company.trade_sale_multiple=6.0", "horizon_years=14")
DEADLINE = (
    "policy.direct_equity.maximum_holding_years=2",
    "policy.direct_equity.founders_first=true",
    "policy.direct_equity.floor_share=0.5",
    "economy.buy_back.in_full=0.5",
    "economy.buy_back.nothing=0.3",
)
REPLICATIONS = range(8)
CAP = 200_000_000


def held(history: History) -> list[Position]:
    return [one for one in history.positions if one.instrument == "direct_equity"]


def total(found: list[tuple[int, int]]) -> int:
    return sum(fen for _, fen in found)


# ---- one case by hand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("share", "left"), [(0.0, 1_200_000_00), (0.5, 900_000_00)])
def test_a_sale_at_twice_the_price_brings_twice_the_money_less_the_managers_part_of_the_gain(
    share: float, left: int
) -> None:
    """600,000 yuan beside one lead at 2 fen a share, sold at 4: 1.2 million; half of the gain is 300,000."""
    w = small_world()
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    made(w.levels, treasury=open_account(w, codes.TREASURY_CASH, 0, 0))
    purses.open_purses(w)
    for line in range(codes.CO_LINE + 1):
        made(w.purses, line=line)
    made(w.co_rule)
    made(w.co_rule, gain_share=share)
    made(w.managers, account=open_account(w, codes.MANAGER_CASH, 0, 0))
    made(w.funds)
    cash = open_account(w, codes.COMPANY_CASH, 7, 0)
    company = made(w.companies, slot=7, price=2.0, shares=100_000_000, cash=cash)
    company.first_co_stake = company.last_co_stake = codes.NOBODY
    purses.appropriate(w, codes.DIRECT_EQUITY, 600_000_00)
    deal = made(w.deals, lead=0, lead_ticket=600_000_00, direct=600_000_00)
    co_investment.round_closed(w, deal)
    co_investment.lead_paid(w, company, deal)
    stake = w.co_stakes[0]
    assert (stake.scheme, stake.cost, stake.shares) == (DIRECT, 600_000_00, 300_000_00)
    assert (balance(w, cash), purses.free(w, codes.DIRECT_EQUITY), company.co_invested) == (600_000_00, 0, 0)
    co_leaving.company_sold(w, company, 4.0, codes.SALE, codes.BY_TRADE_SALE)
    line = w.programmes[codes.DIRECT_EQUITY]
    assert (balance(w, line.cash), line.available, line.returned) == (left, left, left)
    assert balance(w, w.managers[0].account) == 1_200_000_00 - left
    assert company.first_co_stake == codes.NOBODY
    assert [one.place for one in w.moves] == []  # it stands at no place of the guidance fund


# ---- whole replications ---------------------------------------------------------------------------------------------


def test_it_is_at_most_the_amount_of_the_lead_within_the_cap_and_the_round() -> None:
    beside = alone = at_ratio = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON)
        audit_or_raise(history.postings)
        rounds = {(one.company, one.day): one for one in history.rounds}
        assert all(one.raised_fen <= one.size_fen for one in history.rounds)
        for one in held(history):
            deal, company = rounds[one.company, one.first_day], f"company {one.company}:cash"
            parts = deal.funds_fen + deal.co_investment_fen + deal.direct_fen + deal.angels_fen + deal.outside_fen
            assert parts == deal.raised_fen
            assert (deal.lead, deal.direct_fen) == (one.fund, one.cost_fen)
            if deal.lead == "outside":
                theirs = deal.outside_fen + deal.angels_fen
                alone += 1
            else:
                theirs = total([p for p in paid(history, "investment", company, deal.lead) if p[0] == deal.day])
                beside += 1
            assert 0 < one.cost_fen <= min(theirs, CAP)
            at_ratio += theirs - one.cost_fen <= 1
    assert min(beside, alone, at_ratio) >= 3, (beside, alone, at_ratio)


def test_without_alone_it_only_stands_beside_funds() -> None:
    found = [one.fund for r in REPLICATIONS for one in held(run(r, *ON, "policy.direct_equity.alone=false"))]
    assert found
    assert "outside" not in found


def test_it_never_stands_beside_a_sub_fund_with_public_money_or_in_one_round_with_a_co_investment() -> None:
    both = 0
    for replication in REPLICATIONS:
        history = run(replication, *MONEY, *RULES)
        # How long a fund had public money: until its stake was left.
        public = {one.fund: one.exit_day for one in history.positions if one.instrument == "stage_equity"}
        days = {(one.company, one.first_day) for one in held(history)}
        p = history.postings
        for row in p.rows:
            name = p.accounts[row["debit"]]
            payer = p.accounts[row["credit"]].removesuffix(":cash")
            if p.kinds[row["kind"]] == "investment" and payer in public and not 0 <= public[payer] <= row["day"]:
                assert (int(name.removeprefix("company ").removesuffix(":cash")), int(row["day"])) not in days
        assert not {(one.company, one.day) for one in history.rounds if one.co_investment_fen} & days
        both += bool(public and days)
    assert both >= 1


def test_all_of_the_line_is_paid_back_in_remitted_or_left() -> None:
    for replication in REPLICATIONS:
        history = run(replication, *ON, *DEADLINE)
        audit_or_raise(history.postings)
        stakes = held(history)
        invested = paid(history, "co_investment", "company", PURSE)
        shared = paid(history, "gain_share", "manager", PURSE)
        assert total(invested) == sum(one.cost_fen for one in stakes)
        assert total(shared) == sum(one.paid_away_fen for one in stakes)
        got = sum(one.proceeds_fen for one in stakes)
        given = total(paid(history, "programme_appropriation", PURSE))
        back = total(paid(history, "programme_remittance", "", PURSE))
        assert given == 3_000_000_000
        assert given + got == total(invested) + total(shared) + back
        assert not paid(history, "co_investment", "", "guidance_fund")


def test_the_manager_of_the_lead_gets_half_of_each_gain_and_outsiders_nothing() -> None:
    gains = alone = 0
    for replication in REPLICATIONS:
        for one in held(run(replication, *ON)):
            half = (max(0, one.proceeds_fen - one.cost_fen) + 1) // 2
            due = 0 if one.fund == "outside" else half
            assert one.paid_away_fen == due
            gains += due > 0
            alone += one.fund == "outside" and half > 0
    assert gains >= 1
    assert alone >= 1


def test_it_is_sold_with_the_lead_at_the_same_price_a_share() -> None:
    """A lead that has bought only in that round has for each yuan what the line has."""
    seen = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON)
        rounds = {(one.company, one.day): one for one in history.rounds}
        leads = {(one.fund, one.company): one for one in history.positions if one.instrument == "fund_holding"}
        for one in held(history):
            lead = leads.get((one.fund, one.company))
            if lead is None or lead.exit_day != one.exit_day or one.route not in ("trade_sale", "listing"):
                continue
            if lead.cost_fen <= rounds[one.company, one.first_day].funds_fen and lead.first_day == one.first_day:
                assert one.proceeds_fen / one.cost_fen == pytest.approx(lead.proceeds_fen / lead.cost_fen, rel=1e-6)
                seen += 1
    assert seen >= 1


def test_it_holds_no_more_of_a_company_than_the_cap() -> None:
    """Paid in the place of others' money or on top of it, it is at most 5 % of the company after the round."""
    bound = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON, "policy.direct_equity.stake_cap=0.05")
        deals = {(one.company, one.day): one for one in history.rounds}
        first: set[int] = set()
        for one in held(history):
            deal = deals[one.company, one.first_day]
            if one.company not in first:
                part = one.cost_fen / (deal.pre_money_fen + deal.raised_fen)
                assert part <= 0.05 + 1e-6
                bound += part > 0.0499
            first.add(one.company)
    assert bound >= 1


# ---- the deadline ---------------------------------------------------------------------------------------------------


def test_founders_who_can_pay_buy_what_is_worth_more_than_the_price_and_hold_it_on() -> None:
    bought = poor = unwilling = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON, *DEADLINE)
        u = Draws(village(*ON, *DEADLINE).seed, replication).stream("buy_back").u
        stakes = {(one.company, one.exit_day): one for one in held(history)}
        kept = {(one.company, one.first_day): one for one in history.small_holdings if one.holder == "founders"}
        assert len(kept) == len([one for one in held(history) if one.route == "buy_back"])
        for step in (one for one in history.story if one.what == "direct_equity.founders"):
            slot = int(step.about[0].removeprefix("company "))
            worth = step.facts["own_value_fen"] >= step.facts["price_fen"]
            able = u(slot, 0) < 0.5
            assert step.facts["bought"] == int(worth and able)
            assert step.clause == "mix.equity"
            if step.facts["bought"]:
                stake, small = stakes[slot, step.day], kept[slot, step.day]
                assert (stake.proceeds_fen, small.cost_fen) == (step.amount_fen, step.amount_fen)
                assert stake.deadline == anniversary(village(*ON).start.toordinal() + stake.first_day, 2) - (
                    village(*ON).start.toordinal()
                )
                bought += 1
            poor += worth and not able
            unwilling += able and not worth
        exits = total(paid(history, "founders_exit", "founders:cash", "outside"))
        assert exits == sum(one.proceeds_fen for one in kept.values())
    assert min(bought, poor, unwilling) >= 1, (bought, poor, unwilling)


def test_the_price_is_the_cost_with_interest() -> None:
    """Two years at 5 % simple are 1.1 times the cost, whatever the shares are worth (floor_share 0)."""
    rate = ("policy.direct_equity.rate.spread=0.05", "policy.direct_equity.floor_share=0.0")
    seen = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON, *DEADLINE, *rate)
        costs = {one.company: one.cost_fen for one in held(history)}
        once = [one.company for one in held(history)]
        asked: set[int] = set()
        for step in (one for one in history.story if one.what == "direct_equity.founders"):
            slot = int(step.about[0].removeprefix("company "))
            if slot not in asked and once.count(slot) == 1:
                assert step.amount_fen == pytest.approx(costs[slot] * 1.1, abs=1)
                seen += 1
            asked.add(slot)
    assert seen >= 3


def test_outsiders_bid_only_where_the_rules_ask_them() -> None:
    asked = 0
    for replication in REPLICATIONS:
        quiet = run(replication, *ON, *DEADLINE)
        assert "direct_equity.auction" not in {one.what for one in quiet.story}
        loud = run(replication, *ON, *DEADLINE, "policy.direct_equity.at_deadline=auction")
        for step in (one for one in loud.story if one.what == "direct_equity.auction"):
            assert step.facts["sold"] == int(step.facts["bid_fen"] >= step.facts["floor_fen"])
            asked += 1
    assert asked >= 1


# ---- money ----------------------------------------------------------------------------------------------------------


def test_what_comes_back_is_used_again_until_the_recycling_year_and_then_goes_to_the_treasury() -> None:
    """The last money comes on the second anniversary and is free to the third."""
    third = anniversary(village().start.toordinal(), 3) - village().start.toordinal()
    # Sold at once and at a price that any bid reaches.
    sell = ("policy.direct_equity.maximum_holding_years=1", "policy.direct_equity.at_deadline=auction")
    cheap = ("policy.direct_equity.floor_share=0.0", "policy.direct_equity.rate.spread=-0.2", "horizon_years=12")
    again = 0
    for replication in REPLICATIONS:
        kept = run(replication, *ON, *sell, *cheap, "policy.budget.recycle_until_year=12")
        gone = run(replication, *ON, *sell, *cheap, "policy.budget.recycle_until_year=0")
        for history in (kept, gone):
            audit_or_raise(history.postings)
        assert all(one.first_day < third for one in held(gone))
        years: dict[int, int] = {}
        for day, fen in paid(gone, "co_investment", "company", PURSE):
            years[day // 366] = years.get(day // 366, 0) + fen
        assert all(fen <= 1_000_000_000 for fen in years.values())
        again += any(one.first_day >= third for one in held(kept))
    assert again >= 1


# ---- neutral, signs, bad input --------------------------------------------------------------------------------------


def test_rules_without_money_and_money_without_rules_buy_nothing() -> None:
    for replication in range(2):
        assert (
            run(replication, *RULES, *DEADLINE).postings.digest() == run(replication, *DEADLINE[3:]).postings.digest()
        )
        idle = run(replication, *MONEY)
        assert not held(idle)
        assert total(paid(idle, "programme_remittance", "", PURSE)) == 3_000_000_000


def test_article_14_off_pays_the_same_yuan_as_grants() -> None:
    off = run(0, *ON, "policy.articles.14.on=false")
    assert not held(off)
    assert total(paid(off, "programme_appropriation", "programme.rd_grant")) == 3_000_000_000


@cache
def values(replication: int, *sets: str) -> dict[str, float | None]:
    scenario = load(VILLAGE, settings=sets)
    return reduce_history(simulate(scenario, replication), scenario).values


def test_equity_comes_back_where_grants_do_not_and_what_is_held_is_worth_something() -> None:
    """The sign of article 14: more is recovered in each replication, at no less in all that sold anything."""
    better = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON)
        back = sum(one.proceeds_fen for one in held(history))
        equity, grants = values(replication, *ON), values(replication, *ON, "policy.articles.14.on=false")
        assert (equity["fiscal.recovered"] or 0.0) >= (grants["fiscal.recovered"] or 0.0)
        better += back > 0
        assert history.navs["direct_equity"] == sum(one.nav_fen for one in held(history))
        assert history.navs["public"] == 0
    assert better >= 4


def test_what_is_still_held_lowers_the_cost_of_the_line() -> None:
    """The leg costs what it paid less what came back and what is held at the horizon, all on the first day."""
    some = 0
    early = ("horizon_years=5",)
    for replication in REPLICATIONS:
        sets = (*ON, *early)
        scenario = load(VILLAGE, settings=sets)
        history = simulate(scenario, replication)
        stakes = held(history)
        factor = 1.0 + discount_rate(scenario)
        spent = 0.0
        for one in stakes:
            spent += one.cost_fen / factor ** (one.first_day / 365)
            back = one.proceeds_fen - one.paid_away_fen if one.exit_day != NEVER else one.nav_fen
            spent -= back / factor ** ((one.exit_day if one.exit_day != NEVER else history.horizon) / 365)
        assert reduce_history(history, scenario).values["fiscal.cost.direct_equity"] == pytest.approx(spent / 100)
        some += any(one.exit_day == NEVER and one.nav_fen > 0 for one in stakes)
    assert some >= 1


@pytest.mark.parametrize("key", ["founders_first=true", "at_deadline=auction"])
def test_priority_and_bidding_need_a_deadline(key: str) -> None:
    with pytest.raises(BadInput, match=r"direct_equity\.\w+: needs a deadline while maximum_holding_years is 0"):
        village(f"policy.direct_equity.{key}")
