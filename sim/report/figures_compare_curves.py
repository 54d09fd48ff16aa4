"""Figures of a comparison over time and money: J-curves, exit timing, cost against additional private money."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from sim.report.figure_data import ExitCurve, Numbers
from sim.report.figures_compare_data import ComparisonData, Point
from sim.report.numbers import plain
from sim.report.style import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    SOFT,
    money_scale,
    new_figure,
    printable,
    quiet,
    styled,
)
from sim.report.texts import Language, say

COLOURS = (BLUE, RED, GREEN, PURPLE, ORANGE, SKY, "#7A5C00", "#555555")
DASHES = ("-", "--", ":")


def colour(data: ComparisonData, policy: str) -> str:
    """The colour of a rule book, the same in every figure."""
    return COLOURS[data.policies.index(policy) % len(COLOURS)]


def dashes(data: ComparisonData, policy: str) -> str:
    """The line of a rule book: the second eight are dashed, the third dotted."""
    return DASHES[data.policies.index(policy) // len(COLOURS) % len(DASHES)]


def _money_ticks(axes: Axes, lang: Language, *, both: bool) -> None:
    scale = money_scale(lang)
    for axis in (axes.xaxis, axes.yaxis) if both else (axes.yaxis,):
        low, high = axis.get_view_interval()
        digits = 0 if (high - low) / scale > 8 else 1
        axis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 2.5, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda value, _, d=digits: plain(value / scale, d)))


@styled
def j_curves(data: ComparisonData, lang: Language) -> Figure:
    """Median paths of cumulative net public cash, each with the middle half of its replications."""
    figure = new_figure(say("compare.j_curves.title", lang), data.footer, lang)
    [axes], below = _panels(figure, 1)
    time = data.calendar
    for policy, paths in data.net_cash.items():
        if not paths.any():
            continue  # without public money there is no curve
        low, middle, high = np.percentile(paths, (25, 50, 75), axis=0)
        shade = colour(data, policy)
        axes.fill_between(time, low, high, color=shade, alpha=0.12, lw=0)
        width = 2.6 if policy == data.baseline else 1.8
        label = printable(data.title(policy, lang))
        axes.plot(time, middle, color=shade, lw=width, ls=dashes(data, policy), label=label)
    axes.axhline(0, color=SOFT, lw=1)
    axes.margins(x=0.01, y=0.08)
    axes.set_ylabel(say("j_curve.axis", lang))
    axes.set_xlabel(say("unit.year", lang))
    axes.set_title(say("compare.j_curves.note", lang), color=SOFT, fontsize=9.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=11, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    _money_ticks(axes, lang, both=False)
    quiet(axes)
    _legend(below, [axes])
    return figure


@styled
def exit_timing(data: ComparisonData, lang: Language) -> Figure:
    """Share of public positions still held, one panel per instrument, one line per rule book."""
    figure = new_figure(say("compare.exit_timing.title", lang), data.footer, lang)
    shown = {instrument: curves for instrument, curves in data.exits.items() if curves}
    if not shown:
        axes = figure.subplots()
        axes.set_axis_off()
        axes.text(0.5, 0.5, say("returns.absent", lang), transform=axes.transAxes, ha="center", color=SOFT)
        return figure
    panels, below = _panels(figure, len(shown))
    for axes, (instrument, curves) in zip(panels, shown.items(), strict=True):
        for policy, curve in curves.items():
            _survival(axes, data, policy, curve, lang)
        axes.set_title(say(f"instrument.{instrument}", lang))
        _exit_axes(axes, float(max(curve.ticks[-1] for curve in curves.values())), lang)
    panels[0].set_ylabel(say("unit.positions_left", lang))
    _legend(below, panels)
    return figure


def _survival(axes: Axes, data: ComparisonData, policy: str, curve: ExitCurve, lang: Language) -> None:
    last = float(curve.ticks[-1])
    inside = curve.years < last
    years = np.concatenate(([0.0], curve.years[inside], [last]))
    held, low, high = (_to_the_end(line[inside]) for line in (curve.held, curve.low, curve.high))
    shade = colour(data, policy)
    axes.fill_between(years, low, high, step="post", color=shade, alpha=0.15, lw=0)
    label = printable(data.title(policy, lang))
    axes.step(years, held, where="post", color=shade, lw=1.9, ls=dashes(data, policy), label=label)
    if curve.deadline is not None:
        level = curve.at(curve.deadline + 3 / 365)  # an anniversary may lie a day off the whole year
        axes.plot(curve.deadline, level, "o", color=shade, ms=6, mec="white", zorder=5)


def _to_the_end(line: Numbers) -> Numbers:
    start = np.concatenate(([1.0], line))
    return np.concatenate((start, start[-1:]))


def _exit_axes(axes: Axes, last: float, lang: Language) -> None:
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.0)
    axes.set_xlabel(
        f"{say('unit.years_since_payment', lang)}\n{say('compare.exit_timing.note', lang)}", linespacing=1.4
    )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
    quiet(axes)


def _panels(figure: Figure, count: int) -> tuple[list[Axes], Axes]:
    """``count`` panels side by side with one y axis, and an empty row for the legend."""
    grid = figure.add_gridspec(2, count, height_ratios=(1, 0.13))
    first = figure.add_subplot(grid[0, 0])
    panels = [first] + [figure.add_subplot(grid[0, i], sharey=first) for i in range(1, count)]
    for axes in panels[1:]:
        axes.tick_params(labelleft=False)
    below = figure.add_subplot(grid[1, :])
    below.set_axis_off()
    return panels, below


def _legend(below: Axes, panels: list[Axes]) -> None:
    """One legend for all panels, each rule book once."""
    found: dict[str, Artist] = {}
    for axes in panels:
        handles, labels = axes.get_legend_handles_labels()
        found.update(zip(labels, handles, strict=True))
    below.legend(list(found.values()), list(found), loc="center", ncols=4, fontsize=8.5)


@styled
def frontier(data: ComparisonData, lang: Language) -> Figure:
    """Net public cost against additional private money: up and to the left is better."""
    figure = new_figure(say("compare.frontier.title", lang), data.footer, lang)
    [axes], below = _panels(figure, 1)
    for policy in data.policies:
        cost, extra = data.cost[policy], data.additional[policy]
        if cost.value is None or extra.value is None:
            continue
        shade = colour(data, policy)
        _cross(axes, cost, extra, shade)
        label = printable(data.title(policy, lang))
        axes.plot(cost.value, extra.value, "o", color=shade, ms=8, mec="white", zorder=4, label=label)
    axes.axhline(0, color=SOFT, lw=1)
    axes.axvline(0, color=SOFT, lw=1)
    axes.margins(x=0.08, y=0.08)
    axes.set_xlabel(say("compare.frontier.cost", lang))
    axes.set_ylabel(say("compare.frontier.extra", lang))
    axes.set_title(say("compare.frontier.note", lang), color=SOFT, fontsize=9.5)
    _money_ticks(axes, lang, both=True)
    _legend(below, [axes])
    return figure


def _cross(axes: Axes, cost: Point, extra: Point, shade: str) -> None:
    """The two intervals through a point."""
    assert cost.value is not None
    assert extra.value is not None
    if cost.low is not None and cost.high is not None:
        axes.plot([cost.low, cost.high], [extra.value, extra.value], color=shade, lw=1.6, alpha=0.7)
    if extra.low is not None and extra.high is not None:
        axes.plot([cost.value, cost.value], [extra.low, extra.high], color=shade, lw=1.6, alpha=0.7)
