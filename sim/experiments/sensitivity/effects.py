"""From responses at the points of a design to the effects of parameters, ranked, with what chance alone would give."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.experiments.sensitivity.design import Design, Method
from sim.experiments.twins import Pair
from sim.measures.catalogue import AT_A_POINT
from sim.measures.indices import (
    LEVEL,
    Components,
    Index,
    components,
    elementary_effects,
    morris_indices,
    sobol_indices,
)
from sim.measures.intervals import Interval, Numbers, ci95, mean_of
from sim.scenario.ranges import Range

MOST_BATCHES = 8


@dataclass(frozen=True)
class Responses:
    """A measure at the points of a design: ``whole`` (P,) over all replications, ``batches`` (P, B); NaN for none."""

    whole: Numbers
    batches: Numbers


# What stands between a design and its indices: the points of a design and names of measures -> their responses.
Evaluate = Callable[[Design, Sequence[str]], Mapping[str, Responses]]


@dataclass(frozen=True)
class Effect:
    """What one parameter does to a measure over its range.

    ``value`` is what parameters are ranked by: mu* (Morris), the total index (Sobol), the value at the high end less
    that at the low end (tornado). ``details`` holds the method's other numbers by name, None where they do not exist.
    ``noticeable``: more than chance gives in 95 of 100 studies; None when there are too few replications to say.
    """

    range: Range
    rank: int
    value: float | None
    ci95: Interval | None
    noticeable: bool | None
    details: dict[str, float | Interval | None] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The effect as JSON knows it."""
        told: dict[str, Any] = {"rank": self.rank, "parameter": self.range.key, "zh": self.range.zh}
        told |= {"unit": self.range.unit, "low": self.range.low, "high": self.range.high}
        told |= {"effect": self.value, "ci95": _listed(self.ci95)}
        told |= {name: _listed(one) for name, one in self.details.items()}
        return told | {"noticeable": self.noticeable}


@dataclass(frozen=True)
class Ranking:
    """The effects on one measure, the largest first.

    ``used`` of ``blocks`` base samples, trajectories or parameters have all their values. ``chance_share`` is the share
    of chance in the variance of a single replication between points. ``deviation`` is the standard deviation of the
    noise-free measure over the ranges (Sobol), ``base`` the scenario's own value (tornado). ``infinite`` points have no
    finite value: a measure that is infinite anywhere has neither variance nor effects on a scale, so no index exists;
    a tornado leaves out the parameters concerned.
    """

    measure: str
    unit: str
    effects: tuple[Effect, ...]
    used: int
    blocks: int
    chance_share: float | None = None
    deviation: float | None = None
    base: float | None = None
    infinite: int = 0

    def __getitem__(self, key: str) -> Effect:
        """The effect of one parameter; KeyError when it was not varied."""
        for one in self.effects:
            if one.range.key == key:
                return one
        raise KeyError(key)

    def as_dict(self) -> dict[str, Any]:
        """The ranking as JSON knows it."""
        names = ("unit", "used", "blocks", "chance_share", "deviation", "base", "infinite")
        return {name: getattr(self, name) for name in names} | {"effects": [one.as_dict() for one in self.effects]}


def _listed(value: float | Interval | None) -> float | list[float] | None:
    return list(value) if isinstance(value, tuple) else value


def batches_of(replications: int) -> list[range]:
    """The replications of each batch: as many batches as there are replications, at most eight; lengths differ by one.

    Raises ValueError for fewer than two replications.
    """
    if replications < 2:
        raise ValueError("two replications or more are needed to tell parameters from chance")
    count = min(replications, MOST_BATCHES)
    return [range(b * replications // count, (b + 1) * replications // count) for b in range(count)]


def values_at(pair: Pair, measures: Sequence[str], replications: int) -> Numbers:
    """One point (M, 1 + B): each measure over all replications and over those of each batch; NaN for none.

    A replication that is missing is missing in its batch only.
    """
    parts = [range(replications), *batches_of(replications)]
    return np.array([_values(pair.of(part), measures) for part in parts]).T


def responses_of(values: Numbers, measures: Sequence[str]) -> dict[str, Responses]:
    """The responses of each measure from ``values`` (P, M, 1 + B)."""
    return {name: Responses(values[:, m, 0], values[:, m, 1:]) for m, name in enumerate(measures)}


def _values(pair: Pair, measures: Sequence[str]) -> list[float]:
    """Pooled ratios, means of the others."""
    _, sample = pair.compared()
    found = [sample.known(AT_A_POINT[name]).value for name in measures]
    return [math.nan if one is None else one for one in found]


def rankings(
    design: Design, measures: Sequence[str], evaluate: Evaluate, replications: int, seed: int
) -> tuple[dict[str, Ranking], Mapping[str, Responses]]:
    """Evaluate the design and rank its parameters for each measure; the responses come back beside the rankings."""
    found = evaluate(design, measures)
    return {name: ranking(name, design, found[name], replications, seed) for name in measures}, found


def ranking(measure: str, design: Design, responses: Responses, replications: int, seed: int) -> Ranking:
    """The effects of the design's parameters on ``measure``; ``seed`` is that of the bootstrap."""
    infinite = np.isinf(responses.whole) | np.isinf(responses.batches).any(axis=1)
    made = _RANKINGS[design.method](design, _finite(responses), seed)
    if infinite.any() and design.method != "tornado":
        made = _Made([_Row(None, None, None, {})] * len(design.ranges), 0, design.size)
    size = replications / responses.batches.shape[1]
    order = sorted(range(len(made.rows)), key=lambda j: _importance(made.rows[j], design.method), reverse=True)
    effects: list[Effect] = []
    for rank, j in enumerate(order, start=1):
        row = made.rows[j]
        effects.append(Effect(design.ranges[j], rank, row.value, row.ci95, row.noticeable, row.details))
    return Ranking(
        measure=measure,
        unit=AT_A_POINT[measure].unit,
        effects=tuple(effects),
        used=made.used,
        blocks=made.blocks,
        chance_share=None if made.components is None else made.components.chance_share(size),
        deviation=made.deviation,
        base=made.base,
        infinite=int(infinite.sum()),
    )


def _finite(responses: Responses) -> Responses:
    """The responses with an infinite value as none."""
    return Responses(*(np.where(np.isinf(each), np.nan, each) for each in (responses.whole, responses.batches)))


def _importance(row: "_Row", method: Method) -> float:
    """What parameters are sorted by; an estimated share of variance below zero is small, not large."""
    if row.value is None:
        return -math.inf
    return abs(row.value) if method == "tornado" else row.value


@dataclass(frozen=True)
class _Row:
    value: float | None
    ci95: Interval | None
    noticeable: bool | None
    details: dict[str, float | Interval | None]


@dataclass(frozen=True)
class _Made:
    """What a method makes of the responses: a row per parameter, in the design's order."""

    rows: list[_Row]
    used: int
    blocks: int
    components: Components | None = None
    deviation: float | None = None
    base: float | None = None


def _morris(design: Design, responses: Responses, seed: int) -> _Made:
    del seed  # nothing is resampled
    count = len(design.ranges)
    unit = design.simulated.reshape(design.size, count + 1, count)
    values = responses.batches.reshape(design.size, count + 1, -1)
    found = morris_indices(elementary_effects(unit, values))
    if found is None:
        return _Made([_Row(None, None, None, {})] * count, 0, design.size)
    rows = [
        _Row(
            found.mu_star[j].value,
            found.mu_star[j].ci95,
            _noticeable(found.chance[j]),
            {"mu": found.mu[j], "sigma": found.sigma[j], "noise": found.noise[j], "chance": found.chance[j]},
        )
        for j in range(count)
    ]
    return _Made(rows, found.used, design.size, _table(responses.batches))


def _sobol(design: Design, responses: Responses, seed: int) -> _Made:
    count = len(design.ranges)
    values = responses.batches.reshape(design.size, count + 2, -1)
    found = sobol_indices(values, seed)
    if found is None:
        return _Made([_Row(None, None, None, {})] * count, 0, design.size)
    rows = [_sobol_row(found.first[j], found.total[j], found.chance[j]) for j in range(count)]
    deviation = math.sqrt(found.variance) if found.variance > 0 else None
    return _Made(rows, found.used, design.size, found.components, deviation)


def _sobol_row(first: Index, total: Index, chance: float | None) -> _Row:
    details: dict[str, float | Interval | None] = {"first": first.value, "first_ci95": first.ci95, "chance": chance}
    return _Row(total.value, total.ci95, _noticeable(chance), details)


def _tornado(design: Design, responses: Responses, seed: int) -> _Made:
    """Low and high ends against each other, on the same replications; intervals over batches."""
    del seed  # nothing is resampled
    base = float(responses.whole[0])
    low, high = responses.whole[1::2], responses.whole[2::2]
    batches = zip(responses.batches[1::2], responses.batches[2::2], strict=True)
    rows = [_swing(float(a), float(b), *both) for a, b, both in zip(low, high, batches, strict=True)]
    used = len([row for row in rows if row.value is not None])
    return _Made(rows, used, len(rows), base=None if math.isnan(base) else base)


def _swing(low: float, high: float, low_batches: Numbers, high_batches: Numbers) -> _Row:
    """From both ends' values over all replications and by batch.

    Where a batch has a value at one end only, chance that is alike at both ends does not cancel in the difference of
    all replications; the effect is then the mean difference of the batches that have both.
    """
    ends: dict[str, float | Interval | None] = {
        name: None if math.isnan(one) else one for name, one in (("at_low", low), ("at_high", high))
    }
    between = high_batches - low_batches
    paired = between[~np.isnan(between)]
    if None in ends.values() or not paired.size:
        return _Row(None, None, None, ends)
    unpaired = bool((np.isnan(low_batches) != np.isnan(high_batches)).any())
    value = float(paired.mean()) if unpaired else high - low
    interval = ci95(replace(mean_of(paired), value=value), "number")
    noticeable = None if interval is None else not interval[0] <= 0.0 <= interval[1]
    return _Row(value, interval, noticeable, ends)


def _noticeable(chance: float | None) -> bool | None:
    return None if chance is None else chance <= LEVEL


def _table(batches: Numbers) -> Components | None:
    """Variance components over the points that have all values of the batches that have any; None for too few."""
    there = batches[:, ~np.isnan(batches).all(axis=0)]
    kept = there[~np.isnan(there).any(axis=1)]
    return components(kept) if min(kept.shape) > 1 else None


_RANKINGS: dict[Method, Callable[[Design, Responses, int], _Made]] = {
    "morris": _morris,
    "sobol": _sobol,
    "tornado": _tornado,
}
