"""What the figures of a decomposition by articles need: a measure each, a row an article."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.measures.article_values import ArticleValues
from sim.measures.catalogue import CATALOGUE
from sim.measures.differences import Difference
from sim.report.figures.data import Footer, Point, Simulated
from sim.report.figures.decompose.data import Name
from sim.report.figures.drawing import Drawing
from sim.scenario.article_words import articles
from sim.scenario.titles import titles_of


@dataclass(frozen=True)
class ArticleRow:
    """One article: its name, its values, and its part where all combinations were simulated."""

    name: Name
    first: Point
    last: Point
    part: Point | None


@dataclass(frozen=True)
class ArticleFigure:
    """One measure: its names and unit, what the rule book is called, the change of all together, the articles."""

    footer: Footer
    book: Name
    measure: str
    label: str
    zh: str
    unit: str
    full: Point
    rows: tuple[ArticleRow, ...]

    @property
    def known(self) -> bool:
        """Whether any article has a value."""
        points = [point for row in self.rows for point in (row.first, row.last, row.part)]
        return any(point is not None and point.value is not None for point in points)

    @property
    def drawing(self) -> Drawing:
        """The figure."""
        return Drawing(f"article_values.{self.measure}", "sim.report.figures.decompose.article_values:draw", self)


def article_figures(whole: Simulated, values: Mapping[str, ArticleValues]) -> dict[str, ArticleFigure]:
    """The figures by measure; ``whole`` is the rule book with all its articles."""
    scenario = whole.scenario
    footer = Footer(scenario.name, scenario.policy_name, len(whole.reduced), scenario.seed, whole.version)
    titles = titles_of({scenario.policy_name: scenario.policy})
    book = titles.of(scenario.policy_name, "en"), titles.of(scenario.policy_name, "zh")
    found = {}
    for name, one in values.items():
        known = CATALOGUE[name]
        rows = tuple(_row(number, one) for number in one.first)
        found[name] = ArticleFigure(footer, book, name, known.label, known.zh, known.unit, Point.of(one.full), rows)
    return found


def _row(number: int, one: ArticleValues) -> ArticleRow:
    words = articles()[number]
    part = Point.of(one.parts.get(number, Difference())) if one.shapley else None
    name = f"{number} {words.title}", f"{number} {words.zh}"
    return ArticleRow(name, Point.of(one.first[number]), Point.of(one.last[number]), part)
