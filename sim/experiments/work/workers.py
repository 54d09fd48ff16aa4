"""Replications on local processes. What comes back depends on (scenario, replication) alone, never on the workers."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from typing import Any, Protocol, TypeVar

from sim.engine import auto
from sim.scenario.said import said

Done = TypeVar("Done")
Kept = TypeVar("Kept")
Done_co = TypeVar("Done_co", covariant=True)
Progress = Callable[[int, int], None]
Piece = tuple[list[tuple[int, Done]], dict[str, int]]  # replications by number, and how they were simulated

POOLS = 3  # pools started before giving up: a worker can be killed from outside, but not for ever
LONGEST_CHUNK = 10
ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class WorkersDiedError(RuntimeError):
    """Worker processes ended without an answer, again and again."""


class Flag(Protocol):
    """An event shared between processes."""

    def is_set(self) -> bool:
        """Whether it was raised."""

    def set(self) -> None:
        """Raise it."""


class Task(Protocol[Done_co]):
    """What every worker is told once; it can be sent to another process."""

    def begin(self) -> Callable[[int], Done_co]:
        """Called once in each worker; what it returns does the work of one replication, given its number."""


def default_workers() -> int:
    """Processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_replications(
    task: Task[Done],
    replications: range,
    workers: int,
    progress: Progress | None = None,
    *,
    keep: Callable[[Done], Kept],
) -> list[Kept]:
    """What ``keep`` makes of what ``task`` makes of each of ``replications``, in that order, on ``workers`` processes.

    One worker runs in this process. ``keep`` is called here as soon as a replication has arrived, so that no more of
    it than needed stays in memory; ``progress(done, total)`` is told of each finished piece. Raises
    ReplicationFailedError when a replication fails and WorkersDiedError when processes keep dying.
    """
    told = progress or _silent
    count = len(replications)
    if min(workers, count) <= 1:
        return _in_process(task, replications, told, keep)
    done: dict[int, Kept] = {}

    def collect(finished: list[tuple[int, Done]]) -> None:
        done.update((r, keep(one)) for r, one in finished)
        told(len(done), count)

    for _ in range(POOLS):
        missing = [r for r in replications if r not in done]
        try:
            _on_pool(task, chunks(missing, workers), min(workers, count), collect)
        except BrokenProcessPool:
            continue
        return [done[r] for r in replications]
    raise WorkersDiedError(
        said(
            "worker processes died in {pools} pools in a row, {rest} replications unfinished; "
            "memory may be short (use fewer workers), and a script that calls sim.run with several workers "
            "needs `if __name__ == '__main__':` around the call",
            pools=POOLS,
            rest=count - len(done),
        )
    )


def shifted(progress: Progress | None, done: int, total: int) -> Progress | None:
    """``progress`` for a part of ``total`` that begins when ``done`` are finished."""
    return None if progress is None else lambda finished, _: progress(done + finished, total)


def chunks(replications: Sequence[int], workers: int) -> list[Sequence[int]]:
    """Pieces of work of equal length, about eight a worker, none longer than ten replications."""
    size = max(1, min(LONGEST_CHUNK, len(replications) // (8 * workers)))
    return [replications[at : at + size] for at in range(0, len(replications), size)]


def _silent(done: int, count: int) -> None:
    """Progress nobody watches."""


def _in_process(task: Task[Done], replications: range, told: Progress, keep: Callable[[Done], Kept]) -> list[Kept]:
    work = task.begin()
    finished: list[Kept] = []
    for r in replications:
        finished.append(keep(work(r)))
        told(len(finished), len(replications))
    return finished


def _on_pool(
    task: Task[Done],
    pieces: Sequence[Sequence[int]],
    workers: int,
    collect: Callable[[list[tuple[int, Done]]], None],
) -> None:
    """Hand each piece to ``collect`` as it finishes; an error or Ctrl-C stops the workers between replications."""
    context = fresh_processes()
    stop: Flag = context.Event()
    pool = WholePool(workers, mp_context=context, initializer=_begin, initargs=(task, stop))
    try:
        waiting: set[Future[Piece[Done]]] = {pool.submit(_work, piece) for piece in pieces}
        while waiting:  # a future that is kept keeps its result
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in finished:
                done, ran = future.result()
                auto.add(ran)
                collect(done)
    except BaseException:
        stop.set()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class WholePool(ProcessPoolExecutor):
    """Processes of which none starts by half.

    A signal answered while a process starts would leave a worker the pool does not know of. That one may take the word
    to end which was meant for another, and the pool would wait for the other for ever.
    """

    def submit(self, fn: Callable[..., Done], /, *args: Any, **kwargs: Any) -> Future[Done]:
        """Have ``fn`` called in a process, which may have to be started first."""
        with undisturbed():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off what Ctrl-C and other signals raise until the block has ended; no other thread ever sees it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: handler for number in ENDING if callable(handler := signal.getsignal(number))}
    try:
        for number in before:
            signal.signal(number, lambda came_now, _: came.append(came_now))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)


def fresh_processes() -> BaseContext:
    """How workers are started: a fork of a process that already runs threads may deadlock; a fresh server has none.

    A worker begins by running its parent's script. One that was read from standard input cannot be run again, and need
    not be, since workers run nothing of it: it is made to look like the interactive prompt, which has no file.
    """
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    if file is not None and getattr(main, "__spec__", None) is None and not os.path.exists(file):
        del main.__file__
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


_STOP: Flag
_REPLICATE: Callable[[int], Any]


def _begin(task: Task[Any], stop: Flag) -> None:
    """Prepare a worker process."""
    global _STOP, _REPLICATE
    quiet_worker()
    _STOP, _REPLICATE = stop, task.begin()


def quiet_worker() -> None:
    """Make this process a worker: it leaves Ctrl-C to its parent and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End this process when its parent is gone; a parent killed hard would leave it running for good."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(replications: Sequence[int]) -> Piece[Any]:
    finished: list[tuple[int, Any]] = []
    for r in replications:
        if _STOP.is_set():
            break
        finished.append((r, _REPLICATE(r)))
    return finished, auto.taken()
