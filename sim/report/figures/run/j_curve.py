"""The J-curve: a fan of the treasury's net cash, its lowest point and its pay-back."""

from datetime import timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import FEWEST_BANDED, head, legend_below, number_ticks, year_ticks
from sim.report.figures.data import Numbers
from sim.report.figures.paths import share_back, turning_points
from sim.report.figures.run.data import FigureData
from sim.report.figures.scales import Scale, largest, scale_of
from sim.report.figures.style import (
    BLUE,
    GREEN,
    INK,
    RED,
    SOFT,
    new_figure,
    nothing_to_show,
    quiet,
    styled,
)
from sim.report.numbers import share
from sim.report.texts import Language, say

# Opaque: where one band lies on another, no third colour appears that the legend does not have.
LIGHT, MIDDLE = "#C6E4F6", "#80B8DC"


@styled
def draw(data: FigureData, lang: Language) -> Figure:
    """Fan of the treasury's net cash so far over replications; lowest point and pay-back of the median."""
    figure = new_figure(say("j_curve.title", lang), data.footer, lang)
    if not data.net_cash.any():
        return nothing_to_show(figure, say("returns.absent", lang))
    axes = figure.subplots()
    time, middle = data.calendar, np.median(data.net_cash, axis=0)
    scale = scale_of("yuan", largest(_fan(axes, time, data.net_cash, lang), middle), lang)
    line = "median" if len(data.net_cash) > 1 else "only"
    axes.plot(time, middle, color=INK, lw=2, label=say(f"j_curve.{line}", lang))
    axes.axhline(0, color=SOFT, lw=1)
    axes.margins(x=0.01, y=0.08)
    told = _mark_turning_points(axes, data, middle, scale, lang)
    note = say("j_curve.share", lang, year=int(time[-1]), share=share(share_back(data.net_cash)))
    head(axes, note, told, up=scale.named(say("j_curve.axis", lang)), soft=True)
    year_ticks(axes.xaxis, lang)
    number_ticks(axes.yaxis, scale.divisor, bins=8)
    quiet(axes)
    legend_below(figure, [axes], columns=3)
    return figure


def _fan(axes: Axes, time: Numbers, paths: Numbers, lang: Language) -> Numbers:
    """Bands of percentiles, or each path where there are few; returns all that was drawn."""
    if len(paths) == 1:
        return paths
    if len(paths) < FEWEST_BANDED:
        for number, path in enumerate(paths):
            axes.plot(time, path, color=BLUE, lw=0.8, alpha=0.7, label="" if number else say("j_curve.each", lang))
        return paths
    p5, p25, p75, p95 = np.percentile(paths, (5, 25, 75, 95), axis=0)
    axes.fill_between(time, p5, p95, color=LIGHT, lw=0, label=say("j_curve.most", lang))
    axes.fill_between(time, p25, p75, color=MIDDLE, lw=0, label=say("j_curve.half", lang))
    return np.array([p5, p95])


def _mark_turning_points(axes: Axes, data: FigureData, path: Numbers, scale: Scale, lang: Language) -> str:
    """Dots named in the legend, where no words can cover a line; returns what is said when ``path`` is not back."""
    deepest, back = turning_points(path)
    if path[deepest] >= 0:
        return ""
    time = data.calendar
    peak = say("j_curve.peak", lang, amount=scale.told(float(path[deepest])), when=month_of(data, deepest, lang))
    axes.plot(time[deepest], path[deepest], "o", color=RED, ms=7, zorder=5, label=peak)
    if back is None:
        return say("j_curve.never", lang, year=int(time[-1]))
    text = say("j_curve.back", lang, when=month_of(data, back, lang))
    axes.plot(time[back], 0, "o", color=GREEN, ms=7, zorder=5, label=text)
    return ""


def month_of(data: FigureData, place: int, lang: Language) -> str:
    """The calendar month in which point ``place`` of a path lies: a year alone would name the tick before the dot."""
    day = data.start + timedelta(days=round(float(data.years[place]) * 365.25))
    return say("date.month", lang, year=day.year, month=f"{day.month:02d}" if lang == "en" else day.month)
