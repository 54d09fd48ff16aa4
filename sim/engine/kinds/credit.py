"""Loans, the bank that makes them, and who covers them."""

from sim.engine.rows import row


@row
class Bank:
    """The bank's accounts, and the memo of what is lent and covered; each memo with its contra account."""

    id: int
    cash: int  # row of Account
    loans: int  # row of Account: open principal
    lent: int  # row of Account
    covered: int  # row of Account: open cover
    cover: int  # row of Account


@row
class Coverer:
    """A row of the guarantor's numbers: guarantee, or insurance."""

    id: int
    cash: int  # row of Account
    covered: int  # open cover, fen
    endowed: int  # 1 = its capital has come in


@row
class Loan:
    """A loan to a company, with the law under which it was made."""

    id: int
    company: int  # row of Company
    law: int  # span of the rule book
    day: int  # on which it was paid
    stage: int  # of the round that waited, ``codes.GROWTH_LOAN`` where a fast grower asked
    principal: int  # fen
    interest: int  # due with it, fen
    support: int  # of the interest, promised on repayment, fen
    supported: int  # of it, paid, fen
    coverer: int  # row of Coverer, NOBODY = the company's own collateral did
    covered: int  # fen
    pledged: int  # declared value of the pledged result, fen; 0 = its sales carry the loan
    ended: int  # day, NEVER while it is open
    end: int  # place in ``codes.LOAN_ENDS``
    paid: int  # by the company, or its buyer, fen
    cover_paid: int  # fen
    sold: int  # for the pledge, fen
    lost: int  # by the bank, principal and interest, fen
