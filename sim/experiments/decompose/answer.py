"""What a decomposition found: the parts of switches in measures, and what they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.decompose.switches import By, ExitReading, Switch, label_of
from sim.experiments.file_names import MANIFEST
from sim.experiments.run.answer import RunResult, named_columns, run_manifest, values_by_replication
from sim.experiments.study import File, Study
from sim.experiments.tables import Table, stack
from sim.ledger.exports import Columns
from sim.measures.attribution import Attribution
from sim.measures.estimates import numbers_of
from sim.report.document import Page
from sim.report.figures.decompose.data import DecompositionData, decomposition_data, drawings
from sim.report.figures.decompose.tables import data_table
from sim.report.figures.drawing import Drawing
from sim.report.pages.decompose import decompose_page, decompose_told
from sim.report.texts import Language
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class DecomposeResult(Study):
    """What a decomposition found.

    ``coalitions`` maps each coalition that was simulated, by label, to its result; the label joins the switches that
    are on, ``none`` is the one with all off. ``attributions`` maps each measure to its parts: for money and counts over
    all switches, for a ratio over those that are left when the switches without which it does not exist are on.
    ``given`` maps, by principles, money and counts to their parts given government investment as well.
    ``principles_exit`` is how a stake is sold at its deadline without incentives.
    """

    scenario: Scenario
    by: By
    switches: tuple[Switch, ...]
    coalitions: dict[str, RunResult]
    attributions: dict[str, Attribution]
    seconds: float
    given: dict[str, Attribution] = field(default_factory=dict)
    principles_exit: ExitReading = "appraised"

    def __getitem__(self, measure: str) -> Attribution:
        return self.attributions[measure]

    @property
    def whole(self) -> RunResult:
        """The result with every switch on: that of ``sim.run``, with its digest."""
        return self.coalitions[label_of(self.switches, (1 << len(self.switches)) - 1)]

    @property
    def replications(self) -> int:
        """How many replications each coalition was simulated in."""
        return self.whole.replications

    def summary(self) -> dict[str, Any]:
        """The object ``yindao decompose --format json`` prints; a number that does not exist is None, never NaN."""
        told = {key: one for key, one in self.whole.summary().items() if key != "measures"}
        told |= {"seconds": round(self.seconds, 3), "by": self.by}
        if self.by == "principles":
            told["principles_exit"] = self.principles_exit
        told["switches"] = [{"name": one.name, "label": one.label, "zh": one.zh} for one in self.switches]
        told["measure"] = {name: one.as_dict() for name, one in self.attributions.items()}
        for name, one in self.given.items():
            told["measure"][name]["given_investment"] = one.as_dict()
        told["coalitions"] = {label: {"digest": run.digest} for label, run in self.coalitions.items()}
        return told

    @cached_property
    def table(self) -> Table:
        """A row per measure, game and switch, the full effect among them: mean and interval; NaN for none."""
        rows: list[tuple[str, str, str, float | None, tuple[float, float] | None, int]] = []
        for found in (self.attributions, self.given):
            for name, one in found.items():
                given = "+".join(one.given)
                parts = {"full_effect": one.full, **one.parts}
                rows += [(name, given, part, value.mean, value.ci95, value.n) for part, value in parts.items()]
        ends = [row[4] or (None, None) for row in rows]
        return Table(
            {
                **{
                    column: np.array([row[place] for row in rows], dtype=object)
                    for place, column in enumerate(("measure", "given", "part"))
                },
                "mean": numbers_of(row[3] for row in rows),
                "ci95_low": numbers_of(low for low, _ in ends),
                "ci95_high": numbers_of(high for _, high in ends),
                "n": np.array([row[5] for row in rows], dtype=np.int64),
            }
        )

    def records(self) -> dict[str, Mapping[str, Any]]:
        """The manifest of a run of the whole rule book, and what identifies each coalition."""
        return {MANIFEST: decomposition_manifest(self)}

    def files(self) -> list[File]:
        """Measures by coalition and replication, and the parts."""
        return [
            File("measures.parquet", [lambda: _values(self).columns]),
            File("parts.parquet", [lambda: self.table.columns]),
        ]

    def measures_csv(self) -> Columns:
        """A row per coalition and measure."""
        return named_columns({label: run.estimates for label, run in self.coalitions.items()}, "coalition")

    @cached_property
    def figure_data(self) -> DecompositionData:
        """The arrays the figures are drawn from."""
        names = {one.name: (one.label, one.zh) for one in self.switches}
        return decomposition_data(self.whole, names, self.attributions, self.given)

    def drawings(self) -> list[Drawing]:
        """A waterfall for each measure that has parts."""
        return drawings(self.figure_data)

    def plot(self, figure: str, language: Language = "en") -> "Figure":
        """Draw the parts of one measure as a waterfall, which says so where it has none; ValueError for others."""
        if figure in self.attributions:
            return self.figure_data.of(figure).drawing.drawn(language)
        return super().plot(figure, language)

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """What each switch adds, how surely, and how to get it again."""
        tables = {one.measure: data_table(one, lang) for one in self.figure_data.waterfalls}
        return decompose_page(self.summary(), self.scenario, lang, figures=figures, tables=tables)

    def told(self, lang: Language) -> Page:
        """Every effect with its parts, then the digest."""
        return decompose_told(self.summary(), lang)


def decomposition_manifest(result: DecomposeResult) -> dict[str, Any]:
    """The manifest of a run of the whole rule book, and what identifies each coalition."""
    return run_manifest(result.whole) | {
        "seconds": round(result.seconds, 3),
        "by": result.by,
        **({"principles_exit": result.principles_exit} if result.by == "principles" else {}),
        "switches": [one.name for one in result.switches],
        "coalitions": {
            label: {"digest": run.digest, "digests": [digest.hex() for digest in run.digests]}
            for label, run in result.coalitions.items()
        },
    }


def _values(result: DecomposeResult) -> Table:
    """A row per coalition and replication, a column per measure."""
    tables = []
    for label, run in result.coalitions.items():
        columns = dict(values_by_replication(run).columns)
        del columns["policy"]
        tables.append(Table({"coalition": np.array([label] * run.replications, dtype=object), **columns}))
    return stack(tables)
