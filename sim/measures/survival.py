"""Time to exit: Kaplan–Meier curves with right-censoring and, for exit routes, competing risks (D11)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.measures.intervals import FEWEST, Numbers, Pooled, share_ends

Days = NDArray[np.int64]
# Durations (N,) of one replication and whether each ended by leaving; others are censored.
Sample = tuple[Days, NDArray[np.bool_]]
Samples = list[Sample]

YEAR = 365.25


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve.

    ``days`` (K,) on which something left, ascending from 0; ``held`` (K,) the share still held from that day to the
    next, ``low`` and ``high`` (K,) its 95 % band (equal to ``held`` for fewer than three
    replications), ``at_risk`` (K,) those
    still watched just before the day.
    """

    days: Days
    held: Numbers
    low: Numbers
    high: Numbers
    at_risk: NDArray[np.int64]
    positions: int

    @property
    def median_days(self) -> float | None:
        """First day on which no more than half is still held; None when that day lies beyond the data."""
        reached = np.flatnonzero(self.held <= HALF)
        return float(self.days[reached[0]]) if reached.size else None


@dataclass(frozen=True)
class Incidence:
    """Aalen–Johansen: ``days`` (K,) and, by route, the share (K,) that has left by it; they sum to 1 − ``held``."""

    days: Days
    by_route: dict[str, Numbers]
    held: Numbers
    positions: int


# A survival of exactly one half, reached through a product of fractions, may sit a rounding error above it.
HALF = 0.5 + 1e-12


def median_days(durations: Days, left: NDArray[np.bool_]) -> float | None:
    """Kaplan–Meier median of one sample: ``durations`` (N,) and whether each ended by leaving (else censored)."""
    if durations.size == 0:
        return None
    return exit_curve([(durations, left)]).median_days


def held_at(durations: Days, left: NDArray[np.bool_], day: int) -> float | None:
    """Kaplan–Meier share still held after ``day``; None where nothing was watched for so long and some was held."""
    if durations.size == 0:
        return None
    curve = exit_curve([(durations, left)])
    held = float(curve.held[np.searchsorted(curve.days, day, side="right") - 1])
    return held if held == 0.0 or int(durations.max()) >= day else None


def exit_curve(samples: Samples) -> Curve:
    """Curve pooled over the samples of R replications, with its band from three replications with holdings on.

    Those who leave on a day count as still held when others are censored on the same day. At each day the band is the
    interval of a share (``sim.measures.intervals``).
    """
    return _pooled(samples)[0]


def exit_median(samples: Samples) -> Pooled:
    """Kaplan–Meier median in days of the pooled samples; nothing without holdings or where half is never reached.

    Its interval holds the days at which one half lies within the band of the curve (Brookmeyer and Crowley 1982,
    Biometrics 38, 29); none where the band never falls below one half. A pull is that of the curve at the median over
    the mean slope of the band there.
    """
    if not any(durations.size for durations, _ in samples):
        return Pooled()
    curve, risk = _pooled(samples)
    count = sum(durations.size > 0 for durations, _ in samples)
    if curve.median_days is None:
        return Pooled()
    place = int(np.searchsorted(curve.days, curve.median_days))
    beyond = int(np.flatnonzero(curve.high > HALF).max(initial=-1)) + 1
    if count < FEWEST or beyond == curve.days.size:
        return Pooled(curve.median_days, n=count)
    low, high = float(curve.days[np.flatnonzero(curve.low <= HALF)[0]]), float(curve.days[beyond])
    slope = (high - low) / max(float(curve.high[place] - curve.low[place]), 1e-12)
    pulls = np.array([_pulls(curve.days, risk, one)[place] for one in samples]) * slope
    return Pooled(curve.median_days, pulls, count, (min(low, curve.median_days), max(high, curve.median_days)))


def _pooled(samples: Samples) -> tuple[Curve, "_Risk"]:
    """The curve and its risk table; replication by replication, so that no table of all is held."""
    days = np.unique(np.concatenate([np.zeros(1, dtype=np.int64), *(durations for durations, _ in samples)]))
    exits, ended = np.zeros(days.size), np.zeros(days.size)
    for one in samples:
        left, gone = _counts(days, one)
        exits += left
        ended += gone
    at_risk = _at_risk(ended)
    risk = _Risk(exits, at_risk, _survival(exits, at_risk))
    count = sum(durations.size > 0 for durations, _ in samples)
    low = high = risk.held
    if count >= FEWEST:
        squares = np.zeros(days.size)
        for one in samples:
            squares += _pulls(days, risk, one) ** 2
        low, high = share_ends(np.clip(risk.held, 0.0, 1.0), squares, count)
        # A curve that only falls has a band that only falls: what is known of a day holds before or after it.
        low, high = np.maximum.accumulate(low[::-1])[::-1], np.minimum.accumulate(high)
    size = sum(durations.size for durations, _ in samples)
    return Curve(days, risk.held, low, high, at_risk.astype(np.int64), size), risk


@dataclass(frozen=True)
class _Risk:
    """At each day (K,): exits, those still watched before it, and the share held after it."""

    exits: Numbers
    at_risk: Numbers
    held: Numbers


def _pulls(days: Days, risk: _Risk, sample: Sample) -> Numbers:
    """What one replication adds to the curve at each day (K,): its exits beyond those expected of it (Greenwood)."""
    left, gone = _counts(days, sample)
    own = _at_risk(gone)
    rest = risk.at_risk - risk.exits
    expected = own * risk.exits / np.maximum(risk.at_risk, 1.0)
    return np.asarray(-risk.held * np.cumsum(np.where(rest > 0, (left - expected) / np.maximum(rest, 1.0), 0.0)))


def incidence(samples: list[tuple[Days, NDArray[np.int64]]], routes: tuple[str, ...]) -> Incidence:
    """Cumulative incidence by route, pooled: ``samples`` hold durations and the number of the route, -1 if censored."""
    curve, table = _pooled([(durations, route >= 0) for durations, route in samples])
    days, held, risk = curve.days, table.held, table.at_risk
    before = np.concatenate([[1.0], held[:-1]])
    by_route: dict[str, Numbers] = {}
    for number, name in enumerate(routes):
        exits = np.zeros(days.size)
        for durations, route in samples:
            np.add.at(exits, np.searchsorted(days, durations[route == number]), 1.0)
        by_route[name] = np.cumsum(before * exits / np.maximum(risk, 1.0))
    return Incidence(days, by_route, held, sum(durations.size for durations, _ in samples))


def _counts(days: Days, sample: Sample) -> tuple[Numbers, Numbers]:
    """Exits and all ends, censored ones included, of one replication on each of ``days`` (K,)."""
    durations, gone = sample
    place = np.searchsorted(days, durations)
    return (
        np.bincount(place[gone], minlength=days.size).astype(np.float64),
        np.bincount(place, minlength=days.size).astype(np.float64),
    )


def _at_risk(ended: Numbers) -> Numbers:
    """How many had not ended before each day, along the last axis."""
    return np.asarray(np.cumsum(ended[..., ::-1], axis=-1)[..., ::-1])


def _survival(exits: Numbers, risk: Numbers) -> Numbers:
    """Product-limit estimate along the last axis; a day with nobody left changes nothing."""
    return np.asarray(np.cumprod(1.0 - exits / np.where(risk > 0, risk, 1.0), axis=-1))
