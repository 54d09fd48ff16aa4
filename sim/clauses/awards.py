"""Articles 5 and 7 of 京政发[2011]12号: what an award of shares to inventors costs them in tax, and when it is due."""

from sim.clauses.rounding import FEN


def bill(share: float, declared_fen: int, tax_rate: float) -> int:
    """Tax on an award of ``share`` of a technology that is declared to be worth so much, in fen."""
    return int(tax_rate * share * declared_fen + 0.5)


def accepts(bill_fen: int, instalments: int, income: float, affordable_share: float) -> bool:
    """Whether inventors with a yearly ``income`` (yuan) accept an award.

    Our assumption: they do if an equal part of the bill is no more than ``affordable_share`` of a year's income.
    """
    return bill_fen / instalments <= affordable_share * income * FEN


def instalment(bill_fen: int, instalments: int, number: int) -> int:
    """The instalment of that number, from 0, in fen.

    Text of art. 7: in instalments over at most five years. Our reading: equal ones in whole fen, one a year, of which
    the last takes what is left over.
    """
    each = bill_fen // instalments
    return each if number < instalments - 1 else bill_fen - each * (instalments - 1)
