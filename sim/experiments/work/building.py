"""The compiled laws, made ready beside the work that will use them, or before it where they were asked for by name."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sim.engine import cache
from sim.engine.auto import AUTO, COMPILED, REFERENCE, EngineName
from sim.engine.build import GO_ON, build
from sim.engine.probes import ArithmeticDiffersError, check_arithmetic
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

LOGGER = logging.getLogger(__name__)
# Seconds of work after which compiling begins: a shorter job would never see the end of it.
LONG = 2.0
_building = threading.Lock()  # one builder a process, however many studies it runs side by side


@contextmanager
def laws_for(engine: EngineName) -> Iterator[None]:
    """Have compiled laws made for what runs inside.

    ``auto``: another process begins to compile once the work takes longer, and goes on by itself when the work is done;
    an error or Ctrl-C ends it too. ``compiled``: they are there before the work begins. Raises BadInput where that
    cannot be.
    """
    if engine == COMPILED:
        _build_first()
    if engine != AUTO or not cache.has_compiler() or not _building.acquire(blocking=False):
        yield
        return
    try:
        with _beside():
            yield
    finally:
        _building.release()


@contextmanager
def _beside() -> Iterator[None]:
    started: list[subprocess.Popen[bytes]] = []
    timer = threading.Timer(LONG, _begin, [started])
    timer.daemon = True
    timer.start()
    try:
        yield
    except BaseException:
        _end(timer, started)
        for builder in started:
            with builder:
                builder.kill()
        raise
    _end(timer, started)
    for builder in started:
        _let_go(builder)


def _end(timer: threading.Timer, started: list[subprocess.Popen[bytes]]) -> None:
    """Afterwards nothing is started any more."""
    timer.cancel()
    timer.join()


def _begin(started: list[subprocess.Popen[bytes]]) -> None:
    """Start a builder where there is something to build and nobody builds."""
    found = cache.folder()
    if found is None or cache.is_ready() or cache.failure():
        return
    with cache.locked(found, wait=False) as free:
        if not free:
            return
    with suppress(OSError):  # no more processes: the reference does all
        started.append(_builder())


def _builder() -> "subprocess.Popen[bytes]":
    """The builder finds what this process would import and keeps what this one looks for, wherever it was started.

    It stands in the root, which stays: the folder of this process may be removed before it is done.
    """
    code = f"import sys; sys.path[:] = {_places()!r}; from sim.engine.build import build_behind; build_behind()"
    nowhere, found = subprocess.DEVNULL, cache.folder()
    kept = {} if found is None else {"YINDAO_CACHE": os.path.abspath(found.parents[1])}
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=os.path.abspath(os.sep), env=os.environ | kept,
        stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere, start_new_session=True,
    )  # fmt: skip


def _places() -> list[str]:
    """Where this process imports from, said so that it is found from any folder."""
    try:
        os.getcwd()
    except OSError:  # that folder was removed: nothing is found below it
        return [one for one in sys.path if os.path.isabs(one)]
    return [os.path.abspath(one) if os.path.exists(one or ".") else one for one in sys.path]


def _let_go(builder: "subprocess.Popen[bytes]") -> None:
    """Tell a builder to go on by itself."""
    if builder.stdin is not None:
        with suppress(OSError), builder.stdin as pipe:  # it may have ended
            pipe.write(f"{GO_ON}\n".encode())
    threading.Thread(target=builder.wait, daemon=True).start()


def _build_first() -> None:
    if not cache.has_compiler():
        what = said(
            "{compiled} needs numba, which is not installed or switched off; {auto} and {reference} do without",
            compiled=COMPILED,
            auto=AUTO,
            reference=REFERENCE,
        )
        raise BadInput([Problem("--engine", "", what)])
    if not cache.is_ready():
        LOGGER.warning("compiling the laws, once for this version and machine; it takes a minute or two")
        try:
            if not build():  # no folder to keep them in: every process compiles for itself
                check_arithmetic()
        except (ArithmeticDiffersError, ImportError, OSError) as cause:  # a numba of another numpy; a disk that is full
            raise BadInput(
                [Problem("--engine", "", said("{compiled} cannot be used: {cause}", compiled=COMPILED, cause=cause))]
            ) from None
