"""Internal rate of return of dated flows in fen (D11), by the conventions and the choice of ``sim.decisions.irr``."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.decisions.irr import count_roots, irr

Days = NDArray[np.int64]
Fen = NDArray[np.int64]
Numbers = NDArray[np.float64]

YEAR = 365.0


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


def rates_without(flows: list[tuple[Days, Fen]], rate: float) -> Numbers:
    """The IRR (R,) of all flows without each replication's in turn, near ``rate``, that of all; NaN where lost.

    One step of Newton's method in log(1 + r) from the whole rate: what the jackknife needs, as exactly as it needs it.
    """
    force = math.log1p(rate)
    worth, slope = np.zeros(len(flows)), np.zeros(len(flows))
    for row, (days, fen) in enumerate(flows):
        values = fen * np.exp(-force * days / YEAR)
        worth[row], slope[row] = values.sum(), values @ (days / YEAR)
    rest = slope.sum() - slope
    steps = np.divide(worth, rest, out=np.full_like(worth, np.nan), where=rest * slope.sum() > 0)
    return np.asarray(np.expm1(force - steps))
