"""Internal rate of return of dated flows in fen (D11), by the conventions and the choice of ``sim.decisions.irr``."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.decisions.irr import irr, irr_and_roots

Days = NDArray[np.int64]
Fen = NDArray[np.int64]
Numbers = NDArray[np.float64]

YEAR = 365.0
LONG_STEP = 0.02  # in log(1 + r), beyond which one step of Newton is not trusted


def xirr(days: Days, fen: Fen) -> float | None:
    """Yearly rate at which the dated flows are worth nothing.

    ``days`` (N,) since the start, ``fen`` (N,) received positive and paid negative, in any order. Returns -1 when
    money went in and nothing came back, None when none went in or no rate exists.
    """
    return _of_one_sign(fen) if _is_of_one_sign(fen) else irr(days.tolist(), fen.tolist())


def xirr_and_ambiguity(days: Days, fen: Fen) -> tuple[float | None, bool]:
    """The same, and whether more than one yearly rate solves the dated flows."""
    if _is_of_one_sign(fen):
        return _of_one_sign(fen), False
    rate, roots = irr_and_roots(days.tolist(), fen.tolist())
    return rate, roots > 1


def _is_of_one_sign(fen: Fen) -> bool:
    return fen.size == 0 or int(fen.min()) >= 0 or int(fen.max()) <= 0


def _of_one_sign(fen: Fen) -> float | None:
    return None if fen.size == 0 or int(fen.min()) >= 0 else -1.0


def present_value(days: Days, fen: Fen, rate: float) -> float:
    """Value in fen on day 0 of the dated flows at a yearly ``rate`` above -1."""
    return float(fen @ factors(days, rate)) if fen.size else 0.0


def factors(days: Days, rate: float) -> Numbers:
    """Value on day 0 of one fen on each of ``days`` (N,) at a yearly ``rate`` above -1."""
    return np.asarray(np.exp(-math.log1p(rate) * days / YEAR))


def rates_without(flows: list[tuple[Days, Fen]], rate: float) -> Numbers:
    """The IRR (R,) of all flows without each replication's in turn, near ``rate``, that of all; NaN where none exists.

    One step of Newton's method in log(1 + r) from the whole rate; where that is a long step, the equation is solved.
    """
    force = math.log1p(rate)
    worth, slope = np.zeros(len(flows)), np.zeros(len(flows))
    for row, (days, fen) in enumerate(flows):
        values = fen * np.exp(-force * days / YEAR)
        worth[row], slope[row] = values.sum(), values @ (days / YEAR)
    rest = slope.sum() - slope
    steps = np.divide(worth, rest, out=np.full_like(worth, np.inf), where=rest * slope.sum() > 0)
    rates = np.expm1(force - steps)
    for row in np.flatnonzero(np.abs(steps) > LONG_STEP).tolist():
        others = flows[:row] + flows[row + 1 :]
        found = xirr(np.concatenate([days for days, _ in others]), np.concatenate([fen for _, fen in others]))
        rates[row] = np.nan if found is None else found
    return np.asarray(rates)
