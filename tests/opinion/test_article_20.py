"""政府采购 (art. 20): an order to the fen and the day, who gets one, and that sales and survival rise with it."""

import math

import pytest

from sim.clauses.exit_price import ACTIVE
from sim.engine import codes, operations
from sim.engine.base import open_account
from sim.engine.codes import NEVER, NOBODY
from sim.engine.programmes import orders, purses
from sim.engine.rules import Operations
from sim.engine.state import World
from sim.measures.reduce import reduce_history
from sim.scenario.economy_schema import SECTORS
from sim.scenario.policy_schema import Policy
from tests.engine.hand_made import made, small_world
from tests.villages import run, village

MILLION = 100_000_000
PATH = "economy.operations.mode=path"
MONEY = (
    PATH, "policy.appropriation.yearly=[40e6, 40e6, 40e6, 40e6, 40e6]", "policy.appropriation.shares.mix=1.0",
    "policy.mix.grant=0.0", "policy.mix.procurement=1.0",
)  # fmt: skip
ON = (*MONEY, "policy.procurement.enabled=true", "policy.procurement.order_share=0.5")
ANSWERED = ("economy.response.order_on_advance=0.5", "economy.response.order_persistence=0.3")
# Companies of the village that live long enough to sell.
OLDER = ("economy.pipeline.shelf=400",)


def values(replication: int, *sets: str) -> dict[str, float]:
    found = reduce_history(run(replication, *sets), village(*sets)).values
    return {name: value or 0.0 for name, value in found.items()}


def seller(sector: str = "biology", **rules: object) -> World:
    """A company with sales of 3 m that spends 2 m a year; ten million in the line of procurement."""
    terms = {"enabled": True, "order_share": 0.5} | rules
    policy = Policy.model_validate({"procurement": terms})
    response = village("economy.response.order_persistence=0.3").economy.response
    w = small_world(
        horizon=10_000,
        rules={"response": [response], "procurement": [policy.procurement]},
        rows={"spans": [{"day": 0}], "operations": [{"mode": 1, "rate": 0.7}]},
    )
    assert isinstance(w.operations[0], Operations)
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    made(w.levels, treasury=open_account(w, codes.TREASURY_CASH, 0, 0))
    for _ in codes.COUNTS:
        made(w.counts)
    purses.open_purses(w)
    purses.appropriate(w, codes.PROCUREMENT, 10 * MILLION)
    made(
        w.companies, slot=7, sector=SECTORS.index(sector), local=1, stage=1, state=ACTIVE, burn=2 * MILLION / 365,
        runway_end=400, cash=open_account(w, codes.COMPANY_CASH, 7, 0), first_support=NOBODY, ordered=NEVER,
        ended=NEVER, listed=NEVER, log_sales=math.log(3e6), log_target=math.log(3e6), operates_until=10_001,
        next_operating=NOBODY,
    )  # fmt: skip
    return w


def test_an_order_of_half_the_sales() -> None:
    """1.5 m of 3 m: 0.45 m are left, 82 days; log sales + .405, .122 of it for good, 14 % more in five years."""
    w = seller()
    orders.answer(w, 0)
    company = w.companies[0]
    assert w.accounts[company.cash].balance == 45_000_000
    assert company.runway_end == 400 + 82
    assert company.log_sales - math.log(3e6) == pytest.approx(0.405, abs=5e-4)
    assert company.log_target - math.log(3e6) == pytest.approx(company.order_lift)
    assert company.order_lift == pytest.approx(0.122, abs=5e-4)
    assert purses.free(w, codes.PROCUREMENT) == 10 * MILLION - 150_000_000
    w.clock[0].today = 5 * 365
    assert operations.yearly_sales(w, company, 1) / 3e6 == pytest.approx(1.14, abs=5e-3)
    assert w.counts[codes.PROCURED_USE].value == 127_500_000


def test_a_first_set_of_equipment_has_a_premium_that_costs_nothing_to_make() -> None:
    w = seller("aerospace", first_set_rate=0.15)
    orders.answer(w, 0)
    assert w.accounts[w.companies[0].cash].balance == 45_000_000 + 22_500_000
    assert purses.free(w, codes.PROCUREMENT) == 10 * MILLION - 172_500_000
    other = seller("biology", first_set_rate=0.15)
    orders.answer(other, 0)
    assert other.accounts[other.companies[0].cash].balance == 45_000_000


@pytest.mark.parametrize(("field", "value"), [("stage", 0), ("ordered", -729 + 0), ("log_sales", math.log(599_999.0))])
def test_who_gets_no_order(field: str, value: float) -> None:
    """Before a start-up round, within two years of the last order, or with sales of which half is below 0.3 m."""
    w = seller()
    setattr(w.companies[0], field, value)
    if field == "log_sales":
        w.companies[0].log_target = value
    orders.answer(w, 0)
    assert purses.free(w, codes.PROCUREMENT) == 10 * MILLION


def test_a_company_outside_the_city_sells_unless_the_rule_book_says_local() -> None:
    for local_only, left in ((False, 850_000_000), (True, 10 * MILLION)):
        w = seller(local_only=local_only)
        w.companies[0].local = 0
        orders.answer(w, 0)
        assert purses.free(w, codes.PROCUREMENT) == left


def test_a_company_that_its_investors_have_left_sells_and_keeps_no_account() -> None:
    w = seller()
    w.companies[0].ended = 0
    orders.answer(w, 0)
    assert (w.accounts[w.companies[0].cash].balance, w.companies[0].runway_end) == (0, 400)
    assert w.companies[0].log_sales > math.log(3e6)


@pytest.mark.parametrize("replication", range(3))
def test_sales_rise_with_orders_and_more_companies_survive(replication: int) -> None:
    """Sign test, with and without the article; the line of procurement is there either way."""
    on = values(replication, *ON, *ANSWERED, *OLDER)
    off = values(replication, *ON, *ANSWERED, *OLDER, "policy.articles.20.on=false")
    assert on["programme.procurement.paid"] > off["programme.procurement.paid"] == 0.0
    assert on["company.sales"] > off["company.sales"]
    assert on["company.survival_5y"] >= off["company.survival_5y"]
    assert on["company.revenue_100m"] >= off["company.revenue_100m"]
    assert on["procurement.beyond_use"] == pytest.approx(0.15 * on["programme.procurement.paid"], rel=1e-6)


@pytest.mark.parametrize("replication", range(2))
def test_without_a_margin_and_where_nobody_answers_orders_move_sales_and_no_fate(replication: int) -> None:
    rules = (*ON, "policy.procurement.margin=0.0", "policy.procurement.first_set_rate=0.0", *OLDER)
    on, off = run(replication, *rules), run(replication, *rules, "policy.articles.20.on=false")
    fates = [
        (
            [(one.slot, one.stage, one.funded, one.listed, one.ended, one.end) for one in history.companies],
            [(one.company, one.stage, one.day, one.raised_fen) for one in history.rounds],
        )
        for history in (on, off)
    ]
    assert fates[0] == fates[1]
    assert on.supports
    assert sum(one.sales_fen for one in on.operated) > sum(one.sales_fen for one in off.operated)


def test_orders_come_two_years_apart_and_never_without_money() -> None:
    history = run(0, *ON, *OLDER)
    assert history.supports
    days: dict[int, int] = {}
    for one in history.supports:
        assert one.day - days.get(one.company, one.day - 730) >= 730
        days[one.company] = one.day
    for day in history.programme_days:
        assert sum(one.paid_fen for one in history.supports if one.day == day) <= 40 * MILLION
    assert run(0, *ON, *OLDER, "policy.procurement.order_share=0.0").supports[:] == []


def test_off_is_as_if_the_line_had_nobody_to_pay() -> None:
    assert (
        run(0, *ON, "policy.articles.20.on=false").postings.digest()
        == run(0, *MONEY, "policy.articles.20.on=false").postings.digest()
    )


def test_who_has_sold_to_the_city_stays() -> None:
    """An order that keeps: of those that leave, only such as have had none before."""
    world = (*ON, *OLDER, "policy.procurement.smallest=0.0", "economy.leaving.rate=0.2")
    kept, plain = run(0, *world, "economy.response.order_on_staying=5.0"), run(0, *world)
    gone = []
    for history in (kept, plain):
        first = {one.company: one.day for one in reversed(history.supports)}
        gone.append(sum(first.get(one.slot, 10**9) < one.left for one in history.companies))
    assert gone[0] < gone[1]
