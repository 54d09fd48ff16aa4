"""How many replications a difference needs, and when a comparison may stop by itself.

The rule is Chow and Robbins' (1965, Annals of Mathematical Statistics 36, 457): stop at the first look, not before 30
replications, at which the half-width of every difference looked at is within the target. Looks come in batches: as many
more as the planner asks for, at least 10 and at most as many as there are already. The interval after such a stop
covers slightly less often than it says; the minimum of 30 keeps that small.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.measures.differences import Difference, replications_needed

MINIMUM = 30
SMALLEST_BATCH = 10


@dataclass(frozen=True, slots=True)
class Target:
    """The half-width wanted for the differences of one measure."""

    measure: str
    half_width: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The half-width of one difference now, and the replications at which it would reach the target.

    None where the difference has no interval.
    """

    half_width: float | None
    replications: int | None

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON knows it."""
        return {"half_width": self.half_width, "replications": self.replications}


def plan(differences: Mapping[str, Difference], replications: int, target: Target) -> dict[str, Plan]:
    """By rule book, what its difference needs; the half-widths are those of a pilot of ``replications``."""
    plans: dict[str, Plan] = {}
    for name, one in differences.items():
        width = one.half_width
        need = None if width is None else replications_needed(width, replications, target.half_width)
        plans[name] = Plan(width, need)
    return plans


def reached(plans: Mapping[str, Plan], target: Target) -> bool:
    """Whether every difference that has an interval is within the target; False when none has one."""
    widths = [one.half_width for one in plans.values() if one.half_width is not None]
    return bool(widths) and max(widths) <= target.half_width


def next_look(plans: Mapping[str, Plan], done: int, cap: int) -> int:
    """The number of replications at the next look, at most ``cap``."""
    wanted = [one.replications for one in plans.values() if one.replications is not None]
    more = min(max(max(wanted, default=0) - done, SMALLEST_BATCH), max(done, SMALLEST_BATCH))
    return min(cap, done + more)
