"""Rows of one replication for ``positions.parquet`` and ``flows.parquet``, as columns."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, History, Position
from sim.measures.flows import Books, Mask
from sim.measures.positions import INSTRUMENTS, is_loss, left_by_deadline

Columns = dict[str, NDArray[Any]]


def position_rows(history: History, start: date) -> Columns:
    """One row per holding, public and private.

    Columns: replication, instrument, holder, fund, company (-1 for none), first_date, deadline, exit_date (NaT for
    never), route, cost_fen, proceeds_fen, paid_away_fen, nav_fen, and on_time (True, False, or None where no deadline
    lies within the horizon).
    """
    rows = history.positions
    columns: Columns = {"replication": np.full(len(rows), history.replication, dtype=np.int64)}
    for name in ("instrument", "holder", "fund", "route"):
        columns[name] = np.array([getattr(one, name) for one in rows], dtype=np.str_)
    for name in ("company", "cost_fen", "proceeds_fen", "paid_away_fen", "nav_fen"):
        columns[name] = np.array([getattr(one, name) for one in rows], dtype=np.int64)
    columns["first_date"] = _dates([one.first_day for one in rows], start)
    columns["deadline"] = _dates([one.deadline for one in rows], start)
    columns["exit_date"] = _dates([one.exit_day for one in rows], start)
    columns["on_time"] = np.array([_on_time(one, history.horizon) for one in rows], dtype=object)
    return columns


def flow_rows(books: Books, navs: dict[str, int], replication: int, start: date, horizon: int) -> Columns:
    """One row per party, day and kind of posting: replication, party, date, kind, fen (positive received).

    Parties are the instruments of the guidance fund, ``private``, ``manager`` and ``treasury``. What is still held at
    the horizon stands there as kind ``nav``; without those rows the flows are cash alone.
    """
    party: list[str] = []
    kind: list[str] = []
    days: list[int] = []
    fen: list[int] = []
    lines = [name for name in books.received if name != "public"]
    masks = {name: (books.received[name], books.paid[name]) for name in lines}
    masks["treasury"] = _treasury(books)
    for name, (received, paid) in masks.items():
        for (day, number), amount in _summed(books, received, paid):
            party.append(name)
            kind.append(books.postings.kinds[number])
            days.append(day)
            fen.append(amount)
        if navs.get(name, 0) and name in (*INSTRUMENTS, "private"):
            party.append(name)
            kind.append("nav")
            days.append(horizon)
            fen.append(navs[name])
    return {
        "replication": np.full(len(fen), replication, dtype=np.int64),
        "party": np.array(party, dtype=np.str_),
        "date": _dates(days, start),
        "kind": np.array(kind, dtype=np.str_),
        "fen": np.array(fen, dtype=np.int64),
    }


def _treasury(books: Books) -> tuple[Mask, Mask]:
    """Postings between treasury and guidance fund, those received and those paid by the treasury."""
    received = books.debited("treasury:") & books.credited("guidance_fund.")
    return received, books.credited("treasury:") & books.debited("guidance_fund.")


def _summed(books: Books, received: Mask, paid: Mask) -> list[tuple[tuple[int, int], int]]:
    """Net amounts by (day, kind), ascending."""
    totals: dict[tuple[int, int], int] = {}
    kinds = books.postings.rows["kind"]
    for mask, sign in ((received, 1), (paid, -1)):
        for day, number, amount in zip(
            books.day[mask].tolist(), kinds[mask].tolist(), books.fen[mask].tolist(), strict=True
        ):
            totals[day, number] = totals.get((day, number), 0) + sign * amount
    return [(key, amount) for key, amount in sorted(totals.items()) if amount]


def _on_time(position: Position, horizon: int) -> bool | None:
    if position.deadline == NEVER or position.deadline > horizon:
        return None
    return left_by_deadline(position) and not is_loss(position)


def _dates(days: list[int], start: date) -> NDArray[np.datetime64]:
    """Days since the start as dates, NaT for ``NEVER``."""
    never = np.datetime64("NaT", "D")
    first = np.datetime64(start, "D")
    return np.array(
        [never if day == NEVER else first + np.timedelta64(day, "D") for day in days], dtype="datetime64[D]"
    )
