"""Figures of leaving: when public stakes leave, and by which route."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, number_ticks, panels
from sim.report.figures.data import ExitCurve, FigureData, Numbers, RouteCurves, own_first
from sim.report.figures.style import (
    BLUE,
    GREEN,
    GREY,
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
from sim.report.numbers import plain, share
from sim.report.texts import Language, name_of, say

# From the bottom up; a route without a colour is grey and lies on top.
ROUTE_COLOURS = {
    "option": BLUE,
    "first_refusal": SKY,
    "secondary": PURPLE,
    "listing": GREEN,
    "trade_sale": YELLOW,
    "liquidation": ORANGE,
    "write_off": RED,
}
STILL_HELD = "#EEEEEE"

# An anniversary may lie a day off the whole year; what leaves on the deadline day has left by it.
GRACE = 3 / 365


def _time_axis(axes: Axes, last: float, lang: Language) -> None:
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.0)
    axes.set_xlabel(say("unit.years_since_payment", lang))
    number_ticks(axes.xaxis, whole=True)
    number_ticks(axes.yaxis, 0.01)
    quiet(axes)


@styled
def exit_timing(data: FigureData, lang: Language) -> Figure:
    """Share of public positions still held by years since the first payment, one panel per instrument."""
    figure = new_figure(say("exit_timing.title", lang), data.footer, lang)
    if not data.exits:
        return nothing_to_show(figure, say("returns.absent", lang))
    shown = panels(figure, len(data.exits))
    for axes, (instrument, curve) in zip(shown, data.exits.items(), strict=True):
        _survival(axes, curve, instrument, lang)
    legend_below(figure, shown, columns=3)
    return figure


def _survival(axes: Axes, curve: ExitCurve, instrument: str, lang: Language) -> None:
    last = float(curve.ticks[-1])
    shown = curve.years < last
    years = np.concatenate(([0.0], curve.years[shown], [last]))
    held, low, high = (_steps(line[shown]) for line in (curve.held, curve.low, curve.high))
    axes.fill_between(years, low, high, step="post", color=SKY, alpha=0.45, lw=0, label=say("exit_timing.band", lang))
    axes.step(years, held, where="post", color=BLUE, lw=2, label=say("exit_timing.curve", lang))
    _deadline(axes, curve.deadline, RED, lang)
    _time_axis(axes, last, lang)
    axes.set_xticks(curve.ticks)
    axes.set_xticklabels([f"{year:g}\n{_short(count)}" for year, count in zip(curve.ticks, curve.at_risk, strict=True)])
    axes.set_xlabel(f"{say('unit.years_since_payment', lang)}\n{say('exit_timing.at_risk', lang)}", linespacing=1.3)
    told = say("exit_timing.no_deadline", lang)
    if curve.deadline is not None:
        level = curve.at(curve.deadline + GRACE)
        axes.plot(curve.deadline, level, "o", color=RED, ms=6, zorder=5)
        told = say("exit_timing.left", lang, years=f"{curve.deadline:g}", share=share(level))
    head(axes, *_named(instrument, curve.positions, lang), told, up=say("unit.positions_left", lang))


def _deadline(axes: Axes, deadline: float | None, shade: str, lang: Language) -> None:
    """A dashed line; the year stands over the panel, for each instrument may have another."""
    if deadline is not None:
        axes.axvline(deadline, color=shade, lw=1.5, ls="--", label=say("exit_timing.deadline", lang))


def _named(instrument: str, positions: int, lang: Language) -> tuple[str, str]:
    """The instrument, and how many positions of it there are."""
    return say(f"instrument.{instrument}", lang), say("exit_timing.count", lang, n=plain(positions, 0))


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
        return nothing_to_show(figure, say("returns.absent", lang))
    shown = panels(figure, len(data.routes))
    for axes, (instrument, curves) in zip(shown, data.routes.items(), strict=True):
        _stack(axes, curves, instrument, float(data.years[-1]), lang)
    legend_below(figure, shown, columns=4)
    return figure


def _stack(axes: Axes, curves: RouteCurves, instrument: str, last: float, lang: Language) -> None:
    years = np.concatenate(([0.0], curves.years, [last]))
    floor = np.zeros_like(years)
    taken = [route for route, line in curves.incidence.items() if line[-1] > 0]
    for route in own_first(ROUTE_COLOURS, taken):
        line = curves.incidence[route]
        top = floor + np.concatenate(([0.0], line, line[-1:]))
        axes.fill_between(
            years,
            floor,
            top,
            step="post",
            facecolor=ROUTE_COLOURS.get(route, GREY),
            edgecolor="white",
            lw=0.4,
            label=name_of("route", route, lang),
        )
        floor = top
    axes.fill_between(
        years,
        floor,
        np.ones_like(years),
        step="post",
        facecolor=STILL_HELD,
        lw=0,
        label=say("route.open", lang),
    )
    _deadline(axes, curves.deadline, INK, lang)
    _time_axis(axes, last, lang)
    left = say("exit_routes.held", lang, years=round(last), share=share(1 - float(floor[-1])))
    if curves.deadline is not None:
        left = f"{say('exit_routes.deadline', lang, years=f'{curves.deadline:g}')} · {left}"
    head(axes, *_named(instrument, curves.positions, lang), left, up=say("unit.positions_out", lang))
