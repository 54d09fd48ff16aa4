"""Buy-back by founders (回购): contract custom of Chinese funds, no rule of 京政发[2011]12号."""


def claim(cost_fen: int, fen_days: int, today: int, rate: float) -> float:
    """Custom of venture contracts: cost plus simple interest, mostly 8 % a year (memory); gives fen.

    ``fen_days``: each payment times its day, added up, so that each bears interest from its own day; years of 365 days.
    """
    return cost_fen + rate * ((cost_fen * today - fen_days) / 365.0)


def part_paid(u: float, v: float, in_full: float, nothing: float) -> float:
    """What founders pay of a claim: all with chance ``in_full``, nothing with chance ``nothing``, else a share ``v``.

    ``u`` decides which, ``v`` is uniform in (0, 1). In court a tenth paid in full, over 60 % nothing (press).
    """
    if u < in_full:
        return 1.0
    return 0.0 if u < in_full + nothing else v


def takes(offer_fen: float, other_fen: float) -> bool:
    """Our reading: a fund takes what founders offer where it is more than its shares bring elsewhere."""
    return offer_fen > other_fen
