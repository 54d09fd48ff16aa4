"""Distributions by inverse transform, scalar ``math`` only, written once (design decision D2).

Every law takes a uniform ``u`` in (0, 1) and is non-decreasing in it. Numpy's and scipy's array versions differ in the
last bit between processors, so none of them may reach the ledger.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from sim.clauses.arithmetic import log_gamma

# Wichura (1988), Algorithm AS 241, PPND16: coefficients from the highest power down, denominators with leading terms.
_CENTRE_TOP = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
_CENTRE_BOTTOM = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
_MIDDLE_TOP = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
_MIDDLE_BOTTOM = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
_TAIL_TOP = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
_TAIL_BOTTOM = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    value = 0.0
    for coefficient in coefficients:
        value = value * x + coefficient
    return value


def normal(u: float) -> float:
    """Standard normal quantile of ``u`` in (0, 1), relative accuracy about 1e-16 (Wichura 1988, AS 241, PPND16)."""
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        r = 0.180625 - q * q
        return q * _polynomial(_CENTRE_TOP, r) / _polynomial(_CENTRE_BOTTOM, r)
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        z = _polynomial(_MIDDLE_TOP, r - 1.6) / _polynomial(_MIDDLE_BOTTOM, r - 1.6)
    else:
        z = _polynomial(_TAIL_TOP, r - 5.0) / _polynomial(_TAIL_BOTTOM, r - 5.0)
    return -z if q < 0.0 else z


def lognormal(u: float, median: float, sigma: float) -> float:
    """Quantile of the lognormal with that median and standard deviation ``sigma`` of its logarithm."""
    return median * math.exp(sigma * normal(u))


def moved_odds(chance: float, shift: float) -> float:
    """``chance`` with ``shift`` added to its log odds; ``chance`` itself, to the bit, where nothing is added."""
    if shift == 0.0 or chance <= 0.0:
        return chance
    return 1.0 / (1.0 + (1.0 / chance - 1.0) * math.exp(-shift))


def discovered(chance: float, channels: float, platform: float, information: float, published: float) -> float:
    """The chance that a result is discovered: ``chance`` with what articles add to its log odds, in their order."""
    return moved_odds(chance, channels + platform + information + published)


def exponential(u: float, mean: float) -> float:
    """Quantile of the exponential with that mean."""
    return -mean * math.log1p(-u)


def uniform(u: float, lo: float, hi: float) -> float:
    """Quantile of the uniform on ``lo .. hi``."""
    return lo + (hi - lo) * u


def choice(u: float, shares: Sequence[float]) -> int:
    """Index drawn in proportion to ``shares``; ValueError unless they are non-negative with a positive sum."""
    total = 0.0
    last = -1
    for index, share in enumerate(shares):
        if share < 0.0:
            raise ValueError("a share is negative")
        total += share
        last = index if share > 0.0 else last
    if last < 0:
        raise ValueError("no share is positive")
    target = u * total
    cumulated = 0.0
    for index in range(last):
        cumulated += shares[index]
        if target < cumulated:
            return index
    return last


def poisson(u: float, mean: float) -> int:
    """Quantile of the Poisson: the smallest k with P(X <= k) >= u. ``mean`` >= 0."""
    if mean < 0.0:
        raise ValueError(f"a Poisson mean cannot be {mean}")
    if mean == 0.0:
        return 0
    mode = math.floor(mean)
    at_mode = math.exp(mode * math.log(mean) - mean - log_gamma(mode + 1.0))

    def ratio(k: int) -> float:
        return mean / (k + 1)

    return _search(u, mode, at_mode, _up_to(mode, at_mode, ratio), ratio)


def negative_binomial(u: float, mean: float, size: float) -> int:
    """Quantile of the negative binomial with that mean and variance ``mean + mean**2 / size``."""
    if mean < 0.0 or size <= 0.0:
        raise ValueError(f"a negative binomial cannot have mean {mean} and size {size}")
    if mean == 0.0:
        return 0
    again = mean / (size + mean)
    return _search(u, *_centre(mean, size), lambda k: (k + size) / (k + 1) * again)


@lru_cache(1 << 12)
def _centre(mean: float, size: float) -> tuple[int, float, float]:
    """Mode of a negative binomial, its chance, and that of at most the mode; every replication asks for the same."""
    again = mean / (size + mean)
    mode = max(0, math.floor(mean * (size - 1.0) / size))
    log_at_mode = log_gamma(mode + size) - log_gamma(size) - log_gamma(mode + 1.0)
    log_at_mode += mode * math.log(again) - size * math.log1p(mean / size)
    at_mode = math.exp(log_at_mode)
    return mode, at_mode, _up_to(mode, at_mode, lambda k: (k + size) / (k + 1) * again)


def _up_to(mode: int, at_mode: float, ratio: Callable[[int], float]) -> float:
    """The chance of at most the mode, summed downwards; ``ratio(k)`` = p(k + 1) / p(k)."""
    cumulated = at_mode
    p = at_mode
    for k in range(mode - 1, -1, -1):
        p /= ratio(k)
        cumulated += p
        if p < 1e-20 * at_mode:
            break
    return cumulated


def _search(u: float, mode: int, at_mode: float, cumulated: float, ratio: Callable[[int], float]) -> int:
    """Sequential search from the mode, where nothing underflows; ``cumulated`` is the chance of at most the mode."""
    k, p = mode, at_mode
    while k > 0 and cumulated - p >= u:
        cumulated -= p
        p /= ratio(k - 1)
        k -= 1
    while cumulated < u and p > 1e-20 * at_mode:
        p *= ratio(k)
        cumulated += p
        k += 1
    return k


def days(years: float) -> int:
    """A duration in whole days, at least one: ``max(1, floor(years * 365 + 0.5))`` (design decision D1)."""
    return max(1, math.floor(years * 365.0 + 0.5))


def months_to_days(months: float) -> int:
    """A duration given in months, twelve to a year of 365 days, in whole days, at least one."""
    return max(1, math.floor(months * 365.0 / 12.0 + 0.5))


def servers(number: int, factor: float) -> int:
    """So many servers times ``factor``, rounded, one at least."""
    return max(1, math.floor(number * factor + 0.5))
