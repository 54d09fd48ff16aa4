"""Differences in key measures: a panel per measure, a row per rule book."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import few_ticks, head, rows_from_the_top
from sim.report.figures.compare.data import ComparisonData, Panel
from sim.report.figures.compare.marks import NAME, colour, ends_of, grid_of
from sim.report.figures.data import Point
from sim.report.figures.lettering import brief, fold
from sim.report.figures.scales import Scale, change_scale, largest, scale_of
from sim.report.figures.style import INK, SOFT, printable, styled
from sim.report.numbers import DASH, quantity
from sim.report.texts import Language, say


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Dot plot: a panel per key measure, a row per rule book, the difference from the baseline with its interval."""
    data = data.shortlist()
    base = printable(data.title(data.baseline, lang))
    names = [brief(printable(data.title(policy, lang)), NAME) for policy in data.others]
    title = data.headed(say("compare.differences.title", lang, baseline=base), lang)
    deep = max((name.count("\n") for name in names), default=0)
    figure, panels = grid_of(title, data, len(data.panels), lang, rows=len(names) * (1 + 0.5 * deep))
    money = _money(data, lang)
    for axes, panel in zip(panels, data.panels, strict=True):
        scale = money if panel.unit == "yuan" else change_scale(panel.unit, 0.0, lang)
        _dots(axes, data, panel, scale, lang)
        rows_from_the_top(axes, names)
    return figure


def _money(data: ComparisonData, lang: Language) -> Scale:
    """One unit for all amounts of the figure."""
    amounts = [panel for panel in data.panels if panel.unit == "yuan"]
    found = [point for panel in amounts for policy, point in panel.differences.items() if policy in data.others]
    return scale_of("yuan", largest(*(panel.baseline for panel in amounts), *ends_of(found)), lang)


def _dots(axes: Axes, data: ComparisonData, panel: Panel, scale: Scale, lang: Language) -> None:
    for row, policy in enumerate(data.others):
        point = panel.differences.get(policy, Point(None))
        _whisker(axes, point, row, colour(data, policy), scale.divisor)
    axes.axvline(0, color=INK, lw=1)
    value = DASH if panel.baseline is None else quantity(panel.baseline, panel.unit, lang)
    if panel.unit == "yuan" and panel.baseline is not None:
        value = scale.told(panel.baseline)
    head(axes, fold(panel.name(lang), NAME), say("compare.differences.base", lang, value=value), size=9)
    axes.set_xlabel(scale.unit, fontsize=8.5)
    if not largest(*ends_of(list(panel.differences.values()))):
        axes.set_xlim(-1, 1)
    few_ticks(axes.xaxis)


def _whisker(axes: Axes, point: Point, row: int, shade: str, scale: float) -> None:
    """A dot with its interval; hollow where the interval holds zero, a dash where there is no value."""
    if point.value is None:
        axes.text(0, row, f" {DASH}", color=SOFT, va="center", ha="left")
        return
    known = point.low is not None and point.high is not None
    if point.low is not None and point.high is not None:
        axes.plot([point.low / scale, point.high / scale], [row, row], color=shade, lw=2.4, solid_capstyle="butt")
    clear = known and ((point.low or 0.0) > 0 or (point.high or 0.0) < 0)
    axes.plot(point.value / scale, row, "o", ms=6, color=shade, mfc=shade if clear else "white", mew=1.4, zorder=3)
