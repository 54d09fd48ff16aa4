"""投资保障 (investment guarantee): grants to companies before and after a manager invests, and their return."""

import math


def grant(amount_fen: int, had: bool, purse_fen: int) -> int:
    """财企[2007]128号 arts. 30 and 31 (memory): at most 1 m before, 2 m after a VC invests, once a company.

    Our reading: the whole amount, or what is left in the purse.
    """
    return 0 if had else max(0, min(amount_fen, purse_fen))


def days_bought(grant_fen: int, burn_fen_per_day: float) -> int:
    """财企[2007]128号 art. 30 (memory): the grant pays for research; so it lengthens what the company can live on.

    Our reading: by cash over burn, whole days, rounded down; nothing for a company that spends nothing.
    """
    return math.floor(grant_fen / burn_fen_per_day) if burn_fen_per_day > 0.0 else 0


def reclaimed(grant_fen: int, cash_fen: int, invested: bool, clawback: bool) -> int:
    """财企[2007]128号 art. 32 (memory): no investment after coaching and no force majeure: the grant is clawed back.

    Our reading: from what cash the company still has; what is spent is lost.
    """
    return min(grant_fen, cash_fen) if clawback and not invested else 0
