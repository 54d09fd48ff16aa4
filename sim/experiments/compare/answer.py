"""What a comparison found: rule books on the same draws, their paired differences, and which may be the best."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from sim.experiments.compare.worlds import Worlds
from sim.experiments.file_names import MANIFEST
from sim.experiments.manifest import scenario_record
from sim.experiments.run.answer import (
    RunResult,
    named_columns,
    run_manifest,
    values_by_replication,
    years_by_replication,
)
from sim.experiments.stopping import Plan, Target, reached
from sim.experiments.study import File, Study
from sim.experiments.tables import Table, stack
from sim.ledger.exports import Columns
from sim.ledger.postings import run_digest
from sim.measures.differences import Difference, Distance, Split, best
from sim.measures.estimates import Sample, numbers_of
from sim.measures.headlines import COMPARISON
from sim.report.document import Page
from sim.report.figures.compare.data import ComparisonData, comparison_data, drawings
from sim.report.figures.compare.tables import data_table
from sim.report.figures.drawing import Drawing
from sim.report.pages.compare import compare_page, compare_told
from sim.report.texts import Language
from sim.scenario.titles import Titles, titles_of


@dataclass(frozen=True)
class CompareResult(Study):
    """What a comparison found.

    ``policies`` maps each world, the counterfactuals included, to its result, whose measures include those that exist
    only in comparisons and whose digest is that of ``sim.run`` under the same rule book; ``named`` are the rule books
    asked for; ``differences`` maps every world but the ``baseline`` to its differences by measure; ``best`` maps a
    measure that is told to each named rule book's distance to the best of the others. ``plans`` holds, where a target
    was given, what each difference needs to reach it. ``unconceded`` holds the digests of each rule book that concedes
    part of its gain, simulated without that; ``held`` is each rule book on the baseline's supply of private money, and
    ``splits`` what of each difference is then price and what supply. Tables show ``measures``, without any
    the headlines.
    """

    worlds: Worlds
    policies: dict[str, RunResult]
    samples: dict[str, Sample]
    differences: dict[str, dict[str, Difference]]
    best: dict[str, dict[str, Distance]]
    seconds: float
    target: Target | None = None
    plans: dict[str, Plan] = field(default_factory=dict)
    unconceded: dict[str, list[bytes]] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    splits: dict[str, dict[str, Split]] = field(default_factory=dict)
    held: dict[str, RunResult] = field(default_factory=dict)

    def __getitem__(self, policy: str) -> RunResult:
        return self.policies[policy]

    @property
    def baseline(self) -> str:
        """The rule book from which the others differ."""
        return self.worlds.baseline

    @property
    def named(self) -> tuple[str, ...]:
        """The rule books asked for, in that order."""
        return self.worlds.named

    @property
    def replications(self) -> int:
        """How many replications each rule book was simulated in."""
        return self.policies[self.baseline].replications

    @property
    def titles(self) -> Titles:
        """What the rule books are called where people read."""
        return titles_of({name: run.scenario.policy for name, run in self.policies.items()})

    def summary(self) -> dict[str, Any]:
        """The object ``yindao compare --format json`` prints: that of a run of the baseline, and the comparison."""
        told = self.policies[self.baseline].summary() | {"seconds": round(self.seconds, 3), "baseline": self.baseline}
        told["policies"] = {
            name: {"measures": {key: one.as_dict() for key, one in run.estimates.items()}, "digest": run.digest}
            for name, run in self.policies.items()
        }
        told["differences"] = {
            name: {key: one.as_dict() | self._split(name, key) for key, one in found.items()}
            for name, found in self.differences.items()
        }
        told["best"] = self._best(COMPARISON)
        told["counterfactuals"] = dict(self.worlds.counterfactuals)
        told["without_concession"] = {name: run_digest(digests) for name, digests in self.unconceded.items()}
        if self.held:
            told["hold"] = "supply"
            told["held"] = {name: run.digest for name, run in self.held.items()}
        if self.target is not None:
            told["plan"] = {
                "measure": self.target.measure,
                "half_width": self.target.half_width,
                "reached": reached(self.plans, self.target),
                "differences": {name: one.as_dict() for name, one in self.plans.items()},
            }
        return told

    def _split(self, name: str, measure: str) -> dict[str, Any]:
        found = self.splits.get(name, {}).get(measure)
        return {} if found is None else found.as_dict()

    @cached_property
    def table(self) -> Table:
        """A row per world and measure that differs from the baseline: mean, interval, probability, n; NaN for none.

        With a supply held also ``price`` and ``supply`` with their intervals.
        """
        rows = [(name, key, one) for name, found in self.differences.items() for key, one in found.items()]
        columns = {
            "policy": np.array([name for name, *_ in rows], dtype=object),
            "measure": np.array([key for _, key, _ in rows], dtype=object),
            **_columns("mean", "ci95", [one for *_, one in rows]),
            "probability_better": numbers_of([one.probability_better for *_, one in rows]),
            "n": np.array([one.n for *_, one in rows], dtype=np.int64),
        }
        for part in ("price", "supply") if self.splits else ():
            found = [self.splits.get(name, {}).get(key) for name, key, _ in rows]
            parts = [Difference() if one is None else getattr(one, part) for one in found]
            columns |= _columns(part, f"{part}_ci95", parts)
        return Table(columns)

    def records(self) -> dict[str, Mapping[str, Any]]:
        """The manifest of a run of the baseline, and what identifies each other world."""
        return {MANIFEST: comparison_manifest(self)}

    def files(self) -> list[File]:
        """Measures by rule book and replication, the differences, and the years where companies are counted."""
        yearly = self.policies[self.baseline].reduced[0].yearly
        return [
            File("measures.parquet", [lambda: _values(self).columns]),
            File("differences.parquet", [lambda: self.table.columns]),
            *([File("years.parquet", [lambda: _years(self).columns])] if yearly else []),
        ]

    def measures_csv(self) -> Columns:
        """A row per rule book and measure."""
        return named_columns({name: run.estimates for name, run in self.policies.items()})

    @cached_property
    def figure_data(self) -> ComparisonData:
        """The arrays the figures are drawn from."""
        return comparison_data(self.policies, self.baseline, self.differences)

    def drawings(self) -> list[Drawing]:
        """The figures of a comparison, those of the city and of the pipeline where there is anything to tell."""
        return drawings(self.figure_data)

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """What differs, by how much, how surely, and how to get it again."""
        scenarios = {name: run.scenario for name, run in self.policies.items()}
        asked = self.measures
        drawn = [one.name for one in self.drawings()] if figures else []
        tables = {name: data_table(name, self.figure_data, lang) for name in drawn}
        known = self.policies[self.baseline].over_ranges
        return compare_page(
            self._told(), scenarios, self.named, self.titles, lang,
            measures=asked, figures=drawn, tables=tables, cash=self.figure_data.cash, ranges=known,
        )  # fmt: skip

    def telling(self, *measures: str) -> "CompareResult":
        """The same comparison with other measures in its tables; without any the headlines. KeyError for unknown."""
        named = {name: self.samples[name] for name in self.named}
        beside = {key: found for key in measures if key not in self.best and (found := best(named, key))}
        return replace(self, measures=measures, best=self.best | beside)

    def told(self, lang: Language) -> Page:
        """Key measures by rule book, differences, the plan, then the digests."""
        return compare_told(self._told(), self.titles, lang, self.measures)

    def _told(self) -> dict[str, Any]:
        """The summary with all distances to the best, those of measures beside the headlines among them."""
        return self.summary() | {"best": self._best(self.best)}

    def _best(self, measures: Iterable[str]) -> dict[str, Any]:
        found = {key: self.best[key] for key in measures if key in self.best}
        return {key: {name: one.as_dict() for name, one in each.items()} for key, each in found.items()}


def _columns(name: str, interval: str, found: list[Difference]) -> dict[str, Any]:
    ends = [one.ci95 or (np.nan, np.nan) for one in found]
    return {
        name: numbers_of([one.mean for one in found]),
        f"{interval}_low": numbers_of([low for low, _ in ends]),
        f"{interval}_high": numbers_of([high for _, high in ends]),
    }


def comparison_manifest(result: CompareResult) -> dict[str, Any]:
    """The manifest of a run of the baseline, and what identifies each other world."""
    record = run_manifest(result.policies[result.baseline]) | {"seconds": round(result.seconds, 3)}
    return record | {
        "baseline": result.baseline,
        "counterfactuals": dict(result.worlds.counterfactuals),
        "without_concession": {
            name: {"policy": scenario_record(scenario)["policy"], **_digests(result.unconceded[name])}
            for name, scenario in result.worlds.unconceded.items()
        },
        **(
            {"hold": "supply", "held": {name: _digests(run.digests) for name, run in result.held.items()}}
            if result.held
            else {}
        ),
        "policies": {
            name: {"policy": scenario_record(run.scenario)["policy"], **_digests(run.digests)}
            for name, run in result.policies.items()
        },
    }


def _digests(digests: list[bytes]) -> dict[str, Any]:
    """The digest of a world and of each of its replications."""
    return {"digest": run_digest(digests), "digests": [digest.hex() for digest in digests]}


def _years(result: CompareResult) -> Table:
    """A row per rule book, replication and programme day."""
    tables = {name: years_by_replication(run) for name, run in result.policies.items()}
    return stack(
        [
            Table({"policy": np.array([name] * len(table), dtype=object), **table.columns})
            for name, table in tables.items()
        ]
    )


def _values(result: CompareResult) -> Table:
    """A row per rule book and replication; a measure that one of them lacks is NaN there."""
    held = {f"{name} (supply held)": run for name, run in result.held.items()}
    tables = {name: dict(values_by_replication(run).columns) for name, run in (result.policies | held).items()}
    names = list(dict.fromkeys(column for columns in tables.values() for column in columns))
    for policy, columns in tables.items():
        columns["policy"] = np.array([policy] * result.replications, dtype=object)
    absent = np.full(result.replications, np.nan)
    ordered = [Table({name: columns.get(name, absent) for name in names}) for columns in tables.values()]
    return stack(ordered)
