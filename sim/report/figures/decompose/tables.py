"""The numbers under the figures of a decomposition."""

from sim.report.document import Table
from sim.report.figures.data import Point
from sim.report.figures.decompose.article_data import ArticleFigure
from sim.report.figures.decompose.data import Name, Waterfall
from sim.report.figures.run.tables import numbered
from sim.report.tables.compare import change
from sim.report.tables.decompose import listed
from sim.report.texts import Language, say


def data_table(data: Waterfall, lang: Language) -> Table | None:
    """The full effect and the parts of each game that is drawn; None where there is nothing to show."""
    heads = [say("decompose.table.given", lang), say("decompose.table.part", lang), *_heads(lang)]
    rows = []
    for game in data.games:
        given = listed((_in(name, lang) for name in game.given), lang)
        parts = [*((_in(name, lang), point) for name, point in game.parts), (say("decompose.full", lang), game.full)]
        rows += [[given, name, *_ends(point, data.unit, lang)] for name, point in parts] if game.divided else []
    return numbered(heads, rows, lang) if rows else None


def article_table(data: ArticleFigure, lang: Language) -> Table | None:
    """What each article adds first, last and by Shapley, as far as it is known."""
    heads = [say("articles.table.article", lang), say("data.kind", lang), *_heads(lang)]
    rows = []
    for one in data.rows:
        for kind, point in (("first", one.first), ("last", one.last), ("shapley", one.part)):
            if point is not None and point.value is not None:
                cells = _ends(point, data.unit, lang)
                rows.append([_in(one.name, lang), say(f"articles.table.{kind}", lang), *cells])
    return numbered(heads, rows, lang) if rows else None


def _heads(lang: Language) -> list[str]:
    return [say("decompose.table.effect", lang), say("data.low", lang), say("data.high", lang)]


def _ends(point: Point, unit: str, lang: Language) -> list[str]:
    return [change(value, unit, lang) for value in (point.value, point.low, point.high)]


def _in(name: Name, lang: Language) -> str:
    return name[1] if lang == "zh" else name[0]
