"""Sweep keys of the rule book and the economy: every point on the same draws, stored cell by cell, resumable."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.compare.worlds import under
from sim.experiments.stopping import Target, check_target
from sim.experiments.sweep.answer import SweepResult
from sim.experiments.sweep.design import Design, Point, Scenarios, check_design, check_points, crossed, settings_of
from sim.experiments.sweep.files import SPEC, SUMMARY, TIMING, specification, write_record, write_tables
from sim.experiments.sweep.stop import simulate_until
from sim.experiments.sweep.vary import Axis, axes
from sim.experiments.work.folder import PassingFolder, check_folder
from sim.experiments.work.points import Crewing, Simulated
from sim.experiments.work.workers import Progress
from sim.measures.catalogue import CATALOGUE
from sim.scenario.errors import BadInput
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import titles_of

__all__ = ["SweepResult", "some_points", "sweep"]

SOME = 256  # points looked at before a sweep, to say which keys change nothing


def sweep(
    scenario: Scenario,
    vary: Mapping[str, Any] | Iterable[str],
    *,
    design: Design = "grid",
    points: int | None = None,
    policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario] = (),
    out: str | Path | None = None,
    resume: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    until: Target | None = None,
    progress: Progress | None = None,
    engine: EngineName = AUTO,
) -> SweepResult:
    """Simulate ``scenario`` at every point of a design over keys of the parameter book, and estimate every measure.

    ``vary`` maps a key to its values, or to the text behind the ``=`` on the command line: ``"0.1:0.3:5"`` in a grid,
    ``"0.1:0.3"`` for a range in the designs ``lhs`` and ``sobol``, which take ``points`` of them. ``policies``, as in
    ``sim.compare``, are crossed with all settings. Replication r has the same draws at every point.

    Results go to ``out`` cell by cell (without it to a temporary folder that goes with the result); ``resume`` takes up
    what is there. ``until`` stops a point as soon as its measure, or with several policies its difference from the
    first, is known to that half-width, at ``scenario.replications`` at most. ``workers`` local processes share the
    work, or the Dask cluster at ``cluster``; results depend neither on them nor on ``engine`` (as in ``sim.run``).
    ``progress(done, total)`` counts
    replications.

    A replication that fails is recorded in ``failures`` and the rest goes on. Raises BadInput for keys, values, a
    design or a folder that cannot be, ValueError for other arguments that make no sense, SweepStoppedError when the
    disk, the memory or the cluster gives out, WorkersDiedError when workers keep dying.

    >>> import sim
    >>> village = sim.load("beijing-2011", replications=2, settings=["economy.pipeline.shelf=0", "horizon_years=5"])
    >>> found = sim.sweep(village, {"policy.stage_equity.share_cap": [0.2, 0.3]}, workers=1)
    >>> found.points["replications"].tolist(), found.failures
    ([2, 2], ())
    """
    began = time.perf_counter()
    chosen, bases, grid, scenarios = _planned(scenario, vary, design, points, policies)
    check_points(grid, scenarios)
    crewing = Crewing(engine, workers, cluster)
    _check(crewing, until)
    if out is not None:
        check_folder(Path(out), resume=resume)
    simulated = Simulated(PassingFolder() if out is None else Path(out), scenarios, crewing, progress)
    how = {"design": design, "replications": scenario.replications, "seed": scenario.seed, "engine": engine}
    with simulated.at_work():
        write_record(simulated.folder / SPEC, specification(scenario, bases, chosen, grid, how, until))
        _simulate(simulated, len(bases), scenario, until)
        result = _result(simulated, scenario, bases, chosen, grid, design, engine, until)
        write_record(simulated.folder / SUMMARY, result.summary())
        return _timed(result, time.perf_counter() - began)


def some_points(
    scenario: Scenario,
    vary: Mapping[str, Any] | Iterable[str],
    *,
    design: str = "grid",
    points: int | None = None,
    policies: Mapping[str, Scenario],
) -> list[Scenario]:
    """The scenarios of a few hundred points of a sweep at most, spread over all; nothing is simulated.

    A point that contradicts a rule of the schemas is left out. Raises BadInput as ``sweep`` does for the rest.
    """
    _, _, grid, scenarios = _planned(scenario, vary, design, points, policies)
    found = []
    for place in range(0, len(grid), len(grid) // SOME + 1):
        with suppress(BadInput):
            found.append(scenarios[place])
    return found


def _planned(
    scenario: Scenario,
    vary: Mapping[str, Any] | Iterable[str],
    design: str,
    points: int | None,
    policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario],
) -> tuple[tuple[Axis, ...], dict[str, Scenario], list[Point], Scenarios]:
    """Keys, rule books, points and their scenarios; raises BadInput for what cannot be."""
    chosen = axes(vary, sampled=design in ("lhs", "sobol"))
    bases = _bases(scenario, policies)
    known = check_design(design, points, chosen, len(bases))
    grid = crossed(bases, settings_of(chosen, known, points, scenario.seed))
    return chosen, bases, grid, Scenarios(bases, grid)


def _bases(
    scenario: Scenario, policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario]
) -> dict[str, Scenario]:
    """The scenario under each rule book, all in the replications of the scenario."""
    found = dict(policies) if isinstance(policies, Mapping) else under(scenario, policies)
    found = found or {scenario.policy_name: scenario}
    for name, one in found.items():
        unlike = [
            field for field in ("start", "horizon_years", "seed", "economy", "data") if _differ(one, scenario, field)
        ]
        if unlike:
            raise ValueError(f"{name} differs from the scenario in {', '.join(unlike)}, not only in its rules")
    return {name: replace(one, policy_name=name, replications=scenario.replications) for name, one in found.items()}


def _differ(one: Scenario, other: Scenario, field: str) -> bool:
    return bool(getattr(one, field) != getattr(other, field))


def _check(crewing: Crewing, until: Target | None) -> None:
    crewing.start()
    if until is not None:
        check_target(until, CATALOGUE)


def _simulate(simulated: Simulated, policies: int, scenario: Scenario, until: Target | None) -> None:
    if until is None:
        simulated.simulate([scenario.replications] * len(simulated))
        return
    groups = [range(first, first + policies) for first in range(0, len(simulated), policies)]
    simulate_until(simulated, groups, until, scenario.replications)


def _result(
    simulated: Simulated,
    scenario: Scenario,
    bases: Mapping[str, Scenario],
    chosen: Sequence[Axis],
    grid: Sequence[Point],
    design: Design,
    engine: EngineName,
    until: Target | None,
) -> SweepResult:
    digest, failures = write_tables(simulated.folder, simulated, grid, chosen)
    return SweepResult(
        scenario=scenario,
        vary={axis.key: axis.values for axis in chosen},
        design=design,
        policies=tuple(bases),
        titles=titles_of({name: one.policy for name, one in bases.items()}),
        replications=scenario.replications,
        failures=failures,
        digest=digest,
        version=__version__,
        engine=engine,
        seconds=0.0,
        computed=simulated.computed,
        reused=simulated.reused,
        folder=simulated.folder,
        target=until,
        _kept=simulated.kept,
    )


def _timed(result: SweepResult, seconds: float) -> SweepResult:
    """The same with its time, which is written apart from all that identifies the sweep."""
    record = {"seconds": round(seconds, 3), "computed": result.computed, "reused": result.reused}
    write_record(result.folder / TIMING, record)
    return replace(result, seconds=seconds)
