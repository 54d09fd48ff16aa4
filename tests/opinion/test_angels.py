"""Angels pay into seed rounds out of a yearly pool, and hold shares beside everybody else (article 21)."""

import math
from itertools import groupby

import pytest

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import NEVER
from sim.measures.reduce import reduce_history
from sim.report.story import tell
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.villages import VILLAGE, paid, run, village

FUND = "economy.managers.bar=[1.2, 1.2, 1.2, 1.2, 1.2]"
TERMS = ("policy.angels.ticket=1.5e6", "policy.angels.chance=0.6")
ON = (*TERMS, "policy.angels.pool_per_year=6e6")
ENDS = ("economy.company.linger_share=0.5", "economy.company.linger_sale=0.2", "horizon_years=18")
REPLICATIONS = range(4)
TICKET, POOL = 150_000_000, 600_000_000
FOUNDING_SHARES = 100_000_000


def stands_ready(replication: int, slot: int, chance: float = 0.6) -> bool:
    return Draws(village(*ON).seed, replication).stream("angel").u(slot) < chance


def test_each_ticket_is_what_the_rule_the_round_and_the_pool_leave() -> None:
    """Rounds of a day are paid in the order of companies, and so is the pool."""
    whole = cut = empty = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON)
        left = dict.fromkeys(range(10), POOL)
        for one in sorted(history.rounds, key=lambda deal: (deal.day, deal.company)):
            lacking = one.size_fen - one.funds_fen - one.co_investment_fen
            due = min(TICKET, lacking, left[one.day // 365]) if one.stage == 0 else 0
            expected = due if stands_ready(replication, one.company) else 0
            assert one.angels_fen == expected
            assert one.raised_fen == one.funds_fen + one.co_investment_fen + one.angels_fen + one.outside_fen
            left[one.day // 365] -= expected
            whole += expected == TICKET
            cut += 0 < expected < min(TICKET, lacking)
            empty += due == 0 < lacking
    assert min(whole, cut, empty) >= 3


def test_the_pool_of_a_year_is_spent_to_the_fen_or_left() -> None:
    full = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON)
        audit_or_raise(history.postings)
        spent = paid(history, "angel_investment", "company", "angels:cash")
        assert spent == [(one.first_day, one.cost_fen) for one in history.small_holdings]
        assert sum(fen for _, fen in spent) == sum(fen for _, fen in paid(history, "provide", "angels:cash", "outside"))
        for _, year in groupby(spent, lambda one: one[0] // 365):
            total = sum(fen for _, fen in year)
            assert total <= POOL
            full += total == POOL
    assert full >= 3


@pytest.mark.parametrize(
    "none", ["policy.angels.pool_per_year=0.0", "policy.angels.chance=0.0", "policy.angels.ticket=0.0"]
)
def test_without_pool_chance_or_ticket_there_are_no_angels(none: str) -> None:
    for replication in range(2):
        assert run(replication, *ON, none).postings.digest() == run(replication).postings.digest()


def test_article_21_off_is_no_money_in_the_fund_and_no_angels() -> None:
    money = ("policy.budget.yearly=[]", "policy.levels.district.yearly=[]", "policy.angels.pool_per_year=0.0")
    for replication in range(2):
        off = run(replication, *ON, "policy.articles.21.on=false")
        assert off.postings.digest() == run(replication, *money).postings.digest()
        assert off.postings.digest() != run(replication, *ON).postings.digest()


def test_angels_bring_private_money_and_fund_companies() -> None:
    """In the mean, and not in each replication: another company funded is another that asks funds for more."""
    more: dict[str, list[float]] = {"market.private_capital": [], "company.funded": []}
    for replication in range(8):
        found = {}
        for sets in (ON, ()):
            scenario = load(VILLAGE, settings=(FUND, *sets))
            found[sets] = reduce_history(simulate(scenario, replication), scenario).values
        for name, differences in more.items():
            with_angels, without = found[ON][name], found[()][name]
            assert with_angels is not None
            assert without is not None
            differences.append(with_angels - without)
    for differences in more.values():
        mean = sum(differences) / 8
        error = math.sqrt(sum((one - mean) ** 2 for one in differences) / 7 / 8)
        assert mean > 1.895 * error  # one-sided, 95 %, seven degrees of freedom


def test_shares_are_bought_at_the_rounds_price_and_leave_with_the_company() -> None:
    ways = {"sold": 0, "listed": 0, "wound up": 0, "lingering": 0, "held": 0}
    for replication in range(6):
        history = run(replication, *ON, *ENDS, "economy.company.filing=[0.2, 0.2, 0.03, 0.1, 0.4]")
        told = {(step.about[0], step.day, step.what): step.facts for step in history.story if step.about}
        price: dict[str, float] = {}
        for (about, _, what), facts in told.items():
            if what == "company.listed":
                price[about] = float(facts["price"])
        companies = {one.slot: one for one in history.companies}
        rounds = {one.company: one for one in history.rounds if one.stage == 0}
        for one in history.small_holdings:
            name, day, company = f"company {one.company}", one.exit_day, companies[one.company]
            seed = rounds[one.company]
            assert one.shares == pytest.approx(one.cost_fen / seed.pre_money_fen * FOUNDING_SHARES, abs=1)
            if day == NEVER:
                assert company.ended == NEVER
                assert one.nav_fen > 0
                ways["held"] += 1
                continue
            assert day == company.ended
            if sale := told.get((name, day, "company.trade_sale")):
                assert one.proceeds_fen == int(one.shares * float(sale["price"]) + 0.5)
                ways["sold"] += 1
            elif after := told.get((name, day, "company.lockup_sale")):
                assert one.proceeds_fen == int(one.shares * (price[name] * float(after["factor"])) + 0.5)
                ways["listed"] += 1
            elif lingering := told.get((name, day, "company.lingering_sale")):
                assert one.proceeds_fen <= int(one.cost_fen * float(lingering["share"]) + 0.5)
                ways["lingering"] += 1
            else:
                end = told.get((name, day, "company.failed")) or told[(name, day, "company.no_money")]
                assert one.proceeds_fen == int(one.cost_fen * float(end["recovery"]) + 0.5)
                ways["wound up"] += 1
        got = paid(history, "angel_exit", "angels:cash", "outside")
        assert sum(fen for _, fen in got) == sum(one.proceeds_fen for one in history.small_holdings)
    assert min(ways.values()) >= 1, ways


def test_angels_of_the_city_pay_only_companies_of_the_city() -> None:
    some = 0
    for replication in REPLICATIONS:
        history = run(replication, *ON, "policy.angels.local_only=true")
        local = {one.slot for one in history.companies if one.local}
        assert {one.company for one in history.small_holdings} <= local
        everywhere = run(replication, *ON)
        some += len({one.company for one in everywhere.small_holdings} - local)
    assert some >= 3


def test_no_angel_pays_before_the_start_or_after_the_article_ends() -> None:
    early = ("warm_up_years=5", "economy.pipeline.disclosures_per_year=30", "economy.pipeline.arrival_years=4")
    history = run(0, *ON, *early, "policy.articles.21.until=2013-03-15")
    days = [day for day, _ in paid(history, "angel_investment", "company", "angels:cash")]
    assert any(one.day < 0 and one.stage == 0 for one in history.rounds)
    assert days
    assert min(days) >= 0
    assert max(days) < 731


def test_the_story_tells_of_the_angel() -> None:
    history = run(0, *ON, *ENDS)
    steps = [step for step in history.story if step.what == "angel.paid"]
    assert [(step.day, step.amount_fen) for step in steps] == [
        (one.first_day, one.cost_fen) for one in history.small_holdings
    ]
    assert {step.clause for step in steps} == {"angels.ticket"}
    left = [step for step in history.story if step.what == "small_holder.left"]
    assert {step.facts["holder"] for step in left} == {"angels"}


def test_their_return_counts_what_they_still_hold() -> None:
    scenario, history = village(*ON), run(1, *ON)
    values = reduce_history(history, scenario).values
    assert values["angels.invested"] == sum(one.cost_fen for one in history.small_holdings) / 100
    rate = values["angels.irr"]
    assert rate is not None
    flows = [(one.first_day, -one.cost_fen) for one in history.small_holdings]
    flows += [(one.exit_day, one.proceeds_fen) for one in history.small_holdings if one.exit_day != NEVER]
    flows.append((history.horizon, sum(one.nav_fen for one in history.small_holdings)))
    assert abs(sum(fen * (1 + rate) ** (-day / 365) for day, fen in flows)) < 100


def test_a_chance_above_one_is_refused() -> None:
    with pytest.raises(BadInput, match=r"angels\.chance"):
        village("policy.angels.chance=1.5")


def test_a_round_that_angels_alone_pay_is_led_by_angels_in_records_and_in_both_languages() -> None:
    """Every angel stands ready with more than any round lacks: nothing is left for outsiders in a seed round."""
    rich = ("policy.angels.ticket=1e9", "policy.angels.chance=1.0", "policy.angels.pool_per_year=1e10")
    history = run(0, *rich)
    seeds = [one for one in history.rounds if one.stage == 0]
    alone = [one for one in seeds if one.funds_fen == 0]
    assert alone
    assert {one.lead for one in alone} == {"angels"}
    assert {one.lead for one in history.rounds if one.stage > 0 and one.funds_fen == 0} == {"outside"}
    assert all(one.lead.startswith("fund ") for one in seeds if one.funds_fen)
    steps = [one for one in history.story if one.what == "company.round_closed" and "angels" in one.about]
    assert len(steps) == len(alone)
    assert tell(steps[:1], village(*rich).start, lang="en")[0].text.endswith("led by angels")
    assert "由天使投资人 领投" in tell(steps[:1], village(*rich).start, lang="zh")[0].text
