"""The clock, the calendar, chance, and the books.

Money in whole fen, prices in fen a share, days from the start. A field that names a row holds its number,
``NOBODY`` where there is none. Rows never leave their tables: keys, draws and postings know a company or a fund by
its slot.
"""

from typing import Annotated

from sim.engine.rows import row

Four = Annotated[list[float], 4]


@row
class Now:
    """The clock: today, its place in the order of the day, and why the replication stopped."""

    id: int
    today: int
    key: int  # phase, kind, entity and ordinal of what is happening
    start: int  # ordinal of day 0
    horizon: int  # the last day
    events: int  # that have happened
    waiting: int  # entries of the heap in use (compiled)
    spare: int  # freed rows of events that can be used again (compiled)
    reason: int
    who: int
    fen: int


@row
class Market:
    """What all share: the money that looks for companies, and the servers that are free."""

    id: int
    uninvested: int  # fen in funds' hands for new companies
    first_application: int  # for later co-investment
    last_application: int
    service_day: int  # for which serving them is planned
    first_applicant: int  # the fund first in the order of the next call
    positions: int  # opened so far, public and private
    subsidy_paid: int  # risk subsidy, to all
    free_evaluators: int
    free_approvers: int


@row
class Event:
    """Something that will happen: ``code`` with two numbers, in the order (day, key)."""

    id: int
    day: int
    key: int
    code: int
    a: int
    b: int


@row
class Place:
    """One entry of the compiled calendar's heap, and of its list of freed events."""

    id: int
    event: int
    free: int


@row
class Stream:
    """A stream of draws: its width, its key of two words, and the last four numbers made of it (compiled)."""

    id: int
    width: int
    key_low: int
    key_high: int
    made: int  # which four numbers ``values`` holds, NOBODY for none
    block: int
    values: Four


@row
class Account:
    """An account: whose money (``what`` of ``who``), its balance, and whether it may fall below zero."""

    id: int
    what: int
    who: int
    balance: int
    below_zero: int


@row
class Posting:
    """One line of the ledger."""

    id: int
    day: int
    fen: int
    debit: int
    credit: int
    kind: int
    whom: int
    clause: int


@row
class Count:
    """How often something happened."""

    id: int
    value: int
