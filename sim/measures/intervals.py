"""One interval for every estimate, from what each replication adds to it.

Replications are independent, what happens inside one is not; so every interval stands on replications alone. A value
over replications comes with its *pulls*: by how much each replication moves it (jackknife). Pulls of differences and
of Shapley values are differences and sums of pulls, so these have their intervals by the same functions.

- A number: Student's t interval, its end moved out to that of Hall's cubic (1992, JRSS B 54, 221), which takes the
  skewness out of the t statistic as a bootstrap of t does, without draws. A multiple also reaches as far up as
  Student's t on its logarithm.
- A share: Clopper and Pearson (1934) on as many trials as would vary as much as the share does over replications (Korn
  and Graubard 1998, Survey Methodology 24, 193), or that of a number where it varies so little that it is no count. For
  a share of replications it is the exact interval; so it is, on the number of replications, for a share at 0 or 1,
  where nothing is seen to vary.

- A ratio of sums whose denominator may be of either sign: Fieller's (1954, JRSS B 16, 175), all ratios that Student's t
  does not reject.

How often they cover: ``benchmarks/interval_coverage.py``; what else was tried: docs/design/0033-chance-only.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.measures.catalogue import Law

Numbers = NDArray[np.float64]
Interval = tuple[float, float]

FEWEST = 3
MANY = 10  # trials a replication beyond which a share is judged as a number too
CERTAIN = 3.0  # errors that a denominator must be above 0 for what each replication adds to be in proportion
UPPER = 0.975
LEAST: dict[Law, float] = {"share": 0.0, "multiple": 0.0, "amount": 0.0, "rate": -1.0, "number": -math.inf}
_NO_PULLS: Numbers = np.empty(0)
_STILL = 1e-24  # a sum of squares that rounding alone can leave
_MOST_LOG = 20.0  # keeps the end of a multiple that nearly all comes from one replication a number


@dataclass(frozen=True, slots=True)
class Pooled:
    """A value over R replications and what each adds to it.

    ``pulls`` (R,) are in the unit of ``value`` and sum to about 0; a replication in which the measure does not exist
    has 0, and ``n`` counts the others. n/(n - 1) times the sum of their squares is the variance of the value. Empty
    where no variance can be had. ``own``: an interval of this value alone, where a better one than by pulls is known.
    """

    value: float | None = None
    pulls: Numbers = field(default_factory=lambda: _NO_PULLS)
    n: int = 0
    own: Interval | None = None

    @property
    def error(self) -> float | None:
        """The standard error; None below three replications."""
        if self.value is None or self.n < FEWEST or not self.pulls.size:
            return None
        return _error(self.pulls, self.n)

    def scaled(self, by: float) -> "Pooled":
        """The same in another unit, ``by`` > 0 of the old one."""
        if self.value is None:
            return self
        own = None if self.own is None else (self.own[0] * by, self.own[1] * by)
        return Pooled(self.value * by, self.pulls * by, self.n, own)

    def __sub__(self, other: "Pooled") -> "Pooled":
        """The difference on the same replications; nothing where either value is missing."""
        if self.value is None or other.value is None:
            return Pooled()
        known = self.pulls.size and other.pulls.size
        pulls = self.pulls - other.pulls if known else _NO_PULLS
        return Pooled(self.value - other.value, pulls, min(self.n, other.n))


def mean_of(values: Numbers) -> Pooled:
    """The mean of (R,) values that exist: those that are finite."""
    there = np.isfinite(values)
    n = int(there.sum())
    if n == 0:
        return Pooled()
    centre = float(values[there].mean())
    return Pooled(centre, np.where(there, values, centre) / n - centre / n, n)


def ratio_of(above: Sequence[int], below: Sequence[int]) -> Pooled:
    """The sum of (R,) numerators over the sum of (R,) denominators; nothing where that is 0.

    A replication whose denominator is 0 does not have the measure.
    """
    top, bottom = sum(above), sum(below)
    if bottom == 0:
        return Pooled()
    a, b = np.array(above, dtype=np.float64), np.array(below, dtype=np.float64)
    there = b != 0
    rest = float(bottom) - b
    if not rest[there].all():  # one replication holds the whole denominator
        return Pooled(top / bottom, _NO_PULLS, int(there.sum()))
    return Pooled(top / bottom, jackknife((float(top) - a) / rest, there), int(there.sum()))


def signed_ratio_of(above: Sequence[int], below: Sequence[int]) -> Pooled:
    """The same of paired differences, which may be of either sign and 0: every replication has it.

    Nothing where the denominators' interval reaches 0, or lies below it: who pays more for fewer is not cheap. Its
    interval is Fieller's; there are pulls for differences only where the denominator is above three errors, for
    nearer to 0 what each replication adds is no longer in proportion.
    """
    a, b = np.array(above, dtype=np.float64), np.array(below, dtype=np.float64)
    bottom = mean_of(b)
    certain = ci95(bottom, "number")
    if certain is None or certain[0] <= 0.0 or bottom.value is None or bottom.error is None:
        return Pooled()
    everywhere = np.ones(b.size, dtype=np.bool_)
    far = bottom.value > CERTAIN * bottom.error
    pulls = jackknife((a.sum() - a) / (b.sum() - b), everywhere) if far else _NO_PULLS
    return Pooled(sum(above) / sum(below), pulls, b.size, fieller(a, b))


def fieller(above: Numbers, below: Numbers) -> Interval:
    """Fieller's 95 % interval of the mean of (R,) numbers over that of (R,) others, by replication.

    The mean of the others must be above 0 by Student's t: else the set of ratios is no interval.
    """
    n, bottom = below.size, float(below.mean())
    ratio = float(above.mean()) / bottom
    rest, off = above - ratio * below, below - bottom
    reach = _t(n) ** 2 / (n * (n - 1))
    mixed, square = reach * float(rest @ off), reach * float(rest @ rest)
    firm = bottom**2 - reach * float(off @ off)
    half = math.sqrt(mixed**2 + firm * square)
    return ratio - (mixed + half) / firm, ratio - (mixed - half) / firm


def jackknife(without: Numbers, there: NDArray[np.bool_]) -> Numbers:
    """Pulls (R,) from the values without each replication (R,); 0 where the replication does not have the measure."""
    n = int(there.sum())
    return np.where(there, (n - 1) / n * (without[there].mean() - without), 0.0)


def ci95(one: Pooled, law: Law) -> Interval | None:
    """The 95 % interval; None below three replications, and for what cannot be below 0 and never was above it."""
    if one.own is not None:
        return one.own
    error = one.error
    if one.value is None or error is None:
        return None
    if law == "share":
        return _share_ci95(one.value, one.pulls, one.n)
    if one.value == 0 and error == 0 and law in ("multiple", "amount"):
        return None  # nothing seen bounds how much it may be
    low_end, high_end = number_ends(one.value, one.pulls, one.n)
    if law == "multiple" and one.value > 0:
        high_end = max(high_end, one.value * math.exp(min(_t(one.n) * error / one.value, _MOST_LOG)))
    return max(low_end, LEAST[law]), high_end


def _share_ci95(share: float, pulls: Numbers, n: int) -> Interval:
    """Clopper and Pearson's interval; where the share varies as little as that of many trials, a number's as well.

    Such a share (of money, weighted by time) is no count, and its skewness not that of counts. One that is below 0 or
    above 1 (of cash behind which more is promised than is there) is a number like any other.
    """
    if not 0 <= share <= 1:
        return number_ends(share, pulls, n)
    squares = float(pulls @ pulls)
    lows, highs = share_ends(np.array([share]), np.array([squares]), n)
    low, high = float(lows[0]), float(highs[0])
    if squares <= _STILL or share * (1 - share) / squares <= MANY * n:
        return low, high
    number = number_ends(share, pulls, n)
    return min(low, max(number[0], 0.0)), max(high, min(number[1], 1.0))


def number_ends(value: float, pulls: Numbers, n: int) -> Interval:
    """Student's t interval of a value with ``pulls`` (R,) of ``n`` replications, or Hall's where that reaches farther.

    The skewness is the usual estimate from n values (Fisher's G1).
    """
    squares = float(pulls @ pulls)
    if squares == 0:
        return value, value
    error, t = _error(pulls, n), _t(n)
    skewness = float(((pulls / math.sqrt(squares / n)) ** 3).sum()) / n * math.sqrt(n * (n - 1)) / (n - 2)
    low, high = (_unskewed(end, skewness / math.sqrt(n)) for end in (t, -t))
    return value - error * max(t, low), value + error * max(t, -high)


def student_half(pulls: Numbers, n: int) -> float:
    """Half of Student's t interval of a value with ``pulls`` (R,) of ``n`` replications."""
    return _t(n) * _error(pulls, n)


def _error(pulls: Numbers, n: int) -> float:
    return math.sqrt(n / (n - 1) * float(pulls @ pulls))


def _unskewed(t: float, skewness: float) -> float:
    """What the t statistic is where Hall's transform of it is ``t``; ``skewness`` is that of the mean."""
    a, shift = skewness / 3, skewness / 6
    if abs(a) < 1e-9:
        return t
    return (math.cbrt(1 + 3 * a * (t - shift)) - 1) / a


def share_ends(shares: Numbers, squares: Numbers, n: int) -> tuple[Numbers, Numbers]:
    """Ends of the intervals of shares (K,) whose pulls over ``n`` replications have the sums of squares (K,).

    p(1 - p)/squares is the number of trials that would vary as much; where it exceeds that of replications it is cut
    down, because its variance is known from n replications only. At 0 and 1 it is the number of replications: they are
    independent, so however alike all inside one is, the share of those in which anything happens bounds the share. A
    share between that is the same in all replications is taken for fixed.
    """
    from scipy.special import betaincinv, stdtrit

    inside = (shares > 0) & (shares < 1)
    vary = inside & (squares > _STILL)
    trials = np.where(vary, shares * (1 - shares) / np.where(vary, squares, 1.0), float(n))
    trials = trials * (stdtrit(np.maximum(trials, n) - 1, UPPER) / _t(n)) ** 2
    hits, misses = shares * trials, (1 - shares) * trials
    low = np.where(shares > 0, betaincinv(np.where(shares > 0, hits, 1.0), misses + 1, 1 - UPPER), 0.0)
    high = np.where(shares < 1, betaincinv(hits + 1, np.where(shares < 1, misses, 1.0), UPPER), 1.0)
    fixed = inside & ~vary
    return np.where(fixed, shares, np.minimum(low, shares)), np.where(fixed, shares, np.maximum(high, shares))


def difference_ci95(one: Pooled, other: Pooled, law: Law) -> Interval | None:
    """The interval of ``one`` less ``other`` on the same replications.

    Two shares that are both at 0 or 1 are not seen to vary: theirs is Newcombe's (1998, Statistics in Medicine 17, 873)
    from the two intervals, as if they were independent.
    """
    apart = one - other
    if law == "share" and _still(one) and _still(other):
        return _from_both(one, other)
    found = ci95(apart, "number")
    return found if found is None or law != "share" else (max(found[0], -1.0), min(found[1], 1.0))


def difference_error(one: Pooled, other: Pooled, law: Law) -> float | None:
    """The standard error of ``one`` less ``other`` on the same replications."""
    if law == "share" and _still(one) and _still(other):
        ends = _from_both(one, other)
        apart = (one - other).value
        if ends is None or apart is None:
            return None
        return max(ends[1] - apart, apart - ends[0]) / _t(min(one.n, other.n))
    return (one - other).error


def _still(one: Pooled) -> bool:
    return one.value in (0.0, 1.0) and not one.pulls.any()


def _from_both(one: Pooled, other: Pooled) -> Interval | None:
    first, second = ci95(one, "share"), ci95(other, "share")
    if first is None or second is None or one.value is None or other.value is None:
        return None
    down = math.hypot(one.value - first[0], second[1] - other.value)
    up = math.hypot(first[1] - one.value, other.value - second[0])
    apart = one.value - other.value
    return max(apart - down, -1.0), min(apart + up, 1.0)


def _t(n: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, UPPER))
