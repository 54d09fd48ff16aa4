"""``python -m tests.fuzz.bounds``: the compiled laws with their bounds checked read no row that is not there.

They are built anew for it (NUMBA_BOUNDSCHECK=1, in a folder of their own) and run on the village under every shipped
rule book, then on random worlds; what they leave must be what the laws leave uncompiled. Exits with 1 on any trouble.
"""

import os
import subprocess
import sys

from sim.engine.build import build
from tests.engine.worlds import BOOKS
from tests.fuzz.calendars import difference, way
from tests.fuzz.worlds import World

FLAG = "NUMBA_BOUNDSCHECK"
REPLICATIONS = 4
RANDOM = 1000


def books() -> int:
    """How many worlds of shipped rule books differ, in this process."""
    compiled = way("compiled")
    worlds = [World(book, (), replication) for book in BOOKS for replication in range(REPLICATIONS)]
    found = [f"{world.command}\n  {how}" for world in worlds if (how := difference(world, compiled))]
    print("\n".join([*found, f"bounds: {len(worlds)} worlds tried, {len(found)} with trouble"]), flush=True)
    return len(found)


def main() -> int:
    """All of it, in processes whose numba knows of the flag from its beginning."""
    if os.environ.get(FLAG) != "1":
        return subprocess.call([sys.executable, "-m", "tests.fuzz.bounds"], env=os.environ | {FLAG: "1"})
    if not build():
        print("bounds: numba or a folder for what it compiles is missing")
        return 1
    different = books()
    random = subprocess.call([sys.executable, "-m", "tests.fuzz.calendars", "--count", str(RANDOM)])
    return int(different + random > 0)


if __name__ == "__main__":
    sys.exit(main())
