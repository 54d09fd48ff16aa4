"""The folder a study simulates in: never over another result, taken up again on request, by one process at a time.

A file in it says which kind of study. Only a folder that has it, or nothing at all, is ever taken up: what stands in
one that this program did not begin is not touched.
"""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TextIO

from sim.experiments.file_names import MARK
from sim.experiments.folder import check_target
from sim.experiments.work.store import WORKING, Store
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

FolderKind = Literal["sweep", "sensitivity study"]
SWEEP: Final = "sweep"
SENSITIVITY: Final = "sensitivity study"


class PassingFolder:
    """A temporary folder that goes when the last object that reads it goes."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="yindao-"))
        self._end = weakref.finalize(self, shutil.rmtree, str(self.path), True)

    def close(self) -> None:
        """Remove it now."""
        self._end()


def check_folder(folder: Path, *, resume: bool, kind: FolderKind = SWEEP) -> None:
    """Refuse, before anything runs, a folder that cannot be begun or taken up; raises BadInput."""
    if not os.path.lexists(folder) or not resume:
        check_target(folder)
        return
    if not folder.is_dir():
        raise BadInput([Problem(str(folder), "--out", said("is not a folder"))])
    if any(folder.iterdir()):
        _check_mark(folder, kind)


def _check_mark(folder: Path, kind: FolderKind) -> None:
    try:
        begun = (folder / MARK).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            [Problem(str(folder), "--out", said("cannot be resumed: no {kind} was begun there", kind=kind))]
        ) from None
    if begun not in ("", kind):  # empty: killed at once
        raise BadInput(
            [
                Problem(
                    str(folder),
                    "--out",
                    said("cannot be resumed: it holds a {begun}, not a {kind}", begun=begun, kind=kind),
                )
            ]
        )


@contextmanager
def working(store: Store, kind: FolderKind = SWEEP) -> Iterator[str]:
    """The token of ``store``, while this process alone works there; raises BadInput, OSError."""
    with locked(store.folder, kind):
        try:
            yield store.open()
        finally:
            store.close()


@contextmanager
def locked(folder: Path, kind: FolderKind) -> Iterator[None]:
    """Make the folder, mark it, and hold its lock, which the system lets go with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARK).open("a", encoding="ascii") as file:
        _lock(file, folder, kind)
        if file.tell() == 0:
            file.write(f"{kind}\n")
            file.flush()
        yield


@contextmanager
def placed(folder: Path) -> Iterator[Path]:
    """A passing folder; what it holds at the end takes its place in ``folder``, for whoever holds the lock there.

    All that is likely to fail (drawing, a full disk) is then over: an earlier file is there until the new one is whole.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=WORKING) as passing:
        yield Path(passing)
        for made in sorted(Path(passing).iterdir()):
            if made.is_dir():
                shutil.rmtree(folder / made.name, ignore_errors=True)
            os.replace(made, folder / made.name)


def _lock(file: TextIO, folder: Path, kind: FolderKind) -> None:
    try:
        import fcntl
    except ImportError:  # Windows has none; there the care is the user's
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BadInput([Problem(str(folder), "--out", said("another {kind} is at work there", kind=kind))]) from None
