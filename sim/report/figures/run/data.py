"""What the figures of a run need, and the list of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from sim.measures.budget import SHOWN
from sim.measures.cash_by_year import CashYear, cash_by_year
from sim.measures.estimates import Estimate
from sim.measures.people import FUNNEL
from sim.measures.positions import INSTRUMENTS, ROUTES, Instrument
from sim.measures.reduce import Reduced
from sim.measures.survival import YEAR, incidence
from sim.measures.worst import Worst, worst_of
from sim.report.figures.data import (
    ExitCurve,
    Footer,
    Numbers,
    RouteCurves,
    calendar_years,
    deadline_years,
    exit_curve_of,
    mean_landing,
    monthly,
)
from sim.report.figures.drawing import Drawing
from sim.scenario.appropriated import yearly
from sim.scenario.scenario_schema import Scenario

# In the order of the page; each has a file here of its own, and a title and a caption in words/figures.toml.
FIGURES = ("j_curve", "exit_timing", "exit_routes", "places", "returns", "funnel")
LANDING = ("sankey_landing",)  # where companies may leave the city


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
    counts; ``last_appropriation`` years since the start of the last appropriation; ``landing`` mean counts of
    ``sim.measures.landing``, empty where nobody can leave the city; ``yearly`` (Y,) means of what is counted on each
    programme day (``sim.measures.city.Years``), empty where companies are not counted; ``cash`` the treasury's by year;
    ``worst`` the worst replications, None where too few or all alike.
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
    landing: dict[str, float] = field(default_factory=dict)
    yearly: dict[str, Numbers] = field(default_factory=dict)
    cash: Sequence[CashYear] = ()
    worst: Worst | None = None

    @property
    def calendar(self) -> Numbers:
        """Decimal calendar years (M,), for axes in real dates."""
        return calendar_years(self.start, self.years)


def drawings(data: FigureData) -> list[Drawing]:
    """All figures of a run."""
    return [Drawing(name, f"sim.report.figures.run.{name}:draw", data) for name in figures_of(data)]


def figures_of(data: FigureData) -> tuple[str, ...]:
    """The names of all figures, that of landing among them where companies may leave the city."""
    return FIGURES + LANDING if data.landing else FIGURES


def figure_data(
    scenario: Scenario, reduced: Sequence[Reduced], estimates: Mapping[str, Estimate], version: str
) -> FigureData:
    """All arrays of the figures of a run; an instrument without a position has no exit curve."""
    held = [name for name in INSTRUMENTS if any(one.positions.of(name).any() for one in reduced)]
    return FigureData(
        footer=Footer(scenario.name, scenario.policy_name, len(reduced), scenario.seed, version),
        start=scenario.start,
        years=reduced[0].months / YEAR,
        net_cash=monthly(reduced, "net_treasury"),
        places={place: monthly(reduced, place).mean(axis=0) for place in SHOWN},
        irr=_spread(reduced, "public.irr", estimates),
        tvpi=_spread(reduced, "public.tvpi", estimates),
        funnel={step: np.array([one.funnel.get(step, 0) for one in reduced], dtype=np.float64) for step in FUNNEL},
        exits={name: exit_curve_of(scenario, reduced, name) for name in held},
        routes={name: _routes(scenario, reduced, name) for name in held},
        last_appropriation=_last_appropriation(scenario),
        landing=mean_landing(reduced),
        yearly={name: np.mean([one.yearly[name] for one in reduced], axis=0) for name in reduced[0].yearly},
        cash=cash_by_year(reduced),
        worst=worst_of(reduced),
    )


def _spread(reduced: Sequence[Reduced], name: str, estimates: Mapping[str, Estimate]) -> Spread:
    values = [value for one in reduced if (value := one.values[name]) is not None]
    low, high = estimates[name].pooled_ci95 or (None, None)
    return Spread(np.array(values, dtype=np.float64), estimates[name].pooled, low, high)


def _routes(scenario: Scenario, reduced: Sequence[Reduced], instrument: Instrument) -> RouteCurves:
    left = incidence([one.positions.routes_taken(instrument) for one in reduced], ROUTES)
    taken = {route: curve for route, curve in left.by_route.items() if curve[-1] > 0}
    return RouteCurves(left.days / YEAR, taken, left.positions, deadline_years(scenario, instrument))


def _last_appropriation(scenario: Scenario) -> float:
    """Years from the start to the last yearly budget that is not zero."""
    paid = [year for year, yuan in enumerate(yearly(scenario.law).city) if yuan > 0]
    return float(paid[-1]) if paid else 0.0
