"""Public money: purses, stakes, and what else the guidance fund holds or has promised.

Money in whole fen, prices in fen a share, days from the start. A field that names a row holds its number,
``NOBODY`` where there is none. Rows never leave their tables: keys, draws and postings know a company or a fund by
its slot.
"""

from typing import Annotated

from sim.engine.rows import row

Pair = Annotated[list[int], 2]


@row
class Level:
    """A guidance fund of one level of government: its accounts, its clauses, and what is planned."""

    id: int
    whom: int
    treasury: int  # accounts
    commitments: int
    committed: int
    stakes: int
    contra: int
    by_money: int  # clauses
    by_closing: int
    by_equity: int
    closing: int  # the day on which what is unspent goes back
    advanced: int  # paid before its year
    newcomers: int  # fen that managers without a record may still be offered at this year's call
    settles: int  # whether today's receipts will be settled
    first_purse: int
    purses: int


@row
class Purse:
    """The money of one line of a level: what is free to be committed, and what has come home today."""

    id: int
    level: int
    line: int
    cash: int  # account
    share: float  # of each appropriation
    available: int
    arriving: int
    opened: int  # the day of its first money
    last_receipt: int


@row
class Receipt:
    """A day on which a purse grew, where idle money is recalled."""

    id: int
    day: int
    fen: int
    before: int


@row
class Change:
    """A change in where public money is."""

    id: int
    day: int
    place: int
    fen: int


@row
class Stake:
    """The public line of one sub-fund and its position."""

    id: int
    fund: int
    order: int
    first_day: int
    deadline: int
    exit_day: int
    route: int
    cost: int
    proceeds: int
    nav: int
    outstanding: float  # capital that has not come back
    at_cost: int
    decisions: int
    asked: int  # the day of the last decision on the option
    bought: float  # share of the whole line bought by option
    first_lot: int
    last_lot: int
    first_part: int
    # the duty that came with the money
    has_duty: int
    early_share: float
    eligible_fen: int
    others_local: float  # counted local investment of the manager's other funds at the beginning
    # what the partners have put to the guidance fund of their own line
    put_share: float
    put_decisions: int
    put_order: int
    put_day: int
    put_exit_day: int
    put_route: int
    put_price: int
    put_cost: int
    put_at_cost: int
    put_proceeds: int
    put_nav: int
    put_left: Pair  # undrawn, of partners and guidance fund


@row
class Lot:
    """A payment into a stake: its day (ordinal) and what of it counts in the price."""

    id: int
    day: int
    left: float
    next: int


@row
class Part:
    """One owner's part of a public line."""

    id: int
    owner: int
    share: float
    undrawn: int
    residual: float  # share of later gain that the buyer owes the guidance fund
    paid: int
    received: int
    handed_on: int
    due: int  # in the flow that is being divided
    next: int


@row
class CoStake:
    """The guidance fund's shares of one company, bought beside one lead."""

    id: int
    lead: int
    company: int
    stage: int
    shares: int
    order: int
    first_day: int
    deadline: int
    exit_day: int
    route: int
    cost: int
    proceeds: int
    paid_away: int
    nav: int
    asked: int  # times at its deadline
    first_lot: int
    last_lot: int
    next: int  # of the company


@row
class Application:
    """One lead's deal that waits for co-investment after its closing (fen)."""

    id: int
    lead: int
    company: int
    stage: int
    last_day: int
    ticket: int
    paid: int  # co-invested in it so far
    room: int  # what the founders would still sell
    stake: int
    next: int


@row
class Had:
    """What one manager has had of an instrument on one company."""

    id: int
    company: int
    fen: int
    next: int


@row
class RegisteredDeal:
    """A payment of one fund in one round, entered in the register of loss compensation."""

    id: int
    day: int
    stage: int
    amount: int
    subsidy: int  # paid on it
    qualifies: int
    next: int


@row
class Flow:
    """A dated flow of a public line, where its contract depends on them (fen)."""

    id: int
    day: int  # ordinal
    fen: float
    next: int
