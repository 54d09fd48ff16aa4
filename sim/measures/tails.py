"""Quantiles and tail means over replications, with what each replication adds to them (D11)."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.measures.intervals import (
    FEWEST,
    UPPER,
    Interval,
    Numbers,
    Pooled,
    jackknife,
    number_ends,
    share_ends,
    student_half,
)

Days = NDArray[np.int64]

TAIL = 0.05
# The tail mean of a normal law lies so many standard deviations below its mean.
_NORMAL_TAIL = 2.0627128075074257
# Replications from which the worst twentieth holds three, and five.
PAIRED, ENOUGH = 60, 100


def quantile_of(samples: list[Days], share: float) -> Pooled:
    """Smallest value that at least ``share`` of the pooled samples of R replications does not exceed; in their unit.

    Its interval holds the values whose share of the samples may be ``share``, each judged by the interval of a share
    (Woodruff 1952, JASA 47, 635); none where no value has so large a share beyond doubt. A pull is that of the share
    over its mean slope there.
    """
    count = sum(one.size > 0 for one in samples)
    if count == 0:
        return Pooled()
    points, totals = np.unique(np.concatenate(samples), return_counts=True)
    size = float(totals.sum())
    below = np.minimum(np.cumsum(totals) / size, 1.0)
    place = int((below >= share - 1e-9 / size).argmax())
    value = float(points[place])
    if count < FEWEST:
        return Pooled(value, n=count)
    squares = np.zeros(points.size)
    pulls = np.zeros(len(samples))
    for row, one in enumerate(samples):
        own = np.searchsorted(np.sort(one), points, side="right")
        moved = (own - below * one.size) / size
        squares += moved**2
        pulls[row] = moved[place]
    low, high = share_ends(below, squares, count)
    # Shares below a value only grow with it, so do the ends of their intervals.
    low, high = np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]
    beyond = int(np.flatnonzero(low < share).max(initial=-1)) + 1  # the first that surely has so large a share
    if beyond == points.size:
        return Pooled(value, n=count)
    ends = float(points[np.flatnonzero(high >= share)[0]]), float(points[beyond])
    slope = (ends[1] - ends[0]) / max(float(high[place] - low[place]), 1e-12)
    return Pooled(value, -pulls * slope, count, (min(ends[0], value), max(ends[1], value)))


def tail_mean(values: Numbers, weights: Numbers, share: float = TAIL) -> Numbers:
    """Mean of the worst ``share`` of the weighted values: ``values`` (R,), ``weights`` (B, R) -> (B,).

    The value at the border counts with the part of its weight that lies within the share.
    """
    order = np.argsort(values)
    sorted_weights = weights[:, order]
    room = share * sorted_weights.sum(axis=1, keepdims=True)
    before = np.cumsum(sorted_weights, axis=1) - sorted_weights
    used = np.clip(room - before, 0.0, sorted_weights)
    return np.asarray((used @ values[order]) / room[:, 0])


def tail_mean_of(values: Numbers) -> Pooled:
    """Mean of the worst twentieth of (R,) values.

    From a hundred replications on the interval is that of a number by the pulls of the tail mean. Fewer have hardly a
    tail: then it also holds the interval of a normal law's tail mean (noncentral t). Below sixty the pulls are too
    few to tell their skewness and are not given on, so that a difference has no interval.
    """
    n = values.size
    value = float(tail_mean(values, np.ones((1, n)))[0])
    if n < FEWEST:
        return Pooled(value, n=n)
    if n >= ENOUGH:
        return Pooled(value, _tail_pulls(values, value), n)
    pulls = jackknife(tail_mean(values, 1.0 - np.eye(n)), np.ones(n, dtype=np.bool_))
    low, high = _normal_tail(values)
    if n >= PAIRED:
        ends = number_ends(value, pulls, n)
        return Pooled(value, pulls, n, (min(low, ends[0]), max(high, ends[1])))
    half = student_half(pulls, n)
    return Pooled(value, n=n, own=(min(low, value - half), max(high, value + half)))


def _tail_pulls(values: Numbers, tail: float) -> Numbers:
    """First-order influence of each value on the tail mean."""
    border = float(np.sort(values)[math.ceil(TAIL * values.size) - 1])
    moved = border + np.minimum(values - border, 0.0) / TAIL - tail
    return np.asarray((moved - moved.mean()) / values.size)


def _normal_tail(values: Numbers) -> Interval:
    """The interval of the tail mean of a normal law from which (R,) values are drawn, by the noncentral t."""
    from scipy.special import nctdtrit

    n, centre, deviation = values.size, float(values.mean()), float(values.std(ddof=1))
    shift = _NORMAL_TAIL * math.sqrt(n)
    low, high = (centre - float(nctdtrit(n - 1, shift, p)) * deviation / math.sqrt(n) for p in (UPPER, 1 - UPPER))
    return low, high
