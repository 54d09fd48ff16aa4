"""What differs between two finished folders: their rules and worlds, and their measures as far as chance allows.

Replications are paired where both folders drew the same chance: one seed, one economy, one start and length, one
version. Any others are independent, whatever their numbers are. A difference of two means on the same replications has
Student's interval of the paired differences. Any other is that of the two values that are quoted, pooled ones among
them, and its interval is put together from theirs (Zou and Donner 2008, Statistics in Medicine 27, 1693): the squares
of the arms that face each other, less twice their product times the correlation of what is paired, which is 0 for
folders that are not.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiments.finished.replay import record_of
from sim.experiments.finished.stored import STORED, stored_summary, values_of
from sim.experiments.manifest import RunRecord
from sim.measures.catalogue import EVERY
from sim.measures.intervals import FEWEST, Interval, Numbers, ci95, mean_of
from sim.scenario.difference import Difference, apart
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

FRAME = ("start", "horizon_years", "warm_up_years", "seed", "replications")
SHARED = ("start", "horizon_years", "warm_up_years", "seed")


@dataclass(frozen=True)
class Side:
    """One folder, looked at under one rule book; ``estimates`` as in its summary."""

    folder: Path
    policy: str
    scenario: Scenario
    record: RunRecord
    estimates: Mapping[str, Any]

    @property
    def digests(self) -> list[bytes]:
        """Of each replication under this rule book."""
        worlds = self.record.worlds
        return worlds[self.policy][1] if worlds else self.record.digests

    @cached_property
    def values(self) -> dict[str, Numbers]:
        """Measures by replication (R,), NaN where one does not exist."""
        return values_of(self.folder, self.policy)


@dataclass(frozen=True)
class Apart:
    """A measure in the first folder and in the second, the second less the first, and whether chance can explain it."""

    first: float
    second: float
    difference: float
    ci95: Interval | None
    paired: bool

    @property
    def distinguishable(self) -> bool | None:
        """Whether 0 lies outside the interval; None without one."""
        return None if self.ci95 is None else not self.ci95[0] <= 0.0 <= self.ci95[1]

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON knows it."""
        ends = None if self.ci95 is None else list(self.ci95)
        return {**vars(self), "ci95": ends, "distinguishable": self.distinguishable}


@dataclass(frozen=True)
class FoldersApart:
    """What differs: numbers of the frame, series, values of the economy, clauses; and every measure that both know."""

    first: Side
    second: Side
    paired: bool
    why_not: tuple[str, ...]
    frame: dict[str, tuple[Any, Any]]
    series: tuple[str, ...]
    economy: list[Difference]
    clauses: list[Difference]
    measures: dict[str, Apart]

    def as_dict(self) -> dict[str, Any]:
        """The object ``yindao diff --format json`` prints: the second less the first."""
        sides = {
            name: {"results": str(one.folder), "policy": one.policy, "scenario": one.scenario.name,
                   "version": one.record.surroundings["version"], "replications": len(one.record.digests)}
            for name, one in (("first", self.first), ("second", self.second))
        }  # fmt: skip
        return {
            **sides,
            "paired": self.paired,
            "not_paired_for": list(self.why_not),
            "frame": {key: [str(one) for one in pair] for key, pair in self.frame.items()},
            "series": list(self.series),
            "economy": [_clause(one) for one in self.economy],
            "clauses": [_clause(one) for one in self.clauses],
            "measures": {name: one.as_dict() for name, one in self.measures.items()},
        }


def _clause(one: Difference) -> dict[str, Any]:
    return {"key": one.key, "first": one.base_value, "second": one.value, "source": one.sourced.source}


def diff(first: Path, second: Path, policy: str | None = None) -> FoldersApart:
    """What ``second`` has otherwise than ``first``, in folders of comparisons under the rule book ``policy``.

    Without it a comparison is looked at under its baseline. Raises BadInput for a folder that is none, or damaged.
    """
    one, other = side(first, policy), side(second, policy)
    a, b = one.scenario, other.scenario
    why_not = _why_not(one, other)
    return FoldersApart(
        one,
        other,
        not why_not,
        tuple(why_not),
        {key: pair for key in FRAME if (pair := (getattr(a, key), getattr(b, key)))[0] != pair[1]},
        tuple(sorted(name for name in a.data.keys() | b.data.keys() if a.data.get(name) != b.data.get(name))),
        apart(a.economy, b.economy, "economy.", b.provenance),
        apart(a.policy, b.policy, "policy.", b.provenance),
        _measures(one, other, paired=not why_not),
    )


def side(folder: Path, policy: str | None) -> Side:
    """One folder under the rule book named; raises BadInput."""
    record = record_of(folder)
    summary = stored_summary(folder)
    scenario = record.scenario
    if policy is None or (not record.worlds and policy == scenario.policy_name):
        chosen = record.baseline or scenario.policy_name
        return Side(folder, chosen, scenario, record, summary["measures"])
    if policy not in record.worlds:
        known = ", ".join(record.worlds or [scenario.policy_name])
        raise BadInput(
            [
                Problem(
                    str(folder),
                    "--policy",
                    said("has no rule book {policy}; there are {known}", policy=policy, known=known),
                )
            ]
        )
    return Side(folder, policy, record.worlds[policy][0], record, summary["policies"][policy]["measures"])


def _why_not(one: Side, other: Side) -> list[str]:
    """What is not shared, so that two replications of one number did not draw the same."""
    a, b = one.scenario, other.scenario
    unlike = [key for key in SHARED if getattr(a, key) != getattr(b, key)]
    unlike += ["economy"] if a.economy != b.economy else []
    unlike += ["series"] if a.data != b.data else []
    unlike += [key for key in ("version", "streams") if one.record.surroundings[key] != other.record.surroundings[key]]
    there = all((one_side.folder / STORED).is_file() for one_side in (one, other))
    return unlike if there else [*unlike, STORED]


def _measures(one: Side, other: Side, *, paired: bool) -> dict[str, Apart]:
    found = {}
    for name in EVERY:
        if name in one.estimates and name in other.estimates:
            apart_here = _apart(name, one, other, paired=paired)
            if apart_here is not None:
                found[name] = apart_here
    return found


def _apart(name: str, one: Side, other: Side, *, paired: bool) -> Apart | None:
    first, arms = _quoted(one.estimates[name])
    second, other_arms = _quoted(other.estimates[name])
    if first is None or second is None:
        return None
    if not paired:
        return Apart(first, second, second - first, _put_together(first, arms, second, other_arms, 0.0), False)
    if one.digests == other.digests:  # what is the same in everything is the same world
        return Apart(first, second, second - first, arms and (0.0, 0.0), True)
    a, b = one.values.get(name), other.values.get(name)
    if a is not None and b is not None and a.size == b.size and EVERY[name].kind == "mean":
        pairs = mean_of((b - a)[~np.isnan(b - a)])
        if pairs.n == np.isfinite(a).sum() == np.isfinite(b).sum():  # else the two means are of other replications
            return Apart(first, second, second - first, ci95(pairs, "number"), True)
    together = _correlation(a, b)
    return Apart(first, second, second - first, _put_together(first, arms, second, other_arms, together), True)


def _quoted(one: Mapping[str, Any]) -> tuple[float | None, Interval | None]:
    """The value that is quoted, pooled or mean, and its interval."""
    pooled = one["pooled"] is not None
    value, ends = (one["pooled"], one["pooled_ci95"]) if pooled else (one["mean"], one["ci95"])
    return value, None if ends is None else (float(ends[0]), float(ends[1]))


def _put_together(
    first: float, arms: Interval | None, second: float, other_arms: Interval | None, together: float
) -> Interval | None:
    """The interval of ``second - first`` from both intervals and the correlation of the two values."""
    if arms is None or other_arms is None:
        return None
    apart_by = second - first
    down = _reach(second - other_arms[0], arms[1] - first, together)
    up = _reach(other_arms[1] - second, first - arms[0], together)
    return apart_by - down, apart_by + up


def _reach(one: float, other: float, together: float) -> float:
    return math.sqrt(max(one**2 + other**2 - 2 * together * one * other, 0.0))


def _correlation(a: Numbers | None, b: Numbers | None) -> float:
    """The correlation of two values over replications of which some are common; 0 where it cannot be told.

    ``a`` (R,), ``b`` (S,): the correlation of what both have, times the share of common ones among the geometric mean.
    """
    if a is None or b is None:
        return 0.0
    common = min(a.size, b.size)
    both = np.isfinite(a[:common]) & np.isfinite(b[:common])
    x, y = a[:common][both], b[:common][both]
    if x.size < FEWEST or not x.std() or not y.std():
        return 0.0
    whole = math.sqrt(np.isfinite(a).sum() * np.isfinite(b).sum())
    return float(np.corrcoef(x, y)[0, 1]) * x.size / whole
