"""The worst twentieth of the replications, and in what they differ from the others beyond chance.

Who looks at ten things finds one by chance. So each difference is held against the largest of all that labels drawn
anew give (Westfall and Young 1993, single step): the chance that any of them differs so much if none has to do with
the result. It is exact for however few are worst, however skewed the things are and however they hang together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.economy.streams import label_generator
from sim.ledger.history import NEVER
from sim.measures.estimates import numbers_of
from sim.measures.intervals import Numbers
from sim.measures.reduce import Reduced
from sim.measures.tails import ENOUGH, TAIL

RESULT = "treasury.tvpi"  # exists wherever anything is appropriated, and has one value
LARGEST = "largest_multiple"  # of what one public holding brought over its cost; no measure
# What came before the result or on the way to it, not the result in other words.
LOOKED_AT = (
    "market.private_capital.partners",
    "leverage.private_per_public",
    "sub_fund.set_up",
    "fund.applicant_skill",
    "budget.idle_rate",
    "company.founded",
    "company.listed",
    "exit.route.listing",
    "exit.route.write_off",
    "exit.overdue",
    LARGEST,
)
SURE = 0.05
DRAWS = 1999
AT_ONCE = 2_000_000  # numbers drawn at a time


@dataclass(frozen=True)
class Apart:
    """One thing in the worst replications and in the others: means, how far apart they are in standard deviations of
    all replications, and the ``chance`` that any thing looked at is as far apart if none has to do with the result."""

    name: str
    worst: float
    others: float
    apart: float
    chance: float


@dataclass(frozen=True)
class Worst:
    """The ``count`` worst of ``total`` replications by RESULT: the best of them (``border``), their mean and that of
    the others, and everything that was looked at, what is farthest apart first."""

    count: int
    total: int
    border: float
    mean: float
    others: float
    things: tuple[Apart, ...]

    @property
    def sure(self) -> tuple[Apart, ...]:
        """What differs beyond chance."""
        return tuple(one for one in self.things if one.chance < SURE)


def worst_of(reduced: Sequence[Reduced]) -> Worst | None:
    """None below a hundred replications that have the result, and where the worst are no worse than the others."""
    result = numbers_of(one.values.get(RESULT) for one in reduced)
    known = np.flatnonzero(np.isfinite(result))
    if known.size < ENOUGH:
        return None
    result, kept = result[known], [reduced[int(at)] for at in known]
    count = int(TAIL * known.size)
    order = np.argsort(result, kind="stable")
    if result[order[count - 1]] == result[order[-1]]:
        return None
    labels = np.zeros(known.size, dtype=np.bool_)
    labels[order[:count]] = True
    found = apart({name: _values(kept, name) for name in LOOKED_AT}, labels)
    means = float(result[labels].mean()), float(result[~labels].mean())
    return Worst(count, known.size, float(result[order[count - 1]]), *means, tuple(found))


def apart(things: dict[str, Numbers], labels: NDArray[np.bool_], draws: int = DRAWS) -> list[Apart]:
    """How far each of ``things`` (R,), NaN where a replication has none, is apart in those labelled, farthest first.

    What never varies is left out, and what none or all of those labelled have alone.
    """
    kept = {name: values for name, values in things.items() if _varies(values, labels)}
    if not kept:
        return []
    columns = np.array(list(kept.values())).T
    there = np.isfinite(columns)
    scaled = np.where(there, (columns - np.nanmean(columns, axis=0)) / np.nanstd(columns, axis=0, ddof=1), 0.0)
    seen, distance = _distances(scaled, there, labels[None, :])
    largest = _largest(scaled, there, int(labels.sum()), draws)
    found = []
    for at, (name, values) in enumerate(kept.items()):
        chance = (1 + int((largest >= seen[0, at] - 1e-9).sum())) / (draws + 1)
        means = float(np.nanmean(values[labels])), float(np.nanmean(values[~labels]))
        found.append(Apart(name, *means, float(distance[0, at]), chance))
    return sorted(found, key=lambda one: (one.chance, -abs(one.apart)))


def _varies(values: Numbers, labels: NDArray[np.bool_]) -> bool:
    there = np.isfinite(values)
    return bool((there & labels).any() and (there & ~labels).any() and np.ptp(values[there]) > 0)


def _distances(scaled: Numbers, there: NDArray[np.bool_], labels: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Of (B, R) labels and (R, K) things in standard deviations: absolute differences over their errors (B, K), and the
    differences themselves; 0 where either side has none."""
    chosen = labels.astype(np.float64)
    inside, whole = chosen @ there, there.sum(axis=0)
    outside = whole - inside
    total = chosen @ scaled
    both = (inside > 0) & (outside > 0)
    inside, outside = np.where(both, inside, 1.0), np.where(both, outside, 1.0)
    distance = np.where(both, total / inside - (scaled.sum(axis=0) - total) / outside, 0.0)
    return np.abs(distance) / np.sqrt(1 / inside + 1 / outside), distance


def _largest(scaled: Numbers, there: NDArray[np.bool_], count: int, draws: int) -> Numbers:
    """The largest of the K distances under each of ``draws`` labels of ``count`` replications drawn at random."""
    size = scaled.shape[0]
    rng = label_generator()  # the same page for the same replications
    found = []
    for first in range(0, draws, max(AT_ONCE // size, 1)):
        rows = min(max(AT_ONCE // size, 1), draws - first)
        places = np.argpartition(rng.random((rows, size)), count - 1, axis=1)[:, :count]
        labels = np.zeros((rows, size), dtype=np.bool_)
        np.put_along_axis(labels, places, True, axis=1)
        found.append(_distances(scaled, there, labels)[0].max(axis=1))
    return np.concatenate(found)


def _values(reduced: Sequence[Reduced], name: str) -> Numbers:
    if name == LARGEST:
        return numbers_of(_largest_multiple(one) for one in reduced)
    return numbers_of(one.values.get(name) for one in reduced)


def _largest_multiple(one: Reduced) -> float | None:
    held = one.positions
    left = (held.exit_day != NEVER) & (held.cost > 0) & held.of("")
    return float((held.proceeds[left] / held.cost[left]).max()) if left.any() else None
