"""Who leaves the city, and when: one draw a company and programme day, and one when it is bought."""

import math

import pytest

from sim.economy.streams import Draws
from sim.ledger.history import NEVER, Company, History
from tests.villages import run, village

LONG = ("horizon_years=16", "economy.pipeline.local_share=0.7", "economy.company.linger_share=0.5")
PATH = (*LONG, "economy.operations.mode=path", "economy.operations.life_mu=1.5")
LEAVING = ("economy.leaving.rate=0.08", "economy.leaving.sale_moves=0.4", "economy.company.linger_sale=0.1")
SOLD = ("trade_sale", "expired_filing")


def expected_day(sets: tuple[str, ...], history: History, company: Company) -> int:
    """The first programme day whose draw says so while it operates, or the day on which it is bought, if that does."""
    terms = village(*sets).economy.leaving
    u = Draws(village(*sets).seed, history.replication).stream("leave").u
    days = [
        day
        for year, day in enumerate(history.programme_days)
        if company.founded < day < company.operates_until and u(company.slot, year) < 1 - math.exp(-terms.rate)
    ]
    if company.end in SOLD and u(company.slot, 62) < terms.sale_moves:
        days.append(company.ended)
    return min(days, default=NEVER) if company.local else NEVER


@pytest.mark.parametrize("way", [LONG, PATH], ids=["static", "path"])
def test_a_company_leaves_on_the_first_day_that_its_draws_say(way: tuple[str, ...]) -> None:
    sets = (*way, *LEAVING)
    ways: set[str] = set()
    for replication in range(4):
        history = run(replication, *sets)
        for company in history.companies:
            assert company.left == expected_day(sets, history, company)
            if company.left != NEVER:
                ways.add(
                    "sale"
                    if company.left == company.ended
                    else "later"
                    if NEVER < company.ended < company.left
                    else "alive"
                )
        told = {(step.day, step.about[0]) for step in history.story if step.what == "company.left"}
        assert told == {(one.left, f"company {one.slot}") for one in history.companies if one.left != NEVER}
    assert ways == ({"sale", "alive", "later"} if way is PATH else {"sale", "alive"})


def test_after_it_has_left_a_company_is_counted_elsewhere() -> None:
    history = run(1, *PATH, *LEAVING)
    companies = {one.slot: one for one in history.companies}
    gone = 0
    for year in history.operated:
        company = companies[year.company]
        here = company.local and (company.left == NEVER or year.day <= company.left)
        assert year.local == here
        gone += company.local and not here
    assert gone > 10


def test_who_stays_does_not_move_the_ledger_where_no_rule_asks() -> None:
    for replication in range(2):
        stays = run(replication, *LONG, "policy.budget.yearly=[]")
        moves = run(replication, *LONG, "policy.budget.yearly=[]", *LEAVING, "economy.company.linger_sale=0.03")
        assert any(one.left != NEVER for one in moves.companies)
        assert stays.postings.digest() == moves.postings.digest()


def test_a_higher_rate_makes_more_companies_leave_and_none_later() -> None:
    for replication in range(4):
        few, many = (run(replication, *LONG, f"economy.leaving.rate={rate}") for rate in (0.03, 0.12))
        less = {one.slot: one.left for one in few.companies if one.left != NEVER}
        more = {one.slot: one.left for one in many.companies if one.left != NEVER}
        assert less.keys() < more.keys()
        assert all(more[slot] <= day for slot, day in less.items())


def test_support_for_companies_of_the_city_ends_when_they_leave() -> None:
    money = (
        "policy.budget.yearly=[30e6, 30e6, 30e6]",
        "policy.risk_subsidy.rate=0.3",
        "policy.risk_subsidy.last_stage=4",
    )
    share = (
        "policy.budget.risk_subsidy_share=1.0",
        "policy.budget.stage_equity_share=0",
        "policy.budget.co_investment_share=0",
    )
    rule = (*LONG, *money, *share, "policy.risk_subsidy.local_only=true")
    late = 0
    for replication in range(4):
        moves, stays = run(replication, *rule, "economy.leaving.rate=0.6"), run(replication, *rule)
        left = {one.slot: one.left for one in moves.companies if one.left != NEVER}
        assert not [slot for day, slot in subsidised(moves) if slot in left and left[slot] < day]
        late += sum(slot in left and left[slot] < day for day, slot in subsidised(stays))
    assert late > 10


def subsidised(history: History) -> list[tuple[int, int]]:
    """Days and companies of the risk subsidies that were paid."""
    paid = [step for step in history.story if step.what == "subsidy.paid"]
    companies = [next(name for name in step.about if name.startswith("company ")) for step in paid]
    return [(step.day, int(name.split()[1])) for step, name in zip(paid, companies, strict=True)]


def test_without_a_rate_nobody_leaves_and_no_day_is_planned() -> None:
    history = run(0, *LONG)
    assert {one.left for one in history.companies} == {NEVER}
    assert list(history.programme_days) == []
