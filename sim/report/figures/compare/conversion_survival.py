"""How long results wait for a company, by rule book: a deadline shows as a kink."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from sim.report.figures.axes import head, legend_below, number_ticks
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.marks import MOST_BANDED, colour, dashes
from sim.report.figures.steps import seen
from sim.report.figures.style import INK, new_figure, printable, quiet, styled
from sim.report.texts import Language, say

MONTHS = 6.0  # between ticks
LAST = 36.0  # months since completion that are shown


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Kaplan–Meier share not converted by months since completion, with the deadline of each rule book that has one."""
    figure = new_figure(say("compare.conversion_survival.title", lang), data.footer, lang)
    axes = figure.subplots(1, 1)
    banded = len(data.pipeline) <= MOST_BANDED
    for policy in data.pipeline:
        _survival(axes, data, policy, lang, banded=banded)
    head(axes, up=say("compare.conversion_survival.share", lang))
    axes.set_xlabel(say("compare.conversion_survival.months", lang))
    axes.set_xlim(0.0, LAST)
    axes.xaxis.set_major_locator(MultipleLocator(MONTHS))
    number_ticks(axes.yaxis, 0.01)
    quiet(axes)
    legend_below(figure, [axes], size=8.5)
    return figure


def _survival(axes: Axes, data: ComparisonData, policy: str, lang: Language, *, banded: bool) -> None:
    curve = data.pipeline[policy].unconverted
    inside = np.flatnonzero(curve.months <= LAST)
    inside = inside[seen(*(line[inside] for line in (curve.left, curve.low, curve.high)))]
    lines = [(curve.left, 2.0, printable(data.with_same(policy, "times", lang)))]
    lines += [(curve.low, 0.7, "_low"), (curve.high, 0.7, "_high")] if banded else []
    for values, width, label in lines:
        (line,) = axes.step(curve.months[inside], values[inside], where="post", lw=width, label=label)
        line.set(color=colour(data, policy), linestyle=dashes(data, policy))
    if curve.deadline is not None and curve.deadline <= LAST:
        level = float(curve.left[np.searchsorted(curve.months, curve.deadline, side="right") - 1])
        axes.plot(curve.deadline, level, "o", color=colour(data, policy), ms=6, mec=INK, zorder=5)
