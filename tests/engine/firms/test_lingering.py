"""Companies that live on from their own sales: when, for how long, what they are worth, how they end (record 0040)."""

from pathlib import Path

import pytest

from sim.economy.fates import remaining_years
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History, Step
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
ALL = ("economy.company.linger_share=1.0", "economy.company.linger_unfunded=1.0")
MANY = ("economy.managers.bar=0.01", "economy.fund.attempts=4", "economy.private.fill_median=1.0", "horizon_years=20")
LOST = ("failed", "no_money")


def village(*sets: str, policy: str = "no-guidance-fund") -> Scenario:
    return load(VILLAGE, settings=(*MANY, *sets), policy=policy)


def of_company(history: History, slot: int) -> list[Step]:
    return [step for step in history.story if f"company {slot}" in step.about]


def digests(*sets: str) -> list[bytes]:
    return [simulate(village(*sets), replication).postings.digest() for replication in range(2)]


def test_without_a_share_nothing_lingers_whatever_else_is_set() -> None:
    others = ("economy.company.linger_value=0.5", "economy.company.linger_sale=0.1")
    assert digests() == digests(*others)
    assert {one.lingering for one in simulate(village(*others), 0).companies} == {NEVER}


def test_each_lives_for_what_is_left_of_the_life_of_a_firm_without_finance() -> None:
    scenario = village(*ALL, "economy.company.linger_sale=0.0")
    history, u = simulate(scenario, 0, tell=True), Draws(scenario.seed, 0).stream("linger_life").u
    began = [one for one in history.companies if one.lingering != NEVER]
    assert {one.end for one in began} == {"active", "no_money"}
    assert {one.end for one in history.companies if one.lingering == NEVER} & set(LOST) == set()
    for one in began:
        years = remaining_years(scenario.economy.company, (one.lingering - one.founded) / 365, u(one.slot, 0))
        over = one.lingering + max(1, int(years * 365 + 0.5))
        assert one.ended == (over if over <= history.horizon else NEVER)


def test_who_lingers_is_the_one_draw_of_its_last_closed_stage() -> None:
    scenario = village("economy.company.linger_share=0.4", "economy.company.linger_unfunded=0.7")
    history, u = simulate(scenario, 1), Draws(scenario.seed, 1).stream("lingers").u
    seen = set()
    for one in history.companies:
        if one.lingering != NEVER or one.end in LOST:
            lives = u(one.slot, one.stage + 1) < (0.7 if one.funded == NEVER else 0.4)
            assert lives == (one.lingering != NEVER)
            seen.add((lives, one.funded == NEVER))
    assert len(seen) == 4


def test_a_company_that_lingers_raises_nothing_spends_nothing_and_its_holders_wait() -> None:
    history = simulate(village(*ALL), 0, tell=True)
    began = {one.slot: one for one in history.companies if one.lingering != NEVER}
    assert began
    assert [one for one in history.rounds if one.company in began and one.day > began[one.company].lingering] == []
    postings = history.postings
    burning = postings.rows[postings.rows["kind"] == postings.kinds.index("burn")]
    burnt = [(postings.entities[row["entity"]], int(row["day"])) for row in burning]
    for slot, one in began.items():
        last = one.ended if one.ended != NEVER else history.horizon + 1
        assert not [day for entity, day in burnt if entity == f"company {slot}" and one.lingering < day < last]
    left = [one for one in history.positions if one.company in began and one.exit_day > began[one.company].lingering]
    assert {one.route for one in left} >= {"trade_sale", "secondary", "liquidation"}


def test_sales_come_on_anniversaries_at_the_share_of_the_draw() -> None:
    chance = 0.2
    scenario = village(*ALL, f"economy.company.linger_sale={chance}", "economy.company.linger_life_median_years=100")
    asked = sold = 0
    for replication in range(3):
        history = simulate(scenario, replication, tell=True)
        u = Draws(scenario.seed, replication).stream("linger_sale_u").u
        for one in (one for one in history.companies if one.lingering != NEVER):
            last = one.ended if one.ended != NEVER else history.horizon
            years = range(1, (last - one.lingering) // 365 + 1)
            hits = [k for k in years if u(one.slot, k) < chance]
            assert hits == ([years[-1]] if one.end == "trade_sale" else [])
            asked, sold = asked + len(years), sold + len(hits)
            if hits:
                assert one.ended == one.lingering + 365 * hits[0]
                share = 0.1 + 0.9 * u(one.slot, hits[0]) / chance
                told = [step for step in of_company(history, one.slot) if step.what == "company.lingering_sale"]
                assert [step.facts["share"] for step in told] == [pytest.approx(share)]
                for held in history.positions:
                    if held.company == one.slot and held.exit_day == one.ended:
                        assert held.proceeds_fen <= int(share * held.cost_fen + 0.5)
    assert asked > 300
    assert abs(sold / asked - chance) < 4 * (chance * (1 - chance) / asked) ** 0.5


def test_a_holding_is_worth_its_share_of_cost_or_of_the_last_price_where_that_is_less() -> None:
    history = simulate(village(*ALL, "economy.company.linger_value=0.4", "horizon_years=9"), 0)
    began = {one.slot for one in history.companies if one.lingering != NEVER and one.ended == NEVER}
    held = [one for one in history.positions if one.company in began and one.exit_day == NEVER]
    assert len(held) > 10
    assert all(one.nav_fen <= int(0.4 * one.cost_fen + 0.5) for one in held)
    assert any(one.nav_fen == int(0.4 * one.cost_fen + 0.5) for one in held)


def test_more_that_linger_are_fewer_that_die_and_the_young_die_less_than_the_law_of_rows_says() -> None:
    def lost(share: float) -> int:
        sets = (f"economy.company.linger_share={share}", f"economy.company.linger_unfunded={share}")
        return sum(
            one.end in LOST and one.ended - one.founded < 5 * 365
            for replication in range(3)
            for one in simulate(village(*sets), replication).companies
        )

    none, some, all_of_them = lost(0.0), lost(0.5), lost(1.0)
    assert none > some > all_of_them > 0


def test_co_investments_are_sold_and_valued_with_the_company() -> None:
    shares = ("policy.budget.co_investment_share=0.5", "policy.budget.stage_equity_share=0.4")
    sets = (*ALL, "economy.company.linger_sale=0.5", *shares)
    for replication in range(6):
        history = simulate(village(*sets, policy="beijing-2011"), replication)
        ended = {one.slot: one.ended for one in history.companies if one.lingering != NEVER and one.end == "trade_sale"}
        mine = [one for one in history.positions if one.instrument == "co_investment" and one.company in ended]
        gone = [one for one in mine if one.exit_day == ended[one.company]]
        if gone:
            assert {one.route for one in gone} == {"trade_sale"}
            assert all(0 < one.proceeds_fen <= one.cost_fen for one in gone)
            return
    raise AssertionError("no co-investment was sold with a lingering company")


def test_the_more_lingering_companies_count_and_are_sold_the_more_their_holders_get() -> None:
    def got(value: float, sale: float) -> int:
        sets = (*ALL, f"economy.company.linger_value={value}", f"economy.company.linger_sale={sale}")
        total = 0
        for replication in range(3):
            history = simulate(village(*sets), replication)
            began = {one.slot: one.lingering for one in history.companies if one.lingering != NEVER}
            mine = [one for one in history.positions if one.company in began and one.exit_day > began[one.company]]
            total += sum(one.proceeds_fen for one in mine)
        return total

    low, middle = got(0.1, 0.03), got(0.5, 0.03)
    assert 0 < low < middle < got(0.5, 0.15)
