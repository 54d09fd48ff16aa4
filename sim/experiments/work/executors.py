"""Who does the cells: this process, local processes, or a Dask cluster; a worker that dies costs its cells a retry."""

import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from typing import Any, Protocol

from sim.experiments.work.cells import Done, Job, StoppedError, heed, work
from sim.experiments.work.workers import Flag, WholePool, WorkersDiedError, _follow_parent, fresh_processes
from sim.scenario.said import said

AHEAD = 2  # cells in flight a worker: the next one is there when the last one ends
ALONE = 2  # how often a suspect may take its worker down before it is given up
DEATHS = 3  # cells given up in a row, none done in between, before the workers themselves are suspected


class Crew(Protocol):
    """Workers that were started."""

    executor: Executor
    shared: bool  # whether one death takes all that is in flight with it

    @property
    def count(self) -> int:
        """How many workers there are now."""

    def close(self, *, now: bool) -> None:
        """Let them go: after what is in flight, or as soon as they can stop."""


Start = Callable[[], Crew]


class _Here(Executor):
    """This process, which does a cell when it is asked to."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as cause:
            future.set_exception(cause)
        return future


class InProcess:
    """One worker: this process."""

    shared = True

    def __init__(self) -> None:
        self.executor: Executor = _Here()
        self.count = 1

    def close(self, *, now: bool) -> None:
        """Nothing is left to stop."""


class LocalPool:
    """Local processes, started fresh from a server without threads."""

    shared = True

    def __init__(self, workers: int) -> None:
        context = fresh_processes()
        self._stop: Flag = context.Event()
        self.executor: Executor = WholePool(workers, mp_context=context, initializer=_begin, initargs=(self._stop,))
        self.count = workers

    def close(self, *, now: bool) -> None:
        """Wait for the processes to end; ``now`` stops them between replications."""
        if now:
            self._stop.set()
        self.executor.shutdown(wait=True, cancel_futures=True)


def _begin(stop: Flag) -> None:
    """Prepare a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_follow_parent, daemon=True).start()
    heed(stop)


def run_cells(jobs: Iterable[Job], start: Start, told: Callable[[Job, Done], None]) -> list[Job]:
    """Have every job done and ``told`` of it as it ends; the jobs given up because their worker died each time.

    Cells in flight when a worker dies are suspects and go one at a time; one that takes its worker down twice more is
    given up. Whatever else a job raises is raised here when the others have stopped. Raises WorkersDiedError when
    workers die whatever they do.
    """
    desk = _Desk(iter(jobs), start, told)
    try:
        desk.work()
    except BaseException:
        desk.crew.close(now=True)
        raise
    desk.crew.close(now=False)
    return desk.lost


class _Desk:
    """What is waiting, what is in flight, and what is suspected."""

    def __init__(self, jobs: Iterator[Job], start: Start, told: Callable[[Job, Done], None]) -> None:
        self._jobs, self._start, self._told = jobs, start, told
        self._suspects: deque[Job] = deque()
        self._strikes: Counter[str] = Counter()
        self._flying: dict[Future[Done], Job] = {}
        self._deaths = 0
        self.lost: list[Job] = []
        self.crew = start()

    def work(self) -> None:
        """Until nothing is left."""
        while True:
            fallen = self._submit()
            if not self._flying and not fallen:
                return
            tried = [*self._flying.values(), *fallen]
            alone = len(tried) == 1 and self._strikes[tried[0].cell.key] > 0
            fallen += self._land()
            if fallen:
                self._after_a_death(fallen, alone=alone)

    def _submit(self) -> list[Job]:
        """Fill the window; a suspect flies alone. What could not be handed over because a worker had died."""
        while self._suspects or len(self._flying) < AHEAD * self.crew.count:
            if self._suspects and self._flying:
                return []
            job = self._suspects.popleft() if self._suspects else next(self._jobs, None)
            if job is None:
                return []
            try:
                self._flying[self.crew.executor.submit(work, job)] = job
            except BrokenExecutor:
                return [job]
            if self._strikes[job.cell.key]:
                return []
        return []

    def _land(self) -> list[Job]:
        """Wait for what ends first; the jobs whose worker died."""
        if not self._flying:
            return []
        fallen = self._collect(wait(self._flying, return_when=FIRST_COMPLETED).done)
        if fallen and self.crew.shared:
            fallen += self._collect(wait(self._flying).done)
        return fallen

    def _collect(self, done: Iterable[Future[Done]]) -> list[Job]:
        fallen: list[Job] = []
        for future in done:
            job = self._flying.pop(future)
            try:
                found = future.result()
            except Exception as cause:
                if not _is_death(cause):
                    raise
                fallen.append(job)
                continue
            self._deaths = 0
            self._told(job, found)
        return fallen

    def _after_a_death(self, fallen: list[Job], *, alone: bool) -> None:
        fallen.sort(key=lambda job: (job.cell.first, job.cell.point))
        for job in fallen:
            self._strikes[job.cell.key] += 1
        if alone and self._strikes[fallen[0].cell.key] > ALONE:
            self.lost.append(fallen.pop())
            self._deaths += 1
            if self._deaths >= DEATHS:
                raise WorkersDiedError(
                    said(
                        "worker processes died at {count} cells in a row; memory may be short (use fewer workers), "
                        "and a script that calls sim.sweep or sim.sensitivity with several workers needs "
                        "`if __name__ == '__main__':` around the call",
                        count=self._deaths,
                    )
                )
        self._suspects.extendleft(reversed(fallen))
        if self.crew.shared:
            self.crew.close(now=True)
            self.crew = self._start()


def _is_death(cause: Exception) -> bool:
    # A Dask scheduler gives up a task whose workers died by an exception of its own, which is not imported here.
    return isinstance(cause, BrokenExecutor) or type(cause).__name__ == "KilledWorker"


def is_end_of_cluster(cause: BaseException) -> bool:
    """Whether an exception of ``run_cells`` says that the cluster itself was lost."""
    return isinstance(cause, CancelledError | StoppedError) or type(cause).__name__ in (
        "FutureCancelledError",
        "ClosedClientError",
        "CommClosedError",
        "FutureCancelled",
    )
