"""Powers and the gamma function for whatever reaches the ledger: the same to the last bit in every way of running it.

``math.exp``, ``log``, ``log1p``, ``expm1``, ``sqrt``, ``floor`` and their like agree between an interpreter and a
compiler. Powers do not: compilers write some of them as products, roots and quotients, and one library's gamma function
is not another's. So both are written out here, once.
"""

import math

_LOG_2 = 0.6931471805599453
_HALF_LOG_2_PI = 0.9189385332046728
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)  # of 1/x, 1/x³, …
_FAR = 10.0  # from here on the terms left out are below 1e-15


def power(x: float, y: float) -> float:
    """``x`` to the power of ``y``; ``x`` positive, or 0 with a positive ``y``.

    Squares, square roots, reciprocals and powers of two are written out, the cases that compilers replace.
    """
    if y == 2.0:
        return x * x
    if y == 0.5:
        return math.sqrt(x)
    if y == -1.0:
        return 1.0 / x
    if x == 2.0:
        whole = math.floor(y)
        return math.ldexp(math.exp((y - whole) * _LOG_2), whole)
    return math.pow(x, y)


def log_gamma(x: float) -> float:
    """Natural logarithm of the gamma function of a positive ``x``, to about 1e-14 (Abramowitz and Stegun 6.1.41)."""
    product = 1.0
    while x < _FAR:
        product *= x
        x += 1.0
    series, term = 0.0, 1.0 / x
    for coefficient in _STIRLING:
        series += coefficient * term
        term /= x * x
    return (x - 0.5) * math.log(x) - x + _HALF_LOG_2_PI + series - math.log(product)
