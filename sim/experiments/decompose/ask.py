"""Decompose what a rule book does: exact Shapley values over switches, on the same draws."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.decompose.switches import By, ExitReading, Switch, coalitions, label_of, switches_of, veto_of
from sim.experiments.decompose.worlds import EveryCoalition
from sim.experiments.run.ask import RunResult
from sim.experiments.tables import Table
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications
from sim.ledger.postings import run_digest
from sim.measures.attribution import Attribution, attribute, existing
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import Sample, estimates_of, numbers_of, sample_of
from sim.measures.reduce import Reduced
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.figures.decompose import DecompositionData
    from sim.report.texts import Language

__all__ = ["DEFAULT", "DecomposeResult", "decompose"]

DEFAULT = (
    "public.net_cost_pv",
    "market.private_capital",
    "company.funded",
    "company.listed",
    "public.irr",
    "private.irr",
    "stage_equity.exit.on_time",
    "budget.idle_rate",
)


@dataclass(frozen=True)
class DecomposeResult:
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

    @cached_property
    def figure_data(self) -> "DecompositionData":
        """The arrays the figures are drawn from."""
        from sim.experiments.decompose.arrays import decomposition_data

        return decomposition_data(self)

    def plot(self, measure: str, language: "Language" = "en") -> "Figure":
        """Draw the parts of one measure as a waterfall."""
        from sim.report.figures.decompose import waterfall  # matplotlib is loaded only by those who draw

        if measure not in self.attributions:
            raise ValueError(f"{measure!r} was not decomposed; there are {', '.join(self.attributions)}")
        return waterfall(self.figure_data.of(measure), language)


def decompose(
    scenario: Scenario,
    by: By = "principles",
    *,
    measures: Sequence[str] = DEFAULT,
    principles_exit: ExitReading = "appraised",
    workers: int | None = None,
    progress: Progress | None = None,
    engine: EngineName = AUTO,
) -> DecomposeResult:
    """Attribute what the rule book of ``scenario`` does to the four ``principles`` or to its ``instruments``.

    Every coalition of switches is simulated on the same draws; the parts are Shapley values and sum to the full effect.
    ``measures`` are names of the catalogue; ``workers``, ``progress`` and ``engine`` as in ``sim.run``. By principles,
    a stake is sold at its deadline at the appraised value where incentives are off, or under
    ``principles_exit="auction"`` by the rule book's own rule with that value as an auction's floor.

    Raises ValueError for arguments that make no sense and for a rule book without public money,
    ReplicationFailedError when a replication fails.

    >>> import sim
    >>> small = sim.load("beijing-2011", replications=2, settings=["economy.pipeline.shelf=0", "horizon_years=5"])
    >>> found = sim.decompose(small, "instruments", measures=["public.paid_in"], workers=1)
    >>> sorted(found["public.paid_in"].parts)
    ['co_investment', 'risk_subsidy', 'stage_equity']
    >>> parts = sum(one.mean for one in found["public.paid_in"].parts.values())
    >>> abs(parts - found.whole["public.paid_in"].mean) < 0.01
    True
    """
    _check(measures, workers)
    module = engine_module(engine)
    switches = switches_of(scenario.policy, by, principles_exit)
    worlds = coalitions(scenario, switches)
    began = time.perf_counter()
    task = EveryCoalition(module, tuple(worlds.values()), scenario)
    every = range(scenario.replications)
    with laws_for(engine):
        done = run_replications(task, every, workers or default_workers(), progress, keep=Spool().keep_all)
    reduced = {number: [one[place] for one in done] for place, number in enumerate(worlds)}
    samples = {number: sample_of(each) for number, each in reduced.items()}
    seconds = time.perf_counter() - began
    runs = {
        label_of(switches, number): _run(worlds[number], reduced[number], samples[number], engine, seconds)
        for number in worlds
    }
    attributions, given = _attributions(_all_coalitions(samples, switches), switches, measures)
    return DecomposeResult(scenario, by, switches, runs, attributions, seconds, given, principles_exit)


def _check(measures: Sequence[str], workers: int | None) -> None:
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; at least 1 is needed")
    for name in measures:
        if name not in CATALOGUE:
            raise ValueError(f"no measure of a single rule book is called {name!r}")
    if not measures:
        raise ValueError("at least one measure is needed")


def _run(scenario: Scenario, reduced: list[Reduced], sample: Sample, engine: EngineName, seconds: float) -> RunResult:
    digests = [one.digest for one in reduced]
    return RunResult(
        scenario=scenario,
        estimates=estimates_of(sample, CATALOGUE),
        reduced=reduced,
        digests=digests,
        digest=run_digest(digests),
        seconds=seconds,
        version=__version__,
        engine=engine,
    )


def _all_coalitions(samples: Mapping[int, Sample], switches: tuple[Switch, ...]) -> list[Sample]:
    """The sample of each coalition by number; those that were not simulated are the world without a guidance fund."""
    return [samples.get(number, samples[0]) for number in range(1 << len(switches))]


def _attributions(
    every: Sequence[Sample], switches: tuple[Switch, ...], measures: Sequence[str]
) -> tuple[dict[str, Attribution], dict[str, Attribution]]:
    """Parts of every measure; and, where government investment is a switch, of money and counts given that too."""
    names = tuple(one.name for one in switches)
    veto = veto_of(switches)
    found: dict[str, Attribution] = {}
    given: dict[str, Attribution] = {}
    for measure in dict.fromkeys(measures):
        ratio = CATALOGUE[measure].kind == "ratio"
        # A ratio of nothing does not exist: it is attributed among the coalitions in which it does.
        always = veto | existing(every, measure) if ratio else 0
        found[measure] = attribute(every, names, measure, always)
        if veto and not ratio:
            given[measure] = attribute(every, names, measure, veto)
    return found, given
