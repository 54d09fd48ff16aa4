"""Run one scenario: its replications on local processes, their measures, and the digest that identifies the run."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.stopping import MINIMUM, Target, check_target, next_look, plan, reached
from sim.experiments.tables import Table, stack
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import OneScenario, Outcome, engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications, shifted
from sim.ledger.postings import Postings, run_digest
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import Estimate, estimate, numbers_of
from sim.measures.reduce import Reduced
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.figures.data import FigureData
    from sim.report.texts import Language

NUMBERS = ("pooled", "mean", "sd", "p5", "p25", "p50", "p75", "p95")
INTERVALS = ("pooled_ci95", "ci95")


@dataclass(frozen=True)
class RunResult:
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

    def __getitem__(self, measure: str) -> Estimate:
        return self.estimates[measure]

    @property
    def replications(self) -> int:
        """How many replications were run."""
        return len(self.reduced)

    def summary(self) -> dict[str, Any]:
        """The object ``yindao run --format json`` prints; a number that does not exist is None, never NaN."""
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

    @cached_property
    def figure_data(self) -> "FigureData":
        """The arrays the figures are drawn from."""
        from sim.experiments.run.arrays import figure_data

        return figure_data(self)

    def plot(self, figure: str, language: "Language" = "en") -> "Figure":
        """Draw one figure by name: j_curve, exit_timing, exit_routes, places, returns or funnel."""
        from sim.report.figures.listing import FIGURES  # matplotlib is loaded only by those who draw

        if figure not in FIGURES:
            raise ValueError(f"no figure is called {figure!r}; there are {', '.join(FIGURES)}")
        return FIGURES[figure](self.figure_data, language)

    def plot_j_curve(self, language: "Language" = "en") -> "Figure":
        """The treasury's cumulative net cash over time, as a fan over replications."""
        return self.plot("j_curve", language)

    def plot_exit_timing(self, language: "Language" = "en") -> "Figure":
        """Share of public positions still held by years since the first payment, against the deadline."""
        return self.plot("exit_timing", language)

    def plot_exit_routes(self, language: "Language" = "en") -> "Figure":
        """How public positions were left, as competing risks."""
        return self.plot("exit_routes", language)

    def plot_places(self, language: "Language" = "en") -> "Figure":
        """Where public money is over time, money not yet at work included."""
        return self.plot("places", language)

    def plot_returns(self, language: "Language" = "en") -> "Figure":
        """Public IRR and TVPI over replications."""
        return self.plot("returns", language)

    def plot_funnel(self, language: "Language" = "en") -> "Figure":
        """From disclosed achievements to companies and exits."""
        return self.plot("funnel", language)


def measure_columns(estimates: Mapping[str, Estimate]) -> dict[str, Any]:
    """A row per measure: name, unit, pooled value, mean, standard deviation, quantiles, intervals, n; NaN for none."""
    rows = {name: one.as_dict() for name, one in estimates.items()}
    columns: dict[str, Any] = {"measure": np.array(list(rows), dtype=object)}
    columns["unit"] = np.array([row["unit"] for row in rows.values()], dtype=object)
    for key in NUMBERS:
        columns[key] = numbers_of(row[key] for row in rows.values())
    for key in INTERVALS:
        ends = [row[key] or (None, None) for row in rows.values()]
        columns[f"{key}_low"] = numbers_of(low for low, _ in ends)
        columns[f"{key}_high"] = numbers_of(high for _, high in ends)
    columns["n"] = np.array([row["n"] for row in rows.values()], dtype=np.int64)
    return columns


def run(
    scenario: Scenario,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    keep_postings: Iterable[int] | Literal["all"] | None = None,
    until: Target | None = None,
    engine: EngineName = AUTO,
) -> RunResult:
    """Run every replication of ``scenario`` and estimate its measures.

    ``workers`` processes share the work (default: one a processor; 1 stays in this process); results do not depend on
    it. With more than one, a script guards the call by ``if __name__ == "__main__":``, as for every process pool in
    Python. ``progress(done, total)`` is called as replications finish. ``keep_postings`` names the replications whose
    ledgers are kept. ``until`` stops as soon as its measure is known to its half-width, at ``scenario.replications``
    at the latest. ``engine`` is auto (the compiled laws as soon as they are ready), reference or compiled; results do
    not depend on it. Raises ValueError for a replication, measure or engine that does not exist, BadInput for compiled
    laws without numba, ReplicationFailedError, with the seed and number that reproduce it, when one fails.

    >>> import sim
    >>> scenario = sim.load("beijing-2011", replications=1, settings=["economy.managers.slots=0"])
    >>> result = sim.run(scenario, workers=1, keep_postings=[0])
    >>> result.summary()["replications"], sorted(result.postings)
    (1, [0])
    """
    keep = _kept(keep_postings, scenario.replications)
    task = OneScenario(engine_module(engine), scenario, keep)
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; at least 1 is needed")
    if until is not None:
        check_target(until, CATALOGUE)
    began = time.perf_counter()
    cap = scenario.replications
    outcomes: list[Outcome] = []
    spool = Spool()
    wanted = min(MINIMUM, cap) if until else cap
    with laws_for(engine):
        while True:
            told = shifted(progress, len(outcomes), cap)
            missing = range(len(outcomes), wanted)
            outcomes += run_replications(
                task, missing, workers or default_workers(), told, keep=lambda sent: sent.kept(spool)
            )
            result = _result(scenario, engine, outcomes, began)
            if until is None or wanted == cap:
                return result
            plans = plan({until.measure: result[until.measure]}, wanted, until)
            if reached(plans, until):
                return result
            wanted = next_look(plans, wanted, cap)


def _kept(wanted: Iterable[int] | Literal["all"] | None, replications: int) -> frozenset[int] | Literal["all"]:
    if isinstance(wanted, str):
        return "all"
    keep = frozenset(wanted or ())
    beyond = sorted(r for r in keep if not 0 <= r < replications)
    if beyond:
        raise ValueError(f"replication {beyond[0]} is not among 0 … {replications - 1}")
    return keep


def _result(scenario: Scenario, engine: EngineName, outcomes: list[Outcome], began: float) -> RunResult:
    reduced = [outcome.reduced for outcome in outcomes]
    digests = [one.digest for one in reduced]
    return RunResult(
        scenario=scenario,
        estimates=estimate(reduced),
        reduced=reduced,
        digests=digests,
        digest=run_digest(digests),
        seconds=time.perf_counter() - began,
        version=__version__,
        engine=engine,
        postings={outcome.replication: outcome.postings for outcome in outcomes if outcome.postings is not None},
    )
