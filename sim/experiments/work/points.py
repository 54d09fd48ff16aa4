"""Points simulated in cells: what is stored is not simulated again, what fails is recorded, workers change nothing."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from sim.engine import auto
from sim.engine.auto import AUTO, EngineName
from sim.experiments.work.building import laws_for
from sim.experiments.work.cells import (
    BLOCK,
    Cell,
    Done,
    Job,
    OtherSourcesError,
    cells_of,
    columns_of,
    estimators,
    point_name,
    sources,
    travelling,
)
from sim.experiments.work.dask_cluster import Cluster, reach
from sim.experiments.work.executors import InProcess, LocalPool, Start, is_end_of_cluster, run_cells
from sim.experiments.work.folder import SWEEP, FolderKind, PassingFolder, check_folder, working
from sim.experiments.work.kept import Made, from_bytes, to_bytes
from sim.experiments.work.recheck import CalendarsDifferError
from sim.experiments.work.replication import engine_module
from sim.experiments.work.slim import FailedReplication, from_columns
from sim.experiments.work.store import Store
from sim.experiments.work.workers import Progress, default_workers
from sim.measures.failures import Failure
from sim.measures.reduce import Reduced
from sim.scenario.scenario_schema import Scenario

WORKER_DIED = "its worker died"


class StudyStoppedError(RuntimeError):
    """A sweep or sensitivity study could not go on; what was done is kept, and ``resume`` goes on from there."""


@dataclass(frozen=True)
class PointRun:
    """One point read back: ``reduced`` holds the replications that exist, in order, without rows and series."""

    point: int
    reduced: list[Reduced]
    failures: list[Failure]


@dataclass(frozen=True)
class Crewing:
    """Who simulates: ``workers`` local processes (default: one a processor), or the Dask cluster at ``cluster``."""

    engine: EngineName = AUTO
    workers: int | None = None
    cluster: str | None = None

    def start(self) -> Start:
        """What starts the workers.

        Raises ValueError for a number of workers or an engine that cannot be, BadInput for a cluster that is not there.
        """
        engine_module(self.engine)
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"workers is {self.workers}; at least 1 is needed")
        address, count = self.cluster, self.workers or default_workers()
        if address is not None:
            reach(address)  # before a folder is begun
            return lambda: Cluster(address)
        return InProcess if count == 1 else lambda: LocalPool(count)


class Simulated:
    """Points and what the store holds of them, read back one by one, so that memory stays flat.

    ``wanted`` is the number of replications asked for at each point, ``computed`` and ``reused`` the replications
    simulated by this object and found in the store.
    """

    def __init__(
        self,
        folder: Path | PassingFolder,
        points: Sequence[Scenario],
        crewing: Crewing,
        progress: Progress | None = None,
        kind: FolderKind = SWEEP,
    ) -> None:
        self.points = points
        self.wanted = [0] * len(points)
        self.computed = self.reused = 0
        self.kept = folder if isinstance(folder, PassingFolder) else None
        self.folder = folder.path if isinstance(folder, PassingFolder) else folder
        self._store = Store(self.folder)
        self._crewing, self._progress, self._kind = crewing, progress, kind
        self._names: list[str] = []
        self._policies: list[str] = []
        for scenario in points:
            self._names.append(point_name(scenario))
            self._policies.append(scenario.policy_name)
        self._died: set[str] = set()
        self._token = ""

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[PointRun]:
        return (self.read(point) for point in range(len(self)))

    def simulate(self, wanted: Sequence[int]) -> None:
        """Bring every point to so many replications; all but the last number of a point are whole blocks.

        Raises StudyStoppedError when the machine gives out (disk, memory, cluster), WorkersDiedError when workers die
        whatever they do; then the store holds what was done.
        """
        missing = self._missing(wanted)
        self.wanted = [max(pair) for pair in zip(self.wanted, wanted, strict=True)]
        self._tell()
        if not missing:
            return
        # A cluster's machines have compiled laws of their own, or none.
        with self.at_work(), nullcontext() if self._crewing.cluster else laws_for(self._crewing.engine):
            lost = run_cells(self._jobs(missing), self._crewing.start(), self._keep)
        self._died |= {job.cell.key for job in lost}
        self._tell()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Hold the folder for this process; StudyStoppedError says what ended the work before its time."""
        if self._token:
            yield  # held already
            return
        try:
            with working(self._store, self._kind) as self._token:
                yield
        except (OSError, MemoryError, OtherSourcesError, CalendarsDifferError) as cause:
            raise StudyStoppedError(self._stopped(cause)) from cause
        except Exception as cause:
            if not is_end_of_cluster(cause):
                raise
            raise StudyStoppedError(self._stopped(ConnectionError("the cluster was lost"))) from cause
        finally:
            self._token = ""

    def _stopped(self, cause: BaseException) -> str:
        reason = str(cause) or {"MemoryError": "memory is exhausted"}.get(type(cause).__name__, type(cause).__name__)
        return f"the {self._kind} stopped: {reason}"

    def _missing(self, wanted: Sequence[int]) -> list[Cell]:
        """The cells that are not stored, blocks outer and points inner, so that workers share the draws of a block."""
        found: dict[str, Cell] = {}
        for first in range(0, max(wanted, default=0), BLOCK):
            for point, name in enumerate(self._names):
                block = range(max(first, self.wanted[point]), min(first + BLOCK, wanted[point]))
                for cell in cells_of(point, name, block):
                    if cell.key in found or self._store.has(cell.key):
                        self.reused += cell.count
                    else:
                        found[cell.key] = cell
        return list(found.values())

    def _jobs(self, cells: list[Cell]) -> Iterator[Job]:
        module, folder = engine_module(self._crewing.engine), str(self._store.folder.absolute())
        for cell in cells:
            scenario = travelling(self.points[cell.point])
            yield Job(cell, self._names[cell.point], scenario, module, folder, self._token, sources())

    def _keep(self, job: Job, done: Done) -> None:
        if done.data is not None:
            self._store.put(done.key, done.data)
        auto.add(done.ran)
        self.computed += job.cell.count
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self.computed + self.reused, sum(self.wanted))

    def read(self, point: int) -> PointRun:
        """One point by its place; raises StudyStoppedError for a damaged cell that cannot be made again."""
        reduced: list[Reduced] = []
        failures: list[Failure] = []
        policy = self._policies[point]
        for cell in cells_of(point, self._names[point], range(self.wanted[point])):
            if cell.key in self._died:
                failures.append(Failure(point, policy, cell.first, cell.last, WORKER_DIED))
                continue
            for one in self._outcomes(cell):
                if isinstance(one, Reduced):
                    reduced.append(one)
                else:
                    failures.append(Failure(point, policy, one.replication, one.replication, one.reason))
        return PointRun(point, reduced, failures)

    def made(self, points: Sequence[int], kind: str, make: Callable[..., Made]) -> Made:
        """``make`` of the runs of one point or of several, or what an earlier study kept of it; raises what ``read``
        does.

        ``kind`` names all that ``make`` depends on beside the points. What is kept counts only with the very cells and
        sources it was made from. Points with a cell that is not there are not kept.
        """
        cells = [cell for point in points for cell in cells_of(point, self._names[point], range(self.wanted[point]))]
        key = hashlib.blake2b(" ".join([kind, *(cell.key for cell in cells)]).encode(), digest_size=16).hexdigest()
        makers = f"{kind} {estimators(__name__, make.__module__)}"
        try:
            return from_bytes(self._store.beside(key).read_bytes(), self._origin(cells, makers))
        except (OSError, ValueError):
            found = make(*(self.read(point) for point in points))
        if self.kept is None and not any(cell.key in self._died for cell in cells):
            self._store.keep(key, to_bytes(found, self._origin(cells, makers)))
        return found

    def failures(self, point: int, told: Iterable[tuple[int, int, str]]) -> list[Failure]:
        """Failures of a point from what ``Failure.without_place`` told of each."""
        return [Failure(point, self._policies[point], *each) for each in told]

    def _origin(self, cells: Sequence[Cell], makers: str) -> bytes:
        """Stands for the ``makers`` and the cells; a cell that was damaged is not read as it was."""
        state = hashlib.blake2b(makers.encode(), digest_size=32)
        for cell in cells:
            state.update(f" {cell.key} ".encode())
            with suppress(OSError):
                state.update(hashlib.blake2b(self._store.path(cell.key).read_bytes()).digest())
        return state.digest()

    def _outcomes(self, cell: Cell) -> list[Reduced | FailedReplication]:
        """A cell; one that is damaged, or under the name of another, is simulated again, and the log says so."""
        try:
            return self._stored(cell)
        except (OSError, ValueError, KeyError, TypeError) as cause:  # damage may turn text into bytes
            path = self._store.path(cell.key)
            logging.getLogger(__name__).warning("%s: %s; it is simulated again", path, cause)
            with self.at_work():
                again = columns_of(cell, self.points[cell.point], engine_module(self._crewing.engine))
                self._store.write(cell.key, again)
        self.computed, self.reused = self.computed + cell.count, self.reused - cell.count
        return self._stored(cell)

    def _stored(self, cell: Cell) -> list[Reduced | FailedReplication]:
        found = from_columns(self._store.get(cell.key), cell.key)
        if [one.replication for one in found] != list(range(cell.first, cell.last + 1)):
            raise ValueError("it holds other replications")
        return found

    def close(self) -> None:
        """Remove the folder if it was a temporary one; otherwise it goes with this object."""
        if self.kept is not None:
            self.kept.close()


def simulate_points(
    points: Sequence[Scenario],
    replications: int,
    *,
    out: Path | None = None,
    resume: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    engine: EngineName = AUTO,
    kind: FolderKind = SWEEP,
) -> Simulated:
    """Simulate every point in replications 0 to ``replications`` - 1 and keep the results in ``out``.

    The same replication has the same draws at every point of one seed. Cells that ``out`` holds already are not
    simulated again; without ``out`` a temporary folder goes with the returned object. ``points`` may be any sequence,
    one that makes its scenarios when asked included. ``kind``
    is what the folder holds: only its like takes it up. Raises BadInput for a folder that exists (without ``resume``),
    ValueError for numbers that make no sense, and what ``Simulated.simulate`` raises.
    """
    if replications < 1:
        raise ValueError(f"replications is {replications}; at least 1 is needed")
    crewing = Crewing(engine, workers, cluster)
    crewing.start()
    if out is not None:
        check_folder(out, resume=resume, kind=kind)
    simulated = Simulated(out or PassingFolder(), points, crewing, progress, kind)
    simulated.simulate([replications] * len(points))
    return simulated
