"""The reference engine: one replication from the first day to the horizon."""

from sim.economy.streams import Draws
from sim.engine.prepared import prepare
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import NEVER, History
from sim.reference.companies import Companies
from sim.reference.exchange import Exchange
from sim.reference.funds import LiveFund
from sim.reference.guidance import GuidanceFund
from sim.reference.lines import PRIVATE
from sim.reference.managers import Managers
from sim.reference.pipeline import Pipeline
from sim.reference.world import World
from sim.scenario.scenario_schema import Scenario


def simulate(scenario: Scenario, replication: int, *, tell: bool = False, draws: Draws | None = None) -> History:
    """Simulate one replication of ``scenario`` and audit its ledger.

    ``tell`` keeps the story of every step; ``draws`` replaces the keyed draws (tests only). The result is a function
    of the scenario and ``(seed, replication)`` alone. Raises LedgerError when a posting breaks an invariant.
    """
    world = World(scenario, prepare(scenario), draws or Draws(scenario.seed, replication), telling=tell)
    world.guidance = GuidanceFund(world)
    world.managers = Managers(world)
    world.companies = Companies(world)
    world.exchange = Exchange(world)
    pipeline = Pipeline(world)
    world.guidance.open()
    world.managers.open()
    world.exchange.open()
    pipeline.open()
    world.calendar.run()
    history = _history(world, replication)
    audit_or_raise(history.postings)
    return history


def _history(world: World, replication: int) -> History:
    navs = _navs(world)
    world.counters["kernel_events"] = world.calendar.events
    world.counters["listing_waits"] = len(world.exchange.waits)
    world.counters["listing_wait_days"] = _total(world.exchange.waits)
    return History(
        replication=replication,
        horizon=world.horizon,
        postings=world.ledger.close(),
        achievements=world.achievements,
        companies=world.company_records,
        rounds=world.rounds,
        funds=world.funds,
        positions=world.positions,
        levels=world.levels,
        counters=world.counters,
        navs=navs,
        story=world.story,
    )


def _total(values: list[int]) -> int:
    total = 0
    for value in values:
        total += value
    return total


def _navs(world: World) -> dict[str, int]:
    """Value at the horizon of what is still held, in fen; positions and fund records are closed at the same time."""
    navs = {"stage_equity": 0, "co_investment": 0, "private": 0}
    for stake in world.guidance.stakes:
        value = stake.nav()
        stake.position.nav_fen = value
        navs["stage_equity"] += value + stake.put.nav()
    for co_stake in world.guidance.co_investments.held:
        co_stake.position.nav_fen = co_stake.nav()
        navs["co_investment"] += co_stake.position.nav_fen
    for manager in world.managers.all:
        for fund in manager.funds:
            navs["private"] += _private_nav(world, fund)
    navs["public"] = navs["stage_equity"] + navs["co_investment"]
    return navs


def _private_nav(world: World, fund: LiveFund) -> int:
    if fund.record.ended != NEVER:
        return 0
    fund.record.state = "open"
    for holding in fund.holdings.values():
        holding.position.nav_fen = int(holding.nav() + 0.5)
    if fund.record.public_fen == 0:
        return 0
    value = fund.lines.held_value(world.horizon, fund.nav(), PRIVATE)
    if fund.stake is not None:
        # What was put to the guidance fund takes no part of the cessions: those go to the partners alone.
        value -= fund.stake.put.share * fund.lines.line_value(world.horizon, fund.nav(), PRIVATE)
        value += fund.stake.partners_nav()
    return int(value + 0.5)
