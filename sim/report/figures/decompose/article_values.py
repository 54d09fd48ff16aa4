"""What each article is worth in one measure: first and last as dots, the Shapley value as a bar."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.report.figures.axes import beside, few_ticks, head, named_below, rows_from_the_top
from sim.report.figures.data import Point
from sim.report.figures.decompose.article_data import ArticleFigure, ArticleRow
from sim.report.figures.lettering import brief
from sim.report.figures.scales import Scale, change_scale, largest
from sim.report.figures.style import BLUE, INK, ORANGE, SKY, new_figure, printable, styled
from sim.report.numbers import DASH
from sim.report.texts import Language, say

ROW_HEIGHT = 0.36
BAR = 0.62
APART = 0.17  # of a row, between first and last
NAME = 38  # letters of an article's title


@styled
def draw(data: ArticleFigure, lang: Language) -> Figure:
    """A row an article: what it adds first, what it adds last, and its part where all combinations are known."""
    name = data.zh if lang == "zh" else data.label
    title = say("articles.figure.title", lang, measure=name, policy=printable(data.book[lang == "zh"]))
    figure = new_figure(title, data.footer, lang, size=(8.6, 2.6 + ROW_HEIGHT * len(data.rows)))
    axes = figure.subplots()
    amounts = _largest(data)
    scale = change_scale(data.unit, amounts, lang)
    for place, row in enumerate(data.rows):
        _row(axes, row, place, scale)
        beside(axes, place, _told(row, scale))
    axes.axvline(0, color=INK, lw=1)
    rows_from_the_top(axes, [brief(row.name[lang == "zh"], NAME) for row in data.rows])
    full = DASH if data.full.value is None else scale.told(data.full.value, signed=True)
    head(axes, say("articles.figure.full", lang, full=full), size=9)
    axes.set_xlabel(scale.unit, fontsize=8.5)
    if not amounts:
        axes.set_xlim(-1, 1)
    axes.margins(x=0.06)
    few_ticks(axes.xaxis, bins=6)
    _legend(figure, data, lang)
    return figure


def _largest(data: ArticleFigure) -> float:
    points = [point for row in data.rows for point in (row.first, row.last, row.part) if point is not None]
    return largest(*(end for one in (*points, data.full) for end in (one.value, one.low, one.high)))


def _row(axes: Axes, row: ArticleRow, place: int, scale: Scale) -> None:
    if row.part is not None and row.part.value is not None:
        axes.barh(place, row.part.value / scale.divisor, height=BAR, color=SKY, alpha=0.55, lw=0)
        _whisker(axes, row.part, place, INK, scale, width=1.0)
    for point, shift, colour in ((row.first, -APART, ORANGE), (row.last, APART, BLUE)):
        _whisker(axes, point, place + shift, colour, scale, width=2.2)
        if point.value is not None:
            clear = (point.low or 0.0) > 0 or (point.high or 0.0) < 0
            face = colour if clear else "white"
            axes.plot(point.value / scale.divisor, place + shift, "o", ms=5, color=colour, mfc=face, mew=1.3, zorder=3)


def _whisker(axes: Axes, point: Point, place: float, colour: str, scale: Scale, *, width: float) -> None:
    if point.low is not None and point.high is not None:
        ends = [point.low / scale.divisor, point.high / scale.divisor]
        axes.plot(ends, [place, place], color=colour, lw=width, solid_capstyle="butt")


def _told(row: ArticleRow, scale: Scale) -> str:
    """The numbers of a row in units of the axis: its part, else first and last."""
    number = Scale(scale.divisor, "")
    points = [row.first, row.last] if row.part is None else [row.part]
    told = [DASH if one.value is None else number.told(one.value, signed=True) for one in points]
    return " | ".join(told)


def _legend(figure: Figure, data: ArticleFigure, lang: Language) -> None:
    marks: dict[str, Line2D | Patch] = {
        say(f"articles.figure.{name}", lang): Line2D([], [], color=colour, marker="o", ms=5, lw=2.2)
        for name, colour in (("first", ORANGE), ("last", BLUE))
    }
    if any(row.part is not None for row in data.rows):
        marks[say("articles.figure.shapley", lang)] = Patch(color=SKY, alpha=0.55)
    named_below(figure, dict(marks), size=8.5)
