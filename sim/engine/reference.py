"""The reference: the laws uncompiled, SimPy's environment as calendar."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import simpy
from simpy.events import EventPriority

from sim.economy.streams import Draws
from sim.engine.calendar import arrive
from sim.engine.chance import NAMES
from sim.engine.faults import EngineError
from sim.engine.given import Given, given
from sim.engine.handlers import HANDLERS, close_world, open_world
from sim.engine.records import KEPT, columns_of, history_of
from sim.engine.rows import StoppedError, Table, add
from sim.engine.state import MADE, World
from sim.engine.story import Story, of_articles
from sim.engine.supply import Supply
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario


class Happening(simpy.Event):
    """One dated event in SimPy's queue; SimPy orders by time and priority, and the priority is the key."""

    def __init__(self, env: simpy.Environment, w: World, day: int, place: int, code: int, a: int, b: int) -> None:
        self.env = env
        self.callbacks = [self.happen]
        self._ok = True
        self._value = None
        self._world = w
        self._what = (day, place, code, a, b)

    def happen(self, _: simpy.Event) -> None:
        """Put the clock on this event and let it happen."""
        day, place, code, a, b = self._what
        arrive(self._world, day, place)
        HANDLERS[code](self._world, a, b)


class Calendar:
    """Carries dated events through SimPy."""

    def __init__(self, w: World) -> None:
        self.env = simpy.Environment()
        self._world = w

    def put(self, day: int, place: int, code: int, a: int, b: int) -> None:
        """An event at ``place`` of the order of ``day``; 0 and 1 stay free for SimPy itself."""
        happening = Happening(self.env, self._world, day, place, code, a, b)
        self.env.schedule(happening, priority=EventPriority(place + 2), delay=day - self._world.clock[0].today)

    def run(self) -> None:
        """Until nothing is left to happen."""
        self.env.run()


def simulate(
    scenario: Scenario,
    replication: int,
    *,
    tell: bool = False,
    draws: Draws | None = None,
    supply: Supply | None = None,
) -> History:
    """Simulate one replication of ``scenario`` and audit its ledger.

    ``tell`` keeps the story (``History.story``); ``draws`` replaces the keyed draws (tests, and rule books that share
    them), ``supply`` holds that of another rule book. The result is a function of the scenario, the supply held and
    ``(seed, replication)`` alone. Raises EngineError when the
    replication stops, LedgerError when the books do not balance.
    """
    with uncollected():
        w = run_world(given(scenario, draws or Draws(scenario.seed, replication), supply), Story() if tell else None)
        history = history_of({name: columns_of(getattr(w, name), MADE[name]) for name in KEPT}, replication)
    if tell:
        history.story = sorted([*of_articles(scenario, history.horizon), *(w.story or ())], key=lambda step: step.day)
    audit_or_raise(history.postings, begins=history.begins)
    return history


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: rows make none, and it would look through all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def run_world(what: Given, story: Story | None = None) -> World:
    """The world at the horizon, told to ``story`` where there is one; raises EngineError when it stops before."""
    w = empty_world(what)
    w.draws = [None if name in what.draws.opened() else what.draws.stream(name).u for name in NAMES]
    w.story = story
    w.calendar = Calendar(w)
    try:
        open_world(w)
        w.calendar.run()
        close_world(w)
    except StoppedError:
        now = w.clock[0]
        raise EngineError(now.reason, now.who, now.fen) from None
    finally:
        w.calendar = None  # each knows the other: only so all of it is freed as soon as it is left
    return w


def empty_world(what: Given) -> World:
    """A world in which nothing has happened yet."""
    w = World()
    for name, rows in what.rules.items():
        setattr(w, name, list(rows))
    for name, kind in MADE.items():
        setattr(w, name, Table(kind))
    for name, values in what.rows.items():
        for value in values:
            _set(add(getattr(w, name)), value)
    _set(add(w.clock), what.clock())
    add(w.market)
    for name in (*what.rows, "clock", "market"):
        setattr(w, name, list(getattr(w, name)))  # no law adds to these, and a plain list is read twice as fast
    return w


def _set(row: Any, values: dict[str, Any]) -> None:
    for field, value in values.items():
        setattr(row, field, value)
