"""Figures of a comparison over time and money: J-curves, exit timing, cost against additional private money."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.clauses.faults import there
from sim.report.figures.axes import head, legend_below, number_ticks, panels, year_ticks
from sim.report.figures.compare_data import ComparisonData, Point
from sim.report.figures.data import ExitCurve, Numbers
from sim.report.figures.scales import largest, scale_of
from sim.report.figures.style import (
    COLOURS,
    DASHES,
    SOFT,
    new_figure,
    nothing_to_show,
    printable,
    quiet,
    styled,
)
from sim.report.texts import Language, say

MARKS = ("o", "s", "^")
# Of more rule books than these intervals are left out.
MOST_BANDED = 4


def colour(data: ComparisonData, policy: str) -> str:
    """The colour of a rule book, the same in every figure."""
    return COLOURS[data.policies.index(policy) % len(COLOURS)]


def dashes(data: ComparisonData, policy: str) -> str:
    """The line of a rule book: the second eight are dashed, the third dotted."""
    return DASHES[data.policies.index(policy) // len(COLOURS) % len(DASHES)]


@styled
def j_curves(data: ComparisonData, lang: Language) -> Figure:
    """Median paths of the treasury's net cash so far, of few rule books with the middle half of their replications."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.j_curves.title", lang), lang), data.footer, lang)
    # Without public money there is no curve.
    shown = {policy: data.net_cash[policy] for policy in data.policies if data.net_cash[policy].any()}
    if not shown:
        return nothing_to_show(figure, say("returns.absent", lang))
    axes, time = figure.subplots(), data.calendar
    banded, drawn = len(shown) <= MOST_BANDED, []
    for policy, paths in shown.items():
        low, middle, high = np.percentile(paths, (25, 50, 75), axis=0)
        shade = colour(data, policy)
        if banded:
            axes.plot(time, np.stack((low, high), axis=1), color=shade, lw=0.7, ls=dashes(data, policy))
            drawn += [low, high]
        width = 2.8 if policy == data.baseline else 2.0
        label = printable(data.title(policy, lang))
        axes.plot(time, middle, color=shade, lw=width, ls=dashes(data, policy), label=label)
        drawn.append(middle)
    axes.axhline(0, color=SOFT, lw=1)
    axes.margins(x=0.01, y=0.08)
    scale = scale_of("yuan", largest(*drawn), lang)
    note = say(f"compare.j_curves.{'note' if banded else 'medians'}", lang)
    head(axes, note, up=scale.named(say("j_curve.axis", lang)), soft=True)
    year_ticks(axes.xaxis, lang)
    number_ticks(axes.yaxis, scale.divisor, bins=8)
    quiet(axes)
    legend_below(figure, [axes], size=8.5)
    return figure


@styled
def exit_timing(data: ComparisonData, lang: Language) -> Figure:
    """Share of public positions still held, one panel per instrument, one line per rule book."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.exit_timing.title", lang), lang), data.footer, lang)
    kept = {name: [policy for policy in data.policies if policy in curves] for name, curves in data.exits.items()}
    shown = {instrument: policies for instrument, policies in kept.items() if policies}
    if not shown:
        return nothing_to_show(figure, say("returns.absent", lang))
    found = panels(figure, len(shown))
    banded = max(map(len, shown.values())) <= MOST_BANDED
    note = say(f"compare.exit_timing.{'note' if banded else 'dots'}", lang)
    for axes, (instrument, policies) in zip(found, shown.items(), strict=True):
        curves = data.exits[instrument]
        for policy in policies:
            _survival(axes, data, policy, curves[policy], lang, banded=banded)
        _exit_axes(axes, float(max(curves[policy].ticks[-1] for policy in policies)), note, lang)
        head(axes, say(f"instrument.{instrument}", lang), up=say("unit.positions_left", lang))
    legend_below(figure, found, size=8.5)
    return figure


def _survival(axes: Axes, data: ComparisonData, policy: str, curve: ExitCurve, lang: Language, *, banded: bool) -> None:
    last = float(curve.ticks[-1])
    inside = curve.years < last
    years = np.concatenate(([0.0], curve.years[inside], [last]))
    held, low, high = (_to_the_end(line[inside]) for line in (curve.held, curve.low, curve.high))
    shade = colour(data, policy)
    if banded:
        for line in (low, high):
            axes.step(years, line, where="post", color=shade, lw=0.7, ls=dashes(data, policy))
    label = printable(data.title(policy, lang))
    axes.step(years, held, where="post", color=shade, lw=2.0, ls=dashes(data, policy), label=label)
    if curve.deadline is not None:
        level = curve.at(curve.deadline + 3 / 365)  # an anniversary may lie a day off the whole year
        axes.plot(curve.deadline, level, "o", color=shade, ms=6, mec="white", zorder=5)


def _to_the_end(line: Numbers) -> Numbers:
    start = np.concatenate(([1.0], line))
    return np.concatenate((start, start[-1:]))


def _exit_axes(axes: Axes, last: float, note: str, lang: Language) -> None:
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.0)
    axes.set_xlabel(f"{say('unit.years_since_payment', lang)}\n{note}", linespacing=1.4)
    number_ticks(axes.xaxis, whole=True)
    number_ticks(axes.yaxis, 0.01)
    quiet(axes)


@styled
def frontier(data: ComparisonData, lang: Language) -> Figure:
    """Net public cost against additional private money: up and to the left is better."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.frontier.title", lang), lang), data.footer, lang)
    axes, ends = figure.subplots(), []
    for policy in data.policies:
        cost, extra = data.cost[policy], data.additional[policy]
        if cost.value is None or extra.value is None:
            continue
        shade, mark = colour(data, policy), MARKS[DASHES.index(dashes(data, policy))]
        _cross(axes, cost, extra, shade)
        label = printable(data.title(policy, lang))
        axes.plot(cost.value, extra.value, mark, color=shade, ms=8, mec="white", zorder=4, label=label)
        ends += [end for one in (cost, extra) for end in (one.value, one.low, one.high)]
    axes.axhline(0, color=SOFT, lw=1)
    axes.axvline(0, color=SOFT, lw=1)
    axes.margins(x=0.08, y=0.08)
    scale = scale_of("yuan", largest(*ends), lang)
    axes.set_xlabel(say("compare.frontier.cost", lang, unit=scale.unit))
    head(axes, say("compare.frontier.note", lang), up=scale.named(say("compare.frontier.extra", lang)), soft=True)
    for axis in (axes.xaxis, axes.yaxis):
        number_ticks(axis, scale.divisor, bins=8)
    legend_below(figure, [axes], size=8.5)
    return figure


def _cross(axes: Axes, cost: Point, extra: Point, shade: str) -> None:
    """The two intervals through a point."""
    x, y = there(cost.value, "cost"), there(extra.value, "effect")
    if cost.low is not None and cost.high is not None:
        axes.plot([cost.low, cost.high], [y, y], color=shade, lw=1.6, alpha=0.7)
    if extra.low is not None and extra.high is not None:
        axes.plot([x, x], [extra.low, extra.high], color=shade, lw=1.6, alpha=0.7)
