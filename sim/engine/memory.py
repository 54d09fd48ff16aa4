"""The memory of compiled worlds: tables set aside once for each thread and used by one world after another.

Fresh memory costs more than what happens in it. A row is made zero when it is added, so that nothing of an earlier
world is ever read, and a table that was full stays large for the worlds to come.
"""

import threading
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.economy.streams import STREAMS, Draws, stream_key
from sim.engine import compiled
from sim.engine.given import Given
from sim.engine.state import GIVEN, MADE

# Rows set aside for a table; pages never touched cost nothing.
ROOM = {
    "companies": 1 << 17, "achievements": 1 << 19, "postings": 1 << 23, "holdings": 1 << 20, "signals": 1 << 22,
    "deals": 1 << 20, "moved": 1 << 23, "yeses": 1 << 21, "tickets": 1 << 22, "rounds": 1 << 20, "events": 1 << 20,
    "heap": 1 << 20, "accounts": 1 << 19, "operated": 1 << 18,
}  # fmt: skip
USUAL = 1 << 14
Tables = dict[str, NDArray[np.void]]
_declared: dict[str, np.dtype[Any]] = {}
_declaring = threading.Lock()


class Memory(threading.local):
    """A thread's tables; empty until its first world."""

    def __init__(self) -> None:
        self.tables: Tables = {}


_mine = Memory()


def empty_world(what: Given) -> tuple[NDArray[np.void], Tables]:
    """Heads and tables of a world in which nothing has happened yet; the world before it is gone then."""
    declare(what)
    tables = _mine.tables
    if not tables:
        tables.update({name: np.zeros(ROOM.get(name, USUAL), _made_dtype(kind)) for name, kind in MADE.items()})
    heads = np.zeros(1, compiled.WORLD)
    for name in GIVEN:
        tables[name] = _given_table(name, what.rules[name])
        heads[name]["count"] = len(tables[name])
    for name, rows in what.rows.items():
        _fill(tables[name][: len(rows)], rows)
        heads[name]["count"] = len(rows)
    _open_streams(tables["streams"], what.draws)
    heads["streams"]["count"] = len(STREAMS)
    _fill(tables["clock"][:1], [what.clock()])
    _fill(tables["market"][:1], [{}])
    heads["clock"]["count"] = heads["market"]["count"] = 1
    for name, table in tables.items():
        heads[name]["at"] = table.ctypes.data
        heads[name]["room"] = len(table)
    return heads, tables


def enlarge(name: str) -> None:
    """Twice the room for a table, from the next world on."""
    table = _mine.tables[name]
    _mine.tables[name] = np.zeros(2 * len(table), table.dtype)


def declare(what: Given) -> None:
    """Tell the compiler once how rows of parameters are laid out."""
    with _declaring:
        if not _declared:
            _declared.update({name: compiled.given_dtype(rows[0]) for name, rows in what.rules.items()})
            compiled.declare(_declared)


_made_dtype = cache(compiled.made_dtype)


def _given_table(name: str, rows: list[Any]) -> NDArray[np.void]:
    table = np.zeros(len(rows), _declared[name])
    for field in _declared[name].names or ():
        table[field] = [getattr(values, field) for values in rows]
    return table


def _fill(table: NDArray[np.void], rows: list[dict[str, Any]]) -> None:
    """The rows of a table that are there from the beginning; what a row does not say is zero."""
    table[:] = np.zeros(1, table.dtype)
    table["id"] = np.arange(len(rows))
    for field in dict.fromkeys(name for values in rows for name in values):
        table[field] = [values.get(field, 0) for values in rows]


def _open_streams(table: NDArray[np.void], draws: Draws) -> None:
    keys = [stream_key(draws.seed, draws.replication, name) for name in STREAMS]
    words = np.array(keys, dtype=np.uint64).view(np.int64)
    _fill(
        table[: len(keys)],
        [
            {"width": width, "made": -1, "key_low": low, "key_high": high}
            for width, (low, high) in zip(STREAMS.values(), words.tolist(), strict=True)
        ],
    )
