"""Calibrate an economy: set the keys of a moments file on runs without public money, all on the same draws (R9)."""

import time
from collections.abc import Sequence
from dataclasses import replace

from sim.engine.auto import AUTO, EngineName
from sim.experiments.calibrate.answer import CalibrateResult
from sim.experiments.calibrate.moments import Moment, read_moments
from sim.experiments.calibrate.observing import Observing, Seen, pooled_at
from sim.experiments.calibrate.settle import Told, look_at, settle
from sim.experiments.compare.worlds import NOTHING, under
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.workers import Progress, default_workers, run_replications
from sim.scenario.economy_schema import Economy
from sim.scenario.scenario_schema import Scenario

__all__ = ["LEAST", "CalibrateResult", "calibrate"]

LEAST = 14  # replications of every round
NEUTRAL = (0.0, 1.0)  # elasticities at which prices and private money answer to nothing that is set


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
    elasticity 0 and elasticity 1 of private money, where prices and private money do not answer to what is set; then
    all moments are looked at once more at the scenario's own elasticities, where two standard errors count as met.
    ``told(round, moments)`` is called after each round; ``workers``, ``progress`` and ``engine`` as in
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
    asked = [(one.observer.name, sum(other.key == one.key for other in wanted)) for one in wanted]
    observers = tuple(dict.fromkeys(asked))

    def look(economy: Economy) -> list[Seen]:
        task = Observing(module, replace(world, economy=economy), observers)
        every = range(scenario.replications)
        found = run_replications(task, every, workers or default_workers(), progress, keep=lambda one: one)
        places = [observers.index(one) for one in asked]
        return [
            pooled_at([parts[place] for parts in found], one.place or 0, years=one.observer.years)
            for place, one in zip(places, wanted, strict=True)
        ]

    with laws_for(engine):
        settled = settle(_answering(scenario.economy, *NEUTRAL), wanted, look, told)
        own = (scenario.economy.rounds.heat_elasticity, scenario.economy.private.elasticity)
        checked = look_at(_answering(settled.economy, *own), wanted, look, check=True)
    return CalibrateResult(scenario, settled, checked, engine, time.perf_counter() - began)


def _answering(economy: Economy, heat: float, private: float) -> Economy:
    """The economy with other elasticities of prices to uninvested money, and of private money to what is asked."""
    rounds = economy.rounds.model_copy(update={"heat_elasticity": heat})
    return economy.model_copy(
        update={"rounds": rounds, "private": economy.private.model_copy(update={"elasticity": private})}
    )
