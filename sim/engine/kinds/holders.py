"""Who holds shares of a company beside funds and the guidance fund: small holders, each kind of them as one party.

Money in whole fen, days from the start. A field that names a row holds its number, ``NOBODY`` where there is none.
"""

from sim.engine.rows import row


@row
class SmallHolder:
    """A kind of small holders, whose money is kept together (``codes.SMALL_HOLDERS``)."""

    id: int
    account: int  # row of Account
    year: int  # of its last payment, counted from the start
    paid: int  # in that year, fen


@row
class SmallHolding:
    """Shares that small holders bought of a company at once, also after they are gone."""

    id: int
    kind: int  # row of SmallHolder
    company: int  # row of Company
    shares: int  # bought
    cost: int  # paid, fen
    first_day: int  # of the payment
    exit_day: int  # day on which they were left, NEVER while they are held
    proceeds: int  # fen
    nav: int  # value at the horizon, fen
    next: int  # row of SmallHolding of the same company, the next that was bought
