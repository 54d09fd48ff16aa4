"""Programmes: their purses, the money that is to come, and who applies on a programme day.

Money in whole fen, days from the start. A field that names a row holds its number, ``NOBODY`` where there is none.
"""

from sim.engine.rows import row


@row
class ProgrammePurse:
    """The money of one line of the yearly support (``vocabulary.PROGRAMME_LINES``)."""

    id: int  # place of the line
    cash: int  # row of Account
    promised: int  # row of Account: promised by any line and not paid
    promises: int  # row of Account: the other side of it
    available: int  # free to be paid or promised
    committed: int  # promised and not paid
    returned: int  # of what is free, has come home


@row
class LineMoney:
    """What the treasury gives a line on an anniversary."""

    id: int
    day: int  # of the anniversary
    line: int  # place in ``vocabulary.PROGRAMME_LINES``
    fen: int  # amount


@row
class RunningCost:
    """What the treasury pays on an anniversary for what an article runs."""

    id: int
    day: int  # of the anniversary
    article: int  # number
    clause: int  # place in ``codes.CLAUSES``
    fen: int  # amount


@row
class Anniversary:
    """A day on which lines give back and get money; none where none ever has any. The last one is the horizon."""

    id: int  # years since the start
    day: int  # it falls on
    keeps: int  # 1 = what a line has not used of its money it keeps
    reuses: int  # 1 = what has come home is used again


@row
class Applicant:
    """A company in the heap of those that apply for a programme today; higher scores, then lower slots come first."""

    id: int
    company: int  # row of Company
    score: float  # standard deviations


@row
class Support:
    """What a programme has awarded a company: the money, when it comes, and how the project ends (fen)."""

    id: int
    company: int  # row of Company
    line: int  # place in ``vocabulary.PROGRAMME_LINES``
    day: int  # of the award
    law: int  # row of ResearchMoney under which it was made
    awarded: int  # all of it
    paid: int  # so far, to company and institution
    own: int  # of that, to the company
    back: int  # given back so far
    at_round: int  # still promised for the closing of the next round
    at_acceptance: int  # still promised for the acceptance
    tied: int  # in lines of the budget that the company cannot use
    state: int  # place in ``codes.PROJECTS``
    before: int  # row of Support: the company's award before it
