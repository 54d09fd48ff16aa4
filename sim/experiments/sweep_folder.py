"""The folder a sweep works in: never over another result, taken up again on request, by one process at a time."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.experiments.results import check_target
from sim.experiments.store import CELLS, LOCK, Store
from sim.scenario.errors import BadInput, Problem


class PassingFolder:
    """A temporary folder that goes when the last object that reads it goes."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="yindao-"))
        self._end = weakref.finalize(self, shutil.rmtree, str(self.path), True)

    def close(self) -> None:
        """Remove it now."""
        self._end()


def check_folder(folder: Path, *, resume: bool) -> None:
    """Refuse, before anything runs, a folder that cannot be begun or taken up; raises BadInput."""
    if not os.path.lexists(folder) or not resume:
        check_target(folder)
        return
    if not folder.is_dir():
        raise BadInput([Problem(str(folder), "--out", "is not a folder")])
    begun = (folder / CELLS).is_dir() or all(path.name.startswith(".") for path in folder.iterdir())
    if not begun:
        raise BadInput([Problem(str(folder), "--out", f"cannot be resumed: it has no folder {CELLS}")])


@contextmanager
def working(store: Store) -> Iterator[str]:
    """The token of ``store``, while this process alone works there; raises BadInput, OSError."""
    store.folder.mkdir(parents=True, exist_ok=True)
    with _locked(store.folder):
        try:
            yield store.open()
        finally:
            store.close()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets it go with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows has none; there the care is the user's
        yield
        return
    path = folder / LOCK
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput([Problem(str(folder), "--out", "another sweep is at work there")]) from None
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
