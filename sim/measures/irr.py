"""Internal rate of return of dated flows in fen: of one series, or of every bootstrap draw at once (D11).

Both go by ``sim.decisions.irr``: the same conventions, and of several rates the same choice.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.decisions.irr import BRACKETS, count_roots, irr, settled_sides

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Days = NDArray[np.int64]
Fen = NDArray[np.int64]
Numbers = NDArray[np.float64]

YEAR = 365.0
WIDE_SCAN = 97  # nodes over the rates on one side of zero
CLOSE_SCAN = 65  # nodes over the hull of the brackets
HALVINGS = 60
BLOCK = 64  # draws whose flows are held at once


def xirr(days: Days, fen: Fen) -> float | None:
    """Yearly rate at which the dated flows are worth nothing.

    ``days`` (N,) since the start, ``fen`` (N,) received positive and paid negative, in any order. Returns -1 when
    money went in and nothing came back, None when none went in or no rate exists.
    """
    if fen.size == 0 or int(fen.min()) >= 0:
        return None
    return -1.0 if int(fen.max()) <= 0 else irr(days.tolist(), fen.tolist())


def is_ambiguous(days: Days, fen: Fen) -> bool:
    """Whether more than one yearly rate solves the dated flows, as of ``xirr``."""
    return count_roots(days.tolist(), fen.tolist()) > 1


def present_value(days: Days, fen: Fen, rate: float) -> float:
    """Value in fen on day 0 of the dated flows at a yearly ``rate`` above -1."""
    return float(fen @ np.exp(-math.log1p(rate) * days / YEAR)) if fen.size else 0.0


def bootstrap_irr(flows: list[tuple[Days, Fen]], weights: Numbers) -> Numbers:
    """The IRR of the weighted sum of flows for each row of ``weights``.

    ``flows`` one (days, fen) per replication (R of them), ``weights`` (B, R). Returns (B,): -1 where nothing came back,
    NaN where no rate exists.
    """
    matrix, days = _by_day(flows)
    rates = np.full(len(weights), np.nan)
    for start in range(0, len(weights), BLOCK):
        rows = slice(start, start + BLOCK)
        rates[rows] = _of_block(matrix, days, weights[rows])
    gains = np.array([float(fen[fen > 0].sum()) for _, fen in flows])
    costs = np.array([float(-fen[fen < 0].sum()) for _, fen in flows])
    rates[(weights @ gains <= 0) & (weights @ costs > 0)] = -1.0
    return rates


def _of_block(matrix: "csr_array", days: Days, weights: Numbers) -> Numbers:
    """Rates of some draws: together where the side of zero is settled, one by one where all rates must be scanned."""
    amounts = weights @ matrix
    sides = settled_sides(amounts)
    rates = np.full(len(weights), np.nan)
    for side in (-1, 1):
        rates[sides == side] = _solve(matrix, days / YEAR, weights[sides == side], *BRACKETS[side])
    for row in np.flatnonzero((sides == 0) | ((sides < 0) & np.isnan(rates))):
        found = irr(days.tolist(), amounts[row].tolist())
        rates[row] = np.nan if found is None else found
    return rates


def _solve(matrix: "csr_array", years: Numbers, weights: Numbers, low: float, high: float) -> Numbers:
    """The only root in ``low .. high`` of log(1 + r) of each row of ``weights @ matrix`` (B, D); NaN without one.

    A draw's present value is the weighted sum of its replications' present values, so only R x nodes values are ever
    discounted. A wide scan brackets each draw's root, a close scan covers the hull of the brackets, and bisection on
    the cubic through values and slopes at the ends of its bracket finds the root.
    """
    rates = np.full(len(weights), np.nan)
    grid = np.linspace(low, high, WIDE_SCAN)
    cell = _change(weights @ (matrix @ np.exp(-np.outer(years, grid))))
    rooted = np.flatnonzero(cell >= 0)
    if rooted.size == 0:
        return rates
    grid = np.linspace(grid[cell[rooted].min()], grid[cell[rooted].max() + 1], CLOSE_SCAN)
    discount = np.exp(-np.outer(years, grid))
    values = weights[rooted] @ (matrix @ discount)
    slopes = weights[rooted] @ (matrix @ (discount * -years[:, None]))
    cell = _change(values)
    found = cell >= 0
    rates[rooted[found]] = np.expm1(_cubic_root(values[found], slopes[found], grid, cell[found]))
    return rates


def _by_day(flows: list[tuple[Days, Fen]]) -> tuple["csr_array", Days]:
    """Flows as a sparse matrix (R, D) over the days on which anything flows, and those days (D,)."""
    from scipy.sparse import csr_array

    days = np.concatenate([days for days, _ in flows])
    amounts = np.concatenate([fen for _, fen in flows]).astype(np.float64)
    rows = np.repeat(np.arange(len(flows)), [days.size for days, _ in flows])
    used = np.flatnonzero(np.bincount(days))  # sorting a few hundred thousand days would cost more than the roots
    column = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int64)
    column[used] = np.arange(used.size)
    return csr_array((amounts, (rows, column[days])), shape=(len(flows), used.size)), used


def _change(values: Numbers) -> NDArray[np.int64]:
    """For each row of ``values`` (B, K) the cell with its change of sign; -1 without one."""
    change = np.signbit(values[:, 1:]) != np.signbit(values[:, :-1])
    return np.where(change.any(axis=1), change.argmax(axis=1), -1)


def _cubic_root(values: Numbers, slopes: Numbers, grid: Numbers, cell: NDArray[np.int64]) -> Numbers:
    """Root inside each row's cell of the Hermite cubic, by bisection (B,)."""
    row, width = np.arange(len(values)), grid[1] - grid[0]
    start, end = values[row, cell], values[row, cell + 1]
    left, right = slopes[row, cell] * width, slopes[row, cell + 1] * width
    below, above = np.zeros(len(values)), np.ones(len(values))
    for _ in range(HALVINGS):
        x = (below + above) / 2
        near_start = start * (1 + 2 * x) * (1 - x) ** 2 + left * x * (1 - x) ** 2
        cubic = near_start + end * x**2 * (3 - 2 * x) + right * x**2 * (x - 1)
        same = np.signbit(cubic) == np.signbit(start)
        below, above = np.where(same, x, below), np.where(same, above, x)
    root: Numbers = grid[cell] + width * (below + above) / 2
    return root
