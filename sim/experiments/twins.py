"""Points each beside their world without a guidance fund: what a rule book adds, at every point of a study.

The twin of a point has its economy and all rules but those of the fund, on the same draws. Points that differ in rules
of the fund alone share one twin, which is simulated once: cells are known by what they hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sim.experiments.compare.worlds import NOTHING, without_money
from sim.experiments.lazily import MadeWhenAsked
from sim.experiments.work.points import PointRun
from sim.measures.additionality import compared_samples
from sim.measures.catalogue import AGAINST_NOTHING
from sim.measures.estimates import Sample, sample_of
from sim.measures.reduce import Reduced
from sim.scenario.scenario_schema import Scenario


def needs_twins(measures: Iterable[str]) -> bool:
    """Whether one of ``measures`` exists only against the world without a guidance fund."""
    return not AGAINST_NOTHING.keys().isdisjoint(measures)


class Twinned(MadeWhenAsked):
    """The points, then the twin of each in the same order."""

    def __init__(self, points: Sequence[Scenario]) -> None:
        self._points = points

    def __len__(self) -> int:
        return 2 * len(self._points)

    def made(self, place: int) -> Scenario:
        """A point, or behind all points the twin of one."""
        count = len(self._points)
        return self._points[place] if place < count else without_money(self._points[place - count])


@dataclass(frozen=True)
class Pair:
    """The replications that exist of a point, and those of its twin; without one, every replication is kept."""

    reduced: list[Reduced]
    nothing: list[Reduced] | None = None

    def of(self, replications: range) -> "Pair":
        """Those of ``replications`` alone."""
        kept = [one for one in self.reduced if one.replication in replications]
        return Pair(kept, self.nothing)

    def compared(self) -> tuple[list[Reduced], Sample]:
        """The replications, with what exists only against the twin where there is one, and their sample.

        With a twin only replications that both have are left; of none the sample knows nothing.
        """
        there = {one.replication: one for one in self.nothing or ()}
        kept = self.reduced if self.nothing is None else [one for one in self.reduced if one.replication in there]
        if not kept:
            return [], Sample({}, {}, 0)
        if self.nothing is None:
            return kept, sample_of(kept)
        worlds = {"": kept, NOTHING: [there[one.replication] for one in kept]}
        return compared_samples(worlds, {"": NOTHING, NOTHING: NOTHING}, None, {}, NOTHING)[""]


def pair_of(run: PointRun, twin: PointRun | None) -> Pair:
    """A point with its twin, if it has one."""
    return Pair(run.reduced, None if twin is None else twin.reduced)


def failures_told(run: PointRun, twin: PointRun | None) -> list[tuple[int, int, str]]:
    """What could not be simulated of both."""
    beside = [] if twin is None else [replace(one, reason=f"under {NOTHING}: {one.reason}") for one in twin.failures]
    return [one.without_place() for one in (*run.failures, *beside)]
