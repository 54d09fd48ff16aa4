"""Net public cost against additional private money: a point per rule book."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.clauses.faults import there
from sim.report.figures.axes import head, legend_below, number_ticks
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.marks import colour, dashes
from sim.report.figures.data import Point
from sim.report.figures.scales import largest, scale_of
from sim.report.figures.style import DASHES, SOFT, new_figure, printable, styled
from sim.report.texts import Language, say

MARKS = ("o", "s", "^")  # for each of DASHES


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Net public cost against additional private money: up and to the left is better."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.frontier.title", lang), lang), data.footer, lang)
    axes, ends = figure.subplots(), []
    for policy in data.policies:
        cost, extra = data.cost[policy], data.additional[policy]
        if cost.value is None or extra.value is None:
            continue
        shade, mark = colour(data, policy), MARKS[DASHES.index(dashes(data, policy))]
        _cross(axes, cost, extra, shade)
        label = printable(data.title(policy, lang))
        axes.plot(cost.value, extra.value, mark, color=shade, ms=8, mec="white", zorder=4, label=label)
        ends += [end for one in (cost, extra) for end in (one.value, one.low, one.high)]
    axes.axhline(0, color=SOFT, lw=1)
    axes.axvline(0, color=SOFT, lw=1)
    axes.margins(x=0.08, y=0.08)
    scale = scale_of("yuan", largest(*ends), lang)
    axes.set_xlabel(say("compare.frontier.cost", lang, unit=scale.unit))
    head(axes, say("compare.frontier.note", lang), up=scale.named(say("compare.frontier.extra", lang)), soft=True)
    for axis in (axes.xaxis, axes.yaxis):
        number_ticks(axis, scale.divisor, bins=8)
    legend_below(figure, [axes], size=8.5)
    return figure


def _cross(axes: Axes, cost: Point, extra: Point, shade: str) -> None:
    """The two intervals through a point."""
    x, y = there(cost.value, "cost"), there(extra.value, "effect")
    if cost.low is not None and cost.high is not None:
        axes.plot([cost.low, cost.high], [y, y], color=shade, lw=1.6, alpha=0.7)
    if extra.low is not None and extra.high is not None:
        axes.plot([x, x], [extra.low, extra.high], color=shade, lw=1.6, alpha=0.7)
