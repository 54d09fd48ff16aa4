"""Figures of leaving: when public stakes leave, and by which route."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from sim.report.figure_data import ROUTES, ExitCurve, FigureData, Numbers, RouteCurves
from sim.report.numbers import plain, share
from sim.report.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
    new_figure,
    nothing_to_show,
    quiet,
    styled,
)
from sim.report.texts import Language, say

ROUTE_COLOURS = {
    "option": BLUE,
    "first_refusal": SKY,
    "secondary": PURPLE,
    "listing": GREEN,
    "otc": "#7FD1B5",
    "trade_sale": YELLOW,
    "buy_back": "#B8A04A",
    "liquidation": ORANGE,
    "write_off": RED,
    "open": "#EEEEEE",
}


# An anniversary may lie a day off the whole year; what leaves on the deadline day has left by it.
GRACE = 3 / 365


def _panels(figure: Figure, count: int, foot: float) -> tuple[list[Axes], Axes]:
    """``count`` panels side by side with one y axis, and an empty row of relative height ``foot`` for the legend."""
    grid = figure.add_gridspec(2, count, height_ratios=(1 - foot, foot))
    first = figure.add_subplot(grid[0, 0])
    panels = [first] + [figure.add_subplot(grid[0, i], sharey=first) for i in range(1, count)]
    for axes in panels[1:]:
        axes.tick_params(labelleft=False)
    legend = figure.add_subplot(grid[1, :])
    legend.set_axis_off()
    return panels, legend


def _legend(below: Axes, panels: list[Axes]) -> None:
    """One legend for all panels, each label once."""
    found: dict[str, Artist] = {}
    for axes in panels:
        handles, labels = axes.get_legend_handles_labels()
        found.update(zip(labels, handles, strict=True))
    below.legend(list(found.values()), list(found), loc="center", ncols=3, fontsize=9)


def _time_axis(axes: Axes, last: float, lang: Language) -> None:
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.0)
    axes.set_xlabel(say("unit.years_since_payment", lang))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
    quiet(axes)


@styled
def exit_timing(data: FigureData, lang: Language) -> Figure:
    """Share of public positions still held by years since the first payment, one panel per instrument."""
    figure = new_figure(say("exit_timing.title", lang), data.footer, lang)
    if not data.exits:
        return nothing_to_show(figure, lang)
    panels, below = _panels(figure, len(data.exits), 0.07)
    for axes, (instrument, curve) in zip(panels, data.exits.items(), strict=True):
        _survival(axes, curve, instrument, lang)
    panels[0].set_ylabel(say("unit.positions_left", lang))
    _legend(below, panels)
    return figure


def _survival(axes: Axes, curve: ExitCurve, instrument: str, lang: Language) -> None:
    last = float(curve.ticks[-1])
    shown = curve.years < last
    years = np.concatenate(([0.0], curve.years[shown], [last]))
    held, low, high = (_steps(line[shown]) for line in (curve.held, curve.low, curve.high))
    axes.fill_between(years, low, high, step="post", color=SKY, alpha=0.45, lw=0, label=say("exit_timing.band", lang))
    axes.step(years, held, where="post", color=BLUE, lw=2, label=say("exit_timing.curve", lang))
    if curve.deadline is not None:
        words = say("exit_timing.deadline", lang, years=f"{curve.deadline:g}")
        axes.axvline(curve.deadline, color=RED, lw=1.5, ls="--", label=words)
        level = curve.at(curve.deadline + GRACE)
        axes.plot(curve.deadline, level, "o", color=RED, ms=6, zorder=5)
        left = say("exit_timing.left", lang, share=share(level))
        axes.annotate(
            left, (curve.deadline, level), (8, 8 if level < 0.9 else -14), textcoords="offset points", fontsize=9
        )
    _time_axis(axes, last, lang)
    axes.set_xticks(curve.ticks)
    axes.set_xticklabels([f"{year:g}\n{_short(count)}" for year, count in zip(curve.ticks, curve.at_risk, strict=True)])
    axes.set_xlabel(f"{say('unit.years_since_payment', lang)}\n{say('exit_timing.at_risk', lang)}", linespacing=1.3)
    name, count = say(f"instrument.{instrument}", lang), say("exit_timing.count", lang, n=plain(curve.positions, 0))
    axes.set_title(f"{name}\n{count}", linespacing=1.4)


def _steps(line: Numbers) -> Numbers:
    """A survival line from 1 at year 0, its last value held to the end of the axis."""
    start = np.concatenate(([1.0], line))
    return np.concatenate((start, start[-1:]))


def _short(count: int) -> str:
    """A count that fits below a tick: 940, 1.4k, 23k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"


@styled
def exit_routes(data: FigureData, lang: Language) -> Figure:
    """Stacked cumulative incidence of the exit routes, one panel per instrument."""
    figure = new_figure(say("exit_routes.title", lang), data.footer, lang, size=(9.6, 6.0))
    if not data.routes:
        return nothing_to_show(figure, lang)
    panels, below = _panels(figure, len(data.routes), 0.2)
    for axes, (instrument, curves) in zip(panels, data.routes.items(), strict=True):
        _stack(axes, curves, instrument, float(data.years[-1]), lang)
    panels[0].set_ylabel(say("unit.positions_out", lang))
    _legend(below, panels)
    return figure


def _stack(axes: Axes, curves: RouteCurves, instrument: str, last: float, lang: Language) -> None:
    years = np.concatenate(([0.0], curves.years, [last]))
    floor = np.zeros_like(years)
    for route in (name for name in ROUTES if name in curves.incidence and curves.incidence[name][-1] > 0):
        line = curves.incidence[route]
        top = floor + np.concatenate(([0.0], line, line[-1:]))
        axes.fill_between(
            years,
            floor,
            top,
            step="post",
            facecolor=ROUTE_COLOURS[route],
            edgecolor="white",
            lw=0.4,
            label=say(f"route.{route}", lang),
        )
        floor = top
    axes.fill_between(
        years,
        floor,
        np.ones_like(years),
        step="post",
        facecolor=ROUTE_COLOURS["open"],
        lw=0,
        label=say("route.open", lang),
    )
    if curves.deadline is not None:
        words = say("exit_timing.deadline", lang, years=f"{curves.deadline:g}")
        axes.axvline(curves.deadline, color=INK, lw=1.3, ls="--", label=words)
    _time_axis(axes, last, lang)
    name, count = say(f"instrument.{instrument}", lang), say("exit_timing.count", lang, n=plain(curves.positions, 0))
    left = say("exit_routes.held", lang, years=round(last), share=share(1 - float(floor[-1])))
    axes.set_title(f"{name}\n{count}\n{left}", linespacing=1.4)
