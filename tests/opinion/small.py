"""A village whose results arrive over two years, in which one article at a time can be on."""

from pathlib import Path

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Achievement, History
from sim.scenario.economy_schema import OWNERS
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
INSTITUTIONS = (OWNERS.index("university"), OWNERS.index("institute"))
STATE_FIRM, PRIVATE_FIRM = OWNERS.index("state_firm"), OWNERS.index("private_firm")
REPLICATIONS = range(4)
# Only results and their companies: no funds, no money, ten years.
RESULTS = (
    "horizon_years=10",
    "economy.pipeline.shelf=40",
    "economy.pipeline.disclosures_per_year=80",
    "economy.pipeline.arrival_years=2",
    "economy.pipeline.discovery=0.32",
    "economy.pipeline.conversion=0.6",
    "economy.managers.slots=0",
)


def village(*settings: str, policy: str = "no-guidance-fund") -> Scenario:
    return load(VILLAGE, policy=policy, settings=(*RESULTS, *settings))


def results(scenario: Scenario, replication: int) -> dict[int, Achievement]:
    """The results of a replication by slot."""
    return {one.slot: one for one in run(scenario, replication).achievements}


def run(scenario: Scenario, replication: int) -> History:
    return simulate(scenario, replication)


def reached(found: dict[int, Achievement], step: str) -> set[int]:
    """The slots of the results that came to a step."""
    return {slot for slot, one in found.items() if getattr(one, step) != NEVER}


def uniform(scenario: Scenario, replication: int, stream: str, slot: int, ordinal: int = 0) -> float:
    """The draw that a law reads."""
    return Draws(scenario.seed, replication).stream(stream).u(slot, ordinal)
