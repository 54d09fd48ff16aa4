"""Which parameters a measure depends on: Morris screening, Sobol indices or a tornado, on the same draws everywhere."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.placing import place_study
from sim.experiments.sensitivity.answer import SensitivityResult
from sim.experiments.sensitivity.design import METHODS, Design, Method, make_design, scenarios_of
from sim.experiments.sensitivity.effects import Responses, rankings, responses_of, values_at
from sim.experiments.shown import Shown
from sim.experiments.twins import Twinned, failures_told, needs_twins, pair_of
from sim.experiments.work.folder import SENSITIVITY
from sim.experiments.work.kept import Made
from sim.experiments.work.points import PointRun, Simulated, simulate_points
from sim.experiments.work.workers import Progress
from sim.ledger.postings import run_digest
from sim.measures.catalogue import AT_A_POINT, unknown
from sim.measures.failures import Failure
from sim.measures.headlines import RANKED
from sim.scenario.errors import BadInput, Problem
from sim.scenario.ranges import in_keys, ranges
from sim.scenario.said import not_among, said
from sim.scenario.scenario_schema import Scenario

__all__ = ["REPLICATIONS", "SensitivityResult", "sensitivity"]

# Enough to tell parameters from chance; more points say more about parameters than more replications of each.
REPLICATIONS = 8


def sensitivity(
    scenario: Scenario,
    *,
    method: Method = "morris",
    parameters: Sequence[str] = ("economy",),
    size: int | None = None,
    replications: int | None = None,
    measures: Sequence[str] = RANKED,
    out: str | Path | None = None,
    resume: bool = False,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    engine: EngineName = AUTO,
    shown: Shown | None = None,
) -> SensitivityResult:
    """Vary ``parameters`` (keys or groups of the parameter book) over their plausible ranges and rank them.

    ``size`` is the number of trajectories (Morris) or base samples (Sobol, a power of two); the points follow from it
    and the scenario's seed. Each is simulated in the same ``replications`` (default: the scenario's, at most eight),
    and without a guidance fund too where one of ``measures`` exists only against that world (additionality).
    ``out`` names a folder that keeps simulations and results, and lets ``resume`` go on with it; ``workers``,
    ``cluster``, ``progress`` and ``engine`` as in ``sim.sweep``; ``shown`` says what the folder shows. Raises
    BadInput, before anything is simulated, with every problem.

    >>> import sim
    >>> small = sim.load("beijing-2011", settings=["economy.pipeline.shelf=0", "horizon_years=4"])
    >>> found = sim.sensitivity(small, method="tornado", parameters=["economy.private.fill_median"], replications=2,
    ...     measures=["market.private_capital"], workers=1)
    >>> found["market.private_capital"].effects[0].value > 0
    True
    """
    count = min(scenario.replications, REPLICATIONS) if replications is None else replications
    names = tuple(dict.fromkeys(measures))
    _check(method, names, count)
    own = replace(scenario, replications=count)
    parameters = in_keys(parameters)
    design = make_design(method, ranges(parameters, own), size, own.seed)
    began = time.perf_counter()
    points: Sequence[Scenario] = scenarios_of(own, design)
    if twins := needs_twins(names):
        points = Twinned(points)
    target = None if out is None else Path(out)
    simulated = simulate_points(
        points, count, out=target, workers=workers, cluster=cluster, progress=progress, resume=resume, engine=engine,
        kind=SENSITIVITY,
    )  # fmt: skip
    read = _Read(simulated, count, twins=twins)
    with simulated.at_work():
        found, responses = rankings(design, names, read, count, own.seed)
    seconds = time.perf_counter() - began
    result = SensitivityResult(
        own, tuple(parameters), design, found, dict(responses), tuple(read.failures), read.digest, seconds,
        __version__, engine,
    )  # fmt: skip
    if target is not None:
        place_study(result, target, SENSITIVITY, shown)
    return result


class _Read:
    """Reads simulated points back, one in memory at a time, and notes digest and failures on the way."""

    def __init__(self, simulated: Simulated, replications: int, *, twins: bool) -> None:
        self._simulated = simulated
        self._twins = twins
        self._replications = replications
        self.failures: list[Failure] = []
        self.digest = ""

    def __call__(self, design: Design, measures: Sequence[str]) -> dict[str, Responses]:
        """The responses of all points."""
        digest = hashlib.blake2b(digest_size=32)
        values = []
        kind = f"{SENSITIVITY} {self._replications} {','.join(measures)}"
        for point in range(len(design)):
            both = (point, point + len(design)) if self._twins else (point,)
            found = self._simulated.made(both, kind, lambda *runs: self._at(*runs, measures=measures))
            values.append(found.arrays["values"])
            digest.update(found.record["digest"].encode())
            self.failures += self._simulated.failures(point, found.record["failures"])
        self.digest = digest.hexdigest()
        return responses_of(np.array(values), measures)

    def _at(self, run: PointRun, twin: PointRun | None = None, *, measures: Sequence[str]) -> Made:
        """The values of a point, (M, 1 + B), with its digest and failures, those of its twin among them."""
        told = failures_told(run, twin)
        record = {"digest": run_digest([one.digest for one in run.reduced]), "failures": told}
        return Made(record, {"values": values_at(pair_of(run, twin), measures, self._replications)})


def _check(method: str, measures: Sequence[str], replications: int) -> None:
    """Raise BadInput with what is wrong with the question."""
    problems = unknown(measures, AT_A_POINT)
    if not measures:
        problems.append(Problem("--measure", "", said("names no measure")))
    if method not in METHODS:
        problems.append(Problem("--method", "", not_among(method, METHODS)))
    if replications < 2:
        message = said(
            "is {replications}; two or more are needed to tell parameters from chance", replications=replications
        )
        problems.append(Problem("--replications", "", message))
    if problems:
        raise BadInput(problems)
