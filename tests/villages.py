"""The village under other settings, and its replications, each simulated once however many tests look at it."""

from functools import cache
from pathlib import Path

from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parent / "village.toml"


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets)


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*sets), replication, tell=True)
