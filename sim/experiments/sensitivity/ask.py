"""Which parameters a measure depends on: Morris screening, Sobol indices or a tornado, on the same draws everywhere."""

import hashlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import __version__
from sim.engine.auto import AUTO, EngineName
from sim.experiments.sensitivity.design import METHODS, Design, Method, make_design, scenarios_of
from sim.experiments.sensitivity.effects import Effect, Ranking, Responses, rankings, responses_of, values_at
from sim.experiments.shown import Shown
from sim.experiments.tables import Table
from sim.experiments.work.folder import STUDY, locked
from sim.experiments.work.kept import Made
from sim.experiments.work.points import Failure, PointRun, Simulated, simulate_points
from sim.experiments.work.workers import Progress
from sim.ledger.postings import run_digest
from sim.measures.catalogue import unknown
from sim.measures.estimates import numbers_of
from sim.scenario.errors import BadInput, Problem
from sim.scenario.ranges import ranges
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.figures.sensitivity import SensitivityData
    from sim.report.texts import Language

__all__ = ["DEFAULT", "REPLICATIONS", "SensitivityResult", "sensitivity"]

DEFAULT = ("public.irr", "public.net_cost_pv", "stage_equity.exit.on_time", "private.irr", "market.private_capital")
# Enough to tell parameters from chance; more points say more about parameters than more replications of each.
REPLICATIONS = 8


@dataclass(frozen=True)
class SensitivityResult:
    """What a sensitivity study found.

    ``rankings`` maps each measure to its parameters, the most influential first; ``responses`` to its values at the
    points of ``design``. ``parameters`` are the groups and keys asked for; ``digest`` identifies all simulations.
    """

    scenario: Scenario
    parameters: tuple[str, ...]
    design: Design
    rankings: dict[str, Ranking]
    responses: dict[str, Responses]
    failures: tuple[Failure, ...]
    digest: str
    seconds: float
    version: str
    engine: EngineName

    def __getitem__(self, measure: str) -> Ranking:
        return self.rankings[measure]

    @property
    def method(self) -> Method:
        """``morris``, ``sobol`` or ``tornado``."""
        return self.design.method

    @property
    def replications(self) -> int:
        """How many replications each point was simulated in."""
        return self.scenario.replications

    def summary(self) -> dict[str, Any]:
        """The object ``yindao sensitivity --format json`` prints; no clock times; what does not exist is None."""
        return {
            "scenario": self.scenario.name,
            "economy": self.scenario.economy_name,
            "policy": self.scenario.policy_name,
            "method": self.method,
            "parameters": list(self.parameters),
            "size": self.design.size,
            "points": len(self.design),
            "replications": self.replications,
            "seed": self.scenario.seed,
            "engine": self.engine,
            "version": self.version,
            "digest": self.digest,
            "failed": sum(one.count for one in self.failures),
            "failures": [one.as_dict() for one in self.failures],
            "measures": {name: one.as_dict() for name, one in self.rankings.items()},
        }

    @cached_property
    def table(self) -> Table:
        """A row per measure and parameter, by rank; NaN for a number that does not exist, None for an open verdict."""
        rows = [(name, one) for name, found in self.rankings.items() for one in found.effects]
        columns: dict[str, Any] = {
            "measure": _texts(name for name, _ in rows),
            "rank": np.array([one.rank for _, one in rows], dtype=np.int64),
            "parameter": _texts(one.range.key for _, one in rows),
            "zh": _texts(one.range.zh for _, one in rows),
            "low": numbers_of(one.range.low for _, one in rows),
            "high": numbers_of(one.range.high for _, one in rows),
        }
        told = [_flat(one) for _, one in rows]
        for key in dict.fromkeys(key for one in told for key in one):
            columns[key] = numbers_of(one.get(key) for one in told)
        columns["noticeable"] = np.array([one.noticeable for _, one in rows], dtype=object)
        return Table(columns)

    @cached_property
    def figure_data(self) -> "SensitivityData":
        """The arrays the figures are drawn from."""
        from sim.experiments.sensitivity.arrays import sensitivity_data

        return sensitivity_data(self)

    def plot(self, measure: str, language: "Language" = "en") -> "Figure":
        """Draw the ranking of one measure in the way of its method; raises ValueError for another measure."""
        from sim.report.figures.sensitivity import draw  # matplotlib is loaded only by those who draw

        if measure not in self.rankings:
            raise ValueError(f"{measure!r} was not studied; there are {', '.join(self.rankings)}")
        return draw(self.figure_data.of(measure), language)


def sensitivity(
    scenario: Scenario,
    *,
    method: Method = "morris",
    parameters: Sequence[str] = ("economy",),
    size: int | None = None,
    replications: int | None = None,
    measures: Sequence[str] = DEFAULT,
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
    and the scenario's seed. Each is simulated in the same ``replications`` (default: the scenario's, at most eight).
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
    design = make_design(method, ranges(parameters, own), size, own.seed)
    began = time.perf_counter()
    points = scenarios_of(own, design)
    target = None if out is None else Path(out)
    simulated = simulate_points(
        points, count, out=target, workers=workers, cluster=cluster, progress=progress, resume=resume, engine=engine,
        kind=STUDY,
    )  # fmt: skip
    read = _Read(simulated, count)
    with simulated.at_work():
        found, responses = rankings(design, names, read, count, own.seed)
    seconds = time.perf_counter() - began
    result = SensitivityResult(
        own, tuple(parameters), design, found, dict(responses), tuple(read.failures), read.digest, seconds,
        __version__, engine,
    )  # fmt: skip
    if target is not None:
        from sim.experiments.sensitivity.folder import write_sensitivity

        with locked(target, STUDY):
            write_sensitivity(result, target, **vars(shown or Shown()))
    return result


class _Read:
    """Reads simulated points back, one in memory at a time, and notes digest and failures on the way."""

    def __init__(self, simulated: Simulated, replications: int) -> None:
        self._simulated = simulated
        self._replications = replications
        self.failures: list[Failure] = []
        self.digest = ""

    def __call__(self, design: Design, measures: Sequence[str]) -> dict[str, Responses]:
        """The responses of all points."""
        digest = hashlib.blake2b(digest_size=32)
        values = []
        kind = f"{STUDY} {self._replications} {','.join(measures)}"
        for point in range(len(self._simulated)):
            found = self._simulated.made(point, kind, lambda run: self._at(run, measures))
            values.append(found.arrays["values"])
            digest.update(found.record["digest"].encode())
            self.failures += self._simulated.failures(point, found.record["failures"])
        self.digest = digest.hexdigest()
        return responses_of(np.array(values), measures)

    def _at(self, run: PointRun, measures: Sequence[str]) -> Made:
        """The values of a point, (M, 1 + B), with its digest and failures."""
        told = [one.without_place() for one in run.failures]
        record = {"digest": run_digest([one.digest for one in run.reduced]), "failures": told}
        return Made(record, {"values": values_at(run.reduced, measures, self._replications)})


def _check(method: str, measures: Sequence[str], replications: int) -> None:
    """Raise BadInput with what is wrong with the question."""
    problems = unknown(measures)
    if not measures:
        problems.append(Problem("--measure", "", "names no measure"))
    if method not in METHODS:
        problems.append(Problem("--method", "", f'is "{method}"; must be {", ".join(METHODS[:-1])} or {METHODS[-1]}'))
    if replications < 2:
        message = f"is {replications}; two or more are needed to tell parameters from chance"
        problems.append(Problem("--replications", "", message))
    if problems:
        raise BadInput(problems)


def _flat(one: Effect) -> dict[str, float | None]:
    """The numbers of an effect by name, intervals as two."""
    flat: dict[str, float | None] = {}
    for name, value in {"effect": one.value, "effect_ci95": one.ci95, **one.details}.items():
        if name.endswith("ci95"):
            ends = value if isinstance(value, tuple) else (None, None)
            flat |= {f"{name}_low": ends[0], f"{name}_high": ends[1]}
        elif not isinstance(value, tuple):
            flat[name] = value
    return flat


def _texts(values: Iterable[str]) -> np.ndarray[Any, np.dtype[np.object_]]:
    return np.array(list(values), dtype=object)
