"""One in a hundred replications that ran compiled runs again under SimPy, with the same postings and measures.

Which ones, the scenario and the number of the replication say: the same in every run, others under another rule book.
"""

import hashlib
from typing import Protocol

from sim.economy.streams import Draws
from sim.engine import auto, reference
from sim.engine.supply import Supply
from sim.ledger.history import History
from sim.measures.reduce import reduce_history
from sim.scenario.scenario_schema import Scenario

ONE_IN = 100
KERNEL = "sim.engine.kernel"


class Engine(Protocol):
    """An engine's ``simulate``, on draws of its own or on some that are shared with other simulations."""

    def __call__(
        self, scenario: Scenario, replication: int, /, *, draws: Draws | None = None, supply: Supply | None = None
    ) -> History:
        """Simulate one replication."""


class CalendarsDifferError(Exception):
    """The laws left other postings or measures compiled than under SimPy: a fault of the program or of the machine."""

    def __init__(self, compiled: str, simpy: str) -> None:
        self.digests = compiled, simpy
        super().__init__(
            f"the laws leave other postings or measures compiled (digest {compiled:.16}) than under SimPy"
            f" ({simpy:.16}); please report this, and use --engine reference until it is mended"
        )

    def __reduce__(self) -> tuple[type["CalendarsDifferError"], tuple[str, str]]:
        return type(self), self.digests


def rechecking(simulate: Engine, module: str) -> Engine:
    """``simulate`` of an engine's module; what runs compiled is checked where it is chosen.

    The function raises CalendarsDifferError beside what ``simulate`` raises.
    """

    def checked(
        scenario: Scenario, replication: int, /, *, draws: Draws | None = None, supply: Supply | None = None
    ) -> History:
        before = auto.ran[auto.COMPILED]
        history = simulate(scenario, replication, draws=draws, supply=supply)
        compiled = module == KERNEL or auto.ran[auto.COMPILED] > before
        if compiled and is_chosen(scenario, replication):
            compare(history, scenario, replication, draws, supply)
        return history

    return checked if module in (KERNEL, auto.__name__) else simulate


def is_chosen(scenario: Scenario, replication: int) -> bool:
    """Whether this replication is one of the hundredth that is checked."""
    state = hashlib.blake2b(digest_size=8)
    rules = (scenario.policy.model_dump_json(), scenario.economy.model_dump_json())
    for word in (*rules, scenario.start, scenario.horizon_years, scenario.warm_up_years, scenario.seed, replication):
        state.update(f"{word}\0".encode())
    return int.from_bytes(state.digest()) % ONE_IN == 0


def compare(
    history: History, scenario: Scenario, replication: int, draws: Draws | None = None, supply: Supply | None = None
) -> None:
    """Run a replication again under SimPy; raises CalendarsDifferError where postings or measures are not the same.

    Not counted among the replications that were simulated.
    """
    again = reference.simulate(scenario, replication, draws=draws.again() if draws else None, supply=supply)
    compiled, simpy = reduce_history(history, scenario), reduce_history(again, scenario)
    if (compiled.digest, compiled.values) != (simpy.digest, simpy.values):
        raise CalendarsDifferError(compiled.digest.hex(), simpy.digest.hex())
