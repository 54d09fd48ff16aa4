"""What the treasury gives and gets back in each year of a run, and what of all it gave is back by then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures.estimates import Estimate
from sim.measures.flows import Fen
from sim.measures.intervals import ci95, mean_of, ratio_of
from sim.measures.reduce import FEN, Reduced
from sim.measures.treasury import back_parts

MONTHS = 12


@dataclass(frozen=True)
class CashYear:
    """One year since the start, which ends with its anniversary; ``year`` 0 is the first day alone.

    What was ``given`` and came ``back`` within it in yuan, means, and the ``share`` of all appropriations that is back
    by its end, as ``treasury.back_share.YEAR``.
    """

    year: int
    given: Estimate
    back: Estimate
    share: Estimate


def cash_by_year(reduced: Sequence[Reduced]) -> list[CashYear]:
    """A row for the first day and each year within the horizon; empty where nothing is ever appropriated."""
    totals = [one.parts["treasury.tvpi"][1] for one in reduced]
    if not any(totals):
        return []
    back = np.array([one.series["remitted"] for one in reduced])
    given = back - np.array([one.series["net_treasury"] for one in reduced])
    shares = [
        [back_parts(path, total, year) for path, total in zip(back, totals, strict=True)]
        for year in range((back.shape[1] - 1) // MONTHS + 1)
    ]
    return [
        CashYear(year, _mean(_within(given, year)), _mean(_within(back, year)), _ratio(parts))
        for year, parts in enumerate(shares)
    ]


def _within(so_far: Fen, year: int) -> Fen:
    """Fen (R,) of one year, of a sum so far (R, M) at the end of month 0, which is the first day, 1, ..."""
    before = so_far[:, MONTHS * (year - 1)] if year else 0
    return np.asarray(so_far[:, MONTHS * year] - before)


def _mean(fen: Fen) -> Estimate:
    one = mean_of(fen / FEN)
    return Estimate("yuan", mean=one.value, ci95=ci95(one, "amount"), n=one.n)


def _ratio(parts: Iterable[tuple[int, int]]) -> Estimate:
    one = ratio_of(*zip(*parts, strict=True))
    return Estimate("share", pooled=one.value, pooled_ci95=ci95(one, "multiple"), n=one.n)
