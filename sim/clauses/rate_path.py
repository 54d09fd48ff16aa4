"""An index over time (利率路径): the rate of a day, and what a stretch of days under changing rates amounts to.

Rules of the kind "cost plus the loan rate of the same period" (同期贷款利率) do not say whether one rate holds for the
whole time or each day has its own. Both are offered; here is the second. Days are ordinals, rates yearly, the spread
included.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sim.clauses.arithmetic import power
from sim.clauses.rates import years_between

TRANSFER = 0  # the rate of the day on which it is reckoned holds for all the time before
PAYMENT = 1  # the rate of the day of each payment
PATH = 2  # each day has its own rate


class Steps(NamedTuple):
    """A step function: each rate holds from its day to the next; before the first day the first. Empty: no index."""

    days: Sequence[int] = ()
    rates: Sequence[float] = ()


NO_STEPS = Steps()
NEVER_COMES = 1 << 40  # a day after all others; steps that begin on it never do


def begins(days: Sequence[int]) -> bool:
    """Whether an index has any step at all."""
    return len(days) > 0 and days[0] < NEVER_COMES


def rate_on(steps: Steps, day: int) -> float:
    """The rate in force on a day. Raises IndexError for an empty index."""
    first, beyond = 0, len(steps.days)
    while beyond - first > 1:
        middle = (first + beyond) // 2
        if steps.days[middle] <= day:
            first = middle
        else:
            beyond = middle
    return steps.rates[first]


def growth(steps: Steps, origin: int, start: int, end: int, compound: bool) -> float:
    """浙江 art. 25 (2009: "same-period" benchmark rate): what one yuan on ``start`` has become on ``end``.

    Text: the loan rate of the same period. Our reading: each day bears the rate in force on it; years are counted from
    ``origin``, the day of payment, so that anniversaries are whole (D7); a change between anniversaries splits the year
    by days over 365. Simple: 1 + Σ rate × years; compound: the product of (1 + rate)^years. 1 when no time has passed.
    """
    total, factor, at = 0.0, 1.0, start
    while at < end:
        following = end
        for day in steps.days:
            if at < day < end:
                following = day
                break
        years = years_between(origin, following) - years_between(origin, at)
        rate = rate_on(steps, at)
        total += rate * years
        factor *= power(1.0 + rate, years)
        at = following
    return factor if compound else max(0.0, 1.0 + total)


def mean_rate(steps: Steps, start: int, end: int, compound: bool) -> float:
    """The constant yearly rate that gives the same interest from ``start`` to ``end`` as the path; at once, today's.

    Simple: the mean weighted by time; compound: the geometric mean. With it every price formula of a fixed rate holds.
    """
    years = years_between(start, end)
    if years <= 0.0:
        return rate_on(steps, end)
    grown = growth(steps, start, start, end, compound)
    return power(grown, 1.0 / years) - 1.0 if compound else (grown - 1.0) / years


def preferred(unreturned: float, preference: float, steps: Steps, start: int, end: int) -> float:
    """IIF 1997 (memory: interest at the long bond rate): accrued preference when each day bears its own rate.

    As ``waterfall.accrue``, compounded daily, but under the rate in force on each day: accruing from change to change
    gives the same as accruing every day.
    """
    total, at = unreturned + preference, start
    while at < end:
        following = end
        for day in steps.days:
            if at < day < end:
                following = day
                break
        total *= power(1.0 + rate_on(steps, at), (following - at) / 365)
        at = following
    return total - unreturned
