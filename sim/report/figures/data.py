"""What the figures need, as plain arrays: they know no scenario and no engine, of measures only the lists of words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


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


@dataclass(frozen=True)
class Spread:
    """A ratio over replications, ``values`` (R,) without NaN, and its ``pooled`` value with ``low`` to ``high``."""

    values: Numbers
    pooled: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class FigureData:
    """All arrays of the figures of one run.

    ``start`` is the first day; ``years`` (M,) the time of each month since it; ``net_cash`` (R, M) the treasury's
    cumulative net cash in yuan (outflow negative); ``places`` place -> (M,) mean level in yuan; ``funnel`` step -> (R,)
    counts; ``last_appropriation`` years since the start of the last appropriation.
    """

    footer: Footer
    start: date
    years: Numbers
    net_cash: Numbers
    places: dict[str, Numbers]
    irr: Spread
    tvpi: Spread
    funnel: dict[str, Numbers]
    exits: dict[str, ExitCurve] = field(default_factory=dict)
    routes: dict[str, RouteCurves] = field(default_factory=dict)
    last_appropriation: float = 0.0

    @property
    def calendar(self) -> Numbers:
        """Decimal calendar years (M,), for axes in real dates."""
        first = date(self.start.year, 1, 1)
        return self.years + self.start.year + (self.start - first).days / 365.25
