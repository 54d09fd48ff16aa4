"""From a sweep to the arrays that its figures, tables and page are made from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.measures.catalogue import AT_A_POINT
from sim.report.figures.data import Footer, Numbers
from sim.report.figures.sweep.data import SweepData, SweepKey, SweepMeasure
from sim.scenario.book import by_key

if TYPE_CHECKING:
    from sim.experiments.sweep.answer import SweepResult

LONG_LIST = 6


def sweep_data(result: "SweepResult") -> SweepData:
    """All arrays of the figures of its measures; raises KeyError for a measure the sweep does not have."""
    points, scenario, policies = result.points, result.scenario, result.policies
    names = ", ".join(policies) if len(policies) <= LONG_LIST else f"{policies[0]} + {len(policies) - 1}"
    keys = tuple(_key(result, name) for name in result.keys)
    place = {name: number for number, name in enumerate(policies)}
    return SweepData(
        footer=Footer(scenario.name, names, result.replications, scenario.seed, result.version),
        design=result.design,
        keys=keys,
        policies=policies,
        titles=result.titles,
        points=np.asarray(points["point"], dtype=np.int64),
        policy=np.array([place[name] for name in points["policy"].tolist()], dtype=np.int64),
        settings=np.column_stack([_settings(key, points[key.key].tolist()) for key in keys]),
        replications=np.asarray(points["replications"], dtype=np.int64),
        failed=np.asarray(points["failed"], dtype=np.int64),
        measures=tuple(_measure(result, name) for name in result.measures),
        same=result.alike.points,
        idle=result.alike.keys,
        failures=result.failures,
    )


def _key(result: "SweepResult", name: str) -> SweepKey:
    """A key; choices and switches in the order in which they were given."""
    parameter = by_key()[name]
    if parameter.kind in ("number", "whole number"):
        largest = max(abs(float(value)) for value in result.points[name].tolist())
        return SweepKey(name, parameter.zh, parameter.unit, largest)
    return SweepKey(name, parameter.zh, parameter.unit, names=tuple(text_of(value) for value in result.vary[name]))


def text_of(value: Any) -> str:
    """A choice or switch as a user writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _settings(key: SweepKey, values: Sequence[Any]) -> Numbers:
    """Numbers as they are, choices and switches as places in ``key.names``."""
    if key.names:
        return np.array([key.names.index(text_of(value)) for value in values], dtype=np.float64)
    return np.array(values, dtype=np.float64)


def _measure(result: "SweepResult", name: str) -> SweepMeasure:
    """The pooled value of a ratio, else the mean, at every point in the order of ``result.points``."""
    known = AT_A_POINT[name]
    estimate, ends = ("pooled", "pooled_ci95") if known.kind == "ratio" else ("mean", "ci95")
    table = result.estimates(name)
    row = {point: number for number, point in enumerate(table["point"].tolist())}
    # A point of which nothing could be simulated may have no estimates; it takes the NaN put last.
    order = [row.get(point, -1) for point in result.points["point"].tolist()]

    def column(text: str) -> Numbers:
        found: Numbers = np.append(np.asarray(table[text], dtype=np.float64), np.nan)
        return found[order]

    value, low, high = column(estimate), column(f"{ends}_low"), column(f"{ends}_high")
    counts = np.nan_to_num(column("n")).astype(np.int64)
    pooled = result.pooled.get(name, ())
    return SweepMeasure(name, known.label, known.zh, known.unit, known.better, value, low, high, counts, pooled)
