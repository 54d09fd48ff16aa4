"""Where compiled code is kept: a folder named by everything that it depends on.

Numba notices a changed file only where the cached function stands, not in the files it calls. So the folder's name is a
hash of all sources that the compiled code reaches and of the versions that made it; another version finds another
folder. A file in it says that the code is whole.
"""

import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from sim.engine.reach import contents, reached

MADE_BY = ("numba", "llvmlite", "numpy")
SETTINGS = ("NUMBA_ENABLE_AVX", "NUMBA_OPT", "NUMBA_DEBUG", "NUMBA_BOUNDSCHECK")
KERNEL = Path(__file__).with_name("kernel.py")
ROOT = "sim.engine.kernel"
READY = "ready"
FAILED = "failed"
LOCK = "lock"
KEPT = 8  # folders; each holds a few megabytes


def has_compiler() -> bool:
    """Whether numba is installed and not switched off; it is not imported."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return False
    try:
        return find_spec("numba") is not None
    except ValueError:  # a test put something in its place
        return False


def fingerprint() -> str:
    """A hash of the model's sources and of all that makes the compiled code what it is."""
    state = hashlib.blake2b(digest_size=12)
    for word in (*_versions(), *_machine(), *_place()):
        state.update(f"{word}\0".encode())
    root = KERNEL.parents[1]
    for part in contents(root, reached(root, ROOT)):
        state.update(part)
    return state.hexdigest()


def _versions() -> Iterator[str]:
    yield platform.python_version()
    for name in MADE_BY:
        yield version(name)


def _machine() -> Iterator[str]:
    """The processor for which is compiled: this one, unless another is asked for, as numba understands it."""
    from llvmlite import binding

    processor = os.environ.get("NUMBA_CPU_NAME", binding.get_host_cpu_name())
    features = "" if processor.lower() == "generic" else binding.get_host_cpu_features().flatten()
    yield platform.machine()
    yield processor
    yield os.environ.get("NUMBA_CPU_FEATURES", features)
    for name in SETTINGS:
        yield os.environ.get(name, "")


def _place() -> Iterator[str]:
    """Numba looks for code by the path and the time of the file that holds the cached function."""
    yield str(KERNEL)
    yield str(KERNEL.stat().st_mtime_ns)


@cache
def folder() -> Path | None:
    """A folder that can be written to; None without numba or where there is none."""
    if not has_compiler():
        return None
    given = os.environ.get("YINDAO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(given) if given else Path.home() / ".cache"
        found = base / "yindao" / fingerprint()
        found.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=found):
            return found
    except (OSError, RuntimeError, ImportError):  # RuntimeError: no home at all; ImportError: half an installation
        return None


def is_ready() -> bool:
    """Whether the compiled code is there, whole."""
    found = folder()
    return found is not None and (found / READY).exists()


def failure() -> str:
    """Why compiling failed when it was last tried; empty where it did not."""
    found = folder()
    try:
        return (found / FAILED).read_text(encoding="utf-8").strip() if found is not None else ""
    except OSError:
        return ""


def mark_failed(found: Path, reason: str) -> None:
    """Say why compiling failed, so that it is not tried again and again behind every command."""
    _put(found / FAILED, reason)


def mark_ready(found: Path) -> None:
    """Say that the code is whole, at once or not at all; older versions beyond the newest few go."""
    (found / FAILED).unlink(missing_ok=True)
    _put(found / READY, "whole")
    others = sorted(found.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _put(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(f"{text}\n")
    os.replace(file.name, path)


@contextmanager
def locked(found: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the folder's lock, which the system lets go with the process; gives whether it is held."""
    with (found / LOCK).open("a") as file:
        try:
            import fcntl
        except ImportError:  # Windows has none; two processes may then do the same work
            yield True
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        except OSError:  # a file system without locks is as Windows
            pass
        yield True
