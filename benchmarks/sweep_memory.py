"""Peak memory of a sweep at 100 and at 1,000 points, each in a process of its own, with points that cost little.

    python benchmarks/sweep_memory.py [REPLICATIONS] [POINTS ...]

The world is the tests' village with two years and a trickle of achievements, so that simulating takes milliseconds and
what is measured is the sweep: its list of points, the store, reading back, and the tables. Also printed: what the
folder weighs, and the time of a replication and of a point.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VILLAGE = Path(__file__).parents[1] / "tests" / "village.toml"
CHEAP = ("horizon_years=2", "economy.managers.slots=0", "economy.pipeline.shelf=0")


def measure(points: int, replications: int) -> dict[str, float]:
    """Sweep in this process and say what it took."""
    import sim

    scenario = sim.load(VILLAGE, replications=replications, settings=CHEAP)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "sweep"
        found = sim.sweep(scenario, {"policy.stage_equity.share_cap": f"0.05:0.85:{points}"}, out=out, workers=1)
        simulated = time.perf_counter() - began
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return {
        "points": points,
        "replications": found.computed,
        "seconds": round(simulated, 1),
        "ms a replication": round(1000 * simulated / found.computed, 2),
        "ms a point": round(1000 * simulated / points, 1),
        "folder MB": round(size / 1e6, 1),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(int(arguments[1]), int(arguments[2]))))
        return
    replications = arguments[0] if arguments else "10"
    for points in arguments[1:] or ("100", "1000"):
        command = [sys.executable, __file__, "--one", points, replications]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        print(", ".join(f"{name} {value}" for name, value in json.loads(told).items()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
