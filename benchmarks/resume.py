"""What a resume that has nothing to simulate costs a point, with kept estimates and without them, in the same run.

    python benchmarks/resume.py [POINTS] [REPLICATIONS]

A Latin hypercube over two keys of the village of the tests, one process, processor time.
"""

import sys
import tempfile
import time
from pathlib import Path

import sim

VILLAGE = Path(__file__).parents[1] / "tests" / "village.toml"
VARY = {"policy.stage_equity.share_cap": "0.15:0.4", "policy.co_investment.gain_share": "0:0.5"}


def resume_ms_a_point(points: int = 100, replications: int = 4) -> float:
    """Milliseconds of processor time a point, with the estimates that the sweep kept."""
    with tempfile.TemporaryDirectory() as folder:
        return both_ms_a_point(Path(folder), points, replications)[1]


def both_ms_a_point(folder: Path, points: int, replications: int) -> tuple[float, float]:
    """Milliseconds a point of a resume that has to estimate again, and of one that has not."""
    _sweep(folder / "sweep", points, replications, resume=False)
    for one in (folder / "sweep" / "cells").rglob("*.estimates"):
        one.unlink()
    without = _sweep(folder / "sweep", points, replications, resume=True)
    return without, _sweep(folder / "sweep", points, replications, resume=True)


def _sweep(out: Path, points: int, replications: int, *, resume: bool) -> float:
    scenario = sim.load(VILLAGE, replications=replications)
    began = time.process_time()
    sim.sweep(scenario, VARY, design="lhs", points=points, out=out, resume=resume, workers=1)
    return 1000 * (time.process_time() - began) / points


def main(arguments: list[str]) -> None:
    points, replications = (int(one) for one in (*arguments, *("100", "4")[len(arguments) :]))
    with tempfile.TemporaryDirectory() as folder:
        without, kept = both_ms_a_point(Path(folder), points, replications)
    print(f"{points} points in {replications} replications, resumed with nothing to simulate:")
    print(f"estimates made again {without:.1f} ms a point, kept {kept:.1f} ms: {without / kept:.0f} times")


if __name__ == "__main__":
    main(sys.argv[1:])
