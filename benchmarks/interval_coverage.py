"""How often the 95 % intervals of pooled measures hold the truth, on the model's own output.

    python benchmarks/interval_coverage.py [--worlds village beijing-2011] [--trials 300] [--workers 2]

A world is simulated many times once; the truth is what all its replications together say. Small runs of 5, 10, 20 and
50 replications are drawn from them without replacement, and each interval is held against the truth. Printed are, for
every pooled measure of the default table, the truth, how often in 100 it is held, the standard error of that, and,
where not all trials have an interval, how many do. Those below 93 at ten replications are named at the end. A few
minutes on two cores; nothing is kept. Sobol indices have a benchmark of their own, ``index_coverage.py``.
"""

import argparse
import math
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from sim.engine.reference import simulate
from sim.experiments.work.slim import slim
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import sample_of
from sim.measures.headlines import RUN
from sim.measures.intervals import ci95
from sim.measures.reduce import Reduced, reduce_history
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).resolve().parents[1] / "tests" / "village.toml"
WORLDS = {"village": (str(VILLAGE), 1500), "beijing-2011": ("beijing-2011", 400)}
SIZES = (5, 10, 20, 50)
JUDGED, LEAST = 10, 93.0
MEASURES = tuple(name for name in RUN if CATALOGUE[name].kind == "ratio")
PIECE = 25

Truths = dict[str, float]
Held = dict[str, list[bool]]


def simulated(scenario: Scenario, replication: int) -> Reduced:
    """One replication, with the ingredients of the judged measures alone."""
    return lean(slim(reduce_history(simulate(scenario, replication), scenario)))


def lean(one: Reduced) -> Reduced:
    """What estimates of the judged measures need; the tail mean reads its group's multiple."""
    kept = {name for name in one.parts if name in MEASURES or name.endswith(".tvpi")}
    return replace(one, parts={name: pair for name, pair in one.parts.items() if name in kept}, values={})


def trials(pool: list[Reduced], truths: Truths, size: int, seeds: range) -> Held:
    """Which intervals of small runs hold the truth; a trial without an interval is not among them."""
    held: Held = defaultdict(list)
    for seed in seeds:
        chosen = np.random.default_rng([size, seed]).choice(len(pool), size, replace=False)
        sample = sample_of([pool[i] for i in chosen])
        for name, truth in truths.items():
            ends = ci95(sample.pooled[name], CATALOGUE[name].law)
            if ends is not None:
                held[name].append(ends[0] <= truth <= ends[1])
    return dict(held)


def coverage(pool: list[Reduced], truths: Truths, size: int, count: int, runner: ProcessPoolExecutor) -> Held:
    """The trials of one size, in pieces side by side."""
    pieces = [range(first, min(first + PIECE, count)) for first in range(0, count, PIECE)]
    found = [runner.submit(trials, pool, truths, size, piece) for piece in pieces]
    held: Held = defaultdict(list)
    for one in found:
        for name, hits in one.result().items():
            held[name] += hits
    return held


def cell(hits: list[bool], count: int) -> str:
    if not hits:
        return f"{'–':>16s}"
    share = float(np.mean(hits))
    error = math.sqrt(share * (1 - share) / len(hits))
    few = "" if len(hits) == count else f"/{len(hits)}"
    return f"{100 * share:6.1f} ±{100 * error:3.1f}{few:>5s}"


def told(world: str, count: int, workers: int) -> Iterator[str]:
    """A table of one world, and the measures that miss at ten replications."""
    began = time.perf_counter()
    name, size = WORLDS[world]
    with ProcessPoolExecutor(workers) as runner:
        pool = list(runner.map(partial(simulated, load(name)), range(size), chunksize=5))
    whole = sample_of(pool)
    truths = {name: value for name in MEASURES if (value := whole.pooled[name].value) is not None}
    yield f"\n{world}: truth from {len(pool)} replications, {count} trials a size"
    yield f"{'measure':40s} {'truth':>11s} " + " ".join(f"{f'n = {size}':>16s}" for size in SIZES)
    with ProcessPoolExecutor(workers) as runner:
        held = {size: coverage(pool, truths, size, count, runner) for size in SIZES}
    for name, truth in truths.items():
        yield f"{name:40s} {truth:11.4g} " + " ".join(cell(held[size].get(name, []), count) for size in SIZES)
    missed = [name for name, hits in held[JUDGED].items() if 100 * float(np.mean(hits)) < LEAST]
    yield f"below {LEAST:.0f} at n = {JUDGED}: {', '.join(missed) or 'none'}; {time.perf_counter() - began:.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--worlds", nargs="+", choices=WORLDS, default=list(WORLDS))
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    for world in asked.worlds:
        for line in told(world, asked.trials, asked.workers):
            print(line, flush=True)


if __name__ == "__main__":
    main()
