"""J-curves of several rule books: medians, of few with the middle half of their replications."""

import numpy as np
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, number_ticks, year_ticks
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.marks import MOST_BANDED, colour, dashes
from sim.report.figures.scales import largest, scale_of
from sim.report.figures.style import SOFT, new_figure, nothing_to_show, printable, quiet, styled
from sim.report.texts import Language, say


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Median paths of the treasury's net cash so far, of few rule books with the middle half of their replications."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.j_curves.title", lang), lang), data.footer, lang)
    # Without public money there is no curve.
    shown = {policy: data.net_cash[policy] for policy in data.policies if data.net_cash[policy].any()}
    if not shown:
        return nothing_to_show(figure, say("returns.absent", lang))
    axes, time = figure.subplots(), data.calendar
    banded, drawn = len(shown) <= MOST_BANDED, []
    for policy, paths in shown.items():
        low, middle, high = np.percentile(paths, (25, 50, 75), axis=0)
        shade = colour(data, policy)
        if banded:
            axes.plot(time, np.stack((low, high), axis=1), color=shade, lw=0.7, ls=dashes(data, policy))
            drawn += [low, high]
        width = 2.8 if policy == data.baseline else 2.0
        label = printable(data.title(policy, lang))
        axes.plot(time, middle, color=shade, lw=width, ls=dashes(data, policy), label=label)
        drawn.append(middle)
    axes.axhline(0, color=SOFT, lw=1)
    axes.margins(x=0.01, y=0.08)
    scale = scale_of("yuan", largest(*drawn), lang)
    note = say(f"compare.j_curves.{'note' if banded else 'medians'}", lang)
    head(axes, note, up=scale.named(say("j_curve.axis", lang)), soft=True)
    year_ticks(axes.xaxis, lang)
    number_ticks(axes.yaxis, scale.divisor, bins=8)
    quiet(axes)
    legend_below(figure, [axes], size=8.5)
    return figure
