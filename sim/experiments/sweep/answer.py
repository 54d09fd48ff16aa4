"""What a sweep found: its points, the estimates at each of them, its failures, and the digest that identifies it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.engine.auto import EngineName
from sim.experiments.stopping import Target
from sim.experiments.sweep.alike import Alike, alike
from sim.experiments.sweep.design import Design
from sim.experiments.tables import Table
from sim.experiments.work.points import Failure
from sim.ledger.exports import read_columns
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Titles

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.figures.sweep_data import SweepData
    from sim.report.texts import Language

POINTS, ESTIMATES, MEASURES, FAILURES = "points.parquet", "estimates.parquet", "measures.parquet", "failures.parquet"


@dataclass(frozen=True)
class SweepResult:
    """What a sweep found; its tables lie in ``folder`` and are read when they are asked for.

    ``scenario`` is the base; ``vary`` maps each varied key to the values it was given, or to its two ends in a Latin
    hypercube or Sobol sequence; ``policies`` are the rule books crossed with them and
    ``titles`` what they are called. ``replications`` is the number asked
    for (with ``until``, the most), ``failures`` what could not be simulated, ``computed`` and ``reused`` the
    replications simulated now and found in the store.
    """

    scenario: Scenario
    vary: dict[str, tuple[Any, ...]]
    design: Design
    policies: tuple[str, ...]
    titles: Titles
    replications: int
    failures: tuple[Failure, ...]
    digest: str
    version: str
    engine: EngineName
    seconds: float
    computed: int
    reused: int
    folder: Path
    target: Target | None = None
    _kept: Any = field(default=None, repr=False)  # a temporary folder lives as long as the result that reads it

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that were varied, in the order given."""
        return tuple(self.vary)

    @cached_property
    def points(self) -> Table:
        """A row per point: point, policy, the varied keys, replications, failed, digest (that of ``sim.run``)."""
        return Table(read_columns(self.folder / POINTS))

    @cached_property
    def table(self) -> Table:
        """A row per point and measure: point, policy, the varied keys, and the columns of ``RunResult.measures``."""
        return Table(read_columns(self.folder / ESTIMATES))

    @cached_property
    def alike(self) -> Alike:
        """Points with the same digest, and keys that changed nothing."""
        return alike(list(self.points.rows()), self.keys)

    def estimates(self, measure: str) -> Table:
        """The rows of ``table`` for one measure, read without the others; raises KeyError for one it has not."""
        found = Table(read_columns(self.folder / ESTIMATES, {"measure": measure}))
        if len(found) == 0:
            raise KeyError(measure)
        return found

    def values(self, measure: str) -> Table:
        """A row per point and replication: point, policy, replication and the value of ``measure``."""
        return Table(read_columns(self.folder / MEASURES, columns=("point", "policy", "replication", measure)))

    def summary(self) -> dict[str, Any]:
        """The object ``yindao sweep --format json`` prints and ``summary.json`` holds; no clock times."""
        return {
            "scenario": self.scenario.name,
            "economy": self.scenario.economy_name,
            "policies": list(self.policies),
            "design": self.design,
            "vary": {key: list(values) for key, values in self.vary.items()},
            "seed": self.scenario.seed,
            "replications": self.replications,
            "engine": self.engine,
            "version": self.version,
            "digest": self.digest,
            "until": self._until(),
            "failed": sum(one.count for one in self.failures),
            "failures": [one.as_dict() for one in self.failures],
            "same_digest": [list(group) for group in self.alike.points],
            "without_effect": list(self.alike.keys),
            "points": list(self._points()),
        }

    def _until(self) -> dict[str, Any] | None:
        if self.target is None:
            return None
        return {"measure": self.target.measure, "half_width": self.target.half_width}

    def _points(self) -> Iterator[dict[str, Any]]:
        for row in self.points.rows():
            settings = {key: row[key] for key in self.keys}
            yield {name: row[name] for name in ("point", "policy")} | {
                "settings": settings,
                **{name: row[name] for name in ("replications", "failed", "digest")},
            }

    def figure_data(self, measures: str | Sequence[str] = ()) -> "SweepData":
        """The arrays the figures of some measures (default: four headlines) are drawn from; KeyError for no measure."""
        from sim.experiments.sweep.arrays import sweep_data

        return sweep_data(self, (measures,) if isinstance(measures, str) else tuple(measures))

    def plot(self, figure: str, measure: str, language: "Language" = "en") -> "Figure":
        """Draw ``lines`` (one key), a ``map`` (two) or ``parallel`` coordinates; ValueError where it does not suit."""
        from sim.report.figures.sweep import draw  # matplotlib is loaded only by those who draw

        return draw(self.figure_data(measure), language, figure)
