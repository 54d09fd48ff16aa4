"""Internal rate of return on dated flows, and how many there are."""

import math
from collections.abc import Sequence
from itertools import pairwise

LOWEST, HIGHEST = -0.999, 100.0  # rates a year looked at
_CELLS = 256


def irr(days: Sequence[int], flows: Sequence[float]) -> float | None:
    """The yearly rate r with sum of flow / (1 + r)**(day / 365) = 0 (XIRR convention).

    ``days`` need not be sorted. None when there is no root in ``LOWEST .. HIGHEST``: flows of one sign, or an outcome
    more extreme than that. Flows that change sign more than once may have several roots (``count_roots``); the one
    nearest to zero is returned. Roots closer than 4.6 % of (1 + r) to each other can escape the scan in pairs.
    """
    times, amounts = _tidy(days, flows)
    brackets = _brackets(times, amounts)
    best: float | None = None
    for low, high in brackets:
        rate = math.expm1(_root(times, amounts, low, high))
        if best is None or abs(rate) < abs(best):
            best = rate
    return best


def count_roots(days: Sequence[int], flows: Sequence[float]) -> int:
    """Number of rates found in ``LOWEST .. HIGHEST``: 0 none, 1 unique, more: the rate of return is ambiguous."""
    return len(_brackets(*_tidy(days, flows)))


def _tidy(days: Sequence[int], flows: Sequence[float]) -> tuple[list[float], list[float]]:
    """Flows in order of time, one a day, zeros left out; times in years since the first."""
    if len(days) != len(flows):
        raise ValueError(f"{len(days)} days but {len(flows)} flows")
    by_day: dict[int, float] = {}
    for day, flow in sorted(zip(days, flows, strict=True)):
        by_day[day] = by_day.get(day, 0.0) + flow
    kept = [day for day, flow in by_day.items() if flow != 0.0]
    return [(day - kept[0]) / 365.0 for day in kept], [by_day[day] for day in kept]


def _value(times: list[float], flows: list[float], y: float) -> tuple[float, float]:
    """Sum of flow * exp(-y t) and its derivative, y = log(1 + r).

    For y < 0 both are multiplied by exp(y * last time), which moves no root and keeps the exponent from overflowing.
    """
    origin = times[-1] if y < 0.0 else 0.0
    value = slope = 0.0
    for time, flow in zip(times, flows, strict=True):
        term = flow * math.exp(y * (origin - time))
        value += term
        slope += (origin - time) * term
    return value, slope


def _sign_changes(flows: list[float]) -> int:
    changes = 0
    for before, after in pairwise(flows):
        changes += (before < 0.0) != (after < 0.0)
    return changes


def _brackets(times: list[float], flows: list[float]) -> list[tuple[float, float]]:
    """Intervals of log(1 + r) over which the present value changes sign."""
    changes = _sign_changes(flows)
    if changes == 0:
        return []
    # one change of sign: at most one root (Descartes), and the ends tell whether it lies inside
    cells = 1 if changes == 1 else _CELLS
    bottom, top = math.log1p(LOWEST), math.log1p(HIGHEST)
    found: list[tuple[float, float]] = []
    left, left_value = bottom, _value(times, flows, bottom)[0]
    for cell in range(1, cells + 1):
        right = bottom + (top - bottom) * cell / cells
        right_value = _value(times, flows, right)[0]
        if (left_value < 0.0) != (right_value < 0.0):
            found.append((left, right))
        left, left_value = right, right_value
    return found


def _root(times: list[float], flows: list[float], low: float, high: float) -> float:
    """Newton's method kept inside a shrinking bracket, bisection where it leaves it or dawdles."""
    rising = _value(times, flows, high)[0] > 0.0
    y = min(max(0.0, low), high)
    for attempt in range(200):
        value, slope = _value(times, flows, y)
        if value == 0.0:
            return y
        if (value > 0.0) == rising:
            high = y
        else:
            low = y
        step = y - value / slope if slope != 0.0 else low
        inside = attempt < 50 and low < step < high
        nearer = step if inside else 0.5 * (low + high)
        if abs(nearer - y) < 1e-15 * max(1.0, abs(y)):
            return nearer
        y = nearer
    return y
