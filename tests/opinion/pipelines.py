"""Results alone: as many as Beijing's, of companies that find no fund, so that a replication takes no time."""

from functools import cache, lru_cache
from pathlib import Path

from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Achievement, History
from sim.scenario.economy_schema import OWNERS
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
# Numbers and times of economies/beijing-2011.
BEIJING = (
    "economy.pipeline.disclosures_per_year=420.0",
    "economy.pipeline.arrival_years=10",
    "economy.pipeline.shelf=470",
    "economy.pipeline.discovery=0.32",
    "economy.pipeline.discovery_median_months=2.0",
    "economy.pipeline.conversion=0.6",
    "economy.pipeline.negotiation_median_months=7.5",
    "economy.managers.slots=1",
    "horizon_years=13",
)
UNIVERSITY, INSTITUTE, STATE_FIRM, PRIVATE_FIRM = range(4)
INSTITUTIONS = (UNIVERSITY, INSTITUTE)
assert OWNERS == ("university", "institute", "state_firm", "private_firm")


@cache
def results(*sets: str) -> Scenario:
    """Beijing's results under further settings."""
    return load(VILLAGE, settings=(*BEIJING, *sets))


@lru_cache(maxsize=24)  # a history with its story takes some nine megabytes
def run(replication: int, *sets: str) -> History:
    """A replication of them, simulated once for the tests that look at it one after another, with its story."""
    return simulate(results(*sets), replication, tell=True)


def evaluated(history: History) -> list[Achievement]:
    """The results that were evaluated."""
    return [one for one in history.achievements if one.evaluated != NEVER]


def of_institutions(history: History) -> list[Achievement]:
    """Of these the ones that universities and institutes own."""
    return [one for one in evaluated(history) if one.owner in INSTITUTIONS]


def converted(history: History) -> set[int]:
    """Slots of the results that became companies."""
    return {one.slot for one in history.achievements if one.converted != NEVER}
