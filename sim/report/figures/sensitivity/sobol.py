"""Sobol indices: the shares of a measure's variance over the ranges that parameters explain."""

from matplotlib.figure import Figure

from sim.report.figures.sensitivity.data import Panel
from sim.report.figures.sensitivity.rows import BAR, alpha_of, legend, name_rows, ranked_figure, whisker
from sim.report.figures.style import BLUE, INK, SKY, styled
from sim.report.texts import Language, say


@styled
def draw(data: Panel, lang: Language) -> Figure:
    """First-order and total index of each parameter, as shares of the variance over the ranges, with intervals."""
    figure, axes = ranked_figure(data, lang, columns=1)
    if not data.shown:
        return figure
    half = BAR / 2
    for row, one in enumerate(data.shown):
        low, high = one.first_ci95 or (None, None)
        axes[0].barh(row - half / 2, one.numbers.get("first") or 0.0, height=half, color=SKY, alpha=alpha_of(one))
        whisker(axes[0], low, high, row - half / 2, 1.0)
        axes[0].barh(row + half / 2, one.value or 0.0, height=half, color=BLUE, alpha=alpha_of(one))
        whisker(axes[0], one.low, one.high, row + half / 2, 1.0)
    axes[0].axvline(0, color=INK, lw=1)
    values = [0.0, *(index for one in data.shown for index in (one.value, one.numbers.get("first")) if index)]
    ends = [end for one in data.shown for end in (one.low, one.high, *(one.first_ci95 or ())) if end is not None]
    # An interval far outside 0 to 1 says only that nothing is known; it need not squeeze the rest.
    least = min(*values, max(min(values + ends), -0.5))
    most = max(0.2, *values, min(max(values + ends), 1.5))
    axes[0].set_xlim(least - (0.02 if least < 0 else 0.0), most + 0.02)
    axes[0].set_xlabel(say("sensitivity.axis.share", lang), fontsize=8.5)
    name_rows(axes[0], data, lang)
    legend(figure, {"sensitivity.first": SKY, "sensitivity.total": BLUE}, lang)
    return figure
