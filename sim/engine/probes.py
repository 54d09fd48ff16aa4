"""Whether this machine's compiled arithmetic is its interpreter's, to the last bit; asked before laws are compiled.

Functions of ``math`` come from the platform's library in the interpreter, and from where the compiler likes otherwise.
"""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from sim.clauses.arithmetic import log_gamma, power

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Function = Callable[[float, float], float]

PROBES: Final = 100_000
# Steps of two sequences that fill the unit square evenly (the roots of x³ = x + 1).
STEPS: Final = (0.7548776662466927, 0.5698402909980532)


class ArithmeticDiffersError(Exception):
    """Compiled code of this machine computes otherwise than its interpreter, so compiled laws cannot be used."""


def exp(x: float, y: float) -> float:
    """Of numbers from -100 to 100, small ones as often as large."""
    return math.exp((x - 0.5) * 200.0 * y)


def expm1(x: float, y: float) -> float:
    """As ``exp``."""
    return math.expm1((x - 0.5) * 200.0 * y)


def log(x: float, y: float) -> float:
    """Of positive numbers up to 1e18, with many near 1."""
    return math.log(x / y if x < 0.5 else x * 1e18 * y)


def log1p(x: float, y: float) -> float:
    """Of numbers above -1."""
    return math.log1p(-x if y < 0.5 else x * 1e6 * y)


def sqrt(x: float, y: float) -> float:
    """Of numbers up to 1e18."""
    return math.sqrt(x if y < 0.5 else x * 1e18 * y)


def erf(x: float, y: float) -> float:
    """Of numbers from -6 to 6."""
    return math.erf((x - 0.5) * 12.0 * y)


def erfc(x: float, y: float) -> float:
    """As ``erf``."""
    return math.erfc((x - 0.5) * 12.0 * y)


def floor(x: float, y: float) -> float:
    """Of numbers whose parts after the point are a few bits or many."""
    return float(math.floor((x - 0.5) * 1e12 * y))


def ceil(x: float, y: float) -> float:
    """As ``floor``."""
    return float(math.ceil((x - 0.5) * 1e12 * y))


def any_power(x: float, y: float) -> float:
    """Of positive numbers up to 100, to any power from -20 to 20."""
    return power(100.0 * x, (y - 0.5) * 40.0)


def square(x: float, y: float) -> float:
    """A power that compilers write in another way, as are the next three."""
    return power(1e3 * x * y, 2.0)


def root(x: float, y: float) -> float:
    """As ``square``."""
    return power(1e3 * x * y, 0.5)


def reciprocal(x: float, y: float) -> float:
    """As ``square``."""
    return power(1e3 * x * y, -1.0)


def power_of_two(x: float, y: float) -> float:
    """As ``square``."""
    return power(2.0, (x - 0.5) * 200.0 * y)


def gamma(x: float, y: float) -> float:
    """Of positive numbers up to 1,000."""
    return log_gamma(1e3 * x * y)


FUNCTIONS: Final[tuple[Function, ...]] = (
    exp, expm1, log, log1p, sqrt, erf, erfc, floor, ceil, any_power, square, root, reciprocal, power_of_two, gamma,
)  # fmt: skip


def check_arithmetic(functions: tuple[Function, ...] = FUNCTIONS) -> None:
    """Compare 100,000 values of each function; takes a second or two and needs numba.

    Raises ArithmeticDiffersError naming the first function that differs, and where.
    """
    pairs = unit_square(PROBES)
    for function, found in zip(functions, compiled_values(functions, pairs), strict=True):
        compare(function, pairs, found)


def unit_square(count: int) -> Numbers:
    """So many points in the open unit square, always the same, as rows of two coordinates."""
    points: Numbers = np.arange(1, count + 1)[:, None] * np.array(STEPS) % 1.0
    return points


def compiled_values(functions: tuple[Function, ...], pairs: Numbers) -> Numbers:
    """The values that compiled code gives, a row a function."""
    from sim.engine import compiled

    found = np.empty((len(functions), len(pairs)))
    compiled.tabulator(functions)(pairs, found)
    return found


def compare(function: Function, pairs: Numbers, found: Numbers) -> None:
    """Raise ArithmeticDiffersError where ``found`` is not the interpreter's value to the last bit."""
    own = np.array([function(x, y) for x, y in pairs.tolist()])
    others = np.flatnonzero(own.view(np.int64) != found.view(np.int64))
    if len(others):
        at = others[0]
        raise ArithmeticDiffersError(
            f"compiled code of this machine computes otherwise than its interpreter: {function.__name__} of the probes"
            f" at {tuple(pairs[at].tolist())} is {float(found[at])!r} and not {float(own[at])!r}"
        )
