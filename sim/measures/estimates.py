"""From replications to estimates: pooled ratios with bootstrap intervals, means with t intervals, quantiles (D11)."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.economy.streams import bootstrap_weights
from sim.ledger.history import NEVER
from sim.measures.catalogue import CATALOGUE, Measure
from sim.measures.flows import Dated, by_day, with_nav
from sim.measures.irr import bootstrap_irr, xirr
from sim.measures.people import MONTH, WAIT_QUANTILES
from sim.measures.positions import INSTRUMENTS
from sim.measures.reduce import FEN, PUBLIC, RATES, Reduced
from sim.measures.survival import YEAR, Days, exit_curve, median_draws
from sim.measures.treasury import back_day
from sim.scenario.scenario_schema import Scenario

Numbers = NDArray[np.float64]
Interval = tuple[float, float]

DRAWS = 500
TAIL = 0.05
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
# Times that a replication may not reach by the horizon; what the others alone say would be too early.
CENSORED = ("back_year", "median_years")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure over replications: ``pooled`` of the summed ingredients, the others of its values by replication.

    ``n`` counts the replications in which the measure exists. What does not exist is None, never NaN: an interval of
    one replication, the pooled value of a plain count or amount, everything of a measure that never exists.
    """

    unit: str
    pooled: float | None = None
    pooled_ci95: Interval | None = None
    mean: float | None = None
    ci95: Interval | None = None
    sd: float | None = None
    p5: float | None = None
    p25: float | None = None
    p50: float | None = None
    p75: float | None = None
    p95: float | None = None
    n: int = 0

    @property
    def half_width(self) -> float | None:
        """Half the length of the interval that is reported first: that of the pooled value, else of the mean."""
        interval = self.ci95 if self.pooled is None else self.pooled_ci95
        return None if interval is None else (interval[1] - interval[0]) / 2

    def as_dict(self) -> dict[str, Any]:
        """The estimate as JSON knows it, intervals as lists."""
        names = ("unit", "pooled", "pooled_ci95", "mean", "ci95", "sd", "p5", "p25", "p50", "p75", "p95", "n")
        values = {name: getattr(self, name) for name in names}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


Pooled = tuple[float | None, Numbers | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """What R replications say of every measure, before it is summed up.

    ``values`` maps a measure to its values by replication (R,), NaN where it does not exist. ``pooled`` maps a measure
    to its pooled value (None where none exists) and its bootstrap draws (B,), NaN where a draw has no value, None where
    there are no draws; row b of every measure belongs to the same bootstrap sample of replications.
    """

    values: dict[str, Numbers]
    pooled: dict[str, Pooled]
    replications: int


def sample_of(reduced: list[Reduced], seed: int, draws: int = DRAWS) -> Sample:
    """The sample of all measures, with ``draws`` bootstrap draws from ``seed``; the same seed and number of
    replications give the same bootstrap samples, so two samples can be subtracted draw by draw.

    Raises ValueError without replications.
    """
    if not reduced:
        raise ValueError("estimates need at least one replication")
    weights = bootstrap_weights(seed, draws, len(reduced)) if len(reduced) > 1 else np.empty((0, 1))
    values = {name: _column([one.values.get(name) for one in reduced]) for name in reduced[0].values}
    return Sample(values, pooled_ratios(reduced, weights) | _special(reduced, weights), len(reduced))


def _column(values: list[float | None]) -> Numbers:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def estimate(reduced: list[Reduced], scenario: Scenario, draws: int = DRAWS) -> dict[str, Estimate]:
    """Every measure of the catalogue, in its order.

    ``draws`` bootstrap samples over replications, from the scenario's seed. Raises ValueError without replications.
    """
    return estimates_of(sample_of(reduced, scenario.seed, draws), CATALOGUE)


def estimates_of(sample: Sample, measures: Mapping[str, Measure]) -> dict[str, Estimate]:
    """The estimate of each of ``measures``, in their order."""
    estimates: dict[str, Estimate] = {}
    for name, measure in measures.items():
        point, draws = sample.pooled.get(name, (None, None))
        values = sample.values.get(name, np.empty(0))
        values = values[~np.isnan(values)]
        partly = name.endswith(CENSORED) and values.size < sample.replications
        spread = {} if partly else _spread(values)
        n = sample.replications if name in POOLED_ONLY and point is not None else values.size
        interval = None if draws is None else bootstrap_ci95(draws)
        estimates[name] = Estimate(measure.unit, point, interval, **spread, n=n)
    return estimates


def mean_ci95(values: Numbers) -> Interval | None:
    """Student's t interval for the mean of (N,) values; None for fewer than two."""
    from scipy.special import stdtrit

    if values.size < 2:
        return None
    half = float(stdtrit(values.size - 1, 0.975)) * float(values.std(ddof=1)) / math.sqrt(values.size)
    centre = float(values.mean())
    return centre - half, centre + half


def bootstrap_ci95(draws: Numbers) -> Interval | None:
    """Middle 95 % of the bootstrap draws (B,); NaN draws (no value) are left out, infinite ends have no interval."""
    kept = np.sort(draws[~np.isnan(draws)])
    if kept.size == 0:
        return None
    low, high = kept[int(0.025 * (kept.size - 1))], kept[math.ceil(0.975 * (kept.size - 1))]
    return (float(low), float(high)) if math.isfinite(low) and math.isfinite(high) else None


def pooled_ratios(reduced: list[Reduced], weights: Numbers) -> dict[str, Pooled]:
    """Sum of numerators over sum of denominators of each ratio; (None, None) where all denominators are 0.

    ``weights`` (B, R) give the draws (B,).
    """
    names = list(reduced[0].parts)
    above = np.array([[float(one.parts[name][0]) for name in names] for one in reduced])
    below = np.array([[float(one.parts[name][1]) for name in names] for one in reduced])
    tops, bottoms = weights @ above, weights @ below
    draws = np.divide(tops, bottoms, out=np.full_like(tops, np.nan), where=bottoms != 0)
    out: dict[str, Pooled] = {}
    for column, name in enumerate(names):
        top, bottom = (sum(one.parts[name][side] for one in reduced) for side in (0, 1))
        out[name] = (top / bottom, draws[:, column] if len(weights) else None) if bottom else (None, None)
    return out


def pooled_irr(flows: list[Dated], weights: Numbers) -> Pooled:
    """IRR of the summed flows of all replications, with its bootstrap draws (B,) for ``weights`` (B, R)."""
    point = xirr(*by_day(np.concatenate([days for days, _ in flows]), np.concatenate([fen for _, fen in flows])))
    if point is None or len(weights) == 0:
        return point, None
    return point, bootstrap_irr(flows, weights)


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


def weighted_quantile(samples: list[NDArray[np.int64]], weights: Numbers, share: float) -> Numbers:
    """Smallest value that at least ``share`` of the pooled samples does not exceed, for each weighting (B, R) -> (B,).

    NaN for a draw whose replications hold no values.
    """
    pooled = np.unique(np.concatenate(samples))
    counts = np.zeros((len(samples), pooled.size))
    for row, sample in enumerate(samples):
        np.add.at(counts[row], np.searchsorted(pooled, sample), 1.0)
    below = np.cumsum(weights @ counts, axis=1)
    place = (below >= share * below[:, -1:] - 1e-9).argmax(axis=1)
    return np.where(below[:, -1] > 0, pooled[place].astype(np.float64), np.nan)


def _special(reduced: list[Reduced], weights: Numbers) -> dict[str, Pooled]:
    """Pooled measures that are no plain ratio: rates of return, tail mean, times."""
    out: dict[str, Pooled] = {}
    for group in RATES:
        held = [with_nav(one.flows[group], one.navs.get(group, 0), one.horizon) for one in reduced]
        out[f"{group}.irr"] = pooled_irr(held, weights)
    out["public.irr_realised"] = pooled_irr([one.flows["public"] for one in reduced], weights)
    for group in PUBLIC:
        out[f"{group}.cvar95"] = _cvar(reduced, weights, group)
    out["treasury.back_year"] = _back_year(reduced, weights)
    for instrument in ("", *INSTRUMENTS):
        out[f"{instrument}.exit.median_years" if instrument else "exit.median_years"] = _exit_median(
            reduced, weights, instrument
        )
    for name, (kind, share) in WAIT_QUANTILES.items():
        out[name] = _wait_quantile([one.waits[kind] for one in reduced], weights, share)
    return out


def _pooled(point: float | None, draws: Callable[[], Numbers], weights: Numbers) -> Pooled:
    """A point with its draws, which are only made where both exist."""
    return point, draws() if point is not None and len(weights) else None


def _cvar(reduced: list[Reduced], weights: Numbers, group: str) -> Pooled:
    """Mean net result in yuan of the worst twentieth of replications; None when no money of the group was paid."""
    worth, paid = np.array([one.parts[f"{group}.tvpi"] for one in reduced]).T
    if not paid.any():
        return None, None
    results = (worth - paid) / FEN
    point = float(tail_mean(results, np.ones((1, results.size)))[0])
    return _pooled(point, lambda: tail_mean(results, weights), weights)


def _exit_median(reduced: list[Reduced], weights: Numbers, instrument: str) -> Pooled:
    """Kaplan–Meier median years to exit of the pooled positions."""
    return _median_years([one.positions.durations(instrument) for one in reduced], weights)


def _back_year(reduced: list[Reduced], weights: Numbers) -> Pooled:
    """Kaplan–Meier median over replications of the years until the treasury's cash is back."""
    return _median_years([_time_out(one) for one in reduced], weights)


def _time_out(one: Reduced) -> tuple[Days, NDArray[np.bool_]]:
    """Days until the treasury's cash is back, or to the horizon, and which of the two; empty without appropriations."""
    if one.flows["treasury"][1].size == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    day = back_day(one.flows["treasury"])
    return np.array([one.horizon if day == NEVER else day]), np.array([day != NEVER])


def _median_years(samples: list[tuple[Days, NDArray[np.bool_]]], weights: Numbers) -> Pooled:
    """Kaplan–Meier median in years of pooled durations; None without any and where half is never reached."""
    if not any(days.size for days, _ in samples):
        return None, None
    days = exit_curve(samples).median_days
    return _pooled(None if days is None else days / YEAR, lambda: median_draws(samples, weights) / YEAR, weights)


def _wait_quantile(samples: list[NDArray[np.int64]], weights: Numbers, share: float) -> Pooled:
    """Quantile in months of pooled waiting times."""
    if not any(sample.size for sample in samples):
        return None, None
    point = float(weighted_quantile(samples, np.ones((1, len(samples))), share)[0]) / MONTH
    return _pooled(point, lambda: weighted_quantile(samples, weights, share) / MONTH, weights)


# Measures that exist over replications only; their n is the number of replications.
POOLED_ONLY = frozenset(f"{group}.cvar95" for group in PUBLIC)


def _spread(array: Numbers) -> dict[str, Any]:
    """Mean, its interval, standard deviation and quantiles of the values by replication that exist."""
    if array.size == 0:
        return {}
    quantiles = [float(q) for q in np.quantile(array, LEVELS)]
    spread: dict[str, Any] = dict(zip(("p5", "p25", "p50", "p75", "p95"), quantiles, strict=True))
    sd = float(array.std(ddof=1)) if array.size > 1 else None
    return spread | {"mean": float(array.mean()), "ci95": mean_ci95(array), "sd": sd}
