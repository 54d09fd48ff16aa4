"""One file, complete or not at all; a device or pipe is written into and never replaced."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.experiments.work.store import WORKING, passing_name


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A passing file, which becomes ``path`` at the end and vanishes when anything fails; raises OSError.

    A link is followed. What is there and is neither file nor folder gets the bytes.
    """
    if _is_special(path):
        with tempfile.TemporaryDirectory(prefix=WORKING) as folder:
            passing = Path(folder, "passing")
            yield passing
            with passing.open("rb") as read, path.open("wb") as write:
                shutil.copyfileobj(read, write)
        return
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    working = target.with_name(passing_name())
    try:
        yield working
        working.replace(target)
    finally:
        working.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:  # it is not there yet, or what is wrong with it comes out when it is written
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
