"""A waterfall: the parts of the switches in one measure, and their sum."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import beside, few_ticks, head, rows_from_the_top
from sim.report.figures.data import Point
from sim.report.figures.decompose.data import Game, Name, Waterfall
from sim.report.figures.scales import Scale, change_scale, largest, scale_of
from sim.report.figures.style import BLUE, INK, ORANGE, SKY, SOFT, new_figure, printable, styled
from sim.report.numbers import DASH
from sim.report.tables.decompose import listed
from sim.report.texts import Language, say

BAR = 0.56
ROW_HEIGHT = 0.42


@styled
def draw(data: Waterfall, lang: Language) -> Figure:
    """A panel a game: the parts one after the other from zero, then their sum, each with its interval."""
    name = data.zh if lang == "zh" else data.label
    title = say("decompose.title", lang, measure=name, policy=printable(_in(data.book, lang)))
    games, amounts = data.panels, _amounts(data)
    rows = max(len(game.parts) for game in games) + 1
    figure = new_figure(title, data.footer, lang, size=(11.4 if len(games) > 1 else 7.6, 2.2 + ROW_HEIGHT * rows))
    panels = figure.subplots(1, len(games), squeeze=False)[0]
    for axes, game in zip(panels, games, strict=True):
        _panel(axes, game, data.unit, amounts, lang)
    return figure


def _amounts(data: Waterfall) -> float:
    """The largest size among all values of the figure, which gives them one unit."""
    found = [end for game in data.panels for end in (game.start, game.end, game.full.value)]
    points = [point for game in data.panels for _, point in game.parts]
    return largest(*found, *(end for one in points for end in (one.value, one.low, one.high)))


def _panel(axes: Axes, game: Game, unit: str, amounts: float, lang: Language) -> None:
    scale = change_scale(unit, amounts, lang)
    brief = change_scale(unit, amounts, lang, brief=True)
    given = listed((_in(name, lang) for name in game.given), lang)
    over = say("decompose.game.given", lang, given=given) if given else say("decompose.game.all", lang)
    head(axes, over, *_change(game, unit, amounts, lang).split("\n"), size=9)
    if game.full.value is None or not game.divided:
        axes.set_axis_off()
        axes.text(0, 0.5, say("decompose.absent", lang), color=SOFT, fontsize=9, transform=axes.transAxes)
        return
    reached = 0.0
    for row, (_, point) in enumerate(game.parts):
        value = point.value or 0.0
        left = reached / scale.divisor
        axes.barh(row, value / scale.divisor, left=left, height=BAR, color=BLUE if value >= 0 else ORANGE)
        _whisker(axes, point, row, reached, brief)
        reached += value
        axes.plot([reached / scale.divisor] * 2, [row + BAR / 2, row + 1 - BAR / 2], color=SOFT, lw=0.9)
    last = len(game.parts)
    axes.barh(last, game.full.value / scale.divisor, height=BAR, color=SKY)
    _whisker(axes, game.full, last, 0.0, brief)
    axes.axvline(0, color=INK, lw=1)
    rows_from_the_top(axes, [*(_in(name, lang) for name, _ in game.parts), say("decompose.full", lang)])
    axes.set_xlabel(scale.unit, fontsize=8.5)
    axes.margins(x=0.08)
    few_ticks(axes.xaxis)


def _whisker(axes: Axes, point: Point, row: int, left: float, scale: Scale) -> None:
    """The interval around the end of a bar; its number stands in a column beside the panel."""
    if point.low is not None and point.high is not None:
        ends = [(left + point.low) / scale.divisor, (left + point.high) / scale.divisor]
        axes.plot(ends, [row, row], color=INK, lw=1.3)
    beside(axes, row, DASH if point.value is None else scale.told(point.value, signed=True))


def _change(game: Game, unit: str, amounts: float, lang: Language) -> str:
    given = listed((_in(name, lang) for name in game.given), lang)
    first = say("decompose.start.given", lang, given=given) if given else say("decompose.start.none", lang)
    scale = scale_of(unit, amounts, lang)
    start, end = (DASH if value is None else scale.told(value) for value in (game.start, game.end))
    return say("decompose.change", lang, start=start, first=first, end=end, last=say("decompose.end", lang))


def _in(name: Name, lang: Language) -> str:
    return name[1] if lang == "zh" else name[0]
