"""A village of companies beside one another: only investors from outside, who are ready or not, whatever else happens.

Nothing is scarce but places at the exchange, so that what a company does up to its last round is its own.
"""

from sim.economy.fates import StageLaw, stage_laws
from sim.ledger.history import NEVER, Company, History, Round
from sim.scenario.economy_schema import SECTORS
from sim.scenario.scenario_schema import Scenario
from tests.opinion.small import run, uniform, village

RATE = 0.05
CROWD = (
    "economy.pipeline.shelf=200",
    "economy.pipeline.discovery=0.9",
    "economy.rounds.outside_ready=[0.6, 0.30, 0.70, 0.85, 0.95]",
    "horizon_years=14",
)
LEAVING = (*CROWD, f"economy.leaving.rate={RATE}")
BASE = 'policy.bases.sectors=["biology", "new_materials"]'
AT_BASE = (SECTORS.index("biology"), SECTORS.index("new_materials"))

Key = tuple[int, int]


def crowd(*settings: str, base: tuple[str, ...] = CROWD) -> Scenario:
    return village(*base, *settings)


def companies(history: History) -> dict[int, Company]:
    return {one.slot: one for one in history.companies}


def rounds(history: History) -> dict[Key, Round]:
    """By company and stage."""
    return {(one.company, one.stage): one for one in history.rounds}


def advanced(history: History) -> set[int]:
    """Companies that closed a round after the first."""
    return {one.company for one in history.rounds if one.stage > 0}


def laws_of(scenario: Scenario) -> tuple[StageLaw, ...]:
    return stage_laws(scenario.economy.company)


def first_leave(scenario: Scenario, replication: int, one: Company, days: tuple[int, ...], p: dict[int, float]) -> int:
    """The programme day on which a company of the city leaves it, by its own draws and chances by year."""
    for year, day in enumerate(days):
        there = one.founded <= day < one.operates_until
        if one.local and there and uniform(scenario, replication, "leave", one.slot, year) < p[year]:
            return day
    return NEVER


def history(scenario: Scenario, replication: int) -> History:
    return run(scenario, replication)
