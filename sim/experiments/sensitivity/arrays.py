"""From a sensitivity study to the arrays that its figures are drawn from."""

from typing import TYPE_CHECKING

from sim.experiments.sensitivity.design import base_value
from sim.experiments.sensitivity.effects import Effect, Ranking
from sim.measures.catalogue import CATALOGUE

if TYPE_CHECKING:
    from sim.experiments.sensitivity.ask import SensitivityResult
    from sim.report.figures.data import Footer
    from sim.report.figures.sensitivity import Bar, Panel, SensitivityData


def sensitivity_data(result: "SensitivityResult") -> "SensitivityData":
    """All arrays of the figures of a study."""
    # The report room stands above this one; results reach up to it only when a picture is wanted.
    from sim.report.figures.data import Footer
    from sim.report.figures.sensitivity import SensitivityData

    scenario = result.scenario
    footer = Footer(scenario.name, scenario.policy_name, result.replications, scenario.seed, result.version)
    return SensitivityData(tuple(_panel(result, one, footer) for one in result.rankings.values()))


def _panel(result: "SensitivityResult", one: Ranking, footer: "Footer") -> "Panel":
    from sim.report.figures.sensitivity import Panel

    measure = CATALOGUE[one.measure]
    return Panel(
        footer=footer,
        method=result.method,
        points=len(result.design),
        measure=one.measure,
        label=measure.label,
        zh=measure.zh,
        unit=one.unit,
        base=one.base,
        bars=tuple(_bar(result, each) for each in one.effects),
    )


def _bar(result: "SensitivityResult", one: Effect) -> "Bar":
    from sim.report.figures.sensitivity import Bar

    low, high = one.ci95 or (None, None)
    numbers = {name: value for name, value in one.details.items() if not isinstance(value, tuple)}
    ends = one.details.get("first_ci95")
    return Bar(
        key=one.range.key,
        zh=one.range.zh,
        unit=one.range.unit,
        low_end=one.range.low,
        high_end=one.range.high,
        own=base_value(result.scenario, one.range.key),
        value=one.value,
        low=low,
        high=high,
        noticeable=one.noticeable,
        numbers=numbers,
        first_ci95=ends if isinstance(ends, tuple) else None,
    )
