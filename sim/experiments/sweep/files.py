"""The tables of a sweep, written point by point; the same bytes whether or not the sweep was interrupted."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim import __version__
from sim.experiments.manifest import scenario_record
from sim.experiments.run.answer import measure_columns
from sim.experiments.stopping import Target
from sim.experiments.sweep.answer import ESTIMATES, FAILURES, MEASURES, POINTS
from sim.experiments.sweep.design import Point
from sim.experiments.sweep.vary import Axis
from sim.experiments.twins import failures_told, pair_of
from sim.experiments.work.cells import FORMAT, sources
from sim.experiments.work.kept import Made
from sim.experiments.work.points import PointRun, Simulated
from sim.experiments.work.store import WORKING
from sim.ledger.exports import Gathering
from sim.ledger.postings import run_digest
from sim.measures.catalogue import AGAINST_NOTHING, AT_A_POINT, CATALOGUE, Measure
from sim.measures.estimates import estimates_of
from sim.measures.failures import Failure
from sim.measures.intervals import Pooled
from sim.scenario.scenario_schema import Scenario

OTHER = ("replication", "values", "told", "pulls")
MOST_PULLS = 20_000_000  # numbers kept for the differences that a page tells
SPEC, TIMING = "sweep.json", "timing.json"
DTYPES: Mapping[str, Any] = {"number": np.float64, "whole number": np.int64, "true or false": np.bool_}


def specification(
    scenario: Scenario,
    policies: Mapping[str, Scenario],
    axes: Sequence[Axis],
    points: Sequence[Point],
    how: Mapping[str, Any],
    target: Target | None,
) -> dict[str, Any]:
    """What was asked, from which the sweep can be made again."""
    return {
        "format": FORMAT,
        "scenario": scenario_record(scenario),
        "policies": {name: one.policy.model_dump(mode="json") for name, one in policies.items()},
        "vary": {axis.key: list(axis.values) for axis in axes},
        **how,
        "until": None if target is None else {"measure": target.measure, "half_width": target.half_width},
        "points": [{"point": one.number, "policy": one.policy, "settings": one.settings} for one in points],
        "version": __version__,
        "sources": sources(),
    }


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write one JSON object, complete or not at all; raises ValueError for a NaN."""
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    working = path.with_name(f"{WORKING}{path.name}")
    working.write_text(text + "\n", encoding="utf-8")
    working.replace(path)


def write_tables(
    folder: Path, simulated: Simulated, points: Sequence[Point], axes: Sequence[Axis], measures: Sequence[str]
) -> tuple[str, tuple[Failure, ...], dict[str, tuple[Pooled, ...]]]:
    """Read each point back, estimate it, and write all tables.

    The digest of the sweep, what failed, and by measure of ``measures`` what each replication adds to it at each point,
    by its number; nothing where that would be more than a page is worth. Beside the catalogue the tables hold those of
    ``measures`` that exist only against a point's twin.
    """
    more = [name for name in measures if name in AGAINST_NOTHING]
    columns, twin = {name: AT_A_POINT[name] for name in (*CATALOGUE, *more)}, len(points) if more else 0

    def made(run: PointRun, beside: PointRun | None = None) -> Made:
        return _estimated(run, beside, measures, columns)

    tables = _Tables(folder, axes, columns)
    most = max(simulated.wanted, default=0)
    kept = measures if len(points) * most * len(measures) <= MOST_PULLS else ()
    pooled: dict[str, list[Pooled]] = {name: [] for name in kept}
    try:
        for place, point in enumerate(points):
            both = (place, place + twin) if twin else (place,)
            found = simulated.made(both, " ".join(["sweep", *measures]), made)
            for row, name in enumerate(kept):
                pooled[name].append(_pooled(found, row, most))
            tables.add(point, found, simulated.failures(place, found.record["failures"]))
        tables.close()
    finally:
        tables.discard()
    return tables.digest, tuple(tables.failures), {name: tuple(each) for name, each in pooled.items()}


def _pooled(found: Made, row: int, most: int) -> Pooled:
    """The measure in ``row`` of those that are told; what a replication adds stands at its number."""
    value, n = found.arrays["told"][row].tolist()
    if math.isnan(value):
        return Pooled()
    pulls = found.arrays["pulls"][row]
    if np.isnan(pulls).any():
        return Pooled(value, n=int(n))
    spread = np.zeros(most)
    spread[found.arrays["replication"]] = pulls
    return Pooled(value, spread, int(n))


class _Tables:
    """The four tables while they grow."""

    def __init__(self, folder: Path, axes: Sequence[Axis], measures: Mapping[str, Measure]) -> None:
        self._folder, self._axes, self._measures = folder, axes, measures
        self._files = {name: Gathering(folder / name) for name in (POINTS, ESTIMATES, MEASURES, FAILURES)}
        self._digests: list[bytes] = []
        self.failures: list[Failure] = []

    @property
    def digest(self) -> str:
        """Over the digests of the points in order."""
        return run_digest(self._digests)

    def add(self, point: Point, found: Made, failures: Sequence[Failure]) -> None:
        """One point; what could not be simulated is missing from its estimates, whose n says so."""
        digest, there = found.record["digest"], found.arrays["replication"]
        self._digests.append(bytes.fromhex(digest))
        self.failures += failures
        failed = sum(one.count for one in failures)
        row = {"replications": _ints(there.size), "failed": _ints(failed), "digest": _texts([digest])}
        self._files[POINTS].add(self._labels(point, 1) | row)
        if there.size:
            values = dict(zip(self._measures, found.arrays["values"], strict=True))
            self._files[MEASURES].add(self._labels(point, there.size) | {"replication": there} | values)
        columns = _estimate_columns(found, self._measures)
        self._files[ESTIMATES].add(self._labels(point, len(self._measures)) | columns)
        if failures:
            self._files[FAILURES].add(self._labels(point, len(failures)) | _failures(failures))

    def _labels(self, point: Point, rows: int) -> dict[str, Any]:
        """The columns every table begins with."""
        labels: dict[str, Any] = {
            "point": np.full(rows, point.number, dtype=np.int64),
            "policy": _texts([point.policy] * rows),
        }
        for axis in self._axes:
            dtype = DTYPES.get(axis.parameter.kind, object)
            labels[axis.key] = np.array([point.settings[axis.key]] * rows, dtype=dtype)
        return labels

    def close(self) -> None:
        """Put the files in place; one that an earlier attempt left and that has no row now goes."""
        for name, file in self._files.items():
            if not file.close():
                (self._folder / name).unlink(missing_ok=True)

    def discard(self) -> None:
        """Leave nothing half-written behind."""
        for file in self._files.values():
            file.discard()


def _ints(value: int) -> Any:
    return np.array([value], dtype=np.int64)


def _texts(values: Sequence[str]) -> Any:
    return np.array(values, dtype=object)


def _estimated(run: PointRun, twin: PointRun | None, measures: Sequence[str], columns: Mapping[str, Measure]) -> Made:
    """A point, with its twin if it has one, as tables and page need it.

    ``replication`` (R,); ``values`` (M, R) of ``columns`` by replication, NaN where one does not exist;
    the columns of ``measure_columns`` that are numbers, each (M,). ``told`` (K, 2) the value and n of each of
    ``measures``, and ``pulls`` (K, R) what each replication adds to it; NaN where that does not exist.
    """
    there, sample = pair_of(run, twin).compared()
    known = [sample.known(columns[name]) for name in measures]
    rows = [[one.values.get(name) for one in there] for name in columns]
    estimated = measure_columns(estimates_of(sample, columns))
    arrays = {name: column for name, column in estimated.items() if column.dtype != object}
    arrays["replication"] = np.array([one.replication for one in there], dtype=np.int64)
    arrays["values"] = np.array(rows, dtype=np.float64)  # None becomes NaN
    arrays["told"] = np.array([[one.value, one.n] for one in known], dtype=np.float64)
    nothing = np.full(len(there), np.nan)
    arrays["pulls"] = np.array([one.pulls if one.pulls.size else nothing for one in known])
    digest = run_digest([one.digest for one in run.reduced])
    return Made({"digest": digest, "failures": failures_told(run, twin)}, arrays)


def _estimate_columns(found: Made, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """The columns of ``measure_columns``, words included."""
    words = {"measure": _texts(list(measures)), "unit": _texts([one.unit for one in measures.values()])}
    return words | {name: array for name, array in found.arrays.items() if name not in OTHER}


def _failures(failures: Sequence[Failure]) -> dict[str, Any]:
    return {
        "first": np.array([one.first for one in failures], dtype=np.int64),
        "last": np.array([one.last for one in failures], dtype=np.int64),
        "reason": _texts([one.reason for one in failures]),
    }
