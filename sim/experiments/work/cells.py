"""The unit of work of a sweep: one point in a block of replications, known by its content and done by a worker."""

import hashlib
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import numpy as np

from sim import __version__
from sim.economy.streams import Draws
from sim.engine import auto
from sim.engine.reach import contents, reached
from sim.experiments.work.recheck import CalendarsDifferError
from sim.experiments.work.replication import ReplicationFailedError, replicate, simulator_on_draws
from sim.experiments.work.slim import Columns, FailedReplication, slim, to_columns
from sim.experiments.work.store import Store
from sim.experiments.work.workers import Flag
from sim.measures.reduce import Reduced
from sim.scenario.content import content, hashed
from sim.scenario.scenario_schema import Scenario

BLOCK = 10  # replications a cell; a lost worker costs no more than the cells it was at
PACKAGE = Path(__file__).parents[2]
KEPT_SCENARIOS = 64
FORMAT = 3


class StoppedError(Exception):
    """A worker was told to stop between two replications."""


class OtherSourcesError(RuntimeError):
    """A worker runs other sources than the process that asked it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Replications ``first`` to ``last`` of a point; ``key`` is the name of its file."""

    point: int
    first: int
    last: int
    key: str

    @property
    def count(self) -> int:
        """How many replications it holds."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Job:
    """All a worker needs for a cell, on whatever machine; ``name`` tells equal scenarios from others."""

    cell: Cell
    name: str
    scenario: Scenario
    module: str
    folder: str
    token: str
    sources: str


@dataclass(frozen=True, slots=True)
class Done:
    """What a worker says of a cell: ``data`` is its file where the worker does not see the store.

    ``ran`` counts replications by the way in which they were simulated.
    """

    key: str
    data: bytes | None
    ran: Mapping[str, int]


@cache
def sources() -> str:
    """Fingerprint of everything in the package that decides a result: all that this module, which makes it, reaches."""
    return _fingerprint(__name__)


@cache
def estimators(*modules: str) -> str:
    """Fingerprint of what decides what ``modules`` make of results: all that they reach, and the release of numpy."""
    return f"{_fingerprint(*modules)} {np.__version__}"


def _fingerprint(*modules: str) -> str:
    state = hashlib.blake2b(digest_size=16)
    for part in contents(PACKAGE, reached(PACKAGE, *modules)):
        state.update(part)
    return state.hexdigest()


def point_name(scenario: Scenario) -> str:
    """The identity of a point: scenario, version and sources; the way of simulating changes nothing."""
    whole = {"format": FORMAT, "version": __version__, "sources": sources(), **content(scenario)}
    return hashed(whole)


def cells_of(point: int, name: str, replications: range) -> Iterator[Cell]:
    """The cells of a point, blocks of ten replications; ``replications`` begins at the first of a block."""
    for first in range(replications.start, replications.stop, BLOCK):
        last = min(first + BLOCK, replications.stop) - 1
        state = hashlib.blake2b(f"{name} {first} {last}".encode(), digest_size=16)
        yield Cell(point, first, last, state.hexdigest())


_ONE_AT_A_TIME = threading.Lock()  # a cluster's worker may have threads; tables of draws are shared between cells
_SCENARIOS: dict[str, Scenario] = {}
_DRAWS: dict[tuple[int, int], Draws] = {}
_STOP: list[Flag] = []


def heed(stop: Flag) -> None:
    """Let this process stop between replications once ``stop`` is raised."""
    _STOP[:] = [stop]


def work(job: Job) -> Done:
    """Do a cell, and write it where the store is in sight; a cell that is there already is not done again.

    A replication that raises is recorded. Raises OSError, MemoryError and CalendarsDifferError, which are no fault of
    the point; StoppedError when told to stop; OtherSourcesError when this process would simulate something else.
    """
    store, cell = Store(Path(job.folder)), job.cell
    with _ONE_AT_A_TIME:
        near = store.sees(job.token)
        if near and store.has(cell.key):
            return Done(cell.key, None, {})
        if job.sources != sources():
            raise OtherSourcesError("a worker has other sources of the program, or they were changed meanwhile")
        columns = columns_of(cell, _kept(job), job.module)
        if near and store.sees(job.token):  # a cluster's worker outlives the sweep that asked it
            store.write(cell.key, columns)
            return Done(cell.key, None, auto.taken())
        with tempfile.TemporaryDirectory(prefix="yindao-") as folder:
            away = Store(Path(folder))
            away.write(cell.key, columns)
            return Done(cell.key, away.path(cell.key).read_bytes(), auto.taken())


def columns_of(cell: Cell, scenario: Scenario, module: str) -> Columns:
    """What the file of a cell holds; raises what ``work`` does."""
    return to_columns(outcomes(scenario, range(cell.first, cell.last + 1), module), cell.key)


def _kept(job: Job) -> Scenario:
    """One object for equal scenarios, so that what an engine derives from it is derived once."""
    scenario = _SCENARIOS.pop(job.name, job.scenario)
    _SCENARIOS[job.name] = scenario
    if len(_SCENARIOS) > KEPT_SCENARIOS:
        del _SCENARIOS[next(iter(_SCENARIOS))]
    return scenario


def outcomes(scenario: Scenario, replications: Sequence[int], module: str) -> list[Reduced | FailedReplication]:
    """Each replication reduced to what a sweep keeps, or how it failed; raises what ``work`` does."""
    simulate = simulator_on_draws(module)
    found: list[Reduced | FailedReplication] = []
    for replication in replications:
        if _STOP and _STOP[0].is_set():
            raise StoppedError
        on_draws = partial(simulate, draws=_draws(scenario.seed, replication))
        try:
            found.append(slim(replicate(on_draws, scenario, replication, frozenset()).reduced))
        except ReplicationFailedError as failed:
            if isinstance(failed.__cause__, OSError | MemoryError | CalendarsDifferError):
                raise failed.__cause__ from failed
            found.append(FailedReplication(replication, failed.reason))
    return found


def _draws(seed: int, replication: int) -> Draws:
    """The draws of a replication; those of a block are kept, for every point reads the same."""
    kept = _DRAWS.pop((seed, replication), None) or Draws(seed, replication)
    _DRAWS[seed, replication] = kept
    if len(_DRAWS) > BLOCK:
        del _DRAWS[next(iter(_DRAWS))]
    return kept.again()


def travelling(scenario: Scenario) -> Scenario:
    """The scenario as it is sent to workers: half as heavy without its sources."""
    return replace(scenario, provenance={})
