"""What public money earns: public IRR and TVPI over replications."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import FEWEST_BANDED, head, number_ticks
from sim.report.figures.data import Numbers
from sim.report.figures.run.data import FigureData, Spread
from sim.report.figures.style import (
    BLUE,
    INK,
    RED,
    SKY,
    SOFT,
    new_figure,
    quiet,
    styled,
)
from sim.report.numbers import plain, share
from sim.report.texts import Language, say


@styled
def draw(data: FigureData, lang: Language) -> Figure:
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
