"""Time to exit: Kaplan–Meier curves with right-censoring and, for exit routes, competing risks (D11)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
Numbers = NDArray[np.float64]

YEAR = 365.25


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve.

    ``days`` (K,) on which something left, ascending from 0; ``held`` (K,) the share still held from that day to the
    next, ``low`` and ``high`` (K,) its 95 % band (equal to ``held`` for a single replication), ``at_risk`` (K,) those
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


def exit_curve(samples: list[tuple[Days, NDArray[np.bool_]]], weights: Numbers | None = None) -> Curve:
    """Curve pooled over the samples of R replications, its band from ``weights`` (B, R) of the bootstrap.

    Those who leave on a day count as still held when others are censored on the same day.
    """
    days, left, ended = _tables(samples)
    exits, risk = left.sum(axis=0), _at_risk(ended.sum(axis=0))
    held = _survival(exits, risk)
    low = high = held
    if weights is not None and len(samples) > 1:
        draws = survival_draws(left, ended, weights)
        low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    return Curve(days, held, low, high, risk.astype(np.int64), sum(durations.size for durations, _ in samples))


def median_draws(samples: list[tuple[Days, NDArray[np.bool_]]], weights: Numbers) -> Numbers:
    """Kaplan–Meier median in days of each bootstrap draw (B,); infinite where half is never reached."""
    days, left, ended = _tables(samples)
    reached = survival_draws(left, ended, weights) <= HALF
    return np.where(reached.any(axis=1), days[reached.argmax(axis=1)].astype(np.float64), np.inf)


def incidence(samples: list[tuple[Days, NDArray[np.int64]]], routes: tuple[str, ...]) -> Incidence:
    """Cumulative incidence by route, pooled: ``samples`` hold durations and the number of the route, -1 if censored."""
    days, left, ended = _tables([(durations, route >= 0) for durations, route in samples])
    risk = _at_risk(ended.sum(axis=0))
    held = _survival(left.sum(axis=0), risk)
    before = np.concatenate([[1.0], held[:-1]])
    by_route: dict[str, Numbers] = {}
    for number, name in enumerate(routes):
        exits = np.zeros(days.size)
        for durations, route in samples:
            np.add.at(exits, np.searchsorted(days, durations[route == number]), 1.0)
        by_route[name] = np.cumsum(before * exits / np.maximum(risk, 1.0))
    return Incidence(days, by_route, held, sum(durations.size for durations, _ in samples))


def survival_draws(left: Numbers, ended: Numbers, weights: Numbers) -> Numbers:
    """Survival curves (B, K) of weighted sums of replications' exits (R, K) and ends (R, K)."""
    return _survival(weights @ left, _at_risk(weights @ ended))


def _tables(samples: list[tuple[Days, NDArray[np.bool_]]]) -> tuple[Days, Numbers, Numbers]:
    """Days on which anything ends (K,), with 0; exits and all ends, censored ones included, by replication (R, K)."""
    days = np.unique(np.concatenate([np.zeros(1, dtype=np.int64), *(durations for durations, _ in samples)]))
    left, ended = np.zeros((len(samples), days.size)), np.zeros((len(samples), days.size))
    for row, (durations, gone) in enumerate(samples):
        np.add.at(left[row], np.searchsorted(days, durations[gone]), 1.0)
        np.add.at(ended[row], np.searchsorted(days, durations), 1.0)
    return days, left, ended


def _at_risk(ended: Numbers) -> Numbers:
    """How many had not ended before each day, along the last axis."""
    return np.asarray(np.cumsum(ended[..., ::-1], axis=-1)[..., ::-1])


def _survival(exits: Numbers, risk: Numbers) -> Numbers:
    """Product-limit estimate along the last axis; a day with nobody left changes nothing."""
    return np.asarray(np.cumprod(1.0 - exits / np.where(risk > 0, risk, 1.0), axis=-1))
