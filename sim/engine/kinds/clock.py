"""The clock, the calendar, chance, and the books.

Money in whole fen, prices in fen a share, days from the start. A field that names a row holds its number,
``NOBODY`` where there is none. Rows never leave their tables: keys, draws and postings know a company or a fund by
its slot.
"""

from typing import Annotated

from sim.engine.rows import row
from sim.scenario.economy_schema import SECTORS

Four = Annotated[list[float], 4]
Sectors = Annotated[list[int], len(SECTORS)]


@row
class Now:
    """The clock: today, its place in the order of the day, and why the replication stopped."""

    id: int
    today: int  # the present day
    key: int  # place in the day of what happens now: phase, kind, entity, ordinal; -1 before anything
    start: int  # ordinal of day 0 (``date.toordinal``)
    begins: int  # the first day of the world, day 0 or before it
    horizon: int  # the last day
    law: int  # row of the span in which today lies
    events: int  # how many have happened
    waiting: int  # entries of the heap in use (compiled)
    spare: int  # freed rows of events that can be used again (compiled)
    reason: int  # why it stopped, place in ``codes.REASONS``; 0 = it has not
    who: int  # the number that these words call who: an account, a place in the day, a kind
    fen: int  # the number that they call fen: an amount, a day, an entity


@row
class Market:
    """What all share: the money that looks for companies, and the servers that are free."""

    id: int
    uninvested: int  # fen in funds' hands for new companies
    first_application: int  # row of Application, first of those that wait for later co-investment
    last_application: int  # row of Application, the last of them
    service_day: int  # day for which serving them is planned, NEVER before the first
    first_applicant: int  # row of Fund, first in the order of the next yearly call
    first_closing: int  # row of Closing, the first within the year before the last fund asked
    closed: int  # private money closed since then, fen
    first_operating: int  # row of Company, first in the list of the present programme day
    institutions: int  # row of Account: what universities and institutes are paid of projects
    applying: int  # rows of Applicant that apply for the programme that answers now
    neighbours: Sectors  # companies that live in the city today, by sector
    positions: int  # opened so far, public and private
    placed: int  # companies that have a place in an incubator
    agents: int  # row of Account: the agents'
    subsidy_paid: int  # risk subsidy so far, to all, fen


@row
class Event:
    """Something that will happen: ``code`` with two numbers, in the order (day, key)."""

    id: int
    day: int  # on which it happens
    key: int  # its place in that day: phase, kind, entity, ordinal
    code: int  # what happens, place in ``codes.EVENTS``
    a: int  # first number for its handler, mostly a row
    b: int  # second number for its handler


@row
class Place:
    """One entry of the compiled calendar's heap, and of its list of freed events."""

    id: int
    event: int  # row of Event at this place of the heap
    free: int  # row of Event at this place of the list of freed ones


@row
class Stream:
    """A stream of draws: its width, its key of two words, and the last four numbers made of it (compiled)."""

    id: int
    width: int  # draws that an entity has side by side; further ones lie in further blocks
    key_low: int  # lower word of the key, its 64 bits read with a sign
    key_high: int  # upper word of the key, likewise
    made: int  # which four numbers of the block ``values`` holds, NOBODY for none
    block: int  # in which they lie: ordinal // width
    values: Four  # uniforms between 0 and 1


@row
class Account:
    """An account: whose money (``what`` of ``who``), its balance, and whether it may fall below zero."""

    id: int
    what: int  # whose money, by ``codes`` (``OUTSIDE_CASH`` and after)
    who: int  # slot, line or class of partners, as ``what`` asks
    balance: int  # fen
    below_zero: int  # 1 = it may fall below zero


@row
class Posting:
    """One line of the ledger."""

    id: int
    day: int  # on which it was posted
    fen: int  # amount, above 0
    debit: int  # row of Account that gets it
    credit: int  # row of Account that gives it
    kind: int  # place in ``codes.KINDS``
    whom: int  # whom it is about: party in the upper half, slot in the lower (``codes.PARTY``)
    clause: int  # place in ``codes.CLAUSES``


@row
class Count:
    """How often something happened."""

    id: int
    value: int  # times; days or yuan where the name in ``codes.COUNTS`` says so
