"""What the figures, tables and page of a sweep need, as plain arrays, and the list of its figures."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.measures.failures import Failure
from sim.measures.intervals import Pooled
from sim.report.figures.data import MOST, Footer, Numbers
from sim.report.figures.drawing import Drawing
from sim.report.figures.scales import Scale, scale_of, short
from sim.report.numbers import DASH
from sim.report.texts import Language, say
from sim.report.values import value_in_words
from sim.scenario.titles import Titles

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class SweepKey:
    """A key that was varied: its dotted name, Chinese name and unit, and the ``largest`` size among its settings.

    ``names`` are the values of a choice or switch; a point's setting is then the position of its value in them. The
    setting of a number is the number.
    """

    key: str
    zh: str
    unit: str
    largest: float = 0.0
    names: tuple[str, ...] = ()

    def label(self, lang: Language) -> str:
        """The key without ``policy.`` or ``economy.`` in English, its name in Chinese."""
        return self.zh if lang == "zh" else self.key.partition(".")[2]

    def scale(self, lang: Language) -> Scale:
        """The scale of an axis of this key; a choice has none."""
        return Scale(1.0, "") if self.names else scale_of(self.unit, self.largest, lang)

    def tick(self, setting: float, lang: Language) -> str:
        """A setting as an axis shows it, without unit."""
        return self.named(lang)[round(setting)] if self.names else self.scale(lang).text(setting)

    def named(self, lang: Language) -> list[str]:
        """The values of a choice or switch in words."""
        each: list[str | bool] = [name == "true" if name in ("true", "false") else name for name in self.names]
        return [value_in_words(self.key, one, lang) for one in each]

    def text(self, setting: float, lang: Language) -> str:
        """A setting with its unit, as a table shows it; a dash for NaN."""
        if math.isnan(setting):
            return DASH
        scale = self.scale(lang)
        return self.tick(setting, lang) + scale.gap + scale.unit


@dataclass(frozen=True)
class SweepMeasure:
    """A measure at every point: names, unit, direction (1 more is better, -1 less, 0 neither).

    ``value`` (P,) with its 95 % interval ``low`` to ``high`` (P,); NaN where it does not exist. ``n`` (P,) counts the
    replications in which it exists. ``pooled`` (P,) is the same with what each replication adds to it, empty where that
    is not known: from it come differences on the same draws.
    """

    measure: str
    label: str
    zh: str
    unit: str
    better: int
    value: Numbers
    low: Numbers
    high: Numbers
    n: Counts
    pooled: tuple[Pooled, ...] = ()

    def name(self, lang: Language) -> str:
        """The measure in words."""
        return self.zh if lang == "zh" else self.label

    def rows(self, chosen: NDArray[np.bool_]) -> "SweepMeasure":
        """The measure at some of the points, ``chosen`` (P,)."""
        kept = tuple(one for one, wanted in zip(self.pooled, chosen, strict=False) if wanted)
        return replace(self, value=self.value[chosen], low=self.low[chosen], high=self.high[chosen], pooled=kept)


@dataclass(frozen=True)
class SweepData:
    """P points (under every rule book together) of a sweep over K keys.

    ``design`` grid, lhs or sobol; ``policies`` all rule books and ``titles`` what they are called; by row: ``points``
    (P,) the number of the point, ``policy`` (P,) the position of its rule book in ``policies``, ``settings`` (P, K),
    ``replications`` (P,) those that exist, and ``failed`` (P,) those that do not. ``same`` are groups of points with
    one digest, ``idle`` the keys that changed nothing, and ``left_out`` counts rule books that are not here.
    """

    footer: Footer
    design: str
    keys: tuple[SweepKey, ...]
    policies: tuple[str, ...]
    titles: Titles
    points: Counts
    policy: Counts
    settings: Numbers
    replications: Counts
    failed: Counts
    measures: tuple[SweepMeasure, ...]
    failures: tuple[Failure, ...] = ()
    same: tuple[tuple[int, ...], ...] = ()
    idle: tuple[str, ...] = ()
    left_out: int = 0

    def shortlist(self, most: int = MOST) -> "SweepData":
        """At most ``most`` rule books: the first and those best by the first measure; ``left_out`` the others."""
        if len(self.policies) <= most:
            return self
        first = self.measures[0]

        def place(policy: int) -> float:
            values = first.value[self.policy == policy]
            values = values[np.isfinite(values)]
            return -(first.better or 1) * float(values.mean()) if values.size else math.inf

        kept = sorted({0, *sorted(range(1, len(self.policies)), key=place)[: most - 1]})
        rows = np.isin(self.policy, kept)
        return replace(
            self,
            policies=tuple(self.policies[policy] for policy in kept),
            points=self.points[rows],
            policy=np.searchsorted(kept, self.policy[rows]),
            settings=self.settings[rows],
            replications=self.replications[rows],
            failed=self.failed[rows],
            measures=tuple(one.rows(rows) for one in self.measures),
            left_out=len(self.policies) - len(kept),
        )

    def of(self, measure: str) -> SweepMeasure:
        """The measure of that name; KeyError when it is not among those of the figures."""
        for one in self.measures:
            if one.measure == measure:
                return one
        raise KeyError(measure)

    def only(self, measure: str) -> "SweepData":
        """The same sweep with that one measure; KeyError when there is none of that name."""
        return replace(self, measures=(self.of(measure),))

    def levels(self, number: int) -> Numbers:
        """The settings of key ``number`` that occur, ascending; of a choice all its values."""
        key = self.keys[number]
        return np.arange(float(len(key.names))) if key.names else np.unique(self.settings[:, number])

    def title(self, policy: str, lang: Language) -> str:
        """What a rule book is called."""
        return self.titles.of(policy, lang)

    def label(self, number: int, lang: Language) -> str:
        """The name of key ``number``, with the key itself where two keys share a name."""
        key = self.keys[number]
        same = sum(other.label(lang) == key.label(lang) for other in self.keys) > 1
        return f"{key.label(lang)} ({key.key})" if same and lang == "zh" else key.key if same else key.label(lang)


def kind_of(data: SweepData) -> str:
    """The kind of figure that suits the number of keys: lines for one, a map for two, parallel coordinates for more."""
    return ("lines", "map")[len(data.keys) - 1] if len(data.keys) <= 2 else "parallel"


def drawings(data: SweepData) -> list[Drawing]:
    """What is drawn: all measures over one key in one figure, else a figure a measure."""
    kind = kind_of(data)
    draw = f"sim.report.figures.sweep.{kind}:draw"
    if kind == "lines":
        return [Drawing(kind, draw, data)]
    return [Drawing(f"{kind}.{one.measure}", draw, data.only(one.measure)) for one in data.measures]


def replications(data: SweepData, lang: Language) -> str:
    """How many replications a point has: a number, or a range where points differ."""
    done = data.replications + data.failed
    low, high = (int(done.min()), int(done.max())) if done.size else (0, 0)
    return short(high) if low == high else say("sweep.range", lang, low=short(low), high=short(high))
