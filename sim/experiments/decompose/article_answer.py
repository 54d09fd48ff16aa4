"""What a decomposition by articles found: what each article is worth, and what that was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.file_names import MANIFEST
from sim.experiments.run.answer import RunResult, named_columns, run_manifest, values_by_replication
from sim.experiments.study import File, Study
from sim.experiments.tables import Table, stack
from sim.ledger.exports import Columns
from sim.measures.article_values import ArticleValues
from sim.measures.differences import Difference
from sim.measures.estimates import numbers_of
from sim.report.document import Page
from sim.report.figures.decompose.article_data import ArticleFigure, article_figures
from sim.report.figures.decompose.tables import article_table
from sim.report.figures.drawing import Drawing
from sim.report.pages.articles import articles_page, articles_told
from sim.report.texts import Language
from sim.scenario.article_words import articles
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class ArticlesResult(Study):
    """What a decomposition by articles found.

    ``players`` are the articles that were thrown, ``inert`` those that are on and change nothing, so that they are
    worth exactly nothing, ``staying`` those that stay on because others were named. ``every`` says that all
    combinations were simulated. ``worlds`` holds the result of each world that was simulated, the whole rule book
    first; ``values`` what each article does to a measure.
    """

    scenario: Scenario
    players: tuple[int, ...]
    inert: tuple[int, ...]
    staying: tuple[int, ...]
    every: bool
    worlds: dict[str, RunResult]
    values: dict[str, ArticleValues]
    seconds: float

    def __getitem__(self, measure: str) -> ArticleValues:
        return self.values[measure]

    @property
    def whole(self) -> RunResult:
        """The result with every article on that the rule book has on."""
        return self.worlds[self.scenario.policy_name]

    @property
    def replications(self) -> int:
        """How many replications each world was simulated in."""
        return self.whole.replications

    def summary(self) -> dict[str, Any]:
        """The object ``yindao decompose --by articles --format json`` prints; what does not exist is None."""
        told = {key: one for key, one in self.whole.summary().items() if key != "measures"}
        told |= {"seconds": round(self.seconds, 3), "by": "articles", "every": self.every}
        told["articles"] = [
            {"article": number, "zh": articles()[number].zh, "title": articles()[number].title}
            for number in self.players
        ]
        told |= {"inert": list(self.inert), "staying": list(self.staying)}
        told["measure"] = {name: one.as_dict() for name, one in self.values.items()}
        told["worlds"] = {name: {"digest": run.digest} for name, run in self.worlds.items()}
        return told

    def records(self) -> dict[str, Mapping[str, Any]]:
        """The manifest of a run of the whole rule book, and what identifies each world."""
        worlds = {
            name: {"digest": run.digest, "digests": [digest.hex() for digest in run.digests]}
            for name, run in self.worlds.items()
        }
        found = {"seconds": round(self.seconds, 3), "by": "articles", "articles": list(self.players), "worlds": worlds}
        return {MANIFEST: run_manifest(self.whole) | found}

    def files(self) -> list[File]:
        """Measures by world and replication; what each article is worth, as the figures have it."""
        return [
            File("measures.parquet", [lambda: _by_world(self).columns]),
            File("article_values.csv", [lambda: self.table.columns]),
        ]

    def measures_csv(self) -> Columns:
        """A row per world and measure."""
        return named_columns({name: run.estimates for name, run in self.worlds.items()}, "world")

    @cached_property
    def table(self) -> Table:
        """A row for each measure, article and kind of value: mean, interval, NaN for none. Article 0: all of them."""
        rows: list[tuple[str, int, str, Difference]] = []
        for name, one in self.values.items():
            rows.append((name, 0, "full_effect", one.full))
            for kind, values in (("first", one.first), ("last", one.last), ("shapley", one.parts)):
                rows += [(name, number, kind, value) for number, value in values.items()]
        return Table(_columns(rows))

    @cached_property
    def figure_data(self) -> dict[str, ArticleFigure]:
        """What the figure of each measure is drawn from."""
        return article_figures(self.whole, self.values)

    def drawings(self) -> list[Drawing]:
        """A figure for each measure that any article has a value of."""
        return [one.drawing for one in self.figure_data.values() if one.known]

    def plot(self, figure: str, language: Language = "en") -> "Figure":
        """Draw the values of one measure; ValueError for another name."""
        if figure in self.figure_data:
            return self.figure_data[figure].drawing.drawn(language)
        return super().plot(figure, language)

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """What each article does, how surely, and how to get it again."""
        found = self.figure_data.items() if figures else ()
        shown = {name: article_table(one, lang) for name, one in found if one.known}
        return articles_page(self.summary(), self.scenario, lang, figures=shown)

    def told(self, lang: Language) -> Page:
        """Every article's values, then the digest."""
        return articles_told(self.summary(), lang)


def _columns(rows: list[tuple[str, int, str, Difference]]) -> Columns:
    ends = [one.ci95 or (None, None) for *_, one in rows]
    return {
        "measure": np.array([row[0] for row in rows], dtype=object),
        "article": np.array([row[1] for row in rows], dtype=np.int64),
        "value": np.array([row[2] for row in rows], dtype=object),
        "mean": numbers_of(one.mean for *_, one in rows),
        "ci95_low": numbers_of(low for low, _ in ends),
        "ci95_high": numbers_of(high for _, high in ends),
        "n": np.array([one.n for *_, one in rows], dtype=np.int64),
    }


def _by_world(result: ArticlesResult) -> Table:
    """A row per world and replication, a column per measure."""
    tables = []
    for name, run in result.worlds.items():
        columns = dict(values_by_replication(run).columns)
        del columns["policy"]
        tables.append(Table({"world": np.array([name] * run.replications, dtype=object), **columns}))
    return stack(tables)
