"""Where compiled code is kept: a folder named by everything that it depends on.

Numba notices a changed file only where the cached function stands, not in the files it calls. So the folder's name is a
hash of all sources of the model and of the versions that made the code; another version finds another folder.
"""

import hashlib
import os
import platform
import tempfile
from pathlib import Path

ROOMS = ("clauses", "decisions", "economy", "engine", "ledger", "scenario")


def fingerprint(versions: tuple[str, ...]) -> str:
    """A hash of the model's sources and of ``versions``."""
    state = hashlib.blake2b(digest_size=12)
    for word in (*versions, platform.python_version(), platform.machine()):
        state.update(f"{word}\0".encode())
    root = Path(__file__).parents[1]
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            state.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return state.hexdigest()


def folder(versions: tuple[str, ...]) -> Path | None:
    """A folder that can be written to; None where there is none, and the code is compiled anew in every process."""
    given = os.environ.get("YINDAO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(given) if given else Path.home() / ".cache"
        found = base / "yindao" / fingerprint(versions)
        found.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=found):
            return found
    except (OSError, RuntimeError):  # RuntimeError: no home at all
        return None
