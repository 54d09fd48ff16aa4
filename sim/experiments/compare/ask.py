"""Compare rule books on the same draws: paired differences, additionality, and which may be the best."""

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from sim.engine.auto import AUTO, EngineName
from sim.experiments.compare.answer import CompareResult
from sim.experiments.compare.worlds import PARI_PASSU, EveryWorld, Worlds, under, worlds_of
from sim.experiments.run.answer import RunResult
from sim.experiments.stopping import Plan, Rule, Target, check_target, plan
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications, shifted
from sim.measures.additionality import compared_samples
from sim.measures.catalogue import COMPARED, EVERY, unknown
from sim.measures.differences import best, difference, differences, split
from sim.measures.estimates import Sample, estimates_of, sample_of
from sim.measures.headlines import COMPARISON
from sim.measures.reduce import Reduced
from sim.scenario.errors import BadInput, Problem
from sim.scenario.in_force import spends
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

__all__ = ["CompareResult", "Target", "compare"]


def compare(
    scenario: Scenario,
    policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario] = (),
    *,
    baseline: str | None = None,
    measures: Sequence[str] = (),
    workers: int | None = None,
    progress: Progress | None = None,
    until: Target | None = None,
    aim: Target | None = None,
    engine: EngineName = AUTO,
    hold: Literal["supply"] | None = None,
) -> CompareResult:
    """Compare ``policies`` on the draws of ``scenario``; without any, its own rule book with no guidance fund.

    Policies are names of shipped rule books, paths, scenarios that differ in their rule book alone, or scenarios by
    the name to give them. The world without a guidance fund is always added. ``baseline`` is one of them (default: the
    scenario's own rule book if it is among them, else the first). ``until`` stops as soon as the differences between
    named rule books are known to its half-width, ``scenario.replications`` at most; ``aim`` only tells how many
    replications that would take. All measures are estimated; the tables show ``measures``, without any the headlines.
    ``workers``, ``progress`` and ``engine`` as in ``sim.run``. With ``hold="supply"`` each difference from ``baseline``
    is split into *price*, with applications and private money as they are under the baseline, and *supply*, the rest;
    ``until`` and ``aim`` then look at the price.

    Raises BadInput for a rule book with problems, for unknown measures and for ``hold`` without a baseline that has a
    budget, ValueError for arguments that make no sense, ReplicationFailedError when a replication fails.

    >>> import sim
    >>> village = sim.load("beijing-2011", replications=2, settings=["economy.pipeline.shelf=0", "horizon_years=5"])
    >>> found = sim.compare(village, ["beijing-2011", "pari-passu"], workers=1)
    >>> found.baseline, sorted(found.policies)
    ('beijing-2011', ['beijing-2011', 'no-guidance-fund', 'pari-passu'])
    >>> found.differences["no-guidance-fund"]["budget.appropriated"].mean < 0
    True
    """
    if isinstance(policies, Mapping):
        scenarios = dict(policies)
    else:
        scenarios = under(scenario, policies) or {scenario.policy_name: scenario}
    target = until or aim
    _check(target, measures, workers, hold)
    worlds = worlds_of(scenarios, baseline, scenario.policy_name)
    if hold:
        worlds = _holding(worlds, baseline)
    task = EveryWorld(
        engine_module(engine), worlds.free, worlds.scenarios[worlds.baseline], tuple(worlds.held.values())
    )
    began = time.perf_counter()
    replications: list[list[Reduced]] = []
    spool = Spool()
    rule = Rule(until, next(iter(scenarios.values())).replications)

    def simulate(wanted: int) -> CompareResult:
        told = shifted(progress, len(replications), rule.cap)
        missing = range(len(replications), wanted)
        replications.extend(run_replications(task, missing, workers or default_workers(), told, keep=spool.keep_all))
        return result_of(worlds, replications, engine, began, target).telling(*measures)

    with laws_for(engine):
        return rule.followed(simulate, lambda result, _: result.plans)


def _holding(worlds: Worlds, baseline: str | None) -> Worlds:
    """With the supply of the baseline held; raises BadInput where there is none to hold or nothing to hold it for."""
    found, problem = worlds.holding(), ""
    if baseline is None:
        problem = said("needs --baseline: the rule book whose supply of private money is held")
    elif not spends(worlds.scenarios[baseline].law):
        problem = said(
            "needs a --baseline with a budget; {baseline} spends nothing, so that nobody applies for its money",
            baseline=baseline,
        )
    elif not found.held:
        problem = said(
            "needs a --policy with a budget beside {baseline}, to be simulated with its supply", baseline=baseline
        )
    if problem:
        raise BadInput([Problem("--hold supply", "", problem)])
    return found


def _check(target: Target | None, measures: Sequence[str], workers: int | None, hold: str | None) -> None:
    if workers is not None and workers < 1:
        raise ValueError(said("workers is {workers}; at least 1 is needed", workers=workers))
    if hold not in (None, "supply"):
        raise ValueError(said("hold is {hold!r}; only the supply can be held", hold=hold))
    if problems := unknown(measures, EVERY):
        raise BadInput(problems)
    if target is not None:
        check_target(target, EVERY)
    asked = dict.fromkeys([*measures, *([target.measure] if target is not None else [])])
    if hold and (unpriced := [name for name in asked if name in COMPARED]):
        what = said("exists only against other worlds: it has no price with supply held")
        raise BadInput([Problem("--measure", name, what) for name in unpriced])


def result_of(
    worlds: Worlds, replications: list[list[Reduced]], engine: EngineName, began: float, target: Target | None
) -> CompareResult:
    """Everything ``replications`` say, each a list in the order of ``worlds.free`` and those held."""
    each = [list(world) for world in zip(*replications, strict=True)]
    by_world = dict(zip(worlds.scenarios, each, strict=False))
    unconceded = dict(zip(worlds.unconceded, each[len(by_world) :], strict=False))
    held = dict(zip(worlds.held, each[len(worlds.free) :], strict=True))
    even = PARI_PASSU if PARI_PASSU in by_world else None
    found = compared_samples(by_world, worlds.counterfactuals, even, unconceded, worlds.baseline)
    samples = {name: sample for name, (_, sample) in found.items()}
    against = samples[worlds.baseline]
    named = {name: samples[name] for name in worlds.named}
    on_supply = {name: sample_of(reduced) for name, reduced in held.items()}
    return CompareResult(
        worlds=worlds,
        policies={name: _world(worlds.scenarios[name], *one, engine, began) for name, one in found.items()},
        samples=samples,
        differences={name: differences(sample, against) for name, sample in samples.items() if name != worlds.baseline},
        best={key: distances for key in COMPARISON if (distances := best(named, key))},
        seconds=time.perf_counter() - began,
        target=target,
        plans=_plans(worlds, samples | on_supply, target),
        unconceded={name: [one.digest for one in reduced] for name, reduced in unconceded.items()},
        splits={name: split(samples[name], one, against) for name, one in on_supply.items()},
        held={name: _world(worlds.held[name], held[name], one, engine, began) for name, one in on_supply.items()},
    )


def _plans(worlds: Worlds, samples: dict[str, Sample], target: Target | None) -> dict[str, Plan]:
    """What the differences of the named rule books from the baseline need; of all worlds where only one was named."""
    if target is None:
        return {}
    others = [name for name in worlds.named if name != worlds.baseline]
    others = others or [name for name in samples if name != worlds.baseline]
    against = samples[worlds.baseline]
    found = {name: difference(samples[name], against, target.measure) for name in others}
    return plan(found, against.replications, target)


def _world(scenario: Scenario, reduced: list[Reduced], sample: Sample, engine: EngineName, began: float) -> RunResult:
    known = sample.values.keys() | sample.pooled.keys()
    estimates = estimates_of(sample, {name: one for name, one in EVERY.items() if name in known})
    return RunResult.of(scenario, reduced, estimates, engine, time.perf_counter() - began)
