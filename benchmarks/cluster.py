"""What it costs to hand a cell to a worker: local processes and a Dask cluster of two workers on this machine.

    python benchmarks/cluster.py

The cells are in the store already, so a worker only receives its job, looks, and answers. Beside it stands what a cell
of the village takes to simulate. The least of several rounds counts: other work on the machine only adds.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sim
from sim.experiments.work.cells import BLOCK, Done, Job, cells_of, point_name, sources, travelling
from sim.experiments.work.dask_cluster import Cluster
from sim.experiments.work.executors import Crew, InProcess, LocalPool, run_cells
from sim.experiments.work.replication import engine_module
from sim.experiments.work.store import Store

ROUNDS, JOBS = 7, 200
VILLAGE = Path(__file__).parents[1] / "tests" / "village.toml"


class Lasting:
    """A crew that serves several rounds."""

    def __init__(self, crew: Crew) -> None:
        self.crew, self.executor, self.shared = crew, crew.executor, crew.shared

    @property
    def count(self) -> int:
        return self.crew.count

    def close(self, *, now: bool) -> None:
        """Stay."""


def least(jobs: list[Job], crew: Crew) -> float:
    """Seconds a job, in the best round."""
    lasting, found = Lasting(crew), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run_cells(jobs, lambda: lasting, _ignore)
        found.append((time.perf_counter() - began) / len(jobs))
    return min(found)


def _ignore(job: Job, done: Done) -> None:
    assert done.data is None  # the worker saw the store


def simulating(job: Job, store: Store) -> float:
    """Seconds in which this process simulates the cell, and leaves it in the store."""
    found = []
    for _ in range(ROUNDS):
        store.path(job.cell.key).unlink(missing_ok=True)
        began = time.perf_counter()
        run_cells([job], InProcess, _ignore)
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    from distributed import LocalCluster

    scenario = sim.load(VILLAGE)
    name = point_name(scenario)
    (cell,) = cells_of(0, name, range(BLOCK))
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        job = Job(cell, name, travelling(scenario), engine_module("reference"), folder, store.open(), sources())
        cost = simulating(job, store)
        size = store.path(cell.key).stat().st_size
        print(f"simulating a cell of {BLOCK} replications: {1000 * cost:.0f} ms, {size} bytes")
        start: Any = LocalCluster
        with start(n_workers=2, threads_per_worker=1, dashboard_address=":0") as machines:
            for kind, crew in (("local processes", LocalPool(2)), ("Dask", Cluster(machines.scheduler_address))):
                took = least([job] * JOBS, crew)
                crew.close(now=False)
                print(
                    f"handing over, {kind}: {1000 * took:.1f} ms, {100 * took / cost:.1f} % of simulating", flush=True
                )


if __name__ == "__main__":
    main()
