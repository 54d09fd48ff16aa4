"""Calibrate an economy: set the keys of a moments file on runs without public money, all on the same draws (R9)."""

import time
from collections.abc import Sequence
from dataclasses import replace

from sim.engine.auto import AUTO, EngineName
from sim.experiments.calibrate.answer import CalibrateResult
from sim.experiments.calibrate.moments import Moment, read_moments
from sim.experiments.calibrate.observing import Observing, Seen, pooled
from sim.experiments.calibrate.settle import Told, look_at, settle
from sim.experiments.compare.worlds import NOTHING, under
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.workers import Progress, default_workers, run_replications
from sim.scenario.economy_schema import Economy
from sim.scenario.scenario_schema import Scenario

__all__ = ["LEAST", "CalibrateResult", "calibrate"]

LEAST = 14  # replications of every round


def calibrate(
    scenario: Scenario,
    moments: Sequence[Moment] | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    told: Told | None = None,
    engine: EngineName = AUTO,
) -> CalibrateResult:
    """Set keys of the economy of ``scenario`` so that ``moments`` (default: those shipped) meet their targets.

    Every round simulates the replications of ``scenario`` under ``no-guidance-fund`` on the same draws, at heat
    elasticity 0, where prices do not answer to what is set; then all moments are looked at once more at the scenario's
    own elasticity. ``told(round, moments)`` is called after each round; ``workers``, ``progress`` and ``engine`` as in
    ``sim.run``. Raises ValueError for fewer than ``LEAST`` replications or workers that make no sense, BadInput for
    moments with problems, ReplicationFailedError when a replication fails.
    """
    if scenario.replications < LEAST:
        raise ValueError(f"replications is {scenario.replications}; a calibration needs at least {LEAST}")
    if workers is not None and workers < 1:
        raise ValueError(f"workers is {workers}; at least 1 is needed")
    wanted = read_moments() if moments is None else tuple(moments)
    (world,) = under(scenario, [NOTHING]).values()
    module, began = engine_module(engine), time.perf_counter()
    observers = tuple(dict.fromkeys(one.observer.name for one in wanted))

    def look(economy: Economy) -> list[Seen]:
        task = Observing(module, replace(world, economy=economy), observers)
        every = range(scenario.replications)
        found = run_replications(task, every, workers or default_workers(), progress, keep=lambda one: one)
        places = [observers.index(one.observer.name) for one in wanted]
        entries = [one.place or 0 for one in wanted]
        return [
            pooled([(parts[place][0, entry], parts[place][1, entry]) for parts in found])
            for place, entry in zip(places, entries, strict=True)
        ]

    with laws_for(engine):
        settled = settle(_at_elasticity(scenario.economy, 0.0), wanted, look, told)
        checked = look_at(_at_elasticity(settled.economy, scenario.economy.rounds.heat_elasticity), wanted, look)
    return CalibrateResult(scenario, settled, checked, engine, time.perf_counter() - began)


def _at_elasticity(economy: Economy, elasticity: float) -> Economy:
    return economy.model_copy(update={"rounds": economy.rounds.model_copy(update={"heat_elasticity": elasticity})})
