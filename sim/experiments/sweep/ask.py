"""Sweep keys of the rule book and the economy: every point on the same draws, stored cell by cell, resumable."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.compare.worlds import SHARED, under
from sim.experiments.file_names import SUMMARY
from sim.experiments.stopping import Rule, Target, check_target
from sim.experiments.sweep.answer import SweepResult
from sim.experiments.sweep.design import Design, Point, Scenarios, check_design, check_points, crossed, settings_of
from sim.experiments.sweep.files import SPEC, TIMING, specification, write_record, write_tables
from sim.experiments.sweep.stop import simulate_until
from sim.experiments.sweep.vary import Axis, axes
from sim.experiments.twins import Twinned, needs_twins
from sim.experiments.work.cells import BLOCK
from sim.experiments.work.folder import PassingFolder, check_folder
from sim.experiments.work.points import Crewing, Simulated
from sim.experiments.work.workers import Progress
from sim.measures.catalogue import AGAINST_NOTHING, AT_A_POINT, CATALOGUE, unknown
from sim.measures.headlines import SWEPT
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

__all__ = ["SweepResult", "some_points", "sweep"]

SOME = 256  # points looked at before a sweep, to say which keys change nothing


def sweep(
    scenario: Scenario,
    vary: Mapping[str, Any] | Iterable[str],
    *,
    design: Design = "grid",
    points: int | None = None,
    policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario] = (),
    measures: Sequence[str] = SWEPT,
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
    ``sim.compare``, are crossed with all settings. Replication r has the same draws at every point. All measures are
    estimated; ``measures`` are told and drawn. Where one of them exists only against the world without a guidance fund
    (additionality), each point has that beside it, on the same draws: up to twice the work, less where points share it.

    Results go to ``out`` cell by cell (without it to a temporary folder that goes with the result); ``resume`` takes up
    what is there. ``until`` stops a point as soon as its measure, or with several policies its difference from the
    first, is known to that half-width, at ``scenario.replications`` at most. ``workers`` local processes share the
    work, or the Dask cluster at ``cluster``; results depend neither on them nor on ``engine`` (as in ``sim.run``).
    ``progress(done, total)`` counts replications.

    A replication that fails is recorded in ``failures`` and the rest goes on. Raises BadInput for keys, values, a
    design or a folder that cannot be, ValueError for other arguments that make no sense, StudyStoppedError when the
    disk, the memory or the cluster gives out, WorkersDiedError when workers keep dying.

    >>> import sim
    >>> village = sim.load("beijing-2011", replications=2, settings=["economy.pipeline.shelf=0", "horizon_years=5"])
    >>> found = sim.sweep(village, {"policy.stage_equity.share_cap": [0.2, 0.3]}, workers=1)
    >>> found.points["replications"].tolist(), found.failures
    ([2, 2], ())
    """
    began = time.perf_counter()
    planned = _planned(scenario, vary, design, points, policies)
    check_points(planned.grid, planned.scenarios)
    names, crewing = tuple(dict.fromkeys(measures)), Crewing(engine, workers, cluster)
    _check(crewing, until, names)
    if out is not None:
        check_folder(Path(out), resume=resume)
    scenarios = Twinned(planned.scenarios) if needs_twins(names) else planned.scenarios
    simulated = Simulated(PassingFolder() if out is None else Path(out), scenarios, crewing, progress)
    with simulated.at_work():
        _simulate(simulated, planned, until, engine)
        result = _result(simulated, planned, names, until, engine)
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
    planned = _planned(scenario, vary, design, points, policies)
    found = []
    for place in range(0, len(planned.grid), len(planned.grid) // SOME + 1):
        with suppress(BadInput):
            found.append(planned.scenarios[place])
    return found


@dataclass(frozen=True)
class _Planned:
    """What is to be simulated: keys, rule books, points, and the scenario of each of them."""

    scenario: Scenario
    design: Design
    axes: tuple[Axis, ...]
    books: dict[str, Scenario]
    grid: list[Point]
    scenarios: Scenarios


def _planned(
    scenario: Scenario,
    vary: Mapping[str, Any] | Iterable[str],
    design: str,
    points: int | None,
    policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario],
) -> _Planned:
    """Raises BadInput for what cannot be."""
    chosen = axes(vary, sampled=design in ("lhs", "sobol"))
    books = _books(scenario, policies)
    known = check_design(design, points, chosen, len(books))
    grid = crossed(books, settings_of(chosen, known, points, scenario.seed))
    return _Planned(scenario, known, chosen, books, grid, Scenarios(books, grid))


def _books(
    scenario: Scenario, policies: Iterable[str | Path | Scenario] | Mapping[str, Scenario]
) -> dict[str, Scenario]:
    """The scenario under each rule book, all in the replications of the scenario."""
    found = dict(policies) if isinstance(policies, Mapping) else under(scenario, policies)
    found = found or {scenario.policy_name: scenario}
    for name, one in found.items():
        unlike = [field for field in SHARED if field != "replications" and _differ(one, scenario, field)]
        if unlike:
            raise ValueError(
                said(
                    "{name} differs from the scenario in {unlike}, not only in its rules",
                    name=name,
                    unlike=", ".join(unlike),
                )
            )
    return {name: replace(one, policy_name=name, replications=scenario.replications) for name, one in found.items()}


def _differ(one: Scenario, other: Scenario, field: str) -> bool:
    return bool(getattr(one, field) != getattr(other, field))


def _check(crewing: Crewing, until: Target | None, measures: Sequence[str]) -> None:
    problems = unknown(measures, AT_A_POINT) if measures else [Problem("--measure", "", said("names no measure"))]
    if problems:
        raise BadInput(problems)
    crewing.start()
    if until is not None and until.measure in AGAINST_NOTHING:
        what = said(
            "is looked at after each block, without the world without a guidance fund; put another measure first"
        )
        raise BadInput([Problem("--until", until.measure, what)])
    if until is not None:
        check_target(until, CATALOGUE)


def _simulate(simulated: Simulated, planned: _Planned, until: Target | None, engine: EngineName) -> None:
    """Write down what was asked, then simulate it."""
    scenario, books = planned.scenario, planned.books
    how = {"design": planned.design, "replications": scenario.replications, "seed": scenario.seed, "engine": engine}
    asked = specification(scenario, books, planned.axes, planned.grid, how, until)
    write_record(simulated.folder / SPEC, asked)
    groups = [range(first, first + len(books)) for first in range(0, len(planned.grid), len(books))]
    simulate_until(simulated, groups, Rule(until, scenario.replications, BLOCK))


def _result(
    simulated: Simulated, planned: _Planned, measures: tuple[str, ...], until: Target | None, engine: EngineName
) -> SweepResult:
    """What the folder holds then, its tables and summary written."""
    digest, failures, pooled = write_tables(simulated.folder, simulated, planned.grid, planned.axes, measures)
    result = SweepResult(
        scenario=planned.scenario,
        vary={axis.key: axis.values for axis in planned.axes},
        design=planned.design,
        books=planned.books,
        measures=measures,
        failures=failures,
        digest=digest,
        version=__version__,
        engine=engine,
        seconds=0.0,
        computed=simulated.computed,
        reused=simulated.reused,
        folder=simulated.folder,
        target=until,
        pooled=pooled,
        _kept=simulated.kept,
    )
    write_record(simulated.folder / SUMMARY, result.summary())
    return result


def _timed(result: SweepResult, seconds: float) -> SweepResult:
    """The same with its time, which is written apart from all that identifies the sweep."""
    record = {"seconds": round(seconds, 3), "computed": result.computed, "reused": result.reused}
    write_record(result.folder / TIMING, record)
    return replace(result, seconds=seconds)
