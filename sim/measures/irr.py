"""Internal rate of return of dated flows (XIRR): of one series, or of every bootstrap draw at once (D11).

The scalar ``sim.decisions.irr`` solves one series for the people in the model; here arrays of them are solved together,
by the same conventions: a year is 365 days, rates from -99.9 % to 10,000 %, of several the one nearest to zero.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.decisions.irr import HIGHEST, LOWEST

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Days = NDArray[np.int64]
Fen = NDArray[np.int64]
Numbers = NDArray[np.float64]

YEAR = 365.0
SCAN = 257  # nodes over all rates for one series
WIDE_SCAN = 97  # the same for many draws at once
CLOSE_SCAN = 65  # nodes over the hull of the brackets
HALVINGS = 60


def xirr(days: Days, fen: Fen) -> float | None:
    """Yearly rate at which the dated flows are worth nothing.

    ``days`` (N,) since the start, ``fen`` (N,) received positive and paid negative, in any order. Returns -1 when
    money went in and nothing came back, None when none went in or no rate exists.
    """
    if fen.size == 0 or int(fen.min()) >= 0:
        return None
    if int(fen.max()) <= 0:
        return -1.0
    rate = float(_solve(fen[None, :].astype(np.float64), days / YEAR, np.ones((1, 1)), 0.0, SCAN)[0])
    return rate if math.isfinite(rate) else None


def root_count(days: Days, fen: Fen) -> int:
    """How many rates between ``LOWEST`` and ``HIGHEST`` solve the flows, by changes of sign over a fine scan."""
    grid = np.linspace(math.log1p(LOWEST), math.log1p(HIGHEST), 4001)
    signs = np.sign([present_value(days, fen, math.expm1(force)) for force in grid])
    signs = signs[signs != 0]
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def present_value(days: Days, fen: Fen, rate: float) -> float:
    """Value in fen on day 0 of the dated flows at a yearly ``rate`` above -1."""
    return float(fen @ np.exp(-math.log1p(rate) * days / YEAR)) if fen.size else 0.0


def bootstrap_irr(flows: list[tuple[Days, Fen]], weights: Numbers, near: float) -> Numbers:
    """The IRR of the weighted sum of flows for each row of ``weights``.

    ``flows`` one (days, fen) per replication (R of them), ``weights`` (B, R). Of several rates the one nearest to
    ``near`` counts. Returns (B,): -1 where nothing came back, NaN where no rate exists.
    """
    matrix, years = _by_day(flows)
    rates = _solve(matrix, years, weights, near, WIDE_SCAN)
    gains = np.array([float(fen[fen > 0].sum()) for _, fen in flows])
    costs = np.array([float(-fen[fen < 0].sum()) for _, fen in flows])
    rates[(weights @ gains <= 0) & (weights @ costs > 0)] = -1.0
    return rates


def _solve(matrix: "csr_array | Numbers", years: Numbers, weights: Numbers, near: float, nodes: int) -> Numbers:
    """Root of each row of ``weights @ matrix`` (B, D) over flows at ``years`` (D,); NaN without one.

    A draw's present value is the weighted sum of its replications' present values, so only R × nodes values are ever
    discounted. A scan of all rates brackets each draw's root, a close scan covers the hull of the brackets, and
    bisection on the cubic through values and slopes at the ends of its bracket finds the root.
    """
    rates = np.full(len(weights), np.nan)
    grid = np.linspace(math.log1p(LOWEST), math.log1p(HIGHEST), nodes)
    cell = _nearest_change(weights @ (matrix @ np.exp(-np.outer(years, grid))), grid, near)
    rooted = np.flatnonzero(cell >= 0)
    if rooted.size == 0:
        return rates
    grid = np.linspace(grid[cell[rooted].min()], grid[cell[rooted].max() + 1], CLOSE_SCAN)
    discount = np.exp(-np.outer(years, grid))
    values = weights[rooted] @ (matrix @ discount)
    slopes = weights[rooted] @ (matrix @ (discount * -years[:, None]))
    cell = _nearest_change(values, grid, near)
    found = cell >= 0
    rates[rooted[found]] = np.expm1(_cubic_root(values[found], slopes[found], grid, cell[found]))
    return rates


def _by_day(flows: list[tuple[Days, Fen]]) -> tuple["csr_array", Numbers]:
    """Flows as a sparse matrix (R, D) over the days on which anything flows, and those days in years (D,)."""
    from scipy.sparse import csr_array

    days = np.concatenate([days for days, _ in flows])
    amounts = np.concatenate([fen for _, fen in flows]).astype(np.float64)
    rows = np.repeat(np.arange(len(flows)), [days.size for days, _ in flows])
    used = np.flatnonzero(np.bincount(days))  # sorting a few hundred thousand days would cost more than the roots
    column = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int64)
    column[used] = np.arange(used.size)
    return csr_array((amounts, (rows, column[days])), shape=(len(flows), used.size)), used / YEAR


def _nearest_change(values: Numbers, grid: Numbers, near: float) -> NDArray[np.int64]:
    """For each row of ``values`` (B, K) the cell with a change of sign nearest to the rate ``near``; -1 without one."""
    change = np.signbit(values[:, 1:]) != np.signbit(values[:, :-1])
    distance = np.where(change, np.abs(np.expm1((grid[1:] + grid[:-1]) / 2) - near), np.inf)
    return np.where(change.any(axis=1), distance.argmin(axis=1), -1)


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
