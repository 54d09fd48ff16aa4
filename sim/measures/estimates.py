"""From replications to estimates: pooled values and means with their intervals, quantiles (D11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER
from sim.measures.catalogue import CATALOGUE, Measure
from sim.measures.city import has_outlay
from sim.measures.flows import Dated, by_day, with_nav
from sim.measures.intervals import FEWEST, Interval, Numbers, Pooled, ci95, jackknife, mean_of, ratio_of
from sim.measures.irr import rates_without, xirr
from sim.measures.pipeline import CONVERTING, MONTH, WAIT_QUANTILES, kink
from sim.measures.positions import EACH_AND_ALL
from sim.measures.reduce import FEN, PUBLIC, RATES, Reduced
from sim.measures.survival import YEAR, Days, exit_median
from sim.measures.tails import quantile_of, tail_mean_of
from sim.measures.treasury import back_day

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
# Times that a replication may not reach by the horizon; what the others alone say would be too early.
CENSORED = ("back_year", "median_years", "payback_years")
# Years until taxes cover the outlay: all of them, and those that would not be paid otherwise (in comparisons).
PAYBACKS = ("city.tax_payback_years", "additionality.tax_payback_years")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure over replications: ``pooled`` of the summed ingredients, the others of its values by replication.

    ``n`` counts the replications in which the measure exists. What does not exist is None, never NaN: an interval of
    fewer than three replications, the pooled value of a plain count or amount, everything of a measure that never
    exists.
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


@dataclass(frozen=True, slots=True)
class Sample:
    """What R replications say of every measure, before it is summed up.

    ``values`` maps a measure to its values by replication (R,), NaN where it does not exist; ``pooled`` maps a ratio or
    rate to its pooled value with what each replication adds to it.
    """

    values: dict[str, Numbers]
    pooled: dict[str, Pooled]
    replications: int

    def same(self, other: "Sample") -> bool:
        """Whether every measure has the same value in every replication."""
        return self.values.keys() == other.values.keys() and all(
            np.array_equal(values, other.values[name], equal_nan=True) for name, values in self.values.items()
        )

    def known(self, measure: Measure) -> Pooled:
        """The pooled value of a ratio or rate, the mean of any other measure; nothing where it does not exist."""
        if measure.kind == "ratio":
            return self.pooled.get(measure.name, Pooled())
        return mean_of(self.values.get(measure.name, np.empty(0)))


def sample_of(reduced: list[Reduced]) -> Sample:
    """The sample of all measures; raises ValueError without replications."""
    if not reduced:
        raise ValueError("estimates need at least one replication")
    values = {name: numbers_of(one.values.get(name) for one in reduced) for name in reduced[0].values}
    return Sample(values, pooled_ratios(reduced) | _special(reduced), len(reduced))


def numbers_of(values: Iterable[float | None]) -> Numbers:
    """Numbers as an array (N,), NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def estimate(reduced: list[Reduced]) -> dict[str, Estimate]:
    """Every measure of the catalogue, in its order; raises ValueError without replications."""
    return estimates_of(sample_of(reduced), CATALOGUE)


def estimates_of(sample: Sample, measures: Mapping[str, Measure]) -> dict[str, Estimate]:
    """The estimate of each of ``measures``, in their order."""
    estimates: dict[str, Estimate] = {}
    for name, measure in measures.items():
        pooled = sample.pooled.get(name, Pooled())
        values = sample.values.get(name, np.empty(0))
        values = values[~np.isnan(values)]
        partly = name.endswith(CENSORED) and values.size < sample.replications
        spread = {} if partly else _spread(values, measure)
        n = pooled.n if name in POOLED_ONLY else values.size
        estimates[name] = Estimate(measure.unit, pooled.value, ci95(pooled, measure.law), **spread, n=n)
    return estimates


def pooled_ratios(reduced: list[Reduced]) -> dict[str, Pooled]:
    """Sum of numerators over sum of denominators of each ratio."""
    return {
        name: ratio_of([one.parts[name][0] for one in reduced], [one.parts[name][1] for one in reduced])
        for name in reduced[0].parts
    }


def pooled_irr(flows: list[Dated]) -> Pooled:
    """IRR of the summed flows of all replications; without pulls where it is -1 or hangs on one replication."""
    rate = xirr(*by_day(np.concatenate([days for days, _ in flows]), np.concatenate([fen for _, fen in flows])))
    there = np.array([fen.size > 0 for _, fen in flows])
    n = int(there.sum())
    if rate is None or rate <= -1.0 or n < FEWEST:
        return Pooled(rate, n=n if rate is not None else 0)
    without = rates_without(flows, rate)
    return Pooled(rate, jackknife(without, there), n) if np.isfinite(without).all() else Pooled(rate, n=n)


def _special(reduced: list[Reduced]) -> dict[str, Pooled]:
    """Pooled measures that are no plain ratio: rates of return, tail mean, times."""
    out: dict[str, Pooled] = {}
    for group in RATES:
        held = [with_nav(one.flows[group], one.navs.get(group, 0), one.horizon) for one in reduced]
        out[f"{group}.irr"] = pooled_irr(held)
    out["public.irr_realised"] = pooled_irr([one.flows["public"] for one in reduced])
    for group in PUBLIC:
        out[f"{group}.cvar95"] = _cvar(reduced, group)
    out["treasury.back_year"] = exit_median([_time_out(one) for one in reduced]).scaled(1 / YEAR)
    for name in (name for name in PAYBACKS if name in reduced[0].values):
        out[name] = exit_median([_payback(one, name) for one in reduced]).scaled(1 / YEAR)
    for instrument in EACH_AND_ALL:
        name = f"{instrument}.exit.median_years" if instrument else "exit.median_years"
        out[name] = exit_median([one.positions.durations(instrument) for one in reduced]).scaled(1 / YEAR)
    for name, (kind, share) in WAIT_QUANTILES.items():
        out[name] = quantile_of([one.waits[kind] for one in reduced], share).scaled(1 / MONTH)
    out["pipeline.kink"] = _kink(reduced)
    return out


def _kink(reduced: list[Reduced]) -> Pooled:
    """The ratio of two pooled shares, with what each replication adds to it."""
    parts = np.array([[one.parts[name] for name in CONVERTING] for one in reduced])
    whole = parts.sum(axis=0)
    there = (parts[:, 0, 0] > 0) & (parts[:, 1, 1] > 0)
    value, n = kink(dict(zip(CONVERTING, whole.tolist(), strict=True))), int(there.sum())
    without = [kink(dict(zip(CONVERTING, (whole - one).tolist(), strict=True))) for one in parts]
    if value is None or n < FEWEST or None in without:
        return Pooled(value, n=n)
    return Pooled(value, jackknife(numbers_of(without), there), n)


def _cvar(reduced: list[Reduced], group: str) -> Pooled:
    """Mean net result in yuan of the worst twentieth of replications; nothing when no money of the group was paid."""
    worth, paid = np.array([one.parts[f"{group}.tvpi"] for one in reduced]).T
    return tail_mean_of((worth - paid) / FEN) if paid.any() else Pooled()


def _time_out(one: Reduced) -> tuple[Days, NDArray[np.bool_]]:
    """Days until the treasury's cash is back, or to the horizon, and which of the two; empty without appropriations."""
    if one.flows["treasury"][1].size == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    day = back_day(one.flows["treasury"])
    return np.array([one.horizon if day == NEVER else day]), np.array([day != NEVER])


def _payback(one: Reduced, name: str) -> tuple[Days, NDArray[np.bool_]]:
    """Days until taxes cover the outlay, or to the horizon, and which of the two; empty where that is not asked."""
    if not has_outlay(one.flows):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    years = one.values[name]
    return np.array([one.horizon if years is None else round(years * YEAR)]), np.array([years is not None])


# Measures that exist over replications only; their n is the number of replications.
POOLED_ONLY = frozenset(f"{group}.cvar95" for group in PUBLIC)


def _spread(array: Numbers, measure: Measure) -> dict[str, Any]:
    """Mean, its interval, standard deviation and quantiles of the values by replication that exist."""
    if array.size == 0:
        return {}
    quantiles = [float(q) for q in np.quantile(array, LEVELS)]
    spread: dict[str, Any] = dict(zip(("p5", "p25", "p50", "p75", "p95"), quantiles, strict=True))
    sd = float(array.std(ddof=1)) if array.size > 1 else None
    mean = mean_of(array)
    return spread | {"mean": mean.value, "ci95": ci95(mean, measure.law), "sd": sd}
