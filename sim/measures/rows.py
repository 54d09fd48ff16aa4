"""Rows of one replication for ``positions.parquet``, ``flows.parquet`` and ``years.parquet``, as columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, History
from sim.ledger.records import Records, Words, column
from sim.ledger.vocabulary import PUBLIC_MONEY, TREASURIES
from sim.measures.flows import Books, Mask, by_day
from sim.measures.positions import INSTRUMENTS, is_due, is_loss, left_by_deadline

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]


def position_rows(history: History, start: date) -> Columns:
    """One row per holding, public and private.

    Columns: replication, instrument, holder, fund, company (-1 for none), first_date, deadline, exit_date (NaT for
    never), route, cost_fen, proceeds_fen, paid_away_fen, nav_fen, optioned (an option bought it or part of it), by_put
    (bought under the partners' put), and on_time (True, False, or None where no deadline lies within the horizon).
    """
    rows = history.positions
    columns: Columns = {"replication": np.full(len(rows), history.replication, dtype=np.int32)}
    for name in ("instrument", "holder", "fund", "route"):
        columns[name] = words_of(rows, name)
    columns["company"] = column(rows, "company").astype(np.int32)
    for name, field in (("first_date", "first_day"), ("deadline", "deadline"), ("exit_date", "exit_day")):
        columns[name] = _dates(column(rows, field), start)
    for name in ("cost_fen", "proceeds_fen", "paid_away_fen", "nav_fen"):
        columns[name] = column(rows, name)
    for name in ("optioned", "by_put"):
        columns[name] = column(rows, name, np.bool_)
    columns["on_time"] = (left_by_deadline(rows) & ~is_loss(rows)).astype(object)
    columns["on_time"][~is_due(rows, history.horizon)] = None
    return columns


def flow_rows(books: Books, navs: dict[str, int], replication: int, start: date, horizon: int) -> Columns:
    """One row per party, day and kind of posting: replication, party, date, kind, fen (positive received).

    Parties are the instruments of the guidance fund, ``private``, ``manager`` and ``treasury``. What is still held at
    the horizon, cash of the guidance fund for the treasury among it, stands there as kind ``nav``; without those rows
    the flows are cash alone.
    """
    parties: dict[str, tuple[Mask, Mask]] = {
        name: (books.received[name], books.paid[name]) for name in books.received if name != "public"
    }
    parties["treasury"] = _treasury(books)
    kinds = (*books.postings.kinds, "nav")
    pieces: list[tuple[str, Ints, Ints, Ints]] = []
    for name, (received, paid) in parties.items():
        pieces.append((name, *_summed(books, received, paid)))
        held = navs.get(name, 0) if name in (*INSTRUMENTS, "private", "angels", "treasury") else 0
        if held:
            pieces.append((name, _one(horizon), _one(len(kinds) - 1), _one(held)))
    day, kind, fen = (np.concatenate([piece[column] for piece in pieces]) for column in (1, 2, 3))
    return {
        "replication": np.full(fen.size, replication, dtype=np.int32),
        "party": np.repeat(words([name for name, *_ in pieces]), [piece[1].size for piece in pieces]),
        "date": _dates(day, start),
        "kind": words(kinds)[kind],
        "fen": fen,
    }


def year_rows(yearly: Mapping[str, Ints], replication: int, start: date) -> Columns:
    """One row per programme day: replication, date, what was counted on it (``sim.measures.city.Years``), in fen."""
    days = yearly["days"]
    counted = {name: values for name, values in yearly.items() if name != "days"}
    return {"replication": np.full(days.size, replication, dtype=np.int32), "date": _dates(days, start), **counted}


def words_of(records: Sequence[Any], name: str) -> NDArray[np.object_]:
    """The field ``name`` of all records as in ``words``."""
    found = records.columns[name] if isinstance(records, Records) else None
    return (
        words(found.names)[found.places] if isinstance(found, Words) else words(column(records, name, object).tolist())
    )


def words(texts: Sequence[str]) -> NDArray[np.object_]:
    """Texts as an array of references: equal texts are kept and sent between processes once."""
    return np.array([intern(text) for text in texts], dtype=object)


def _one(number: int) -> Ints:
    return np.array([number], dtype=np.int64)


def _treasury(books: Books) -> tuple[Mask, Mask]:
    """Postings between treasuries and guidance funds, those received and those paid by a treasury."""
    received = books.debited(TREASURIES) & books.credited(PUBLIC_MONEY)
    return received, books.credited(TREASURIES) & books.debited(PUBLIC_MONEY)


def _summed(books: Books, received: Mask, paid: Mask) -> tuple[Ints, Ints, Ints]:
    """Days, kinds and net amounts other than zero, by (day, kind) ascending."""
    mask = received | paid
    rows = np.flatnonzero(mask)
    number = books.day[rows] * len(books.postings.kinds) + books.kind[rows]
    unique, totals = by_day(number, np.where(received[rows], books.fen[rows], -books.fen[rows]))
    day, kind = np.divmod(unique[totals != 0], max(len(books.postings.kinds), 1))
    return day, kind, totals[totals != 0]


def _dates(days: Ints, start: date) -> NDArray[np.datetime64]:
    """Days since the start as dates, NaT for ``NEVER``."""
    dates: NDArray[np.datetime64] = np.datetime64(start, "D") + days.astype("timedelta64[D]")
    dates[days == NEVER] = np.datetime64("NaT", "D")
    return dates
