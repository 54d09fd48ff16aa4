"""How long owners take to decide on a result, below the line of approval and above it, by rule book."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from sim.report.figures.axes import head, legend_below, number_ticks
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.marks import colour, dashes
from sim.report.figures.data import Numbers
from sim.report.figures.steps import seen
from sim.report.figures.style import new_figure, printable, quiet, styled
from sim.report.texts import Language, say

MONTHS = {"decision_below": 0.5, "decision_above": 3.0}  # between ticks, by side of the line
MOST_SHOWN = 0.99  # of the longest waits a tail is cut


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Distribution functions of months from evaluation to decision, pooled over replications; a dot: the median."""
    figure = new_figure(say("compare.approval_times.title", lang), data.footer, lang)
    panels = figure.subplots(1, len(MONTHS), sharey=True)
    for axes, side in zip(panels, MONTHS, strict=True):
        for policy in data.pipeline:
            _distribution(axes, data, policy, data.pipeline[policy].months[side], lang)
        head(axes, say(f"compare.approval_times.{side}", lang), up=say("compare.approval_times.share", lang))
        axes.set_xlabel(say("compare.approval_times.months", lang))
        axes.set_xlim(left=0.0)
        axes.set_ylim(0.0, 1.0)
        axes.xaxis.set_major_locator(MultipleLocator(MONTHS[side]))
        number_ticks(axes.yaxis, 0.01)
        quiet(axes)
    legend_below(figure, list(panels), size=8.5)
    return figure


def _distribution(axes: Axes, data: ComparisonData, policy: str, months: Numbers, lang: Language) -> None:
    shown = months[months <= np.quantile(months, MOST_SHOWN)] if months.size else months
    share = np.arange(1, shown.size + 1) / max(months.size, 1)
    waited, shares = np.concatenate(([0.0], shown)), np.concatenate(([0.0], share))
    drawn = seen(shares)
    (line,) = axes.step(
        waited[drawn], shares[drawn], where="post", lw=2.0, label=printable(data.with_same(policy, "times", lang))
    )
    line.set(color=colour(data, policy), linestyle=dashes(data, policy))
    if months.size:
        axes.plot(float(np.median(months)), 0.5, "o", color=colour(data, policy), ms=6, mec="white", zorder=5)
