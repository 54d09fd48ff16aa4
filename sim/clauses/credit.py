"""Loans to young companies (京政发[2011]12号 arts. 12, 19 and 22): how much, at what rate, and what the bank gets back.

All amounts in whole fen, rates yearly.
"""

from sim.clauses.rounding import part_of, to_fen


def principal(need_fen: int, pledge_fen: int, credit_fen: int, cap_fen: int, smallest_fen: int) -> int:
    """京政发[2011]12号 art. 22: loans on pledged intellectual property, beside credit on sales.

    Our reading: what the company needs, within the larger of what the pledge carries and what its sales carry, and
    within ``cap_fen``; nothing where that is below ``smallest_fen``.
    """
    amount = min(need_fen, max(pledge_fen, credit_fen), cap_fen)
    return amount if amount >= smallest_fen else 0


def pledged(amount_fen: int, pledge_fen: int) -> bool:
    """Our reading of art. 22: a loan is a pledge loan where the pledge alone carries it, else the sales carry it."""
    return 0 < amount_fen <= pledge_fen


def acceptance(base: float, pledge: float, covered: float, factor: float) -> float:
    """Chance that a bank lends, each reason adding to the others' refusals; at most 1.

    Our assumption: ``base`` without anything, ``pledge`` and ``covered`` (0 where there is none) independent reasons;
    ``factor`` is what the bank makes of the company's owners (art. 19) and of its recognition (art. 16).
    """
    return min(1.0, (1.0 - (1.0 - base) * (1.0 - pledge) * (1.0 - covered)) * factor)


def interest(amount_fen: int, loan_rate: float, markup: float) -> int:
    """中关村瞪羚计划: a bank asks at most 20 % more than the base rate (press).

    Our reading: twelve months, simple, with the principal at maturity.
    """
    return to_fen(amount_fen * (loan_rate * (1.0 + markup)))


def support(interest_fen: int, share: float, purse_fen: int) -> int:
    """京政发[2011]12号 art. 22 (贴息): part of the interest of a loan, or what is left in the purse.

    Our reading: promised with the loan and paid once all of it has been repaid, so none goes to who defaults.
    """
    return max(0, min(part_of(interest_fen, share), purse_fen))


def from_sales(due_fen: int, cash_fen: int, sales: float, surplus: float) -> int:
    """Our assumption: what its cash lacks a company pays out of its sales, which stand outside the ledger.

    As far as ``surplus`` of its yearly ``sales`` (fen) goes.
    """
    return max(0, min(due_fen - cash_fen, int(sales * surplus)))


def interest_first(paid_fen: int, interest_fen: int) -> int:
    """最高人民法院 合同法司法解释(二) art. 21 (2009): what is paid counts as interest first, then as principal.

    Gives the interest in a payment.
    """
    return min(paid_fen, interest_fen)


def pledge_sold(declared_fen: int, recovery: float, owed_fen: int) -> int:
    """What the sale of a pledged result brings the bank: ``recovery`` of its declared value, within what it is owed."""
    return max(0, min(part_of(declared_fen, recovery), owed_fen))
