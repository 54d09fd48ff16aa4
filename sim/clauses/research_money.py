"""科研经费 (京政发[2011]12号 arts. 8 and 12): when a grant is paid, to whom, and what of it cannot be used."""

from typing import Final

from sim.clauses.rounding import part_of

# How a grant is paid out, in the order of the schema; the last is that of the fund for small firms.
UPFRONT: Final = 0
STAGED: Final = 1
POST: Final = 2
SME: Final = 3
STAGED_AT_AWARD: Final = 0.4
STAGED_AT_ROUND: Final = 0.3
SME_AT_AWARD: Final = 0.7


def at_award(mode: int, amount_fen: int) -> int:
    """京政发[2011]12号 art. 8: conversion projects may be paid by stage, or afterwards; 128号: 70 % to small firms.

    Our reading of the size of the stages: all up front, 40 % of a staged grant, nothing of one paid after acceptance.
    """
    if mode == STAGED:
        return part_of(amount_fen, STAGED_AT_AWARD)
    if mode == SME:
        return part_of(amount_fen, SME_AT_AWARD)
    return amount_fen if mode == UPFRONT else 0


def at_round(mode: int, amount_fen: int) -> int:
    """Our reading of art. 8: 30 % of a staged grant once the next round has closed, nothing of any other."""
    return part_of(amount_fen, STAGED_AT_ROUND) if mode == STAGED else 0


def at_acceptance(mode: int, amount_fen: int) -> int:
    """Our reading of art. 8: what is left of a grant is paid when its project is accepted; all parts sum to it."""
    return amount_fen - at_award(mode, amount_fen) - at_round(mode, amount_fen)


def indirect(tranche_fen: int, rate: float, institution: bool) -> int:
    """财教[2011]434号 (memory): indirect costs of up to 20, 13 or 10 % by size.

    Our reading: of every tranche the university or institute behind the result gets its part, rounded down, the
    company all else.
    """
    return part_of(tranche_fen, rate) if institution else 0


def tied(company_fen: int, friction: float, autonomy: float) -> int:
    """京政发[2011]12号 art. 8 (4): units may shift money between the lines of a budget.

    Our reading: of what a company is paid, a part ``friction`` lies in lines that it cannot use, less the more
    ``autonomy`` (0 to 1) it has; it goes back at acceptance, what is paid later at once.
    """
    return part_of(company_fen, friction * (1.0 - autonomy))
