"""What the figures of a comparison need, as plain arrays."""

import math
from dataclasses import dataclass, replace
from datetime import date

from sim.report.figures.data import MOST, ExitCurve, Footer, Numbers, Point
from sim.report.texts import Language, say
from sim.scenario.titles import Titles


@dataclass(frozen=True)
class Panel:
    """One measure in the dot plot: its names and unit, its value under the baseline, differences by policy.

    ``better`` is 1 where more is better, -1 where less is.
    """

    measure: str
    label: str
    zh: str
    unit: str
    baseline: float | None
    differences: dict[str, Point]
    better: int = 1

    def name(self, lang: Language) -> str:
        """The measure in words."""
        return self.zh if lang == "zh" else self.label

    @property
    def holds_anything(self) -> bool:
        """Whether there is a difference to show: some measures exist only beside a certain rule book."""
        return any(point.value is not None for point in self.differences.values())


@dataclass(frozen=True)
class ComparisonData:
    """All arrays of the figures of a comparison.

    ``policies`` all rule books in order, counterfactuals behind, and ``titles`` what they are called; ``panels`` the
    key measures; ``years`` (M,) months since ``start`` and ``net_cash`` policy -> (R, M) the treasury's cumulative net
    cash in yuan; ``exits`` instrument -> policy -> curve; ``cost`` and ``additional`` policy -> net public cost and
    additional private capital in yuan; ``parties`` policy -> party -> difference from the baseline in yuan.
    """

    footer: Footer
    policies: tuple[str, ...]
    titles: Titles
    baseline: str
    start: date
    years: Numbers
    panels: tuple[Panel, ...]
    net_cash: dict[str, Numbers]
    exits: dict[str, dict[str, ExitCurve]]
    cost: dict[str, Point]
    additional: dict[str, Point]
    parties: dict[str, dict[str, Point]]
    left_out: int = 0

    def shortlist(self, most: int = MOST) -> "ComparisonData":
        """At most ``most`` rule books: the baseline and those best by the first measure; ``left_out`` the others."""
        if len(self.policies) <= most or not self.panels:
            return self
        first = self.panels[0]

        def place(policy: str) -> float:
            value = first.differences.get(policy, Point(None)).value
            return math.inf if value is None else -(first.better or 1) * value

        best = {self.baseline, *sorted(self.others, key=place)[: most - 1]}
        kept = tuple(name for name in self.policies if name in best)
        return replace(self, policies=kept, left_out=len(self.policies) - len(kept))

    def headed(self, title: str, lang: Language) -> str:
        """``title``, and below it which rule books are shown where not all are."""
        if not self.left_out:
            return title
        shown = len(self.policies)
        words = {"shown": shown, "count": shown + self.left_out, "measure": self.panels[0].name(lang)}
        return f"{title}\n{say('compare.shortlist', lang, **words)}"

    @property
    def others(self) -> tuple[str, ...]:
        """All rule books but the baseline."""
        return tuple(name for name in self.policies if name != self.baseline)

    @property
    def calendar(self) -> Numbers:
        """Decimal calendar years (M,), for axes in real dates."""
        return self.years + self.start.year + (self.start - date(self.start.year, 1, 1)).days / 365.25

    def title(self, policy: str, lang: Language) -> str:
        """What a rule book is called."""
        return self.titles.of(policy, lang)
