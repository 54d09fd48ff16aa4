"""When public positions leave, against the deadline."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, panels
from sim.report.figures.data import ExitCurve, Numbers
from sim.report.figures.run.data import FigureData
from sim.report.figures.run.leaving import deadline_line, named, time_axis
from sim.report.figures.steps import seen
from sim.report.figures.style import (
    BLUE,
    RED,
    SKY,
    new_figure,
    nothing_to_show,
    styled,
)
from sim.report.numbers import share
from sim.report.texts import Language, say

# An anniversary may lie a day off the whole year; what leaves on the deadline day has left by it.
GRACE = 3 / 365


@styled
def draw(data: FigureData, lang: Language) -> Figure:
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
    shown = np.flatnonzero(curve.years < last)
    shown = shown[seen(*(line[shown] for line in (curve.held, curve.low, curve.high)))]
    years = np.concatenate(([0.0], curve.years[shown], [last]))
    held, low, high = (_steps(line[shown]) for line in (curve.held, curve.low, curve.high))
    axes.fill_between(years, low, high, step="post", color=SKY, alpha=0.45, lw=0, label=say("exit_timing.band", lang))
    axes.step(years, held, where="post", color=BLUE, lw=2, label=say("exit_timing.curve", lang))
    deadline_line(axes, curve.deadline, RED, lang)
    time_axis(axes, last, lang)
    axes.set_xticks(curve.ticks)
    axes.set_xticklabels([f"{year:g}\n{_short(count)}" for year, count in zip(curve.ticks, curve.at_risk, strict=True)])
    axes.set_xlabel(f"{say('unit.years_since_payment', lang)}\n{say('exit_timing.at_risk', lang)}", linespacing=1.3)
    told = say("exit_timing.no_deadline", lang)
    if curve.deadline is not None:
        level = curve.at(curve.deadline + GRACE)
        axes.plot(curve.deadline, level, "o", color=RED, ms=6, zorder=5)
        told = say("exit_timing.left", lang, years=f"{curve.deadline:g}", share=share(level))
    head(axes, *named(instrument, curve.positions, lang), told, up=say("unit.positions_left", lang))


def _steps(line: Numbers) -> Numbers:
    """A survival line from 1 at year 0, its last value held to the end of the axis."""
    start = np.concatenate(([1.0], line))
    return np.concatenate((start, start[-1:]))


def _short(count: int) -> str:
    """A count that fits below a tick: 940, 1.4k, 23k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"
