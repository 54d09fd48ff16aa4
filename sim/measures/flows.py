"""Who paid what to whom: the postings of one replication sorted into the flows of each party (D11)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import Fund
from sim.ledger.postings import Postings
from sim.ledger.vocabulary import DISTRICT_CASH, GUIDANCE_LINES, MEMO, PUBLIC_MONEY, TREASURIES, guidance_cash

Days = NDArray[np.int64]
Fen = NDArray[np.int64]
Mask = NDArray[np.bool_]
Dated = tuple[Days, Fen]

GROUPS = ("public", *GUIDANCE_LINES, "private", "manager")


@dataclass(frozen=True, slots=True)
class Books:
    """Postings with the party on either side of each.

    ``day`` and ``fen`` (N,) in order of entry; the masks (N,) ``received[group]`` and ``paid[group]`` tell which
    postings a group receives and pays.
    """

    postings: Postings
    day: Days
    fen: Fen
    received: dict[str, Mask]
    paid: dict[str, Mask]

    def total(self, mask: Mask) -> int:
        """Fen of the postings under ``mask``, exactly."""
        return int(self.fen[mask].sum())

    def of_kind(self, kind: str) -> Mask:
        """Which postings are of ``kind``."""
        return _equal(self.postings.kinds, self.postings.rows["kind"], {kind})

    def about(self, entities: set[str]) -> Mask:
        """Which postings carry one of the names in their column of companies and funds."""
        return _equal(self.postings.entities, self.postings.rows["entity"], entities)

    def debited(self, prefix: str | tuple[str, ...]) -> Mask:
        """Which postings are received by an account whose name starts with ``prefix``, or with one of them."""
        return _starts(self.postings.accounts, self.postings.rows["debit"], prefix)

    def credited(self, prefix: str | tuple[str, ...]) -> Mask:
        """Which postings are paid by an account whose name starts with ``prefix``, or with one of them."""
        return _starts(self.postings.accounts, self.postings.rows["credit"], prefix)


def sub_funds(funds: list[Fund]) -> set[str]:
    """Names of the funds that hold a public commitment (子基金)."""
    return {fund.name for fund in funds if fund.public_fen > 0}


def read_books(postings: Postings, funds: list[Fund]) -> Books:
    """Sort the postings by party.

    Public flows have the guidance fund, the city's or a district's, on exactly one side and neither a treasury nor a
    guidance fund on the other; the line of stage equity takes in the district's. Private flows are those of private
    partners about a sub-fund, manager flows those of any manager; money that outside hands a party to pay with
    (``provide``) is no flow. Memo accounts never count.
    """
    rows = postings.rows
    books = Books(postings, rows["day"].astype(np.int64), rows["fen"].astype(np.int64), {}, {})
    memo = {side: _equal(postings.accounts, rows[side], set(MEMO)) for side in ("debit", "credit")}
    real = ~(
        memo["debit"]
        | memo["credit"]
        | books.of_kind("provide")
        | books.debited(TREASURIES)
        | books.credited(TREASURIES)
    )
    for group, prefix, counted in (
        ("public", PUBLIC_MONEY, real),
        *((line, purses(line), real) for line in GUIDANCE_LINES),
        ("private", ("partners.",), real & books.about(sub_funds(funds))),
        ("manager", ("manager ",), real),
    ):
        family = prefix if group in ("private", "manager") else PUBLIC_MONEY
        books.received[group] = counted & books.debited(prefix) & ~books.credited(family)
        books.paid[group] = counted & books.credited(prefix) & ~books.debited(family)
    return books


def contributions(books: Books, group: str) -> Dated:
    """Gross payments of a group by day, positive; a gain share handed on is no contribution but less received."""
    mask = books.paid[group] & ~books.of_kind("gain_share") if group != "manager" else books.paid[group]
    return by_day(books.day[mask], books.fen[mask])


def distributions(books: Books, group: str) -> Dated:
    """Gross receipts of a group by day, a gain share handed on to a manager deducted."""
    receipts = books.received[group]
    if group == "manager":
        return by_day(books.day[receipts], books.fen[receipts])
    handed_on = books.paid[group] & books.of_kind("gain_share")
    return add(by_day(books.day[receipts], books.fen[receipts]), by_day(books.day[handed_on], -books.fen[handed_on]))


def by_day(days: Days, fen: Fen) -> Dated:
    """Sum of the amounts of each day (not negative), days ascending."""
    if days.size == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    totals = np.zeros(int(days.max()) + 1, dtype=np.int64)
    np.add.at(totals, days, fen)
    used = np.flatnonzero(np.bincount(days))
    return used, totals[used]


def add(one: Dated, other: Dated) -> Dated:
    """Two dated series added."""
    return by_day(np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]]))


def net(paid_in: Dated, paid_out: Dated) -> Dated:
    """Received less paid, by day."""
    return add((paid_in[0], -paid_in[1]), paid_out)


def with_nav(flows: Dated, nav: int, horizon: int) -> Dated:
    """The flows with what is still held as a last flow on the horizon."""
    if nav == 0:
        return flows
    return add(flows, (np.array([horizon], dtype=np.int64), np.array([nav], dtype=np.int64)))


def running(flows: Dated, days: Days) -> Fen:
    """Cumulative sum of the flows at the end of each of ``days``."""
    totals = np.concatenate([[0], np.cumsum(flows[1])]).astype(np.int64)
    return np.asarray(totals[np.searchsorted(flows[0], days, side="right")])


def _equal(table: tuple[str, ...], numbers: NDArray[np.int32], names: set[str]) -> Mask:
    return (
        np.array([name in names for name in table], dtype=np.bool_)[numbers] if table else np.zeros(0, dtype=np.bool_)
    )


def purses(line: str) -> tuple[str, ...]:
    """The accounts that hold the money of one instrument, a district's among those of stage equity."""
    own = guidance_cash(line)
    return (own, DISTRICT_CASH) if line == "stage_equity" else (own,)


def _starts(table: tuple[str, ...], numbers: NDArray[np.int32], prefix: str | tuple[str, ...]) -> Mask:
    return (
        np.array([name.startswith(prefix) for name in table], dtype=np.bool_)[numbers]
        if table
        else np.zeros(0, dtype=np.bool_)
    )
