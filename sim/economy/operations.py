"""What a company sells, employs and owns beside its rounds: laws of a path of sales, reckoned at events.

The logarithm of yearly sales goes to a target at a rate: x(t) = X + (x₀ - X) exp(-rate t). Staff and net assets follow
from sales by the table of sizes at the stages (``economy.company``), read along straight lines in logarithms.
"""

import math
from collections.abc import Sequence
from typing import Final

LARGEST_LOG: Final = 27.0  # of yuan: half a trillion, beyond any company, so that whole numbers hold it in fen
LARGEST_LOG_STAFF: Final = 20.0  # half a billion people


def log_sales_after(x: float, target: float, rate: float, days: int) -> float:
    """Log sales ``days`` after they were ``x``, on their way to ``target`` at ``rate`` (1/year)."""
    return target + (x - target) * math.exp(-rate * days / 365.0)


def yuan(x: float) -> float:
    """Yearly sales, or net assets, of their logarithm; at most some half a trillion."""
    return math.exp(min(x, LARGEST_LOG))


def along(x: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    """The value at ``x`` on the line through two or more points, ``xs`` ascending; both end slopes go on beyond."""
    k = 1
    while k < len(xs) - 1 and x > xs[k]:
        k += 1
    return ys[k - 1] + (x - xs[k - 1]) * ((ys[k] - ys[k - 1]) / (xs[k] - xs[k - 1]))


def headcount(log_staff: float) -> int:
    """People employed, whole ones, of the logarithm of their number."""
    return int(math.exp(min(log_staff, LARGEST_LOG_STAFF)) + 0.5)


def grown(x: float, mean: float, sigma: float, z: float) -> float:
    """The log sales that a listing or trade sale leads to from ``x``: never less; ``z`` is standard normal."""
    return x + max(0.0, mean + sigma * z)


def city_tax(yearly_sales: float, tax_rate: float, local_share: float) -> float:
    """What the city gets of a company's taxes of a year, in yuan."""
    return yearly_sales * tax_rate * local_share


def leave_chance(rate: float) -> float:
    """Chance to leave within a year at a yearly hazard."""
    return -math.expm1(-rate)
