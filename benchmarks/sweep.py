"""What a point of a full-size sweep costs as points grow, against the engine alone in the same run.

    python benchmarks/sweep.py [REPLICATIONS] [POINTS ...]

Latin hypercubes of 20, 100 and 500 points over three keys of ``beijing-2011``, four replications each, on one process a
processor. Printed for each size: wall-clock time, seconds a point, the time of a resume that simulates nothing, peak
memory of this process, and how much of the processors' time the engine alone would have taken for the same
replications (one process, the scenario itself, measured before and after).
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import sim
from sim.engine.reference import simulate
from sim.experiments.work.workers import default_workers
from sim.measures.reduce import reduce_history

VARY = {
    "policy.stage_equity.share_cap": "0.15:0.4",
    "policy.co_investment.gain_share": "0:0.5",
    "economy.private.response": "0:20",
}


def engine_seconds(replications: int = 8) -> float:
    """Seconds of one replication with nothing around it."""
    scenario = sim.load("beijing-2011")
    reduce_history(simulate(scenario, 0), scenario)
    began = time.perf_counter()
    for replication in range(1, replications + 1):
        reduce_history(simulate(scenario, replication), scenario)
    return (time.perf_counter() - began) / replications


def timed(points: int, replications: int, out: Path, *, resume: bool) -> float:
    """Seconds of one sweep."""
    scenario = sim.load("beijing-2011", replications=replications)
    began = time.perf_counter()
    sim.sweep(scenario, VARY, design="lhs", points=points, out=out, resume=resume)
    return time.perf_counter() - began


def main(arguments: list[str]) -> None:
    replications = int(arguments[0]) if arguments else 4
    sizes = [int(one) for one in arguments[1:]] or [20, 100, 500]
    workers, engine = default_workers(), engine_seconds()
    print(f"workers {workers}, replications {replications}, engine alone {engine:.3f} s a replication", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for points in sizes:
            out = Path(folder) / str(points)
            seconds = timed(points, replications, out, resume=False)
            again = timed(points, replications, out, resume=True)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
            share = points * replications * engine / (workers * seconds)
            print(
                f"points {points}: {seconds:.1f} s, {seconds / points:.3f} s a point, engine alone {share:.0%} of the"
                f" processors' time, resumed with nothing to do in {again:.1f} s, peak {peak:.0f} MB,"
                f" folder {size:.1f} MB",
                flush=True,
            )
    print(f"engine alone afterwards {engine_seconds():.3f} s a replication; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
