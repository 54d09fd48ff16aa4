"""What figures of several studies need, as plain arrays, and how it is made from reduced replications."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.measures.estimates import Estimate
from sim.measures.positions import Instrument
from sim.measures.reduce import FEN, Reduced
from sim.measures.survival import YEAR, exit_curve
from sim.scenario.scenario_schema import Scenario

Numbers = NDArray[np.float64]

TICK_YEARS = 2
MOST = 12  # rule books in one figure; more cannot be told apart


def own_first(own: Iterable[str], names: Collection[str]) -> list[str]:
    """``names`` in the order of a figure's ``own`` list, and behind them those that it does not have."""
    listed = [name for name in own if name in names]
    return listed + [name for name in names if name not in listed]


@dataclass(frozen=True)
class Footer:
    """What a figure belongs to; printed at its foot."""

    scenario: str
    policy: str
    replications: int
    seed: int
    version: str


@dataclass(frozen=True)
class ExitCurve:
    """Survival of public positions of one instrument.

    ``years`` (K,) since the first payment, ``held`` (K,) the Kaplan–Meier share still held, ``low`` and ``high`` (K,)
    its 95 % band, ``at_risk`` (T,) counts at ``ticks`` (T,). ``deadline`` in years, None without one. The curve is a
    step function: the value at ``years[k]`` holds until ``years[k + 1]``.
    """

    years: Numbers
    held: Numbers
    low: Numbers
    high: Numbers
    ticks: Numbers
    at_risk: NDArray[np.int64]
    positions: int
    deadline: float | None = None

    def at(self, year: float) -> float:
        """The share still held at ``year``."""
        place = int(np.searchsorted(self.years, year, side="right")) - 1
        return 1.0 if place < 0 else float(self.held[place])


@dataclass(frozen=True)
class RouteCurves:
    """Cumulative incidence of each exit route of one instrument: ``years`` (K,), ``incidence`` route -> (K,)."""

    years: Numbers
    incidence: dict[str, Numbers]
    positions: int
    deadline: float | None = None


class Known(Protocol):
    """An estimate, a difference or a part: a mean with its interval."""

    @property
    def mean(self) -> float | None:
        """The value; None where it does not exist."""

    @property
    def ci95(self) -> tuple[float, float] | None:
        """Its 95 % interval, None without one."""


class Simulated(Protocol):
    """A scenario that was simulated: what came out in each replication, and what it says of the measures."""

    @property
    def scenario(self) -> Scenario:
        """What was simulated."""

    @property
    def reduced(self) -> Sequence[Reduced]:
        """What is left of each replication, in order."""

    @property
    def estimates(self) -> Mapping[str, Estimate]:
        """By name of the measure."""

    @property
    def version(self) -> str:
        """That of the program."""


@dataclass(frozen=True)
class Point:
    """A value and its 95 % interval; None where it does not exist."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, one: Known) -> "Point":
        """The mean of an estimate, difference or part."""
        low, high = one.ci95 or (None, None)
        return cls(one.mean, low, high)

    @classmethod
    def pooled(cls, one: Estimate) -> "Point":
        """The pooled value of a ratio or rate."""
        low, high = one.pooled_ci95 or (None, None)
        return cls(one.pooled, low, high)


def monthly(reduced: Sequence[Reduced], name: str) -> Numbers:
    """A monthly series in yuan, a row per replication (R, M); zeros where it never occurred."""
    nothing = np.zeros(reduced[0].months.size, dtype=np.int64)
    return np.array([one.series.get(name, nothing) for one in reduced], dtype=np.float64) / FEN


def mean_landing(reduced: Sequence[Reduced]) -> dict[str, float]:
    """Mean counts of ``sim.measures.landing``, empty where nobody can leave the city."""
    return {name: float(np.mean([one.landing[name] for one in reduced])) for name in reduced[0].landing}


def mean_causes(reduced: Sequence[Reduced]) -> dict[str, float]:
    """Mean counts of ``sim.measures.landing.causes_of``."""
    return {name: float(np.mean([one.causes[name] for one in reduced])) for name in reduced[0].causes}


def calendar_years(start: date, years: Numbers) -> Numbers:
    """Years since ``start`` as decimal calendar years, for axes in real dates."""
    return years + start.year + (start - date(start.year, 1, 1)).days / 365.25


def deadline_years(scenario: Scenario, instrument: Instrument) -> float | None:
    """The longest holding the rule book allows, in years; None without a limit."""
    stage, beside = scenario.law.stage_equity, scenario.law.co_investment
    years = stage.maximum_holding_years if instrument == "stage_equity" else beside.maximum_holding_years
    return years or None


def exit_curve_of(scenario: Scenario, reduced: Sequence[Reduced], instrument: Instrument) -> ExitCurve:
    """Survival of the public positions of ``instrument``, with the deadline of the scenario's rule book."""
    samples = [one.positions.durations(instrument) for one in reduced]
    curve = exit_curve(samples)
    durations = np.sort(np.concatenate([days for days, _ in samples]))
    ticks = np.arange(0, scenario.horizon_years + 1, TICK_YEARS, dtype=np.float64)
    at_risk = durations.size - np.searchsorted(durations, ticks * YEAR)
    deadline = deadline_years(scenario, instrument)
    years = curve.days / YEAR
    return ExitCurve(years, curve.held, curve.low, curve.high, ticks, at_risk, curve.positions, deadline)
