"""Whichever calendar serves best: begins under SimPy at once, and goes over to the compiled laws when these are ready.

Both leave the same history, so that nobody can tell but by the time it takes.
"""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Final, Literal

from sim.economy.streams import Draws
from sim.engine import cache, reference
from sim.engine.supply import Supply
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

# The ways to simulate that a user can ask for, which is also what folders say.
EngineName = Literal["auto", "reference", "compiled"]
AUTO: Final = "auto"
REFERENCE: Final = "reference"
COMPILED: Final = "compiled"
# Seconds of simulation after which the compiled laws are worth loading: about what loading takes.
WORTH = 0.7

# Replications simulated so far by way, in this process and in the workers that told it theirs.
ran: Counter[str] = Counter()


@dataclass
class Way:
    """How a process simulates: seconds spent so far, and the compiled laws once they are loaded."""

    spent: float = 0.0
    kernel: ModuleType | None = None
    given_up: bool = False


_way = Way()


def simulate(
    scenario: Scenario, replication: int, *, draws: Draws | None = None, supply: Supply | None = None
) -> History:
    """Simulate one replication of ``scenario`` and audit its ledger, as ``reference.simulate`` does, bit for bit.

    Raises EngineError when the replication stops, LedgerError when the books do not balance.
    """
    if draws is None or not draws.dictated:
        compiled = _compiled()
        if compiled is not None:
            try:
                history: History = compiled.simulate(scenario, replication, draws=draws, supply=supply)
            except MemoryError:  # the tables are set aside generously, which not every machine allows
                _way.kernel, _way.given_up = None, True
            else:
                ran[COMPILED] += 1
                return history
    began = time.perf_counter()
    history = reference.simulate(scenario, replication, draws=draws, supply=supply)
    _way.spent += time.perf_counter() - began
    ran[REFERENCE] += 1
    return history


def _compiled() -> ModuleType | None:
    """The compiled laws, loaded as soon as they are ready and worth it."""
    if _way.kernel is None and not _way.given_up and _way.spent >= WORTH and cache.is_ready():
        try:
            from sim.engine import kernel
        except ImportError:  # a numba that does not go with this Python
            _way.given_up = True
        else:
            _way.kernel = kernel
    return _way.kernel


def taken() -> dict[str, int]:
    """What ``ran`` says, which then begins anew."""
    found = dict(ran)
    ran.clear()
    return found


def add(other: Mapping[str, int]) -> None:
    """Count what a worker simulated."""
    ran.update(other)
