"""Figures of a comparison: differences in key measures, who gains and loses, and the list of all of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measures.parties import PARTIES
from sim.report.figures.axes import beside, few_ticks, head, rows_from_the_top
from sim.report.figures.compare_curves import colour, exit_timing, frontier, j_curves
from sim.report.figures.compare_data import ComparisonData, Panel, Point
from sim.report.figures.data import own_first
from sim.report.figures.drawing import Drawer, Job, one_by_one
from sim.report.figures.lettering import brief, fold
from sim.report.figures.listing import figure_name
from sim.report.figures.scales import Scale, change_scale, largest, scale_of
from sim.report.figures.style import INK, SOFT, new_figure, printable, styled
from sim.report.numbers import DASH, quantity
from sim.report.texts import LANGUAGES, Language, name_of, say

COLUMNS = 4
ROW_HEIGHT = 0.27
PANEL_HEIGHT = 1.35
NAME = 30  # letters in a line of a panel's name


@styled
def differences(data: ComparisonData, lang: Language) -> Figure:
    """Dot plot: a panel per key measure, a row per rule book, the difference from the baseline with its interval."""
    data = data.shortlist()
    base = printable(data.title(data.baseline, lang))
    names = [brief(printable(data.title(policy, lang)), NAME) for policy in data.others]
    title = data.headed(say("compare.differences.title", lang, baseline=base), lang)
    deep = max((name.count("\n") for name in names), default=0)
    figure, panels = _grid(title, data, len(data.panels), lang, rows=len(names) * (1 + 0.5 * deep))
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
    return scale_of("yuan", largest(*(panel.baseline for panel in amounts), *_ends(found)), lang)


def _ends(points: Sequence[Point]) -> list[float | None]:
    """Values and both ends of all intervals."""
    return [end for one in points for end in (one.value, one.low, one.high)]


def _grid(title: str, data: ComparisonData, count: int, lang: Language, rows: float) -> tuple[Figure, list[Axes]]:
    """``count`` panels, four in a line, with one y axis; a panel is ``rows`` lines high."""
    lines = -(-count // COLUMNS)
    height = 1.1 + lines * (PANEL_HEIGHT + ROW_HEIGHT * rows)
    figure = new_figure(title, data.footer, lang, size=(11.4, height))
    grid = figure.subplots(lines, min(COLUMNS, max(count, 1)), sharey=True, squeeze=False)
    panels = [axes for line in grid for axes in line]
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels[:count]


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
    if not largest(*_ends(list(panel.differences.values()))):
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


@styled
def parties(data: ComparisonData, lang: Language) -> Figure:
    """Who gains and who loses against the baseline: a panel per rule book, a bar per party; bars sum to zero."""
    data = data.shortlist()
    sides = own_first(PARTIES, dict.fromkeys(side for policy in data.others for side in data.parties[policy]))
    base = printable(data.title(data.baseline, lang))
    title = data.headed(say("compare.parties.title", lang, baseline=base), lang)
    figure, panels = _grid(title, data, len(data.others), lang, rows=len(sides))
    points = [point for policy in data.others for point in data.parties[policy].values()]
    scale = scale_of("yuan", largest(*_ends(points)), lang)
    ends = [end / scale.divisor for end in _ends(points) if end is not None]
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


COMPARISONS: dict[str, Callable[[ComparisonData, Language], Figure]] = {
    "differences": differences,
    "frontier": frontier,
    "parties": parties,
    "j_curves": j_curves,
    "exit_timing": exit_timing,
}


def save_comparison(
    data: ComparisonData, folder: Path, langs: Sequence[Language] = LANGUAGES, drawn: Drawer = one_by_one
) -> list[Path]:
    """Draw every figure in every language as SVG and PNG into ``folder`` (made when absent); returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [(key, draw, lang) for key, draw in COMPARISONS.items() for lang in langs]
    return drawn([Job(draw, data, lang, folder / figure_name(key, lang, "")) for key, draw, lang in asked])
