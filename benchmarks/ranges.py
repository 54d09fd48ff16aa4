"""Make ``results/ranges-NAME.json``: how far the headlines of a scenario move over the ranges of its assumptions.

    python benchmarks/ranges.py [SCENARIO] [--points 64] [--replications 32] [--workers N] [--work FOLDER] [--out FILE]

A Latin hypercube over every number of the economy that the files call an assumption, that has a plausible range and
that acts under the rule book. What ``yindao calibrate`` sets is kept and not set anew at each point, which would cost a
calibration a point: the ranges are wider than a calibrated model would allow. Choices and lists are kept too.
Simulations reach ``--work`` as they are made; the same command takes up what is there. Once a release, on the final
values: ``tests/docs/test_ranges_file.py`` fails while the file belongs to other values.
"""

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.experiments.calibrate.moments import read_moments
from sim.experiments.sweep.answer import SweepResult
from sim.experiments.work.cells import sources
from sim.measures.catalogue import CATALOGUE
from sim.measures.headlines import RUN
from sim.report.over_ranges import Ranges, Span, file_of
from sim.report.tables.measures import TIMED
from sim.scenario.content import fingerprint
from sim.scenario.ranges import Range, ranges
from sim.scenario.scenario_schema import Scenario

RESULTS = Path(__file__).parents[1] / "results"
TAILS = {"public.cvar95"}  # the worst twentieth of so few replications says nothing of a tail
NAMES = tuple(name for name in RUN if name not in TAILS)
QUANTILES = {"min": 0.0, "p5": 0.05, "p50": 0.5, "p95": 0.95, "max": 1.0}


def assumed(scenario: Scenario) -> list[str]:
    """Keys of the economy whose source is an assumption."""
    return [key for key, one in scenario.provenance.items() if key.startswith("economy.") and one.read == "assumption"]


def varied(scenario: Scenario, fitted: Sequence[str]) -> list[Range]:
    """The assumptions that vary: those with a range that act here and that no calibration sets."""
    keys = set(assumed(scenario)) - set(fitted)
    return [one for one in ranges(["economy"], scenario) if one.key in keys]


def quantile(values: Sequence[float], share: float) -> float:
    """A quantile by linear interpolation; infinite as soon as an infinite value takes part."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    if place == low:
        return ordered[low]
    if math.isinf(ordered[low + 1]):
        return math.inf
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


def span(values: Sequence[float], chance: Sequence[float], unit: str) -> dict[str, Any]:
    """Quantiles of the values that exist; None where time is never reached. ``chance`` has a half-width a point."""
    there = [value for value in values if not math.isnan(value)]
    found = {name: quantile(there, share) for name, share in QUANTILES.items()} if there else {}
    told = {name: None if math.isinf(value) else value for name, value in found.items()}
    known = [value for value in chance if math.isfinite(value)]
    own = quantile(known, 0.5) if known else None
    return {"unit": unit, **dict.fromkeys(QUANTILES), **told, "n": len(there), "chance": own}


def quoted(result: SweepResult, measure: str) -> tuple[list[float], list[float]]:
    """What a run would quote at each point, pooled where there is such a value, else the mean, and half its interval.

    NaN where there is none.
    """
    rows = result.estimates(measure)
    mean = np.isnan(rows["pooled"])
    low, high = (np.where(mean, rows[f"ci95_{end}"], rows[f"pooled_ci95_{end}"]) for end in ("low", "high"))
    return np.where(mean, rows["mean"], rows["pooled"]).tolist(), ((high - low) / 2).tolist()


def values_of(result: SweepResult, measure: str) -> tuple[list[float], list[float]]:
    """The same; a time that too few replications reach where there is something to time is infinite."""
    found, chance = quoted(result, measure)
    if measure not in TIMED:
        return found, chance
    there = [not math.isnan(value) for value in quoted(result, TIMED[measure])[0]]
    late = [math.inf if math.isnan(one) and any_ else one for one, any_ in zip(found, there, strict=True)]
    return late, chance


def record(result: SweepResult, over: Sequence[Range], fitted: Sequence[str]) -> Ranges:
    """What the file holds."""
    moving = {one.key for one in over}
    scenario = result.scenario
    return Ranges(
        fingerprint=fingerprint(scenario),
        version=result.version,
        sources=sources(),
        digest=result.digest,
        seed=scenario.seed,
        points=len(result.points),
        replications=result.replications,
        varied={one.key: (one.low, one.high) for one in over},
        fitted=tuple(fitted),
        kept=tuple(key for key in assumed(scenario) if key not in moving and key not in fitted),
        measures={name: Span(**span(*values_of(result, name), CATALOGUE[name].unit)) for name in NAMES},
    )


def made(scenario: Scenario, points: int, work: Path, workers: int | None = None) -> Ranges:
    """Simulate what is missing in ``work`` and tell what came out; raises RuntimeError where a replication failed."""
    fitted = sorted({one.key for one in read_moments()})
    over = varied(scenario, fitted)
    vary = {one.key: f"{one.low!r}:{one.high!r}" for one in over}
    result = sim.sweep(
        scenario, vary, design="lhs", points=points, measures=NAMES, out=work, resume=work.exists(), workers=workers
    )
    if result.failed:
        raise RuntimeError(f"{sum(one.count for one in result.failures)} replications failed: {result.failures[0]}")
    return record(result, over, fitted)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("scenario", nargs="?", default="beijing-2011")
    asked.add_argument("--points", type=int, default=64)
    asked.add_argument("--replications", type=int, default=32)
    asked.add_argument("--workers", type=int)
    asked.add_argument("--work", type=Path)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    scenario = sim.load(given.scenario, replications=given.replications)
    work = given.work or RESULTS / f"ranges-{scenario.name}-sweep"
    found = made(scenario, given.points, work, given.workers)
    out = given.out or RESULTS / file_of(scenario.name)
    out.write_text(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{out}: {found.points} points x {found.replications} replications over {len(found.varied)} assumptions")


if __name__ == "__main__":
    main()
