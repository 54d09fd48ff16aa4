"""What a run found: its estimates, what they were made from, and the digest that identifies it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import __version__
from sim.engine.auto import EngineName
from sim.experiments.file_names import MANIFEST
from sim.experiments.manifest import FORMAT, scenario_record, series_hashes, surroundings
from sim.experiments.study import File, Study
from sim.experiments.tables import Table, stack
from sim.ledger.exports import Columns, columns
from sim.ledger.postings import Postings, run_digest
from sim.measures.catalogue import EVERY
from sim.measures.estimates import Estimate, numbers_of
from sim.measures.headlines import RUN
from sim.measures.reduce import Reduced
from sim.measures.rows import year_rows
from sim.report.document import Page
from sim.report.figures.drawing import Drawing
from sim.report.figures.run.data import FigureData, drawings, figure_data
from sim.report.over_ranges import Ranges, ranges_of
from sim.report.pages.run import run_page, run_told
from sim.report.texts import Language
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROWS_AT_ONCE = 20  # replications whose rows are in memory together while they are written
NUMBERS = ("pooled", "mean", "sd", "p5", "p25", "p50", "p75", "p95")
INTERVALS = ("pooled_ci95", "ci95")


@dataclass(frozen=True)
class RunResult(Study):
    """What a run found.

    ``estimates`` maps the name of a measure to its estimate; ``reduced`` and ``digests`` (32 bytes each) hold one entry
    a replication, in order, most of each ``reduced`` read from a file when it is asked for; ``digest`` is the run's;
    ``seconds`` is wall-clock time; ``postings`` maps the replications whose ledgers were kept to them.
    """

    scenario: Scenario
    estimates: dict[str, Estimate]
    reduced: list[Reduced]
    digests: list[bytes]
    digest: str
    seconds: float
    version: str
    engine: EngineName
    postings: dict[int, Postings] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        reduced: list[Reduced],
        estimates: dict[str, Estimate],
        engine: EngineName,
        seconds: float,
    ) -> "RunResult":
        """The result of replications whose digests make that of the run; no ledger is kept."""
        digests = [one.digest for one in reduced]
        return cls(scenario, estimates, reduced, digests, run_digest(digests), seconds, __version__, engine)

    def __getitem__(self, measure: str) -> Estimate:
        return self.estimates[measure]

    @property
    def replications(self) -> int:
        """How many replications were run."""
        return len(self.reduced)

    def summary(self) -> dict[str, Any]:
        """The object ``yindao run --format json`` prints."""
        return {
            "scenario": self.scenario.name,
            "policy": self.scenario.policy_name,
            "seed": self.scenario.seed,
            "replications": self.replications,
            "engine": self.engine,
            "version": self.version,
            "digest": self.digest,
            "seconds": round(self.seconds, 3),
            "measures": {name: one.as_dict() for name, one in self.estimates.items()},
        }

    @cached_property
    def measures(self) -> Table:
        """A row per measure: name, unit, pooled value, mean, intervals, standard deviation, quantiles, n."""
        return Table(measure_columns(self.estimates))

    @cached_property
    def positions(self) -> Table:
        """A row per holding, public and private; columns as in ``sim.measures.rows.position_rows``.

        All rows of all replications at once: hundreds of kilobytes a replication.
        """
        return stack([Table(one.position_rows) for one in self.reduced])

    @cached_property
    def flows(self) -> Table:
        """A row per party, day and kind of flow, all at once; columns as in ``sim.measures.rows.flow_rows``."""
        return stack([Table(one.flow_rows) for one in self.reduced])

    def records(self) -> dict[str, Mapping[str, Any]]:
        """The manifest: what identifies the run and lets it be made again."""
        return {MANIFEST: run_manifest(self)}

    def files(self) -> list[File]:
        """Measures by replication, holdings, flows, years where companies are counted, ledgers that were kept."""
        return [
            File("measures.parquet", [lambda: values_by_replication(self).columns]),
            File("positions.parquet", self._rows("position_rows"), {"on_time": "BOOLEAN"}),
            File("flows.parquet", self._rows("flow_rows")),
            *([File("years.parquet", [lambda: years_by_replication(self).columns])] if self.reduced[0].yearly else []),
            File("postings.parquet", [partial(self._ledger, one) for one in sorted(self.postings)]),
        ]

    def measures_csv(self) -> Columns:
        """A row per measure."""
        return named_columns({self.scenario.policy_name: self.estimates})

    def _rows(self, name: str) -> list[Callable[[], Columns]]:
        """The rows of all replications in blocks, so that only some are in memory at once."""

        def block(first: int) -> Columns:
            return stack([Table(getattr(one, name)) for one in self.reduced[first : first + ROWS_AT_ONCE]]).columns

        return [partial(block, first) for first in range(0, self.replications, ROWS_AT_ONCE)]

    def _ledger(self, replication: int) -> Columns:
        return columns(self.postings[replication], self.scenario.start, replication)

    @cached_property
    def figure_data(self) -> FigureData:
        """The arrays the figures are drawn from."""
        return figure_data(self.scenario, self.reduced, self.estimates, self.version)

    @cached_property
    def over_ranges(self) -> Ranges | None:
        """How far the headlines move over the ranges of the assumptions, where the program comes with that."""
        return ranges_of(self.scenario)

    def drawings(self) -> list[Drawing]:
        """The figures of a run, six or seven."""
        return drawings(self.figure_data)

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """What came out, with intervals, on which assumptions, and how to get it again."""
        ranges = self.over_ranges
        return run_page(self.figure_data, self.summary(), self.scenario, lang, figures=figures, ranges=ranges)

    def told(self, lang: Language, *, every: bool = False, measures: Sequence[str] = ()) -> Page:
        """The table of ``measures``, else of the headlines that exist, or of ``every`` one that does; the digest."""
        summary = self.summary()
        if every:
            return run_told(summary, lang, ranges=self.over_ranges)
        return run_told(summary, lang, measures or RUN, absent=bool(measures), ranges=self.over_ranges)

    def plot_j_curve(self, language: Language = "en") -> "Figure":
        """The treasury's cumulative net cash over time, as a fan over replications."""
        return self.plot("j_curve", language)

    def plot_exit_timing(self, language: Language = "en") -> "Figure":
        """Share of public positions still held by years since the first payment, against the deadline."""
        return self.plot("exit_timing", language)

    def plot_exit_routes(self, language: Language = "en") -> "Figure":
        """How public positions were left, as competing risks."""
        return self.plot("exit_routes", language)

    def plot_places(self, language: Language = "en") -> "Figure":
        """Where public money is over time, money not yet at work included."""
        return self.plot("places", language)

    def plot_returns(self, language: Language = "en") -> "Figure":
        """Public IRR and TVPI over replications."""
        return self.plot("returns", language)

    def plot_funnel(self, language: Language = "en") -> "Figure":
        """From disclosed achievements to companies and exits."""
        return self.plot("funnel", language)


def years_by_replication(result: RunResult) -> Table:
    """A row per replication and programme day; columns as in ``sim.measures.rows.year_rows``."""
    start = result.scenario.start
    return stack([Table(year_rows(one.yearly, one.replication, start)) for one in result.reduced])


def measure_columns(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    """A row per measure: name, unit, pooled value, mean, standard deviation, quantiles, intervals, n; NaN for none."""
    rows = {name: one.as_dict() for name, one in estimates.items()}
    found: dict[str, Any] = {"measure": np.array(list(rows), dtype=object)}
    found["unit"] = np.array([row["unit"] for row in rows.values()], dtype=object)
    for key in NUMBERS:
        found[key] = numbers_of(row[key] for row in rows.values())
    for key in INTERVALS:
        ends = [row[key] or (None, None) for row in rows.values()]
        found[f"{key}_low"] = numbers_of(low for low, _ in ends)
        found[f"{key}_high"] = numbers_of(high for _, high in ends)
    found["n"] = np.array([row["n"] for row in rows.values()], dtype=np.int64)
    return found


def named_columns(worlds: Mapping[str, Mapping[str, Estimate]], label: str = "policy") -> Columns:
    """A row per world and measure: the world, the measure's names, then as ``measure_columns``."""
    tables = []
    for world, estimates in worlds.items():
        known = [EVERY[name] for name in estimates]
        words = {
            label: [world] * len(known),
            "name_zh": [one.zh for one in known],
            "name": [one.label for one in known],
        }
        found = {key: np.array(cells, dtype=object) for key, cells in words.items()} | measure_columns(estimates)
        tables.append(Table(found))
    return stack(tables).columns


def run_manifest(result: RunResult) -> dict[str, Any]:
    """What identifies a run and lets it be made again."""
    return {
        "format": FORMAT,
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
        "scenario": scenario_record(result.scenario),
        "data_sha256": series_hashes(result.scenario.data),
        "policy": result.scenario.policy_name,
        "economy": result.scenario.economy_name,
        "seed": result.scenario.seed,
        "replications": result.replications,
        "engine": result.engine,
        "version": result.version,
        "seconds": round(result.seconds, 3),
        "digest": result.digest,
        "digests": [digest.hex() for digest in result.digests],
        "postings": sorted(result.postings),
        **surroundings(),
    }


def values_by_replication(result: RunResult) -> Table:
    """A row per replication, a column per measure that has a value within one replication; NaN where it has none."""
    count = result.replications
    found: dict[str, Any] = {
        "policy": np.array([result.scenario.policy_name] * count, dtype=object),
        "replication": np.arange(count, dtype=np.int32),
    }
    for name in result.estimates:
        values = [one.values.get(name) for one in result.reduced]
        found[name] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return Table(found)
