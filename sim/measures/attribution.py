"""From samples of all coalitions of switches to the parts of a measure, with intervals.

Money and counts are attributed replication by replication: a part is the mean of its Shapley values. A ratio is
attributed between pooled values; what a replication adds to a part is the Shapley value of what it adds to the
coalitions. The intervals are those of ``sim.measures.intervals``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.measures.catalogue import CATALOGUE
from sim.measures.differences import Difference
from sim.measures.estimates import Sample
from sim.measures.intervals import Numbers, Pooled, ci95, mean_of
from sim.measures.shapley import shapley


@dataclass(frozen=True)
class Attribution:
    """A measure's change from ``start`` to ``end`` (both in ``unit``), and the part of each switch in it.

    ``start`` is its value with only the switches of ``given`` on, ``end`` with all on; ``parts`` sum to ``full``. What
    does not exist is None; ``missing`` then names the coalitions, by the switches that are on, in which the measure
    does not exist, the smallest first.
    """

    measure: str
    unit: str
    given: tuple[str, ...]
    start: float | None
    end: float | None
    full: Difference
    parts: dict[str, Difference]
    missing: tuple[tuple[str, ...], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The attribution as JSON knows it."""
        return {
            "unit": self.unit,
            "given": list(self.given),
            "from": self.start,
            "to": self.end,
            "full_effect": self.full.mean,
            "full_effect_ci95": _ends(self.full),
            "n": self.full.n,
            "parts": {name: {"mean": one.mean, "ci95": _ends(one), "n": one.n} for name, one in self.parts.items()},
            "missing": [list(one) for one in self.missing],
        }


def _ends(one: Difference) -> list[float] | None:
    return None if one.ci95 is None else list(one.ci95)


def existing(every: Sequence[Sample], measure: str) -> int:
    """The switches without which a ratio exists in no coalition, as a coalition; none if it exists nowhere."""
    always = len(every) - 1
    found = False
    for coalition, sample in enumerate(every):
        if sample.known(CATALOGUE[measure]).value is not None:
            always &= coalition
            found = True
    return always if found else 0


def attribute(every: Sequence[Sample], names: Sequence[str], measure: str, always: int) -> Attribution:
    """The parts of ``measure`` among the switches outside the coalition ``always``, which stay on.

    ``every`` holds a sample of each coalition of ``names`` by number (bit i: the i-th switch is on). Where the measure
    is missing in a coalition that is needed, there is no attribution: its numbers are None.
    """
    free = [i for i in range(len(names)) if not always >> i & 1]
    needed = [every[always | _spread(small, free)] for small in range(1 << len(free))]
    ratio = CATALOGUE[measure].kind == "ratio"
    found = _pooled(needed, measure) if ratio else _by_replication(needed, measure)
    given = tuple(name for i, name in enumerate(names) if always >> i & 1)
    nothing = [Difference()] * len(free)
    start, end, full, parts = found or (None, None, Difference(), nothing)
    named = {names[i]: part for i, part in zip(free, parts, strict=True)}
    missing = () if found else _missing(every, names, measure, always)
    return Attribution(measure, CATALOGUE[measure].unit, given, start, end, full, named, missing)


def _missing(every: Sequence[Sample], names: Sequence[str], measure: str, always: int) -> tuple[tuple[str, ...], ...]:
    """The coalitions with ``always`` on in which the measure does not exist, the smallest first."""
    absent = [
        coalition
        for coalition, sample in enumerate(every)
        if coalition & always == always and not _exists(sample, measure)
    ]
    absent.sort(key=lambda coalition: (coalition.bit_count(), coalition))
    return tuple(tuple(name for i, name in enumerate(names) if one >> i & 1) for one in absent)


def _exists(sample: Sample, measure: str) -> bool:
    return sample.known(CATALOGUE[measure]).value is not None


def _spread(small: int, free: Sequence[int]) -> int:
    """The coalition whose members are the chosen ones of ``free``."""
    total = 0
    for place, player in enumerate(free):
        total |= (small >> place & 1) << player
    return total


Found = tuple[float | None, float | None, Difference, list[Difference]]


def _by_replication(needed: Sequence[Sample], measure: str) -> Found | None:
    """Parts of a measure by replication, where it exists in all coalitions."""
    if any(measure not in sample.values for sample in needed):
        return None
    worth = np.array([sample.values[measure] for sample in needed])
    worth = worth[:, ~np.isnan(worth).any(axis=0)]
    if worth.shape[1] == 0:
        return None
    full = worth[-1] - worth[0]
    return float(worth[0].mean()), float(worth[-1].mean()), _mean(full), [_mean(one) for one in shapley(worth)]


def _mean(values: Numbers) -> Difference:
    return _part(mean_of(values))


def _pooled(needed: Sequence[Sample], measure: str) -> Found | None:
    """Parts of a pooled ratio."""
    found = [sample.known(CATALOGUE[measure]) for sample in needed]
    worth = np.array([one.value for one in found if one.value is not None])
    if worth.size < len(needed):
        return None
    count = min(one.n for one in found)
    known = all(one.pulls.size for one in found)
    pulls = np.array([one.pulls for one in found]) if known else np.empty((len(found), 0))
    whole = Pooled(float(worth[-1] - worth[0]), pulls[-1] - pulls[0], count)
    parts = zip(shapley(worth[:, np.newaxis])[:, 0], shapley(pulls), strict=True)
    return float(worth[0]), float(worth[-1]), _part(whole), [_part(Pooled(float(v), p, count)) for v, p in parts]


def _part(one: Pooled) -> Difference:
    return Difference(one.value, ci95(one, "number"), None, one.n)
