"""Cover of loans (京政发[2011]12号 arts. 19 and 22): a guarantor (担保) and an insurer (科技保险), by one set of rules.

All amounts in whole fen.
"""

from sim.clauses.rounding import part_of


def covered_part(principal_fen: int, cover: float) -> int:
    """Arts. 19, 22 name no part: what is covered of a loan is ``cover`` of its principal."""
    return part_of(principal_fen, cover)


def has_room(covered_fen: int, more_fen: int, multiple: float, cash_fen: int) -> bool:
    """融资性担保公司管理暂行办法 (2010) art. 28: what is covered stays within a multiple of the capital.

    Text: at most ten times the net assets. Our reading: counted by what is covered, not by principals; a loan that
    would pass the limit is not covered, so that it is never passed; net assets are the cash at hand.
    """
    return covered_fen + more_fen <= multiple * cash_fen


def fee(covered_fen: int, rate: float) -> int:
    """担保费, 保费: a share of what is covered, once, paid by the company out of the loan."""
    return part_of(covered_fen, rate)


def fee_support(fee_fen: int, share: float, cap_fen: int, purse_fen: int) -> int:
    """京政发[2011]12号 art. 22 (保费补贴): part of the premium, at most ``cap_fen``, or what is left in the purse."""
    return max(0, min(part_of(fee_fen, share), cap_fen, purse_fen))


def called(unpaid_fen: int, cover: float, cash_fen: int) -> int:
    """Our reading: cover pays its part of the principal that is unpaid, as far as its cash goes; interest is not."""
    return max(0, min(part_of(unpaid_fen, cover), cash_fen))
