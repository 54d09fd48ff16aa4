"""Internal rate of return on dated flows: the one solver, for the people in the model and for the measures.

A year is 365 days (XIRR). Flows can have several rates. Where running sums of the flows show that only one rate has the
sign of the profit, Newton's method finds it in a bracket (Norstrøm 1972: running sums that change sign once leave one
rate above zero; summed from the end they say the same of rates below zero). Else all rates from -99 % to 1,000 % are
scanned in steps of log(1 + r), with the turning point inside each step, and of several the one is taken

1. whose sign agrees with the profit (receipts over payments less one), if any does;
2. of these, or else of all, the nearest to zero, and the lower of two equally near.
"""

import math
import operator
from collections.abc import Callable, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Value = Callable[[float], tuple[float, float]]

LOWEST, HIGHEST = -0.999, 100.0  # rates a year inside which a bracketed root is looked for
SCANNED = (-0.99, 10.0)  # the same for the scan
STEP = 0.0025  # of log(1 + r)
# log(1 + r) of the only root, and of the only one above and below zero; below it, others may lie above zero.
BRACKETS = {
    0: (math.log1p(LOWEST), math.log1p(HIGHEST)),
    1: (0.0, math.log1p(HIGHEST)),
    -1: (math.log1p(SCANNED[0]), 0.0),
}
SAME_RATE = 1e-6  # roots nearer to each other are one: a double root splits by the square root of rounding
_ROUNDING = 1e-13  # a value below this part of the sum of its terms is nothing
_PIECE = 96  # flows whose product with the grid is so small that one thread makes it: workers fill the processors
_LONG = 64  # beyond this many flows arrays are faster than a loop


def irr(days: Sequence[int], flows: Sequence[float]) -> float | None:
    """The yearly rate r with sum of flow / (1 + r)**(day / 365) = 0, chosen as told above when there are several.

    ``days`` need not be sorted. None when there is none: flows of one sign, flows that never balance, or an outcome
    beyond ``LOWEST .. HIGHEST``, or beyond ``SCANNED`` where a scan was needed. Raises ValueError for unequal lengths.
    """
    return _solved(*_tidy(days, flows))[0]


def irr_and_roots(days: Sequence[int], flows: Sequence[float]) -> tuple[float | None, int]:
    """The rate, and how many there are: 0 none, 1 unique, more: it is ambiguous. A double root counts once."""
    times, amounts = _tidy(days, flows)
    rate, scanned = _solved(times, amounts)
    if _sign_changes(amounts) > 1:
        forwards, backwards = _sign_changes(_running(amounts)), _sign_changes(_running(amounts[::-1]))
        if forwards + backwards > 1:
            return rate, len(_scanned(times, amounts) if scanned is None else scanned)
    return rate, int(rate is not None)


def _solved(times: list[float], amounts: list[float]) -> tuple[float | None, list[float] | None]:
    """The rate, and all rates where a scan was needed."""
    side = _side_of(amounts)
    found = None if side is None else _bracketed(times, amounts, *BRACKETS[side])
    if side is None or (side < 0 and found is None):
        rates = _scanned(times, amounts)
        return _chosen(rates, _profit(amounts)), rates
    return None if found is None else math.expm1(found), None


def settled_sides(amounts: Numbers) -> NDArray[np.int8]:
    """On which side of zero the rate of each series lies that needs no scan: (B, D) amounts in order of time -> (B,).

    1 or -1 where exactly one rate has the sign of the profit, 0 where running sums do not tell.
    """
    total, nothing = amounts.sum(axis=1), _ROUNDING * np.abs(amounts).sum(axis=1)
    gains = (total > nothing) & _crosses_once(np.cumsum(amounts, axis=1))
    losses = (total < -nothing) & _crosses_once(-np.cumsum(amounts[:, ::-1], axis=1))
    sides: NDArray[np.int8] = gains.astype(np.int8) - losses.astype(np.int8)
    return sides


def _crosses_once(sums: Numbers) -> NDArray[np.bool_]:
    """Whether each row is below zero first and above zero ever after."""
    above = np.logical_or.accumulate(sums > 0, axis=1)
    below = sums < 0
    return np.asarray(below.any(axis=1) & ~(above & below).any(axis=1))


def _tidy(days: Sequence[int], flows: Sequence[float]) -> tuple[list[float], list[float]]:
    """Flows in order of time, one a day, zeros left out; times in years since the first."""
    if len(days) != len(flows):
        raise ValueError(f"{len(days)} days but {len(flows)} flows")
    if all(map(operator.lt, days[:-1], days[1:])):
        by_day = dict(zip(days, map(float, flows), strict=True))
    else:
        by_day = {}
        for day, flow in sorted(zip(days, flows, strict=True)):
            by_day[day] = by_day.get(day, 0.0) + flow
    kept = [day for day, flow in by_day.items() if flow != 0.0]
    return [(day - kept[0]) / 365.0 for day in kept], [by_day[day] for day in kept]


def _side_of(flows: list[float]) -> int | None:
    """The side of zero on which the rate is bracketed, 0 for both; None when a scan is needed."""
    if _sign_changes(flows) <= 1:  # at most one root (Descartes)
        return 0
    return int(settled_sides(np.array([flows]))[0]) or None


def _sign_changes(numbers: Sequence[float]) -> int:
    negative = [number < 0.0 for number in numbers if number != 0.0]
    return sum(map(operator.ne, negative[:-1], negative[1:]))


def _running(flows: list[float]) -> list[float]:
    return list(accumulate(flows))


def _profit(flows: list[float]) -> float:
    """Receipts less payments, exactly 0 within rounding."""
    profit = math.fsum(flows)
    return profit if abs(profit) > _ROUNDING * math.fsum(abs(flow) for flow in flows) else 0.0


def _bracketed(times: list[float], flows: list[float], low: float, high: float) -> float | None:
    """log(1 + r) of the only root in the bracket; None without one."""
    value = _value(times, flows)
    if not flows or (value(low)[0] < 0.0) == (value(high)[0] < 0.0):
        return None
    return _root(value, low, high)


def _value(times: list[float], flows: list[float]) -> Value:
    """The function y = log(1 + r) -> (sum of flow * exp(-y t), its derivative).

    For y < 0 both are of the sum times exp(y * last time), which moves no root and keeps the exponent from overflowing.
    """
    if len(flows) > _LONG:
        return _value_of_arrays(np.array(times), np.array(flows))

    def value(y: float) -> tuple[float, float]:
        origin = times[-1] if y < 0.0 else 0.0
        total = slope = 0.0
        for time, flow in zip(times, flows, strict=True):
            term = flow * math.exp(y * (origin - time))
            total += term
            slope += (origin - time) * term
        return total, slope

    return value


def _value_of_arrays(times: Numbers, flows: Numbers) -> Value:
    def value(y: float) -> tuple[float, float]:
        ahead = (times[-1] if y < 0.0 else 0.0) - times
        terms = flows * np.exp(y * ahead)
        return float(terms.sum()), float(ahead @ terms)

    return value


def _root(value: Value, low: float, high: float) -> float:
    """Newton's method kept inside a shrinking bracket, bisection where it leaves it or dawdles."""
    rising = value(high)[0] > 0.0
    y = min(max(0.0, low), high)
    for attempt in range(200):
        total, slope = value(y)
        if total == 0.0:
            return y
        if (total > 0.0) == rising:
            high = y
        else:
            low = y
        step = y - total / slope if slope != 0.0 else low
        inside = attempt < 50 and low < step < high
        nearer = step if inside else 0.5 * (low + high)
        if abs(nearer - y) < 1e-15 * max(1.0, abs(y)):
            return nearer
        y = nearer
    return y


def _chosen(rates: list[float], profit: float) -> float | None:
    """Of several rates the one that counts; ``profit`` is receipts less payments."""
    agreeing = [rate for rate in rates if rate * profit > 0.0 or (profit == 0.0 and abs(rate) < SAME_RATE)]
    return min(agreeing or rates, key=lambda rate: (abs(rate), rate), default=None)


def _scanned(times: list[float], flows: list[float]) -> list[float]:
    """All rates the scan finds, ascending."""
    value, size, found = _value(times, flows), _value(times, [abs(flow) for flow in flows]), list[float]()
    bottom, top = math.log1p(SCANNED[0]) - 1e-12, math.log1p(SCANNED[1]) + 1e-12  # a rate on the border is inside
    for low, high in ((bottom, 0.0), (0.0, top)):
        nodes = np.linspace(low, high, math.ceil((high - low) / STEP) + 1)
        values, slopes = _on_grid(np.array(times), np.array(flows), nodes)
        values[-1 if low < 0.0 else 0] = _profit(flows)  # the node both sides share
        for crossing in _cells(nodes, values, slopes):
            found += _roots_in(value, size, *crossing)
    rates = sorted(math.expm1(y) for y in found)
    return [rate for number, rate in enumerate(rates) if number == 0 or rate - rates[number - 1] > SAME_RATE]


def _on_grid(times: Numbers, flows: Numbers, nodes: Numbers) -> tuple[Numbers, Numbers]:
    """Values and slopes as of ``_value`` on equally spaced ``nodes`` (K,) on one side of zero.

    exp of a sum is a product: two small tables of powers and one matrix product replace K x N exponentials.
    """
    ahead = (times[-1] if nodes[0] < 0.0 else 0.0) - times
    block = math.isqrt(nodes.size) + 1
    step = nodes[1] - nodes[0]
    starts = nodes[0] + step * block * np.arange(-(-nodes.size // block))
    fine = step * np.arange(block)
    values, slopes = np.zeros((2, starts.size, block))
    for first in range(0, times.size, _PIECE):
        some = slice(first, first + _PIECE)
        coarse, powers = np.exp(np.outer(starts, ahead[some])) * flows[some], np.exp(np.outer(ahead[some], fine))
        values += coarse @ powers
        slopes += (coarse * ahead[some]) @ powers
    return values.ravel()[: nodes.size], slopes.ravel()[: nodes.size]


def _cells(nodes: Numbers, values: Numbers, slopes: Numbers) -> list[tuple[float, float, bool]]:
    """Steps that hold a change of sign, and those (True) in which the value turns back and may have reached zero."""
    negative, width = values < 0.0, nodes[1] - nodes[0]
    change = negative[1:] != negative[:-1]
    turn = ~change & (values[:-1] * slopes[:-1] <= 0.0) & (values[1:] * slopes[1:] >= 0.0)
    near = np.minimum(abs(values[:-1]), abs(values[1:])) <= width * np.maximum(abs(slopes[:-1]), abs(slopes[1:]))
    turn &= near
    return [(float(nodes[i]), float(nodes[i + 1]), bool(turn[i])) for i in np.flatnonzero(change | turn)]


def _roots_in(value: Value, size: Value, low: float, high: float, turns: bool) -> list[float]:
    """The roots in one step of the scan: one, or where the value turns, none, a double one or two."""
    if not turns:
        return [_root(value, low, high)]
    middle = _turning_point(value, low, high)
    extreme, edge = value(middle)[0], value(low)[0]
    if abs(extreme) <= _ROUNDING * size(middle)[0]:
        return [middle]
    return [_root(value, low, middle), _root(value, middle, high)] if (extreme < 0.0) != (edge < 0.0) else []


def _turning_point(value: Value, low: float, high: float) -> float:
    """Where the slope is nothing, by bisection."""
    falling = value(low)[1] < 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if (value(middle)[1] < 0.0) == falling else (low, middle)
    return 0.5 * (low + high)
