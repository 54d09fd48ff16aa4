"""Compare rule books on the same draws: paired differences, additionality, and which may be the best."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.compare.worlds import PARI_PASSU, EveryWorld, Worlds, under, worlds_of
from sim.experiments.run.ask import RunResult
from sim.experiments.stopping import MINIMUM, Plan, Target, check_target, next_look, plan, reached
from sim.experiments.tables import Table
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Spool
from sim.experiments.work.workers import Progress, default_workers, run_replications, shifted
from sim.ledger.postings import run_digest
from sim.measures.additionality import compared_samples
from sim.measures.catalogue import EVERY
from sim.measures.differences import Difference, Distance, best, difference, differences
from sim.measures.estimates import Sample, estimates_of, numbers_of
from sim.measures.headlines import COMPARISON
from sim.measures.reduce import Reduced
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Titles, titles_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.figures.compare_data import ComparisonData
    from sim.report.texts import Language

__all__ = ["CompareResult", "Target", "compare"]


@dataclass(frozen=True)
class CompareResult:
    """What a comparison found.

    ``policies`` maps each world, the counterfactuals included, to its result, whose measures include those that exist
    only in comparisons and whose digest is that of ``sim.run`` under the same rule book; ``named`` are the rule books
    asked for; ``differences`` maps every world but the ``baseline`` to its differences by measure; ``best`` maps a
    headline measure to each named rule book's distance to the best of the others. ``plans`` holds, where a target was
    given, what each difference needs to reach it. ``unconceded`` holds the digests of each rule book that concedes
    part of its gain, simulated without that.
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
            name: {key: one.as_dict() for key, one in found.items()} for name, found in self.differences.items()
        }
        told["best"] = {key: {name: one.as_dict() for name, one in found.items()} for key, found in self.best.items()}
        told["counterfactuals"] = dict(self.worlds.counterfactuals)
        told["without_concession"] = {name: run_digest(digests) for name, digests in self.unconceded.items()}
        if self.target is not None:
            needs = {name: one.as_dict() for name, one in self.plans.items()}
            told["plan"] = {
                "measure": self.target.measure,
                "half_width": self.target.half_width,
                "reached": reached(self.plans, self.target),
                "differences": needs,
            }
        return told

    @cached_property
    def table(self) -> Table:
        """A row per world and measure that differs from the baseline: mean, interval, probability, n; NaN for none."""
        rows = [(name, key, one) for name, found in self.differences.items() for key, one in found.items()]
        ends = [one.ci95 or (np.nan, np.nan) for *_, one in rows]
        return Table(
            {
                "policy": np.array([name for name, *_ in rows], dtype=object),
                "measure": np.array([key for _, key, _ in rows], dtype=object),
                "mean": numbers_of([one.mean for *_, one in rows]),
                "ci95_low": numbers_of([low for low, _ in ends]),
                "ci95_high": numbers_of([high for _, high in ends]),
                "probability_better": numbers_of([one.probability_better for *_, one in rows]),
                "n": np.array([one.n for *_, one in rows], dtype=np.int64),
            }
        )

    @cached_property
    def figure_data(self) -> "ComparisonData":
        """The arrays the figures are drawn from."""
        from sim.experiments.compare.arrays import comparison_data

        return comparison_data(self)

    def plot(self, figure: str, language: "Language" = "en") -> "Figure":
        """Draw one figure by name: differences, exit_timing, frontier, j_curves or parties."""
        from sim.report.figures.compare import COMPARISONS  # matplotlib is loaded only by those who draw

        if figure not in COMPARISONS:
            raise ValueError(f"no figure is called {figure!r}; there are {', '.join(COMPARISONS)}")
        return COMPARISONS[figure](self.figure_data, language)


def compare(
    scenario: Scenario,
    policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario] = (),
    *,
    baseline: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    until: Target | None = None,
    aim: Target | None = None,
    engine: EngineName = AUTO,
) -> CompareResult:
    """Compare ``policies`` on the draws of ``scenario``; without any, its own rule book with no guidance fund.

    Policies are names of shipped rule books, paths, scenarios that differ in their rule book alone, or scenarios by
    the name to give them. The world without a guidance fund is always added. ``baseline`` is one of them (default: the
    scenario's own rule book if it is among them, else the first). ``until`` stops as soon as the differences between
    named rule books are known to its half-width, ``scenario.replications`` at most; ``aim`` only tells how many
    replications that would take. ``workers``, ``progress`` and ``engine`` as in ``sim.run``.

    Raises BadInput for a rule book with problems, ValueError for arguments that make no sense, ReplicationFailedError
    when a replication fails.

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
    worlds = worlds_of(scenarios, baseline, scenario.policy_name)
    target = until or aim
    _check(target, workers)
    task = EveryWorld(engine_module(engine), worlds.simulated)
    began = time.perf_counter()
    cap = next(iter(scenarios.values())).replications
    replications: list[list[Reduced]] = []
    spool = Spool()
    wanted = min(MINIMUM, cap) if until else cap
    with laws_for(engine):
        while True:
            missing = range(len(replications), wanted)
            told = shifted(progress, len(replications), cap)
            replications += run_replications(task, missing, workers or default_workers(), told, keep=spool.keep_all)
            result = _result(worlds, replications, engine, began, target)
            if until is None or wanted == cap or reached(result.plans, until):
                return result
            wanted = next_look(result.plans, wanted, cap)


def _check(target: Target | None, workers: int | None) -> None:
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; at least 1 is needed")
    if target is not None:
        check_target(target, EVERY)


def _result(
    worlds: Worlds, replications: list[list[Reduced]], engine: EngineName, began: float, target: Target | None
) -> CompareResult:
    """Everything the replications say, each a list in the order of the worlds."""
    each = [list(world) for world in zip(*replications, strict=True)]
    by_world = dict(zip(worlds.scenarios, each, strict=False))
    unconceded = dict(zip(worlds.unconceded, each[len(by_world) :], strict=True))
    even = PARI_PASSU if PARI_PASSU in by_world else None
    found = compared_samples(by_world, worlds.counterfactuals, even, unconceded)
    samples = {name: sample for name, (_, sample) in found.items()}
    against = samples[worlds.baseline]
    named = {name: samples[name] for name in worlds.named}
    return CompareResult(
        worlds=worlds,
        policies={name: _world(worlds.scenarios[name], *one, engine, began) for name, one in found.items()},
        samples=samples,
        differences={name: differences(sample, against) for name, sample in samples.items() if name != worlds.baseline},
        best={key: distances for key in COMPARISON if (distances := best(named, key))},
        seconds=time.perf_counter() - began,
        target=target,
        plans=_plans(worlds, samples, target),
        unconceded={name: [one.digest for one in reduced] for name, reduced in unconceded.items()},
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
    digests = [one.digest for one in reduced]
    known = sample.values.keys() | sample.pooled.keys()
    return RunResult(
        scenario=scenario,
        estimates=estimates_of(sample, {name: one for name, one in EVERY.items() if name in known}),
        reduced=reduced,
        digests=digests,
        digest=run_digest(digests),
        seconds=time.perf_counter() - began,
        version=__version__,
        engine=engine,
    )
