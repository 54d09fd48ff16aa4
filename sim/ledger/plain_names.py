"""Names by which DuckDB opens just the file meant.

To DuckDB ``[ ] * ?`` in a path are patterns, a leading ``~`` is a home and ``s3:`` an address, and a path that is not
UTF-8 cannot be said at all. A folder that is open has another name, in which there is nothing to read.
"""

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPEN_FOLDERS = "/proc/self/fd"  # Linux alone has it


@contextmanager
def plain(folder: Path) -> Iterator[str]:
    """A name of ``folder`` that holds while this context lasts, for files whose own names are plain.

    Raises OSError when there is no such folder. Where the system has no such names the folder's own is given, whole.
    """
    if not (hasattr(os, "O_PATH") and os.path.isdir(OPEN_FOLDERS)):
        yield str(folder.absolute())
        return
    handle = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"{OPEN_FOLDERS}/{handle}"
    finally:
        os.close(handle)


def pattern(path: str) -> str:
    """The pattern that only ``path`` matches."""
    return glob.escape(path)
