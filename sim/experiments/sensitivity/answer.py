"""What a sensitivity study found: rankings, what they were made from, and the digest of all simulations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from sim.engine.auto import EngineName
from sim.experiments.sensitivity.design import Design, Method
from sim.experiments.sensitivity.effects import Effect, Ranking, Responses
from sim.experiments.sensitivity.panels import panel
from sim.experiments.study import File, Study
from sim.experiments.tables import Table
from sim.ledger.exports import Columns
from sim.measures.estimates import numbers_of
from sim.measures.failures import Failure
from sim.report.document import Page
from sim.report.figures.data import Footer
from sim.report.figures.drawing import Drawing
from sim.report.figures.sensitivity.data import SensitivityData, drawings
from sim.report.figures.sensitivity.tables import data_table
from sim.report.pages.sensitivity import sensitivity_page, sensitivity_told
from sim.report.texts import Language
from sim.scenario.scenario_schema import Scenario


@dataclass(frozen=True)
class SensitivityResult(Study):
    """What a sensitivity study found.

    ``rankings`` maps each measure to its parameters, the most influential first; ``responses`` to its values at the
    points of ``design``. ``parameters`` are the groups and keys asked for; ``digest`` identifies all simulations.
    """

    scenario: Scenario
    parameters: tuple[str, ...]
    design: Design
    rankings: dict[str, Ranking]
    responses: dict[str, Responses]
    failures: tuple[Failure, ...]
    digest: str
    seconds: float
    version: str
    engine: EngineName

    def __getitem__(self, measure: str) -> Ranking:
        return self.rankings[measure]

    @property
    def method(self) -> Method:
        """``morris``, ``sobol`` or ``tornado``."""
        return self.design.method

    @property
    def replications(self) -> int:
        """How many replications each point was simulated in."""
        return self.scenario.replications

    @property
    def failed(self) -> bool:
        """Whether some replications could not be simulated."""
        return bool(self.failures)

    def summary(self) -> dict[str, Any]:
        """The object ``yindao sensitivity --format json`` prints; no clock times; what does not exist is None."""
        return {
            "scenario": self.scenario.name,
            "economy": self.scenario.economy_name,
            "policy": self.scenario.policy_name,
            "method": self.method,
            "parameters": list(self.parameters),
            "size": self.design.size,
            "points": len(self.design),
            "replications": self.replications,
            "seed": self.scenario.seed,
            "engine": self.engine,
            "version": self.version,
            "digest": self.digest,
            "failed": sum(one.count for one in self.failures),
            "failures": [one.as_dict() for one in self.failures],
            "measures": {name: one.as_dict() for name, one in self.rankings.items()},
        }

    @cached_property
    def table(self) -> Table:
        """A row per measure and parameter, by rank; NaN for a number that does not exist, None for an open verdict."""
        rows = [(name, one) for name, found in self.rankings.items() for one in found.effects]
        columns: dict[str, Any] = {
            "measure": _texts(name for name, _ in rows),
            "rank": np.array([one.rank for _, one in rows], dtype=np.int64),
            "parameter": _texts(one.range.key for _, one in rows),
            "zh": _texts(one.range.zh for _, one in rows),
            "low": numbers_of(one.range.low for _, one in rows),
            "high": numbers_of(one.range.high for _, one in rows),
        }
        told = [_flat(one) for _, one in rows]
        for key in dict.fromkeys(key for one in told for key in one):
            columns[key] = numbers_of(one.get(key) for one in told)
        columns["noticeable"] = np.array([one.noticeable for _, one in rows], dtype=object)
        return Table(columns)

    def records(self) -> dict[str, Mapping[str, Any]]:
        """The time it took, apart from all that a repetition finds again."""
        return {"timing.json": {"seconds": round(self.seconds, 3)}}

    def files(self) -> list[File]:
        """The rankings, and a row per point and batch (-1: all replications)."""
        return [
            File("effects.parquet", [lambda: self.table.columns], {"noticeable": "BOOLEAN"}),
            File("points.parquet", [partial(_points, self.design, self.responses)]),
        ]

    def measures_csv(self) -> Columns:
        """The rankings: a row per measure and parameter."""
        return self.table.columns

    @cached_property
    def figure_data(self) -> SensitivityData:
        """The arrays the figures are drawn from."""
        one = self.scenario
        footer = Footer(one.name, one.policy_name, self.replications, one.seed, self.version)
        return SensitivityData(tuple(panel(each, self.design, one, footer) for each in self.rankings.values()))

    def drawings(self) -> list[Drawing]:
        """A figure a measure, by its name."""
        return drawings(self.figure_data)

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """Which parameters matter, how surely, over which ranges and why those."""
        reasons = {one.key: one.why for one in self.design.ranges}
        tables = {one.measure: data_table(one, lang) for one in self.figure_data.panels} if figures else {}
        return sensitivity_page(self.summary(), reasons, self.scenario, lang, figures=figures, tables=tables)

    def told(self, lang: Language) -> Page:
        """A ranking a measure, then the digest."""
        return sensitivity_told(self.summary(), self.seconds, lang)


def _points(design: Design, responses: Mapping[str, Responses]) -> dict[str, Any]:
    """A row per point and batch: the value of every parameter (NaN: the scenario's own) and of every measure."""
    batches = next(iter(responses.values())).batches.shape[1]
    rows = batches + 1
    columns: dict[str, Any] = {
        "point": np.repeat(np.arange(len(design), dtype=np.int64), rows),
        "batch": np.tile(np.arange(-1, batches, dtype=np.int64), len(design)),
    }
    for one in design.ranges:
        values = [float(settings.get(one.key, np.nan)) for settings in design.settings]
        columns[one.key] = np.repeat(np.array(values), rows)
    for name, found in responses.items():
        columns[name] = np.column_stack([found.whole, found.batches]).ravel()
    return columns


def _flat(one: Effect) -> dict[str, float | None]:
    """The numbers of an effect by name, intervals as two."""
    flat: dict[str, float | None] = {}
    for name, value in {"effect": one.value, "effect_ci95": one.ci95, **one.details}.items():
        if name.endswith("ci95"):
            ends = value if isinstance(value, tuple) else (None, None)
            flat |= {f"{name}_low": ends[0], f"{name}_high": ends[1]}
        elif not isinstance(value, tuple):
            flat[name] = value
    return flat


def _texts(values: Iterable[str]) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.array(list(values), dtype=object)
