"""Digests of the shipped rule books as they stand; ``python -m tests.engine.digests`` stores them anew.

A change that was to leave the model as it is leaves the file as it is; one that changes what is simulated stores it
anew and says in the changelog which moved, and why.
"""

import json
from pathlib import Path

from sim.engine.reference import simulate
from sim.scenario.files import load
from tests.engine.worlds import BOOKS, OTHERS, VILLAGE

STORED = Path(__file__).with_name("digests.json")
REPLICATIONS = 2
SHIPPED = ("beijing-2011", "beijing-2011-whole")


def village(book: str) -> list[str]:
    """The digests of the village's first replications under a rule book."""
    scenario = load(VILLAGE, policy=book)
    return [simulate(scenario, replication).postings.digest().hex() for replication in range(REPLICATIONS)]


def varied(name: str) -> list[str]:
    """The same under the village's own rules with the settings of that name."""
    scenario = load(VILLAGE, settings=OTHERS[name])
    return [simulate(scenario, replication).postings.digest().hex() for replication in range(REPLICATIONS)]


def beijing(name: str) -> list[str]:
    """The first replication of a shipped scenario."""
    return [simulate(load(name), 0).postings.digest().hex()]


def all_digests() -> dict[str, list[str]]:
    """Every digest by the name under which it is stored."""
    return (
        {f"village, {book}": village(book) for book in BOOKS}
        | {f"village, {name}": varied(name) for name in OTHERS}
        | {name: beijing(name) for name in SHIPPED}
    )


if __name__ == "__main__":
    STORED.write_text(json.dumps(all_digests(), indent=1) + "\n", encoding="utf-8")
