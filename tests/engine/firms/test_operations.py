"""Paths of sales inside the engine: each follows from the events of its company, told in words, and nothing else."""

import math
from collections.abc import Iterator
from datetime import date

import pytest

from sim.economy.laws import lognormal, normal
from sim.economy.streams import Draws
from sim.engine.operations import net_assets, staff, yearly_sales
from sim.engine.rules import ON_PATH
from sim.ledger.history import NEVER, Company, History
from sim.scenario.economy_schema import STAGES, Economy
from sim.scenario.errors import BadInput
from tests.engine.hand_made import made, small_world
from tests.villages import run, village

PATH = ("economy.operations.mode=path", "policy.budget.yearly=[20e6, 20e6]", "horizon_years=16")
# Something of everything: companies that stall, linger, list and are sold, and lives after it that end in time.
ALL = (
    *PATH,
    "economy.company.linger_share=0.6",
    "economy.company.linger_unfunded=0.6",
    "economy.company.linger_sale=0.2",
    "economy.company.filing=[0.05, 0.1, 0.15, 0.2, 0.3]",
    "economy.listing.share=0.1",
    "economy.operations.life_mu=1.0",
    "economy.rounds.outside_ready=[0.6, 0.6, 0.7, 0.85, 0.95]",
)
HALF = ("economy.operations.rate=0.35", "economy.operations.sigma=0.8", "economy.operations.quality=0.4")


def anchors(sets: tuple[str, ...], history: History, company: Company) -> Iterator[tuple[int, float | None, float]]:
    """Days on which the path turns: with the log sales it goes to, None to stay where it is, and what is added."""
    economy = village(*sets).economy
    terms, z = economy.operations, growth(sets, history.replication)
    lean = inclination(sets, history.replication, company.slot)
    stage = 0
    for step in history.story:
        if f"company {company.slot}" not in step.about:
            continue
        if step.what == "company.round_closed":
            stage = STAGES.index(str(step.facts["stage"]))
            yield step.day, math.log(economy.company.sales[stage]) + lean + terms.sigma * z(company.slot, stage), 0.0
        elif step.what == "company.stalled":
            yield step.day, None, 0.0
            bridge = step.day + 365  # of twelve months
            yield bridge, math.log(economy.company.sales[stage]) + lean + terms.sigma * z(company.slot, stage), 0.0
        elif step.what == "company.lingers":
            yield step.day, None, 0.0
        elif step.what == "company.listed":
            yield step.day, None, max(0.0, terms.listed_growth + terms.listed_growth_sigma * z(company.slot, 8))
        elif step.what == "company.trade_sale":
            yield step.day, None, max(0.0, terms.sold_growth + terms.sold_growth_sigma * z(company.slot, 9))


def growth(sets: tuple[str, ...], replication: int):  # type: ignore[no-untyped-def]
    u = Draws(village(*sets).seed, replication).stream("growth").u
    return lambda slot, ordinal: normal(u(slot, ordinal))


def inclination(sets: tuple[str, ...], replication: int, slot: int) -> float:
    scenario = village(*sets)
    draws = Draws(scenario.seed, replication)
    size, quality = draws.stream("size_of_company").u(slot, 0), normal(draws.stream("quality").u(slot, 0))
    return scenario.economy.company.size_sigma * normal(size) + scenario.economy.operations.quality * quality


def log_sales_by_hand(sets: tuple[str, ...], history: History, company: Company, day: int) -> float:
    """Worked out event by event: x(t) = X + (x - X) exp(-rate t)."""
    economy = village(*sets).economy
    lean = inclination(sets, history.replication, company.slot)
    x, target, since = (
        math.log(economy.operations.founding_sales) + lean,
        math.log(economy.company.sales[0]) + lean,
        company.founded,
    )
    for turn, to, more in anchors(sets, history, company):
        if turn > day:
            break
        x, since = target + (x - target) * math.exp(-economy.operations.rate * (turn - since) / 365), turn
        target = x + more if to is None else to
    return target + (x - target) * math.exp(-economy.operations.rate * (day - since) / 365)


@pytest.mark.parametrize("sets", [ALL, (*ALL, *HALF)], ids=["working values", "other values"])
def test_every_counted_year_is_what_the_events_of_its_company_make_of_it(sets: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for replication in range(3):
        history = run(replication, *sets)
        companies = {one.slot: one for one in history.companies}
        told = {step.what for step in history.story}
        seen |= told & {
            "company.stalled",
            "company.lingers",
            "company.listed",
            "company.trade_sale",
            "company.lingering_sale",
        }
        for year in history.operated:
            expected = log_sales_by_hand(sets, history, companies[year.company], year.day)
            assert math.log(year.sales_fen / 100) == pytest.approx(expected, abs=1e-5)
    assert len(seen) == 5


def operates(sets: tuple[str, ...], history: History, company: Company, day: int) -> bool:
    """Founded before, and not wound up, and not beyond its years after a listing or a sale."""
    if company.founded >= day:
        return False
    exits = [one for one in (company.listed, company.ended if company.listed == NEVER else NEVER) if one != NEVER]
    if not exits:
        return True
    if company.end in ("failed", "no_money"):
        return day <= company.ended
    terms, u = village(*sets).economy.operations, Draws(village(*sets).seed, history.replication).stream("life_after").u
    years = lognormal(u(company.slot, 0), math.exp(terms.life_mu), terms.life_sigma)
    return day <= exits[0] or day < exits[0] + max(1, math.floor(years * 365 + 0.5))


def test_companies_are_counted_on_every_programme_day_on_which_they_operate() -> None:
    past = 0
    for replication in range(3):
        history = run(replication, *ALL)
        for day in history.programme_days:
            counted = [year.company for year in history.operated if year.day == day]
            expected = [one.slot for one in history.companies if operates(ALL, history, one, day)]
            assert counted == sorted(expected)
            past += sum(one.slot in counted and NEVER < one.ended < day for one in history.companies)
    assert past > 20


def test_programme_days_are_the_days_of_the_yearly_call_whether_or_not_there_is_money() -> None:
    history = run(0, *PATH, "policy.budget.yearly=[]", "policy.budget.call_month=6.0")
    start = village(*PATH).start
    days = [(date(start.year + year, start.month, start.day) - start).days + 183 for year in range(16)]
    assert list(history.programme_days) == days


def test_without_a_path_nothing_is_counted_and_no_day_is_planned() -> None:
    history = run(0, "policy.budget.yearly=[20e6, 20e6]")
    assert (list(history.operated), list(history.programme_days)) == ([], [])


def test_with_no_rate_a_company_never_outgrows_its_founding() -> None:
    sets = (*PATH, "economy.operations.rate=0", "economy.operations.founding_sales=1e6")
    history = run(0, *sets)
    for year in history.operated:
        assert year.sales_fen / 100 == pytest.approx(1e6 * math.exp(inclination(sets, 0, year.company)), abs=0.01)


def test_staff_and_net_assets_are_read_by_sales_and_cash_counts() -> None:
    usual = {"log_sales": [math.log(x) for x in (0.2e6, 3e6, 20e6, 80e6, 300e6)]}
    usual["log_staff"] = [math.log(x) for x in (8, 25, 80, 200, 500)]
    usual["log_assets"] = [math.log(x) for x in (1e6, 6e6, 20e6, 60e6, 150e6)]
    w = small_world(rows={"operations": [{"mode": ON_PATH, "rate": 0.7}], "usual": [usual]})
    account = made(w.accounts, balance=50_000_000)
    company = made(w.companies, log_sales=math.log(3e6), log_target=math.log(3e6), cash=account.id)
    assert (staff(w, company, 4), yearly_sales(w, company, 4)) == (25, pytest.approx(3e6))
    assert net_assets(w, company, 4) == pytest.approx(6.5e6)
    company.log_target = math.log(20e6)
    w.clock[0].today = 365
    grown = 20e6 * math.exp(math.log(3e6 / 20e6) * math.exp(-0.7))
    assert yearly_sales(w, company, 0) == pytest.approx(grown)


def test_without_a_path_sizes_are_those_of_the_stage() -> None:
    w = small_world(rules={"company_law": [village().economy.company]}, rows={"operations": [{}]})
    company = made(w.companies, size=1.5)
    assert (staff(w, company, 1), yearly_sales(w, company, 1), net_assets(w, company, 1)) == (38, 4.5e6, 9e6)


def test_a_support_for_small_companies_reads_the_path() -> None:
    """With sales that never reach a yuan all pass a limit of a thousand; at the sizes of the stage none does."""
    limit = "policy.eligible_company.max_sales=1000"
    small = ("economy.operations.founding_sales=0.001", "economy.operations.rate=0")
    money = (
        "policy.budget.risk_subsidy_share=1.0",
        "policy.risk_subsidy.rate=0.3",
        "policy.budget.stage_equity_share=0",
    )
    money = (*money, "policy.budget.co_investment_share=0", "policy.budget.yearly=[20e6, 20e6]")

    def subsidies(*sets: str) -> int:
        postings = run(0, *money, limit, *sets).postings
        return sum(postings.kinds[kind] == "subsidy" for kind in postings.rows["kind"])

    assert subsidies() == 0
    assert subsidies("economy.operations.mode=path", *small) > 0


def test_a_path_needs_sales_that_rise_from_stage_to_stage() -> None:
    flat = "economy.company.sales=[0.2e6, 3e6, 3e6, 80e6, 300e6]"
    assert isinstance(village(flat).economy, Economy)
    with pytest.raises(BadInput, match=r"company.sales.*must be above 0 and rise from stage to stage"):
        village(flat, "economy.operations.mode=path")
