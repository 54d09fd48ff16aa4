"""Figures of money: the J-curve, where public money is, what it earns."""

from datetime import timedelta

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.budget import IDLE
from sim.report.figures.axes import FEWEST_BANDED, head, legend_below, number_ticks, year_ticks
from sim.report.figures.data import FigureData, Numbers, Spread, own_first
from sim.report.figures.paths import share_back, turning_points
from sim.report.figures.scales import Scale, largest, scale_of
from sim.report.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    SOFT,
    YELLOW,
    new_figure,
    nothing_to_show,
    quiet,
    styled,
)
from sim.report.numbers import plain, share
from sim.report.texts import Language, name_of, say

# Opaque: where one band lies on another, no third colour appears that the legend does not have.
LIGHT, MIDDLE = "#C6E4F6", "#80B8DC"
# From the bottom up; a place without a colour is grey and lies on top.
PLACE_COLOURS = {
    "in_companies": BLUE,
    "in_funds": SKY,
    "in_reserves": PURPLE,
    "undrawn": YELLOW,
    "not_set_up": ORANGE,
    "uncommitted": RED,
    "remitted": GREEN,
}
HATCHES = {"undrawn": "#9A8B00"}  # white would not show on yellow


@styled
def j_curve(data: FigureData, lang: Language) -> Figure:
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


@styled
def places(data: FigureData, lang: Language) -> Figure:
    """Stacked mean levels of public money by place; money not yet at work is hatched."""
    figure = new_figure(say("places.title", lang), data.footer, lang)
    if not any(level.any() for level in data.places.values()):
        return nothing_to_show(figure, say("returns.absent", lang))
    axes = figure.subplots()
    time = data.calendar
    floor = np.zeros_like(time)
    for place in own_first(PLACE_COLOURS, data.places):
        top = floor + data.places[place]
        hatched = place in IDLE
        axes.fill_between(
            time,
            floor,
            top,
            facecolor=PLACE_COLOURS.get(place, GREY),
            edgecolor=HATCHES.get(place, "white"),
            lw=0.4,
            hatch="////" if hatched else None,
            label=name_of("place", place, lang),
        )
        floor = top
    axes.margins(x=0)
    axes.set_ylim(0, float(floor.max()) * 1.05)
    scale = scale_of("yuan", float(floor.max()), lang)
    note = say("places.note", lang, amount=scale.told(idle_mean(data)))
    head(axes, note, up=scale.named(say("places.axis", lang)), soft=True)
    year_ticks(axes.xaxis, lang)
    number_ticks(axes.yaxis, scale.divisor, bins=8)
    quiet(axes)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="outside right center", fontsize=8.5)
    return figure


def idle_mean(data: FigureData) -> float:
    """Mean money not yet at work in yuan from the start until one year after the last appropriation."""
    early = data.years <= data.last_appropriation + 1
    total = np.zeros_like(data.years)
    for place in IDLE:
        total = total + data.places.get(place, np.zeros_like(data.years))
    return float(np.mean(total[early])) if early.any() else 0.0


@styled
def returns(data: FigureData, lang: Language) -> Figure:
    """Histograms of public IRR and TVPI over replications with the pooled value and its 95 % interval."""
    figure = new_figure(say("returns.title", lang), data.footer, lang, size=(9.6, 5.2))
    left, right = figure.subplots(1, 2)
    _spread(left, data.irr, 0.0, lang, percent=True)
    left.set_xlabel(say("unit.irr", lang))
    _spread(right, data.tvpi, 1.0, lang, percent=False)
    right.set_xlabel(say("unit.tvpi", lang))
    return figure


def _spread(axes: Axes, spread: Spread, even: float, lang: Language, *, percent: bool) -> None:
    values = spread.values[np.isfinite(spread.values)]
    quiet(axes)
    if values.size == 0 or spread.pooled is None:
        axes.text(0.5, 0.5, say("returns.absent", lang), transform=axes.transAxes, ha="center", color=SOFT)
        axes.set_axis_off()
        return

    def written(value: float) -> str:
        return f"{plain(100 * value, 1)}%" if percent else plain(value, 2)

    top = _bars(axes, values)
    words = say("returns.pooled", lang, value=written(spread.pooled))
    handles: list[Artist] = [axes.axvline(spread.pooled, color=RED, lw=2, label=words)]
    if spread.low is not None and spread.high is not None:
        words = say("returns.interval", lang, low=written(spread.low), high=written(spread.high))
        handles += _bracket(axes, spread.low, spread.high, 1.07 * top, RED, words)
    if values.size >= FEWEST_BANDED:
        low, high = (float(end) for end in np.percentile(values, (5, 95)))
        words = say("returns.spread", lang, low=written(low), high=written(high))
        handles += _bracket(axes, low, high, 1.16 * top, SOFT, words)
    handles.append(axes.axvline(even, color=INK, lw=1, ls=":", label=say("returns.even", lang)))
    number_ticks(axes.xaxis, 0.01 if percent else 1.0)
    number_ticks(axes.yaxis, whole=True)
    axes.set_ylim(0, 1.24 * top)
    loss = say("returns.loss", lang, share=share(float(np.mean(values < even))))
    head(axes, loss, up=say("unit.replications", lang))
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.16), fontsize=8.5)


def _bars(axes: Axes, values: Numbers) -> float:
    """A histogram, or of few values a bar each; returns the height of the highest."""
    if values.size < FEWEST_BANDED:
        axes.vlines(values, 0, 1, color=BLUE, lw=4)
        return 1.0
    counts, _, _ = axes.hist(values, bins=_bins(values).tolist(), color=SKY, edgecolor="white", lw=0.5)
    return float(np.max(counts))


def _bracket(axes: Axes, low: float, high: float, height: float, shade: str, words: str) -> list[Artist]:
    """A span with ends above the bars, where it mixes with no other colour."""
    return list(axes.plot([low, high], [height, height], "|-", color=shade, lw=2.4, ms=8, mew=1.6, label=words))


def _bins(values: Numbers) -> Numbers:
    """Edges of about twice the root of n equal bins, between 8 and 30."""
    count = min(30, max(8, int(2 * values.size**0.5)))
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-9:
        low, high = low - 0.01, high + 0.01
    return np.linspace(low, high, count + 1)
