"""Run one scenario: its replications on local processes, their measures, and the digest that identifies the run."""

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from sim.engine.auto import AUTO, EngineName
from sim.experiments.run.answer import RunResult
from sim.experiments.stopping import Plan, Rule, Target, check_target, plan
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import OneScenario, Outcome, engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications, shifted
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import estimate
from sim.scenario.scenario_schema import Scenario

__all__ = ["RunResult", "run"]


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
    outcomes: list[Outcome] = []
    spool = Spool()
    rule = Rule(until, scenario.replications)

    def simulate(wanted: int) -> RunResult:
        told = shifted(progress, len(outcomes), rule.cap)
        missing = range(len(outcomes), wanted)
        count = workers or default_workers()
        outcomes.extend(run_replications(task, missing, count, told, keep=lambda sent: sent.kept(spool)))
        return _result(scenario, engine, outcomes, began)

    def needs(result: RunResult, target: Target) -> dict[str, Plan]:
        return plan({target.measure: result[target.measure]}, result.replications, target)

    with laws_for(engine):
        return rule.followed(simulate, needs)


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
    kept = {outcome.replication: outcome.postings for outcome in outcomes if outcome.postings is not None}
    result = RunResult.of(scenario, reduced, estimate(reduced), engine, time.perf_counter() - began)
    return replace(result, postings=kept)
