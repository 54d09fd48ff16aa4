"""From a run to the arrays that its figures are drawn from."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.clauses.appropriation import with_floor
from sim.measures.budget import SHOWN
from sim.measures.estimates import Estimate
from sim.measures.people import FUNNEL
from sim.measures.positions import INSTRUMENTS, ROUTES, Instrument
from sim.measures.reduce import FEN, Reduced
from sim.measures.survival import YEAR, exit_curve, incidence
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from sim.experiments.run.ask import RunResult
    from sim.report.figures.data import ExitCurve, FigureData, RouteCurves, Spread

Numbers = NDArray[np.float64]

TICK_YEARS = 2


def figure_data(result: "RunResult") -> "FigureData":
    """All arrays of the figures of a run; an instrument without a position has no exit curve."""
    # The report room stands above this one; results reach up to it only when a picture is wanted.
    from sim.report.figures.data import FigureData, Footer

    scenario, reduced = result.scenario, result.reduced
    held = [name for name in INSTRUMENTS if any(one.positions.of(name).any() for one in reduced)]
    return FigureData(
        footer=Footer(scenario.name, scenario.policy_name, result.replications, scenario.seed, result.version),
        start=scenario.start,
        years=reduced[0].months / YEAR,
        net_cash=monthly(reduced, "net_treasury"),
        places={place: monthly(reduced, place).mean(axis=0) for place in SHOWN},
        irr=_spread(reduced, "public.irr", result.estimates["public.irr"]),
        tvpi=_spread(reduced, "public.tvpi", result.estimates["public.tvpi"]),
        funnel={step: np.array([one.funnel.get(step, 0) for one in reduced], dtype=np.float64) for step in FUNNEL},
        exits={name: exit_curve_of(scenario, reduced, name) for name in held},
        routes={name: _routes(scenario, reduced, name) for name in held},
        last_appropriation=_last_appropriation(scenario),
    )


def monthly(reduced: list[Reduced], name: str) -> Numbers:
    """A monthly series in yuan, a row per replication (R, M); zeros where it never occurred."""
    nothing = np.zeros(reduced[0].months.size, dtype=np.int64)
    return np.array([one.series.get(name, nothing) for one in reduced], dtype=np.float64) / FEN


def _spread(reduced: list[Reduced], name: str, estimate: Estimate) -> "Spread":
    from sim.report.figures.data import Spread

    values = [value for one in reduced if (value := one.values[name]) is not None]
    low, high = estimate.pooled_ci95 or (None, None)
    return Spread(np.array(values, dtype=np.float64), estimate.pooled, low, high)


def _deadline(scenario: Scenario, instrument: Instrument) -> float | None:
    """The longest holding the rule book allows, in years; None without a limit."""
    stage, beside = scenario.policy.stage_equity, scenario.policy.co_investment
    years = stage.maximum_holding_years if instrument == "stage_equity" else beside.maximum_holding_years
    return years or None


def exit_curve_of(scenario: Scenario, reduced: list[Reduced], instrument: Instrument) -> "ExitCurve":
    """Survival of the public positions of ``instrument``, with the deadline of the scenario's rule book."""
    from sim.report.figures.data import ExitCurve

    samples = [one.positions.durations(instrument) for one in reduced]
    curve = exit_curve(samples)
    durations = np.sort(np.concatenate([days for days, _ in samples]))
    ticks = np.arange(0, scenario.horizon_years + 1, TICK_YEARS, dtype=np.float64)
    at_risk = durations.size - np.searchsorted(durations, ticks * YEAR)
    deadline = _deadline(scenario, instrument)
    years = curve.days / YEAR
    return ExitCurve(years, curve.held, curve.low, curve.high, ticks, at_risk, curve.positions, deadline)


def _routes(scenario: Scenario, reduced: list[Reduced], instrument: Instrument) -> "RouteCurves":
    from sim.report.figures.data import RouteCurves

    left = incidence([one.positions.routes_taken(instrument) for one in reduced], ROUTES)
    taken = {route: curve for route, curve in left.by_route.items() if curve[-1] > 0}
    return RouteCurves(left.days / YEAR, taken, left.positions, _deadline(scenario, instrument))


def _last_appropriation(scenario: Scenario) -> float:
    """Years from the start to the last yearly budget that is not zero."""
    budget = scenario.policy.budget
    paid = [year for year, yuan in enumerate(with_floor(budget.yearly, budget.growth_floor)) if yuan > 0]
    return float(paid[-1]) if paid else 0.0
