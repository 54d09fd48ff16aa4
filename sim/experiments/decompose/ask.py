"""Decompose what a rule book does: exact Shapley values over switches, on the same draws."""

import time
from collections.abc import Mapping, Sequence

from sim.engine.auto import AUTO, EngineName
from sim.experiments.decompose.answer import DecomposeResult
from sim.experiments.decompose.switches import (
    By,
    ExitReading,
    Switch,
    coalitions,
    inventors_answer,
    label_of,
    switches_of,
    veto_of,
)
from sim.experiments.decompose.worlds import EveryCoalition
from sim.experiments.run.answer import RunResult
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications
from sim.measures.attribution import Attribution, attribute, existing
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import Sample, estimates_of, sample_of
from sim.measures.headlines import ATTRIBUTED
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

__all__ = ["DecomposeResult", "decompose"]


def decompose(
    scenario: Scenario,
    by: By = "principles",
    *,
    measures: Sequence[str] = ATTRIBUTED,
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
    switches = switches_of(scenario.law, by, principles_exit, answered=inventors_answer(scenario))
    worlds = coalitions(scenario, switches)
    began = time.perf_counter()
    task = EveryCoalition(module, tuple(worlds.values()), scenario)
    every = range(scenario.replications)
    with laws_for(engine):
        done = run_replications(task, every, workers or default_workers(), progress, keep=Spool().keep_all)
    reduced = {number: [one[place] for one in done] for place, number in enumerate(worlds)}
    samples = {number: sample_of(each) for number, each in reduced.items()}
    seconds = time.perf_counter() - began
    runs = {}
    for number, world in worlds.items():
        estimates = estimates_of(samples[number], CATALOGUE)
        runs[label_of(switches, number)] = RunResult.of(world, reduced[number], estimates, engine, seconds)
    attributions, given = _attributions(_all_coalitions(samples, switches), switches, measures)
    return DecomposeResult(scenario, by, switches, runs, attributions, seconds, given, principles_exit)


def _check(measures: Sequence[str], workers: int | None) -> None:
    if workers is not None and workers < 1:
        raise ValueError(said("workers is {workers}; at least 1 is needed", workers=workers))
    for name in measures:
        if name not in CATALOGUE:
            raise ValueError(said("no measure of a single rule book is called {name!r}", name=name))
    if not measures:
        raise ValueError(said("at least one measure is needed"))


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
