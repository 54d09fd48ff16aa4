"""Who gains and who loses: a panel per rule book, a bar per party."""

from matplotlib.figure import Figure

from sim.measures.parties import PARTIES
from sim.report.figures.axes import beside, few_ticks, head, rows_from_the_top
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.marks import NAME, colour, ends_of, grid_of
from sim.report.figures.data import Point, own_first
from sim.report.figures.lettering import brief
from sim.report.figures.scales import Scale, largest, scale_of
from sim.report.figures.style import INK, printable, styled
from sim.report.texts import Language, name_of, say


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Who gains and who loses against the baseline: a panel per rule book, a bar per party; bars sum to zero."""
    data = data.shortlist()
    sides = own_first(PARTIES, dict.fromkeys(side for policy in data.others for side in data.parties[policy]))
    base = printable(data.title(data.baseline, lang))
    title = data.headed(say("compare.parties.title", lang, baseline=base), lang)
    figure, panels = grid_of(title, data, len(data.others), lang, rows=len(sides))
    points = [point for policy in data.others for point in data.parties[policy].values()]
    scale = scale_of("yuan", largest(*ends_of(points)), lang)
    ends = [end / scale.divisor for end in ends_of(points) if end is not None]
    reach = (1.05 * min(0.0, *ends), 1.05 * max(0.0, *ends)) if any(ends) else (-1.0, 1.0)
    for axes, policy in zip(panels, data.others, strict=True):
        for row, party in enumerate(sides):
            point = data.parties[policy].get(party, Point(None))
            axes.barh(row, (point.value or 0.0) / scale.divisor, height=0.62, color=colour(data, policy), alpha=0.75)
            if point.low is not None and point.high is not None:
                axes.plot([point.low / scale.divisor, point.high / scale.divisor], [row, row], color=INK, lw=1.2)
            beside(axes, row, Scale(scale.divisor, "").told(point.value or 0.0), size=8)
        axes.axvline(0, color=INK, lw=1)
        rows_from_the_top(axes, [name_of("compare.party", party, lang) for party in sides])
        head(axes, brief(printable(data.title(policy, lang)), NAME))
        axes.set_xlabel(scale.unit, fontsize=8.5)
        # One reach for all panels, so that their bars compare.
        axes.set_xlim(*reach)
        few_ticks(axes.xaxis)
    return figure
