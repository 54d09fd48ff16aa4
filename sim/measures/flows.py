"""Who paid what to whom: the postings of one replication sorted into the flows of each party (D11)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.ledger.auditor import closing_balances
from sim.ledger.history import Fund
from sim.ledger.postings import Postings
from sim.ledger.records import column
from sim.ledger.vocabulary import (
    ANGELS,
    DISTRICT_CASH,
    GUIDANCE_LINES,
    MEMO,
    PUBLIC_MONEY,
    TREASURIES,
    PostingKind,
    guidance_cash,
)
from sim.scenario.in_force import CityLine

Days = NDArray[np.int64]
Fen = NDArray[np.int64]
Mask = NDArray[np.bool_]
Dated = tuple[Days, Fen]

Group = Literal["public", CityLine, "private", "manager", "angels"]
GROUPS: tuple[Group, ...] = get_args(Group)
_LAST = "\U0010ffff"  # after every letter of a name


@dataclass(frozen=True, slots=True)
class Books:
    """Postings with the party on either side of each.

    ``day`` and ``fen`` (N,) in order of entry, ``debit``, ``credit``, ``kind`` and ``entity`` (N,) the other columns
    of the postings; the masks (N,) ``received[group]`` and ``paid[group]`` tell which postings a group receives and
    pays. ``balances`` (A,) are the closing balances of all accounts in fen.
    """

    postings: Postings
    day: Days
    fen: Fen
    debit: NDArray[np.int32]
    credit: NDArray[np.int32]
    kind: NDArray[np.int32]
    entity: NDArray[np.int32]
    balances: Fen
    received: dict[Group, Mask]
    paid: dict[Group, Mask]

    def total(self, mask: Mask) -> int:
        """Fen of the postings under ``mask``, exactly."""
        return int(self.fen[np.flatnonzero(mask)].sum())

    def dated(self, mask: Mask) -> Dated:
        """Fen of the postings under ``mask`` by day."""
        rows = np.flatnonzero(mask)
        return by_day(self.day[rows], self.fen[rows])

    def of_kind(self, kind: PostingKind) -> Mask:
        """Which postings are of ``kind``."""
        return np.asarray(self.kind == number_of(self.postings.kinds, kind))

    def about(self, entities: set[str]) -> Mask:
        """Which postings carry one of the names in their column of companies and funds."""
        named = np.array([name in entities for name in self.postings.entities], dtype=np.bool_)
        return np.asarray(named[self.entity])

    def debited(self, prefix: str | tuple[str, ...]) -> Mask:
        """Which postings are received by an account whose name starts with ``prefix``, or with one of them."""
        return _starting(self.postings.accounts, self.debit, prefix)

    def credited(self, prefix: str | tuple[str, ...]) -> Mask:
        """Which postings are paid by an account whose name starts with ``prefix``, or with one of them."""
        return _starting(self.postings.accounts, self.credit, prefix)

    def held(self, prefix: str | tuple[str, ...]) -> int:
        """Fen in the accounts whose names start with ``prefix``, or with one of them, after the last posting."""
        return sum(int(self.balances[range_of(self.postings.accounts, one)].sum()) for one in _all(prefix))


def sub_funds(funds: Sequence[Fund]) -> set[str]:
    """Names of the funds that hold a public commitment (子基金)."""
    return set(column(funds, "name", object)[column(funds, "public_fen") > 0].tolist())


def read_books(postings: Postings, funds: Sequence[Fund]) -> Books:
    """Sort the postings by party.

    Public flows have the guidance fund, the city's or a district's, on exactly one side and neither a treasury nor a
    guidance fund on the other; the line of stage equity takes in the district's. Private flows are those of private
    partners about a sub-fund, manager flows those of any manager, angels' theirs; money that outside hands a party to
    pay with (``provide``) is no flow. Memo accounts never count.
    """
    rows = postings.rows
    day, fen = rows["day"].astype(np.int64), rows["fen"].astype(np.int64)
    debit, credit, kind, entity = (rows[name].copy() for name in ("debit", "credit", "kind", "entity"))
    books = Books(postings, day, fen, debit, credit, kind, entity, closing_balances(postings), {}, {})
    memo = np.array([name in MEMO for name in postings.accounts], dtype=np.bool_)
    treasury = books.debited(TREASURIES) | books.credited(TREASURIES)
    real = ~(memo[books.debit] | memo[books.credit] | books.of_kind("provide") | treasury)
    public = books.debited(PUBLIC_MONEY), books.credited(PUBLIC_MONEY)
    parties: tuple[tuple[Group, tuple[str, ...], Mask], ...] = (
        ("public", PUBLIC_MONEY, real),
        *((line, purses(line), real) for line in GUIDANCE_LINES),
        ("private", ("partners.",), real & books.about(sub_funds(funds))),
        ("manager", ("manager ",), real),
        ("angels", (ANGELS,), real),
    )
    for group, prefix, counted in parties:
        into, out_of = books.debited(prefix), books.credited(prefix)
        inside = (into, out_of) if group in ("private", "manager", "angels") else public
        books.received[group] = counted & into & ~inside[1]
        books.paid[group] = counted & out_of & ~inside[0]
    return books


def contributions(books: Books, group: Group) -> Dated:
    """Gross payments of a group by day, positive; a gain share handed on is no contribution but less received."""
    return books.dated(books.paid[group] & ~books.of_kind("gain_share") if group != "manager" else books.paid[group])


def distributions(books: Books, group: Group) -> Dated:
    """Gross receipts of a group by day, a gain share handed on to a manager deducted."""
    receipts = books.dated(books.received[group])
    if group == "manager":
        return receipts
    days, fen = books.dated(books.paid[group] & books.of_kind("gain_share"))
    return add(receipts, (days, -fen))


def by_day(days: Days, fen: Fen) -> Dated:
    """Sum of the amounts of each day, days ascending."""
    if days.size == 0:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    if not (days[1:] >= days[:-1]).all():
        order = np.argsort(days, kind="stable")
        days, fen = days[order], fen[order]
    first = np.flatnonzero(np.diff(days, prepend=days[0] - 1))
    return days[first], np.add.reduceat(fen, first)


def add(one: Dated, other: Dated) -> Dated:
    """Two dated series added."""
    if one[0].size == 0 or other[0].size == 0:
        return one if one[0].size else other
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


def purses(line: CityLine) -> tuple[str, ...]:
    """The accounts that hold the money of one instrument, a district's among those of stage equity."""
    own = guidance_cash(line)
    return (own, DISTRICT_CASH) if line == "stage_equity" else (own,)


def number_of(table: tuple[str, ...], name: str) -> int:
    """The place of ``name`` in a sorted table; -1 where it does not occur."""
    place = bisect_left(table, name)
    return place if table[place : place + 1] == (name,) else -1


def range_of(table: tuple[str, ...], prefix: str) -> slice:
    """Where the names stand that start with ``prefix``: together in a sorted table."""
    return slice(bisect_left(table, prefix), bisect_left(table, prefix + _LAST))


def _all(prefix: str | tuple[str, ...]) -> tuple[str, ...]:
    return (prefix,) if isinstance(prefix, str) else prefix


def _starting(table: tuple[str, ...], numbers: NDArray[np.int32], prefix: str | tuple[str, ...]) -> Mask:
    found = np.zeros(numbers.size, dtype=np.bool_)
    for one in _all(prefix):
        names = range_of(table, one)
        if names.start < names.stop:
            found |= (numbers >= names.start) & (numbers < names.stop)
    return found
