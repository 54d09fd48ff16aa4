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
    whom: int  # itself in postings (``codes.ABOUT_GUIDANCE``, ``ABOUT_DISTRICT``)
    treasury: int  # row of Account: the treasury's
    commitments: int  # row of Account: promised and not drawn
    committed: int  # row of Account: the other side of it
    stakes: int  # row of Account: stakes at cost (the city's alone)
    contra: int  # row of Account: the other side of it
    by_money: int  # clause of what the treasury gives, place in ``codes.CLAUSES``
    by_closing: int  # clause of what goes back
    by_equity: int  # clause of what is promised
    closing: int  # the day on which what is unspent goes back
    advanced: int  # paid out of appropriations before their day, fen
    newcomers: int  # what managers without a record may still be offered at this year's call, fen
    settles: int  # 1 = today's receipts will be settled
    first_purse: int  # row of Purse; the others of the level follow it
    purses: int  # how many


@row
class Purse:
    """The money of one line of a level: what is free to be committed, and what has come home today."""

    id: int
    level: int  # row of Level
    line: int  # place in ``vocabulary.GUIDANCE_LINES``; 0 for the district
    cash: int  # row of Account
    share: float  # of each appropriation
    available: int  # free to be promised or paid, fen
    arriving: int  # come home and not yet settled, fen
    opened: int  # day of its first money, NEVER before
    last_receipt: int  # row of Receipt


@row
class Receipt:
    """A day on which a purse grew, where idle money is recalled."""

    id: int
    day: int  # on which it came
    fen: int  # amount
    before: int  # row of Receipt of the same purse


@row
class Change:
    """A change in where public money is."""

    id: int
    day: int  # on which it moved
    place: int  # place in ``codes.PLACES``
    fen: int  # more at this place; below 0 less


@row
class Stake:
    """The public line of one sub-fund and its position."""

    id: int
    fund: int  # row of Fund
    order: int  # among all positions
    first_day: int  # day of the first payment, NEVER before
    deadline: int  # day by which it is to be left, NEVER = none
    exit_day: int  # day on which it was left, NEVER while it is held
    route: int  # how it was left, place in ``codes.ROUTES``
    cost: int  # paid so far, fen
    proceeds: int  # fen
    nav: int  # value at the horizon, fen
    outstanding: float  # capital that has not come back, fen
    at_cost: int  # cost that still stands in the books, fen
    decisions: int  # made so far, which number the draws
    asked: int  # the day of the last decision on the option, NEVER before
    bought: float  # share of the whole line bought by option
    first_lot: int  # row of Lot, oldest first
    last_lot: int  # row of Lot, the last of them
    first_part: int  # row of Part: that of the guidance fund, until it has sold all
    # the duty that came with the money
    has_duty: int  # 1 = something is owed
    early_share: float  # share of the fund's investments owed to early rounds
    eligible_fen: int  # invested in eligible companies so far, fen
    others_local: float  # counted local investment of the manager's other funds at the beginning, fen
    # what the partners have put to the guidance fund of their own line
    put_share: float  # of the private line; 0 = nothing was put
    put_decisions: int  # made so far, which number the draws
    put_order: int  # among all positions
    put_day: int  # day on which it was put, NEVER before
    put_exit_day: int  # day on which it was left, NEVER while it is held
    put_route: int  # how it was left, place in ``codes.ROUTES``
    put_price: int  # paid to the partners, fen
    put_cost: int  # price and calls so far, fen
    put_at_cost: int  # cost that still stands in the books, fen
    put_proceeds: int  # fen
    put_nav: int  # value at the horizon, fen
    put_left: Pair  # undrawn, of partners and guidance fund, fen


@row
class Lot:
    """A payment into a stake: its day (ordinal) and what of it counts in the price."""

    id: int
    day: int  # of the payment, an ordinal
    left: float  # what of it counts in the price, fen
    next: int  # row of Lot after it


@row
class Part:
    """One owner's part of a public line."""

    id: int
    owner: int  # guidance fund, partners, buyer, manager (0 to 3, ``codes.BY_GUIDANCE_FUND`` and after)
    share: float  # of the whole line
    undrawn: int  # still to be paid in, fen
    residual: float  # share of later gain that the buyer owes the guidance fund
    paid: int  # price and calls so far, by a buyer, fen
    received: int  # by a buyer, fen
    handed_on: int  # of it to the guidance fund, fen
    due: int  # in the flow that is being divided, fen
    next: int  # row of Part of the next owner


@row
class CoStake:
    """Public shares of one company, bought at once: the guidance fund's beside a lead, or a programme's."""

    id: int
    scheme: int  # row of CoRule: 0 co-investment, 1 direct equity
    lead: int  # row of Fund; NOBODY where outsiders led
    company: int  # row of Company
    stage: int  # of the company at the first payment
    shares: int  # bought so far
    order: int  # among all positions
    first_day: int  # day of the first payment
    deadline: int  # day by which it is to be left, NEVER = none
    exit_day: int  # day on which it was left, NEVER while it is held
    route: int  # how it was left, place in ``codes.ROUTES``
    cost: int  # paid so far, fen
    proceeds: int  # fen
    paid_away: int  # the manager's share of the gain, fen
    nav: int  # value at the horizon less the manager's share of the gain, fen
    asked: int  # times at its deadline
    first_lot: int  # row of Lot, oldest first
    last_lot: int  # row of Lot, the last of them
    next: int  # row of CoStake of the same company


@row
class Application:
    """One lead's deal that waits for co-investment after its closing (fen)."""

    id: int
    lead: int  # row of Fund
    company: int  # row of Company
    stage: int  # of the round
    last_day: int  # on which it may still be made
    ticket: int  # of the lead, fen
    paid: int  # co-invested in the deal so far, fen
    room: int  # what the founders would still sell, fen
    stake: int  # row of CoStake held in the deal, NOBODY = none yet
    next: int  # row of Application behind it


@row
class Had:
    """What one manager has had of an instrument on one company."""

    id: int
    company: int  # row of Company
    fen: int  # so far
    next: int  # row of Had on another company


@row
class RegisteredDeal:
    """A payment of one fund in one round, entered in the register of loss compensation."""

    id: int
    day: int  # of the payment
    stage: int  # of the round
    amount: int  # paid, fen
    subsidy: int  # risk subsidy paid on it, fen
    qualifies: int  # 1 = a loss on it may be compensated
    next: int  # row of RegisteredDeal of the same holding


@row
class Flow:
    """A dated flow of a public line, where its contract depends on them (fen)."""

    id: int
    day: int  # an ordinal
    fen: float  # amount
    next: int  # row of Flow after it
