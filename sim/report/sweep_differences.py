"""Differences between points of a sweep, on the same draws, with their intervals.

What a replication adds to a difference is what it adds to the one point less what it adds to the other; a mean over
points is the mean of what they have. Points stand beside each other with all else the same where the design allows it.
"""

from collections.abc import Sequence

import numpy as np

from sim.measures.catalogue import EVERY
from sim.measures.differences import ALPHA
from sim.measures.intervals import Pooled, ci95, difference_ci95, difference_error
from sim.report.figures.sweep.data import Counts, SweepData, SweepMeasure
from sim.report.tables.sweep import ranked
from sim.report.verdicts import Verdict, verdict_of


def between(data: SweepData, one: Counts, other: Counts) -> list[Verdict]:
    """What is known of the mean over rows ``one`` less that over rows ``other``, for each measure that has both."""
    rows, others = beside(data, one, other)
    same = rows.size > 0 and all(_alike(data, int(a), int(b)) for a, b in zip(rows, others, strict=False))
    paired = rows.size == others.size
    found = (_difference(measure, rows, others, same=paired and same) for measure in data.measures)
    return [verdict for verdict in found if verdict is not None]


def beside(data: SweepData, one: Counts, other: Counts) -> tuple[Counts, Counts]:
    """The rows of a grid that have a partner with the same other settings, in one order; of a sample all rows.

    Rows without any replication, and their partners, are left out.
    """
    one, other = (rows[data.replications[rows] > 0] for rows in (one, other))
    if data.design != "grid" or not one.size or not other.size:
        return one, other
    whole = np.column_stack([data.policy, data.settings])
    varied = [column for column in whole.T if np.unique(column[one]).size * np.unique(column[other]).size > 1]
    keys = {tuple(column[row] for column in varied): row for row in other.tolist()}
    pairs = [(row, keys[key]) for row in one.tolist() if (key := tuple(column[row] for column in varied)) in keys]
    return np.array([a for a, _ in pairs], dtype=np.int64), np.array([b for _, b in pairs], dtype=np.int64)


def not_worse(measure: SweepMeasure) -> tuple[int, list[int]]:
    """The best row, and others that are not distinguishably worse, by intervals that hold for all pairs (Bonferroni).

    The pairs are all pairs, for the best is chosen by the numbers too. Rows without a value are neither.
    """
    from scipy.special import stdtrit

    law = EVERY[measure.measure].law
    order = [row for row in ranked(measure) if np.isfinite(measure.value[row])]
    pairs = max(1, len(order) * (len(order) - 1) // 2)
    best, near = order[0], []
    for row in order[1:]:
        first, second = measure.pooled[best], measure.pooled[row]
        apart, error = first - second, difference_error(first, second, law)
        reach = None if error is None else float(stdtrit(apart.n - 1, 1.0 - ALPHA / (2 * pairs))) * error
        if apart.value is None or reach is None or abs(apart.value) <= reach:
            near.append(row)
    return best, near


def _difference(measure: SweepMeasure, rows: Counts, others: Counts, *, same: bool) -> Verdict | None:
    one, other = _mean(measure, rows), _mean(measure, others)
    apart = one - other
    if apart.value is None:
        return None
    ends = ci95(apart, "number") if same else difference_ci95(one, other, EVERY[measure.measure].law)
    return verdict_of(measure.measure, {"mean": apart.value, "ci95": ends}, len(apart.pulls) or apart.n)


def _mean(measure: SweepMeasure, rows: Counts) -> Pooled:
    """The mean over rows; nothing where one of them has no value."""
    found: Sequence[Pooled] = [measure.pooled[row] for row in rows.tolist()]
    values = [one.value for one in found if one.value is not None]
    if not found or len(values) < len(found):
        return Pooled()
    pulls = [one.pulls for one in found]
    mean = np.mean(pulls, axis=0) if all(one.size for one in pulls) else np.empty(0)
    return Pooled(float(np.mean(values)), mean, min(one.n for one in found))


def _alike(data: SweepData, one: int, other: int) -> bool:
    """Whether two rows are the same to the last posting."""
    pair = {int(data.points[one]), int(data.points[other])}
    return any(pair <= set(group) for group in data.same)
