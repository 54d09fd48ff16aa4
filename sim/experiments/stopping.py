"""How many replications an estimate or a difference needs, and when a run or a comparison may stop by itself.

The rule is Chow and Robbins' (1965, Annals of Mathematical Statistics 36, 457): stop at the first look, not before 30
replications, at which the half-width of everything looked at is within the target. Looks come in batches: as many
more as the planner asks for, at least 10 and at most as many as there are already. The interval after such a stop
covers slightly less often than it says; the minimum of 30 keeps that small.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sim.measures.differences import replications_needed

Found = TypeVar("Found")

MINIMUM = 30
SMALLEST_BATCH = 10


@dataclass(frozen=True, slots=True)
class Target:
    """The half-width wanted for one measure: of its estimate in a run, of its differences in a comparison."""

    measure: str
    half_width: float


class Known(Protocol):
    """An estimate or a difference: something with an interval."""

    @property
    def half_width(self) -> float | None:
        """Half the length of its interval, None without one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The half-width now, and the replications at which it would reach the target; None without an interval."""

    half_width: float | None
    replications: int | None

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON knows it."""
        return {"half_width": self.half_width, "replications": self.replications}


def plan(found: Mapping[str, Known], replications: int, target: Target) -> dict[str, Plan]:
    """By name, what an estimate or difference needs; the half-widths are those of a pilot of ``replications``."""
    plans: dict[str, Plan] = {}
    for name, one in found.items():
        width = one.half_width
        need = None if width is None else replications_needed(width, replications, target.half_width)
        plans[name] = Plan(width, need)
    return plans


def reached(plans: Mapping[str, Plan], target: Target) -> bool:
    """Whether all that have an interval are within the target; False when none has one."""
    widths = [one.half_width for one in plans.values() if one.half_width is not None]
    return bool(widths) and max(widths) <= target.half_width


def check_target(target: Target, known: Mapping[str, object]) -> None:
    """Raises ValueError for a measure that is not in ``known`` and for a half-width that is not above 0."""
    if target.measure not in known:
        raise ValueError(f"no measure is called {target.measure!r}")
    if not target.half_width > 0:
        raise ValueError(f"the half-width is {target.half_width:g}; it must be above 0")


def next_look(plans: Mapping[str, Plan], done: int, cap: int) -> int:
    """The number of replications at the next look, at most ``cap``."""
    wanted = [one.replications for one in plans.values() if one.replications is not None]
    more = min(max(max(wanted, default=0) - done, SMALLEST_BATCH), max(done, SMALLEST_BATCH))
    return min(cap, done + more)


@dataclass(frozen=True, slots=True)
class Rule:
    """At most ``cap`` replications, fewer once ``target`` is reached; None: ``cap``. Looks come at whole ``block``s."""

    target: Target | None
    cap: int
    block: int = 1

    @property
    def first(self) -> int:
        """The replications at the first look."""
        return self.cap if self.target is None else self._whole(MINIMUM)

    def next(self, plans: Mapping[str, Plan], done: int) -> int:
        """The replications at the next look after ``done``, by what is still needed; ``done`` where it is the last."""
        if self.target is None or done >= self.cap or reached(plans, self.target):
            return done
        return self._whole(next_look(plans, done, self.cap))

    def followed(self, simulate: Callable[[int], Found], needs: Callable[[Found, Target], Mapping[str, Plan]]) -> Found:
        """What ``simulate`` found at the last look; it is told how many replications there are to be in all."""
        done, wanted = 0, self.first
        while True:
            found, done = simulate(wanted), wanted
            if self.target is None or done >= self.cap:
                return found
            wanted = self.next(needs(found, self.target), done)
            if wanted == done:
                return found

    def _whole(self, replications: int) -> int:
        return min(self.cap, -(-replications // self.block) * self.block)
