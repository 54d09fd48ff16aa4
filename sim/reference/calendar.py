"""The total order of events: day, phase, kind of entity, entity, ordinal (D1). Insertion order never decides."""

from collections.abc import Callable
from typing import Any

import simpy
from simpy.events import EventPriority

from sim.clauses.faults import ImpossibleError

# Phases of one day.
(
    DATA,
    CALL,
    PIPELINE,
    MILESTONE,
    EXIT,
    OPTION,
    DISTRIBUTION,
    RECEIPT,
    FUND_CLOSE,
    ROUND,
    FEE,
    PAYMENT,
    TEST,
    VALUE,
    END,
) = range(15)

# Kinds of entity.
WORLD, GUIDANCE, ACHIEVEMENT, COMPANY, MANAGER, FUND, STAKE, CO_STAKE = range(8)


def key(phase: int, kind: int, entity: int, ordinal: int = 0) -> int:
    """The priority of an event within its day; 0 and 1 stay free for SimPy itself.

    Raises ImpossibleError for an entity or an ordinal that has no place in it.
    """
    if not (0 <= ordinal < 1 << 16 and 0 <= entity < 1 << 32):
        raise ImpossibleError(f"entity {entity} or ordinal {ordinal} is out of range")
    return 2 + (phase << 56 | kind << 48 | entity << 16 | ordinal)


class Calendar:
    """Dated events over a SimPy environment; the only way to wait.

    Two events with one day and key, or an event that lies before the present one, stop the program: either would let
    the order of creation decide.
    """

    def __init__(self, horizon: int) -> None:
        self.env = simpy.Environment()
        self.horizon = horizon
        self.today = 0
        self.events = 0
        self._key = 0
        self._taken: set[tuple[int, int]] = set()

    def at(self, day: int, priority: int) -> simpy.Event:
        """An event that fires on ``day`` with ``priority``; yield it from a process, or add a callback."""
        if (day, priority) <= (self.today, self._key):
            raise ImpossibleError(f"event for day {day} lies before day {self.today}")
        if (day, priority) in self._taken:
            raise ImpossibleError(f"two events with one key on day {day}: {priority - 2:#x}")
        self._taken.add((day, priority))
        event = simpy.Event(self.env)
        event._ok = True
        event._value = None
        event.callbacks.append(lambda _: self._arrive(day, priority))
        self.env.schedule(event, priority=EventPriority(priority), delay=day - self.today)
        return event

    def call(self, day: int, priority: int, action: Callable[..., Any], *arguments: Any) -> None:
        """Run ``action`` on ``day`` with ``priority``; beyond the horizon nothing is kept."""
        if day > self.horizon:
            return
        event = self.at(day, priority)
        event.callbacks.append(lambda _: action(*arguments))

    def phase(self) -> int:
        """The phase of the event that is running."""
        return (self._key - 2) >> 56

    def run(self) -> None:
        """Run through the last day of the horizon."""
        self.env.run(until=self.horizon + 1)

    def _arrive(self, day: int, priority: int) -> None:
        self._taken.discard((day, priority))
        self.today = day
        self._key = priority
        self.events += 1
