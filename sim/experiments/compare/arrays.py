"""From a comparison to the arrays that its figures are drawn from."""

from typing import TYPE_CHECKING

from sim.experiments.run.arrays import exit_curve_of, monthly
from sim.measures.catalogue import EVERY
from sim.measures.differences import Difference
from sim.measures.estimates import Estimate
from sim.measures.headlines import PANELS
from sim.measures.parties import PARTIES
from sim.measures.positions import INSTRUMENTS
from sim.measures.survival import YEAR

if TYPE_CHECKING:
    from sim.experiments.compare.ask import CompareResult
    from sim.report.figures.compare_data import ComparisonData, Panel, Point

LONG_LIST = 6


def comparison_data(result: "CompareResult") -> "ComparisonData":
    """All arrays of the figures of a comparison."""
    # The report room stands above this one; results reach up to it only when a picture is wanted.
    from sim.report.figures.compare_data import ComparisonData
    from sim.report.figures.data import Footer

    policies = tuple(result.policies)
    base = result.policies[result.baseline]
    names = ", ".join(policies) if len(policies) <= LONG_LIST else f"{result.baseline} + {len(policies) - 1}"
    scenario = base.scenario
    return ComparisonData(
        footer=Footer(scenario.name, names, result.replications, scenario.seed, base.version),
        policies=policies,
        titles=result.titles,
        baseline=result.baseline,
        start=scenario.start,
        years=base.reduced[0].months / YEAR,
        panels=tuple(panel for panel in (_panel(result, name) for name in PANELS) if panel.holds_anything),
        net_cash={name: monthly(run.reduced, "net_treasury") for name, run in result.policies.items()},
        exits={
            instrument: {
                name: exit_curve_of(run.scenario, run.reduced, instrument)
                for name, run in result.policies.items()
                if any(one.positions.of(instrument).any() for one in run.reduced)
            }
            for instrument in INSTRUMENTS
        },
        cost={name: _mean(run.estimates["public.net_cost_pv"]) for name, run in result.policies.items()},
        additional={
            name: _mean(run.estimates["additionality.private_capital"]) for name, run in result.policies.items()
        },
        parties={
            name: {party: _point(found[f"party.{party}"]) for party in PARTIES}
            for name, found in result.differences.items()
        },
    )


def _panel(result: "CompareResult", name: str) -> "Panel":
    from sim.report.figures.compare_data import Panel

    measure, base = EVERY[name], result.policies[result.baseline].estimates[name]
    value = base.pooled if measure.kind == "ratio" else base.mean
    found = {policy: _point(differences.get(name, Difference())) for policy, differences in result.differences.items()}
    return Panel(name, measure.label, measure.zh, measure.unit, value, found, measure.better)


def _point(one: Difference) -> "Point":
    from sim.report.figures.compare_data import Point

    low, high = one.ci95 or (None, None)
    return Point(one.mean, low, high)


def _mean(one: Estimate) -> "Point":
    from sim.report.figures.compare_data import Point

    low, high = one.ci95 or (None, None)
    return Point(one.mean, low, high)
