"""Rule books on the same draws, subtracted: paired differences, their intervals, and which may be the best.

A plain measure is the mean of its paired differences, a pooled ratio or rate the difference of the two pooled values.
What a replication adds to the difference is what it adds to the one less what it adds to the other, so that shared
luck cancels; the interval is that of ``sim.measures.intervals``.

The multiple comparison with the best is Hsu's (Hsu 1984, Annals of Statistics 12, 1136; 1996, Multiple Comparisons),
for common random numbers as Yang and Nelson (1991, Operations Research 39, 583) and Nakayama (1997) do it: intervals of
all pairs that hold together by Bonferroni, from the standard deviations of paired differences, imply intervals for each
rule book's distance to the best of the others. It assumes nothing about how rule books are correlated, and errs on the
side of calling too few of them worse.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.measures.catalogue import EVERY
from sim.measures.estimates import Sample
from sim.measures.intervals import Interval, Numbers, ci95, difference_ci95, difference_error, mean_of

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure under one rule book less the same under another.

    ``probability_better`` is the share of the ``n`` replications in which both exist where the first is strictly
    better; None for a measure of which neither more nor less is better. What does not exist is None.
    """

    mean: float | None = None
    ci95: Interval | None = None
    probability_better: float | None = None
    n: int = 0

    @property
    def half_width(self) -> float | None:
        """Half the length of the interval."""
        return None if self.ci95 is None else (self.ci95[1] - self.ci95[0]) / 2

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON knows it."""
        interval = None if self.ci95 is None else list(self.ci95)
        return {"mean": self.mean, "ci95": interval, "probability_better": self.probability_better, "n": self.n}


@dataclass(frozen=True, slots=True)
class Split:
    """A difference from the baseline in two: ``price`` with the baseline's supply held, ``supply`` the rest of it.

    ``better_ci95`` is the interval of the chance that a replication is better in price: what a wording does as a rule,
    where a few replications in which a decision turns on it outweigh the others in the mean.
    """

    price: Difference
    supply: Difference
    better_ci95: Interval | None = None

    def as_dict(self) -> dict[str, Any]:
        """The two as JSON knows them, beside the mean that is their sum."""
        parts = {"price": self.price.as_dict(), "supply": self.supply.as_dict()}
        means = {name: one["mean"] for name, one in parts.items()}
        ends = {f"{name}_ci95": one["ci95"] for name, one in parts.items()}
        better = {
            "price_probability_better": self.price.probability_better,
            "price_probability_better_ci95": None if self.better_ci95 is None else list(self.better_ci95),
        }
        return means | ends | better


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a rule book is from the best of the others, positive when it is better than all of them.

    ``ci95`` holds for all rule books together; ``may_be_best``: no other is better beyond doubt.
    """

    distance: float
    ci95: Interval
    may_be_best: bool

    def as_dict(self) -> dict[str, Any]:
        """The distance as JSON knows it."""
        return {"distance": self.distance, "ci95": list(self.ci95), "may_be_best": self.may_be_best}


def difference(one: Sample, other: Sample, measure: str) -> Difference:
    """``one`` less ``other`` in ``measure``; raises ValueError when they hold different numbers of replications."""
    if one.replications != other.replications:
        raise ValueError(f"{one.replications} replications cannot be paired with {other.replications}")
    pairs = paired(one, other, measure)
    better = _probability_better(pairs, EVERY[measure].better)
    known = EVERY[measure]
    if known.kind == "mean":
        found = mean_of(pairs)
        return Difference(found.value, ci95(found, "number"), better, pairs.size)
    first, second = one.known(known), other.known(known)
    apart = first - second
    # What is the same in everything is the same world, not two shares that happen to be alike.
    ends = ci95(apart, "number") if one.same(other) else difference_ci95(first, second, known.law)
    return Difference(apart.value, ends, None if apart.value is None else better, pairs.size)


def differences(one: Sample, other: Sample) -> dict[str, Difference]:
    """Every measure that both know, in the order of the catalogue."""
    known = (one.values.keys() | one.pooled.keys()) & (other.values.keys() | other.pooled.keys())
    return {name: difference(one, other, name) for name in EVERY if name in known}


def split(free: Sample, held: Sample, baseline: Sample) -> dict[str, Split]:
    """What is price and what is supply in ``free`` less ``baseline``; ``held`` is ``free`` on the baseline's supply."""
    price, supply = differences(held, baseline), differences(free, held)
    return {name: Split(price[name], supply[name], _better_ci95(held, baseline, name)) for name in price}


def _better_ci95(one: Sample, other: Sample, measure: str) -> Interval | None:
    sign, pairs = EVERY[measure].better, paired(one, other, measure)
    return ci95(mean_of((sign * pairs > 0).astype(np.float64)), "share") if sign else None


def paired(one: Sample, other: Sample, measure: str) -> Numbers:
    """Differences by replication where both exist (n,)."""
    nothing: Numbers = np.empty(0)
    values, others = one.values.get(measure, nothing), other.values.get(measure, nothing)
    if not values.size or not others.size:
        return nothing
    with np.errstate(invalid="ignore"):  # two that are infinite have no difference
        both = values - others
    return np.asarray(both[~np.isnan(both)])


def best(samples: Mapping[str, Sample], measure: str) -> dict[str, Distance]:
    """Each rule book's distance to the best of the others in ``measure``, with joint 95 % intervals.

    Rule books in which the measure does not exist are left out; empty for fewer than two, where a difference has no
    interval, or for a measure of which neither more nor less is better.
    """
    sign = EVERY[measure].better
    if sign == 0:
        return {}
    exists = [name for name, sample in samples.items() if sample.known(EVERY[measure]).value is not None]
    if len(exists) < 2:
        return {}
    number = len(exists) * (len(exists) - 1) // 2
    found: dict[str, Distance] = {}
    for name in exists:
        ends: list[tuple[float, float, float]] = []
        for rival in exists:
            if rival == name:
                continue
            gap = _gap(samples[name], samples[rival], measure, number)
            if gap is None:
                return {}
            ends.append((sign * gap[0], sign * gap[0] - gap[1], sign * gap[0] + gap[1]))
        low, high = min(end[1] for end in ends), min(end[2] for end in ends)
        # Hsu's constraint: the interval reaches to zero, so that it answers whether and by how much at most.
        found[name] = Distance(min(end[0] for end in ends), (min(low, 0.0), max(high, 0.0)), high >= 0.0)
    return found


def _gap(one: Sample, other: Sample, measure: str, comparisons: int) -> tuple[float, float] | None:
    """A difference, and the half-width of its interval that holds together with those of all ``comparisons``."""
    from scipy.special import stdtrit

    known = EVERY[measure]
    if known.kind == "mean":
        apart = mean_of(paired(one, other, measure))
        error = apart.error
    else:
        first, second = one.known(known), other.known(known)
        apart, error = first - second, difference_error(first, second, known.law)
    if apart.value is None or error is None:
        return None
    return apart.value, float(stdtrit(apart.n - 1, 1.0 - ALPHA / (2 * comparisons))) * error


def _probability_better(pairs: Numbers, sign: int) -> float | None:
    if sign == 0 or pairs.size == 0:
        return None
    return float(np.mean(sign * pairs > 0))


def replications_needed(half_width: float, pilot: int, target: float) -> int:
    """Replications after which an interval that is ``half_width`` wide on ``pilot`` replications reaches ``target``.

    The smallest n with t(n - 1) s / sqrt(n) <= target, where s is the deviation that the pilot's half-width implies;
    for large n this is (z s / target)². At least 2. Raises ValueError unless ``target`` > 0 and ``pilot`` >= 2.
    """
    from scipy.special import stdtrit

    if target <= 0 or pilot < 2:
        raise ValueError("a target above zero and a pilot of two replications or more are needed")
    if half_width <= 0:
        return 2
    deviation = half_width * math.sqrt(pilot) / float(stdtrit(pilot - 1, 1 - ALPHA / 2))
    low, high = 1, 2

    def wide(n: int) -> bool:
        return float(stdtrit(n - 1, 1 - ALPHA / 2)) * deviation / math.sqrt(n) > target

    while wide(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return high
