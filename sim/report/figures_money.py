"""Figures of money: the J-curve, where public money is, what it earns."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from sim.report.figure_data import IDLE, PLACES, FigureData, Numbers, Spread
from sim.report.numbers import money, plain, share
from sim.report.paths import share_back, turning_points
from sim.report.style import (
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
    money_scale,
    new_figure,
    nothing_to_show,
    quiet,
    styled,
)
from sim.report.texts import Language, say

PLACE_COLOURS = {
    "in_companies": BLUE,
    "in_funds": SKY,
    "in_reserves": PURPLE,
    "undrawn": YELLOW,
    "not_set_up": ORANGE,
    "uncommitted": RED,
    "remitted": GREEN,
}


def _plain_years(axes: Axes) -> None:
    """Calendar years on the x axis, whole and without thousands separators."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=11, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))


def _money_axis(axes: Axes, lang: Language) -> None:
    scale = money_scale(lang)
    low, high = (end / scale for end in axes.get_ylim())
    digits = 0 if high - low > 8 else 1
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value / scale, digits)))
    # Ticks at round numbers of the unit shown, not of yuan.
    axes.yaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 2.5, 5, 10]))


@styled
def j_curve(data: FigureData, lang: Language) -> Figure:
    """Fan of cumulative net public cash over replications, with the deepest point and the pay-back of the median."""
    figure = new_figure(say("j_curve.title", lang), data.footer, lang)
    if not data.net_cash.any():
        return nothing_to_show(figure, lang)
    axes = figure.subplots()
    p5, p25, p50, p75, p95 = np.percentile(data.net_cash, (5, 25, 50, 75, 95), axis=0)
    time = data.calendar
    axes.fill_between(time, p5, p95, color=SKY, alpha=0.35, lw=0, label=say("j_curve.most", lang))
    axes.fill_between(time, p25, p75, color=BLUE, alpha=0.4, lw=0, label=say("j_curve.half", lang))
    axes.plot(time, p50, color=INK, lw=2, label=say("j_curve.median", lang))
    axes.axhline(0, color=SOFT, lw=1)
    axes.margins(x=0.01, y=0.08)
    _mark_turning_points(axes, time, p50, lang)
    axes.set_ylabel(say("j_curve.axis", lang))
    axes.set_xlabel(say("unit.year", lang))
    note = say("j_curve.share", lang, year=int(time[-1]), share=share(share_back(data.net_cash)))
    axes.set_title(note, color=SOFT, fontsize=9.5)
    _plain_years(axes)
    _money_axis(axes, lang)
    quiet(axes)
    # The lower left is empty: money goes out over years before the curve is deep.
    axes.legend(loc="lower left")
    return figure


def _mark_turning_points(axes: Axes, time: Numbers, path: Numbers, lang: Language) -> None:
    deepest, back = turning_points(path)
    if path[deepest] >= 0:
        return
    arrow = {"arrowstyle": "-", "color": INK, "lw": 0.8}
    paper = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "boxstyle": "round,pad=0.25"}
    axes.plot(time[deepest], path[deepest], "o", color=RED, ms=7, zorder=5)
    peak = say("j_curve.peak", lang, amount=money(-float(path[deepest]), lang), year=int(time[deepest]))
    axes.annotate(
        peak,
        (time[deepest], path[deepest]),
        (40, -30),
        textcoords="offset points",
        va="center",
        fontsize=9,
        arrowprops=arrow | {"relpos": (0, 0.5)},
        bbox=paper,
    )
    if back is None:
        never = say("j_curve.never", lang, year=int(time[-1]))
        axes.annotate(
            never,
            (1, 0),
            (-4, -8),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=9,
            bbox=paper,
        )
        return
    axes.plot(time[back], 0, "o", color=GREEN, ms=7, zorder=5)
    text = say("j_curve.back", lang, year=int(time[back]))
    axes.annotate(
        text,
        (time[back], 0),
        (-16, 40),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=9,
        arrowprops=arrow | {"relpos": (1, 0.5)},
        bbox=paper,
    )


@styled
def places(data: FigureData, lang: Language) -> Figure:
    """Stacked mean levels of public money by place; money not yet at work is hatched."""
    figure = new_figure(say("places.title", lang), data.footer, lang)
    if not any(level.any() for level in data.places.values()):
        return nothing_to_show(figure, lang)
    axes = figure.subplots()
    time = data.calendar
    floor = np.zeros_like(time)
    for place in (name for name in PLACES if name in data.places):
        top = floor + data.places[place]
        hatch = "////" if place in IDLE else None
        axes.fill_between(
            time,
            floor,
            top,
            facecolor=PLACE_COLOURS[place],
            edgecolor="white",
            lw=0.4,
            hatch=hatch,
            label=say(f"place.{place}", lang),
        )
        floor = top
    axes.margins(x=0)
    axes.set_ylim(0, float(floor.max()) * 1.05)
    axes.set_ylabel(say("places.axis", lang))
    axes.set_xlabel(say("unit.year", lang))
    axes.set_title(say("places.note", lang, amount=money(idle_mean(data), lang)), color=SOFT, fontsize=9.5)
    _plain_years(axes)
    _money_axis(axes, lang)
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
    left.set_ylabel(say("unit.replications", lang))
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

    axes.hist(values, bins=_bins(values).tolist(), color=SKY, edgecolor="white", lw=0.5)
    words = say("returns.pooled", lang, value=written(spread.pooled))
    handles: list[Artist] = [axes.axvline(spread.pooled, color=RED, lw=2, label=words)]
    if spread.low is not None and spread.high is not None:
        words = say("returns.interval", lang, low=written(spread.low), high=written(spread.high))
        handles.append(axes.axvspan(spread.low, spread.high, color=ORANGE, alpha=0.45, lw=0, label=words))
    low, high = (float(end) for end in np.percentile(values, (5, 95)))
    words = say("returns.spread", lang, low=written(low), high=written(high))
    handles.append(axes.axvspan(low, high, color=GREY, alpha=0.3, lw=0, zorder=0, label=words))
    handles.append(axes.axvline(even, color=INK, lw=1, ls=":", label=say("returns.even", lang)))
    if percent:
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=""))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_title(say("returns.loss", lang, share=share(float(np.mean(values < even)))), fontsize=10)
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.16), fontsize=8.5)


def _bins(values: Numbers) -> Numbers:
    """Edges of about twice the root of n equal bins, between 8 and 30."""
    count = min(30, max(8, int(2 * values.size**0.5)))
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-9:
        low, high = low - 0.01, high + 0.01
    return np.linspace(low, high, count + 1)
