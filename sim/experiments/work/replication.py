"""One replication from beginning to end: simulate, reduce, keep what was asked for."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Literal, Protocol

from sim.economy.streams import Draws
from sim.engine.auto import AUTO, COMPILED, REFERENCE, EngineName
from sim.engine.supply import Supply
from sim.experiments.work.recheck import rechecking
from sim.experiments.work.spool import Packed, Spool, pack
from sim.ledger.history import History
from sim.ledger.postings import Postings
from sim.measures.reduce import Reduced, reduce_history
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

Simulate = Callable[[Scenario, int], History]


class SimulateOnDraws(Protocol):
    """An engine's ``simulate`` on draws that are shared with other simulations of the replication."""

    def __call__(self, scenario: Scenario, replication: int, /, *, draws: Draws) -> History:
        """Simulate one replication."""


class SimulateOnSupply(SimulateOnDraws, Protocol):
    """The same, which can hold the supply of private money that another rule book found."""

    def __call__(
        self, scenario: Scenario, replication: int, /, *, draws: Draws, supply: Supply | None = None
    ) -> History:
        """Simulate one replication."""


Keep = frozenset[int] | Literal["all"]

# Engines by name: the module whose ``simulate(scenario, replication)`` makes a history.
ENGINES: dict[EngineName, str] = {
    AUTO: "sim.engine.auto",
    REFERENCE: "sim.engine.reference",
    COMPILED: "sim.engine.kernel",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one replication makes: its reduction (with its digest), and its postings when asked for."""

    replication: int
    reduced: Reduced
    postings: Postings | None


@dataclass(frozen=True, slots=True)
class Sent:
    """An outcome on its way from a worker."""

    packed: Packed
    postings: Postings | None

    def kept(self, spool: Spool) -> Outcome:
        """The outcome, most of it put aside."""
        return Outcome(self.packed.light.replication, spool.keep(self.packed), self.postings)


@dataclass(frozen=True)
class OneScenario:
    """The task of a run: the engine's module, the scenario, which postings to keep."""

    module: str
    scenario: Scenario
    keep: Keep

    def begin(self) -> Callable[[int], Sent]:
        """What does one replication."""
        return partial(_one, simulator(self.module), self.scenario, self.keep)


class ReplicationFailedError(Exception):
    """A replication stopped with an error; ``(seed, replication)`` and the version reproduce it.

    ``details`` is the traceback of the place where it happened.
    """

    def __init__(self, seed: int, replication: int, reason: str, details: str = "") -> None:
        self.seed = seed
        self.replication = replication
        self.reason = reason
        self.details = details
        told = said(
            "replication {replication} with seed {seed} failed: {reason}",
            replication=replication, seed=seed, reason=reason,
        )  # fmt: skip
        super().__init__(told)

    def __reduce__(self) -> tuple[type["ReplicationFailedError"], tuple[int, int, str, str]]:
        return type(self), (self.seed, self.replication, self.reason, self.details)


def engine_module(name: EngineName) -> str:
    """The module of engine ``name``; raises ValueError for a name that is not known."""
    if name not in ENGINES:
        raise ValueError(f"unknown engine {name!r}; known: {', '.join(sorted(ENGINES))}")
    return ENGINES[name]


def simulator(module: str) -> Simulate:
    """The ``simulate`` function of an engine's module; compiled, some replications are checked (``recheck``)."""
    return rechecking(import_module(module).simulate, module)


def simulator_on_draws(module: str) -> SimulateOnSupply:
    """The same function, for a caller that brings the draws."""
    return rechecking(import_module(module).simulate, module)


def _one(simulate: Simulate, scenario: Scenario, keep: Keep, replication: int) -> Sent:
    made = replicate(simulate, scenario, replication, keep)
    return Sent(pack(made.reduced), made.postings)


def replicate(simulate: Simulate, scenario: Scenario, replication: int, keep: Keep) -> Outcome:
    """Run replication ``replication`` (from 0) of ``scenario``.

    Raises ReplicationFailedError with seed and replication when the engine or the reduction fails.
    """
    try:
        history = simulate(scenario, replication)
        reduced = reduce_history(history, scenario)
    except Exception as cause:
        reason = f"{type(cause).__name__}: {cause}"
        raise ReplicationFailedError(scenario.seed, replication, reason, traceback.format_exc()) from cause
    kept = history.postings if keep == "all" or replication in keep else None
    return Outcome(replication, reduced, kept)
