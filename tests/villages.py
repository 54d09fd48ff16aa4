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


def paid(history: History, kind: str, debit: str = "", credit: str = "") -> list[tuple[int, int]]:
    """Day and fen of every posting of a kind from accounts that begin with ``credit`` to those with ``debit``."""
    p = history.postings
    return [
        (int(row["day"]), int(row["fen"]))
        for row in p.rows
        if p.kinds[row["kind"]] == kind
        and p.accounts[row["debit"]].startswith(debit)
        and p.accounts[row["credit"]].startswith(credit)
    ]
