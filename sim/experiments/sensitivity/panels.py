"""From the rankings of a sensitivity study to what its figures are drawn from."""

from sim.experiments.sensitivity.design import Design, base_value
from sim.experiments.sensitivity.effects import Effect, Ranking
from sim.measures.catalogue import AT_A_POINT
from sim.report.figures.data import Footer
from sim.report.figures.sensitivity.data import Bar, Panel
from sim.scenario.scenario_schema import Scenario


def panel(one: Ranking, design: Design, scenario: Scenario, footer: Footer) -> Panel:
    """The ranking of one measure."""
    measure = AT_A_POINT[one.measure]
    return Panel(
        footer=footer,
        method=design.method,
        points=len(design),
        measure=one.measure,
        label=measure.label,
        zh=measure.zh,
        unit=one.unit,
        base=one.base,
        bars=tuple(_bar(each, scenario) for each in one.effects),
    )


def _bar(one: Effect, scenario: Scenario) -> Bar:
    low, high = one.ci95 or (None, None)
    ends = one.details.get("first_ci95")
    return Bar(
        key=one.range.key,
        zh=one.range.zh,
        unit=one.range.unit,
        low_end=one.range.low,
        high_end=one.range.high,
        own=base_value(scenario, one.range.key),
        value=one.value,
        low=low,
        high=high,
        noticeable=one.noticeable,
        numbers={name: value for name, value in one.details.items() if not isinstance(value, tuple)},
        first_ci95=ends if isinstance(ends, tuple) else None,
    )
