"""A small world of rows made by hand, in which a few laws can be held to what they say."""

from typing import Any

from sim.economy.streams import Draws
from sim.engine.chance import NAMES
from sim.engine.given import Given
from sim.engine.reference import Calendar, empty_world
from sim.engine.rows import Table, add
from sim.engine.state import World

START = 1  # ordinal of day 0


def small_world(
    horizon: int = 1000,
    rules: dict[str, list[Any]] | None = None,
    rows: dict[str, list[dict[str, Any]]] | None = None,
    replication: int = 0,
) -> World:
    """Empty tables but for the clock, the market, and what is given; draws of seed 11, SimPy's calendar, no story."""
    draws = Draws(11, replication)
    w = empty_world(Given(START, 0, horizon, draws, rules or {}, rows or {}))
    w.draws = [draws.stream(name).u for name in NAMES]
    w.story = None
    w.calendar = Calendar(w)
    return w


def made(table: Table[Any], **values: Any) -> Any:
    """A new row of ``table`` with these values, all else zero."""
    row = add(table)
    for name, value in values.items():
        setattr(row, name, value)
    return row
