"""What a sweep found: its points, the estimates at each of them, its failures, and the digest that identifies it."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.engine.auto import EngineName
from sim.experiments.stopping import Target
from sim.experiments.study import File, Study
from sim.experiments.sweep.alike import Alike, alike
from sim.experiments.sweep.arrays import sweep_data, text_of
from sim.experiments.sweep.design import Design
from sim.experiments.tables import Table, stack
from sim.ledger.exports import Columns, read_columns
from sim.measures.failures import Failure
from sim.measures.headlines import SWEPT
from sim.measures.intervals import Pooled
from sim.report.document import Page
from sim.report.figures.drawing import Drawing
from sim.report.figures.sweep.data import SweepData, SweepMeasure, drawings
from sim.report.pages.sweep import sweep_page, sweep_told
from sim.report.texts import Language
from sim.scenario.asked import policy_word, policy_words, words_of
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Titles, titles_of

POINTS, ESTIMATES, MEASURES, FAILURES = "points.parquet", "estimates.parquet", "measures.parquet", "failures.parquet"


@dataclass(frozen=True)
class SweepResult(Study):
    """What a sweep found; its tables lie in ``folder`` and are read when they are asked for.

    ``scenario`` is the base; ``vary`` maps each varied key to the values it was given, or to its two ends in a Latin
    hypercube or Sobol sequence; ``books`` holds the scenario under each rule book crossed with them, by its name.
    ``measures`` are told and drawn. ``failures`` is what could not be simulated, ``computed`` and ``reused`` count the
    replications simulated now and found in the store. ``pooled`` by measure what each replication adds to it
    at each point, for differences on the same draws.
    """

    scenario: Scenario
    vary: dict[str, tuple[Any, ...]]
    design: Design
    books: dict[str, Scenario]
    measures: tuple[str, ...]
    failures: tuple[Failure, ...]
    digest: str
    version: str
    engine: EngineName
    seconds: float
    computed: int
    reused: int
    folder: Path
    target: Target | None = None
    pooled: Mapping[str, tuple[Pooled, ...]] = field(default_factory=dict, repr=False)
    _kept: Any = field(default=None, repr=False)  # a temporary folder lives as long as the result that reads it

    @property
    def policies(self) -> tuple[str, ...]:
        """The names of the rule books."""
        return tuple(self.books)

    @property
    def titles(self) -> Titles:
        """What the rule books are called where people read."""
        return titles_of({name: one.policy for name, one in self.books.items()})

    @property
    def replications(self) -> int:
        """The replications asked for at each point; with a target, the most."""
        return self.scenario.replications

    @property
    def failed(self) -> bool:
        """Whether some replications could not be simulated."""
        return bool(self.failures)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that were varied, in the order given."""
        return tuple(self.vary)

    @cached_property
    def points(self) -> Table:
        """A row per point: point, policy, the varied keys, replications, failed, digest (that of ``sim.run``)."""
        return Table(read_columns(self.folder / POINTS))

    @cached_property
    def table(self) -> Table:
        """A row per point and measure: point, policy, the varied keys, and the columns of ``RunResult.measures``."""
        return Table(read_columns(self.folder / ESTIMATES))

    @cached_property
    def alike(self) -> Alike:
        """Points with the same digest, and keys that changed nothing."""
        return alike(list(self.points.rows()), self.keys)

    def estimates(self, measure: str) -> Table:
        """The rows of ``table`` for one measure, read without the others; raises KeyError for one it has not."""
        found = Table(read_columns(self.folder / ESTIMATES, {"measure": measure}))
        if len(found) == 0:
            raise KeyError(measure)
        return found

    def values(self, measure: str) -> Table:
        """A row per point and replication: point, policy, replication and the value of ``measure``."""
        return Table(read_columns(self.folder / MEASURES, columns=("point", "policy", "replication", measure)))

    def summary(self) -> dict[str, Any]:
        """The object ``yindao sweep --format json`` prints and ``summary.json`` holds; no clock times."""
        return {
            "scenario": self.scenario.name,
            "economy": self.scenario.economy_name,
            "policies": list(self.policies),
            "design": self.design,
            "vary": {key: list(values) for key, values in self.vary.items()},
            "seed": self.scenario.seed,
            "replications": self.replications,
            "engine": self.engine,
            "version": self.version,
            "digest": self.digest,
            "until": self._until(),
            "failed": sum(one.count for one in self.failures),
            "failures": [one.as_dict() for one in self.failures],
            "same_digest": [list(group) for group in self.alike.points],
            "without_effect": list(self.alike.keys),
            "points": list(self._points()),
        }

    def _until(self) -> dict[str, Any] | None:
        if self.target is None:
            return None
        return {"measure": self.target.measure, "half_width": self.target.half_width}

    def _points(self) -> Iterator[dict[str, Any]]:
        for row in self.points.rows():
            settings = {key: row[key] for key in self.keys}
            yield {name: row[name] for name in ("point", "policy")} | {
                "settings": settings,
                **{name: row[name] for name in ("replications", "failed", "digest")},
            }

    def printed(self) -> dict[str, Any]:
        """The summary and, by measure told, its unit and by point in order its value, interval and n; NaN for none."""
        return {**self.summary(), "measures": {one.measure: _printed(one) for one in self.figure_data.measures}}

    def records(self) -> dict[str, Mapping[str, Any]]:
        """None: they were written while the sweep was made."""
        return {}

    def files(self) -> list[File]:
        """None: the tables were written while the sweep was made, into ``folder``."""
        return []

    def telling(self, *measures: str) -> "SweepResult":
        """The same sweep, telling and drawing other measures."""
        return replace(self, measures=measures)

    def measures_csv(self) -> Columns:
        """A row per point and measure that is told, as in ``estimates.parquet``, which has every measure."""
        told = [self.estimates(name) for name in self.measures or SWEPT]
        return stack(told).columns

    @cached_property
    def figure_data(self) -> SweepData:
        """The arrays that figures, tables and page are made from; raises KeyError for a measure that does not exist."""
        return sweep_data(self)

    def drawings(self) -> list[Drawing]:
        """``lines`` over one key, else for each measure told a ``map.MEASURE`` (two keys) or ``parallel.MEASURE``."""
        return drawings(self.figure_data)

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """What was varied, where it is best and worst, what mattered, what failed; no clock times."""
        return sweep_page(self.figure_data, self.scenario, _command(self), self.digest, lang, figures=figures)

    def told(self, lang: Language) -> Page:
        """The points, what failed, then the digest."""
        return sweep_told(self.figure_data, self.digest, self.seconds, lang)


def _printed(one: SweepMeasure) -> dict[str, Any]:
    ends = zip(one.low.tolist(), one.high.tolist(), strict=True)
    return {"unit": one.unit, "value": one.value.tolist(), "ci95": [list(pair) for pair in ends], "n": one.n.tolist()}


def _command(result: SweepResult) -> str:
    """The command that makes the sweep again."""
    words = ["yindao", "sweep", *words_of(result.scenario), *_books(result), *_measures(result)]
    for key in result.keys:
        words += ["--vary", f"{key}={_varied(result, key)}"]
    if result.design != "grid":
        words += ["--design", result.design, "--points", str(len(result.points) // len(result.policies))]
    words += ["--replications", str(result.replications), "--seed", str(result.scenario.seed)]
    if result.target is not None:
        words += ["--until", repr(result.target.half_width)]
    return shlex.join([*words, "--out", "results/sweep"])


def _books(result: SweepResult) -> list[str]:
    """The rule books as they were named; nothing where the scenario's own alone was used."""
    books = list(result.books.values())
    if len(books) == 1:
        return policy_words(books[0])
    return [word for one in books for word in ("--policy", policy_word(one))]


def _measures(result: SweepResult) -> list[str]:
    """The measures, that of the target first; nothing where they are those of every sweep."""
    if result.target is None and result.measures == SWEPT:
        return []
    first = [] if result.target is None else [result.target.measure]
    return [word for name in dict.fromkeys([*first, *result.measures]) for word in ("--measure", name)]


def _varied(result: SweepResult, key: str) -> str:
    """Listed values, or the two ends between which a sampled design took others."""
    values = result.vary[key]
    between = not set(result.points[key].tolist()) <= set(values)
    return (":" if between else ",").join(text_of(value) for value in values)
