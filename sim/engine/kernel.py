"""The compiled entry: one cached function that holds everything."""

from typing import Any

import numba
import numpy as np
from numba import njit, types

from sim.economy.streams import STREAMS, Draws, stream_key
from sim.engine import cache, compiled
from sim.engine.calendar import arrive
from sim.engine.compiled import as_world, happen, take
from sim.engine.faults import EngineError
from sim.engine.given import Given, given
from sim.engine.handlers import close_world, open_world
from sim.engine.records import history_of
from sim.engine.rows import StoppedError
from sim.engine.state import GIVEN, MADE
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

# Rows set aside for a table; pages never touched cost nothing.
ROOM = {
    "companies": 1 << 17, "achievements": 1 << 19, "postings": 1 << 23, "holdings": 1 << 20, "signals": 1 << 22,
    "deals": 1 << 20, "moved": 1 << 23, "yeses": 1 << 21, "tickets": 1 << 22, "rounds": 1 << 20, "events": 1 << 20,
    "heap": 1 << 20, "accounts": 1 << 19,
}  # fmt: skip
USUAL = 1 << 14
Tables = dict[str, np.ndarray[Any, np.dtype[Any]]]
_declared: dict[str, np.dtype[Any]] = {}


_CACHE = cache.folder()
_OTHERS = numba.config.CACHE_DIR
numba.config.CACHE_DIR = str(_CACHE or _OTHERS)


@njit(error_model="numpy", nogil=True, cache=_CACHE is not None, no_cfunc_wrapper=True)
def run_world(address):
    """From the opening to the horizon."""
    w = as_world(address)
    open_world(w)
    now = w.clock[0]
    while now.waiting > 0:
        event = w.events[take(w)]
        arrive(w, event.day, event.key)
        happen(w, event.code, event.a, event.b)
    close_world(w)


numba.config.CACHE_DIR = _OTHERS  # numba reads it when a function is decorated; those of others stay where they were


def compile_for(scenario: Scenario) -> None:
    """Compile, or load what is cached. Every scenario has the same layout, so that one serves for all."""
    _declare(given(scenario, Draws(scenario.seed, 0)))
    run_world.compile((types.int64,))


def simulate(scenario: Scenario, replication: int, *, draws: Draws | None = None) -> History:
    """Simulate one replication of ``scenario`` and audit its ledger, as ``reference.simulate`` does, bit for bit.

    Of ``draws`` only seed and replication count; raises ValueError for dictated values. A table that is full begins
    the replication again with twice the room.
    """
    if draws is not None and draws.dictated:
        raise ValueError("dictated draws are known to the reference only")
    what = given(scenario, draws or Draws(scenario.seed, replication))
    room = dict(ROOM)
    while True:
        heads, tables = empty_world(what, room)
        try:
            run_world(heads.ctypes.data)
        except StoppedError:
            full = [name for name in MADE if heads[name]["count"][0] == len(tables[name]) > 0]
            now = tables["clock"][0]
            if int(now["reason"]) or not full:
                raise EngineError(int(now["reason"]), int(now["who"]), int(now["fen"])) from None
            room |= {name: 2 * len(tables[name]) for name in full}
            continue
        break
    history = history_of({name: tables[name][: int(heads[name]["count"][0])] for name in MADE}, replication)
    audit_or_raise(history.postings)
    return history


def empty_world(what: Given, room: dict[str, int]) -> tuple[np.ndarray[Any, np.dtype[Any]], Tables]:
    """Heads and tables of a world in which nothing has happened yet."""
    _declare(what)
    heads = np.zeros(1, compiled.WORLD)
    tables: Tables = {}
    for name in GIVEN:
        tables[name] = np.zeros(len(what.rules[name]), _declared[name])
        for row, values in zip(tables[name], what.rules[name], strict=True):
            for field in _declared[name].names or ():
                row[field] = getattr(values, field)
        heads[name]["count"] = len(tables[name])
    for name, kind in MADE.items():
        tables[name] = np.zeros(room.get(name, USUAL), compiled.made_dtype(kind))
    for name, rows in what.rows.items():
        for number, value in enumerate(rows):
            tables[name][number]["id"] = number
            for field, one in value.items():
                tables[name][number][field] = one
        heads[name]["count"] = len(rows)
    _open_streams(tables["streams"], what.draws)
    heads["streams"]["count"] = len(STREAMS)
    now = tables["clock"][0]
    now["start"], now["horizon"], now["key"] = what.start, what.horizon, -1
    heads["clock"]["count"] = heads["market"]["count"] = 1
    for name, table in tables.items():
        heads[name]["at"] = table.ctypes.data
        heads[name]["room"] = len(table)
    return heads, tables


def _declare(what: Given) -> None:
    """Tell the compiler once how rows of parameters are laid out."""
    if not _declared:
        _declared.update({name: compiled.given_dtype(rows[0]) for name, rows in what.rules.items()})
        compiled.declare(_declared)


def _open_streams(table: np.ndarray[Any, np.dtype[Any]], draws: Draws) -> None:
    for number, (name, width) in enumerate(STREAMS.items()):
        row = table[number]
        low, high = stream_key(draws.seed, draws.replication, name)
        row["id"], row["width"], row["made"] = number, width, -1
        row["key_low"], row["key_high"] = np.array([low, high], dtype=np.uint64).view(np.int64)
