"""Selection by administration in place of the market (市场运作 switched off). Pure scalar functions.

They act on sub-funds (funds set up with public money) and on deals in which public money buys shares, only where the
rule book says ``selection.administrative``; otherwise each gives back what it was given.
"""

import math

from sim.economy.laws import months_to_days

QUARTER_MONTHS = 3.0  # a round is shown once a quarter


def noise(own: float, factor: float, administered: bool) -> float:
    """Standard deviation of what a manager sees of a company's quality when officials take part in the choice."""
    return own * factor if administered else own


def skill(own: float, loss: float, administered: bool) -> float:
    """What the lead brings to a company, in standard deviations of skill."""
    return own - loss if administered else own


def waiting_days(months: float, administered: bool) -> int:
    """Days from the call to the day on which an approved fund may begin to raise money."""
    return months_to_days(months) if administered and months > 0.0 else 0


def waiting_looks(months: float, administered: bool) -> int:
    """Quarters from a fund's yes to a new company to the day on which it may pay."""
    return math.ceil(months / QUARTER_MONTHS) if administered else 0


def place(rank: tuple[int, int], by_slot: bool) -> tuple[int, int]:
    """Place in the order of applicants: by ``rank`` (record, then slot), or by slot alone, whatever the record."""
    return (0, rank[1]) if by_slot else rank
