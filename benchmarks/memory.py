"""Peak memory of the parent process of a run and of a comparison, and what a replication adds to it.

    python benchmarks/memory.py [SCENARIO [FEW MANY]]

Runs SCENARIO (default: the tests' village, and then beijing-2011 with 4 and 12 replications) with FEW and with MANY
replications (50 and 400) on two workers, each in a process of its own, and prints the peak of the parent, which holds
the results, and the difference over the replications between the two. The workers' memory is not in it: it does not
grow. What the peak of a large run holds beside its replications is read back for pooled rates of return, one group of
flows at a time, and is gone afterwards: "held" counts what is still there when the run is over.
"""

import gc
import json
import resource
import subprocess
import sys
import tracemalloc
from pathlib import Path

VILLAGE = str(Path(__file__).parents[1] / "tests" / "village.toml")
FEW, MANY = 50, 400
BEIJING = ("beijing-2011", 4, 12)


def peak(scenario: str, replications: int, kind: str) -> dict[str, float]:
    """Run or compare in this process and say what it took."""
    import sim

    loaded = sim.load(scenario, replications=replications)
    result = sim.compare(loaded, workers=2) if kind == "compare" else sim.run(loaded, workers=2)
    digest = result.digest if isinstance(result, sim.RunResult) else result[result.baseline].digest
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"peak": used, "digest": digest}


def held(scenario: str, replications: int) -> float:
    """Bytes a replication that Python still holds when a run is over."""
    import sim

    sim.run(sim.load(scenario, replications=2), workers=2)
    loaded = sim.load(scenario, replications=replications)
    tracemalloc.start()
    result = sim.run(loaded, workers=2)
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / result.replications


def _apart(*arguments: object) -> dict[str, float]:
    """The same in a fresh process."""
    command = [sys.executable, __file__, "--one", *(str(one) for one in arguments)]
    told: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def report(scenario: str, few: int, many: int) -> None:
    """Both kinds, both sizes."""
    for kind in ("run", "compare"):
        low, high = (_apart(kind, scenario, count)["peak"] for count in (few, many))
        slope = (high - low) / (many - few) / 1e3
        print(f"{Path(scenario).stem} {kind}: {low / 1e6:.0f} MB at {few}, {high / 1e6:.0f} MB at {many} replications,"
              f" {slope:.1f} kB a replication")  # fmt: skip
    told = _apart("held", scenario, many)
    print(f"{Path(scenario).stem} held after a run of {many}: {told['held'] / 1e3:.1f} kB a replication", flush=True)


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        kind, scenario, count = arguments[1], arguments[2], int(arguments[3])
        print(json.dumps({"held": held(scenario, count)} if kind == "held" else peak(scenario, count, kind)))
    elif arguments:
        report(arguments[0], *(int(one) for one in arguments[1:3] or (FEW, MANY)))
    else:
        report(VILLAGE, FEW, MANY)
        report(*BEIJING)


if __name__ == "__main__":
    main(sys.argv[1:])
