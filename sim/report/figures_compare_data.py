"""What the figures of a comparison need, as plain arrays."""

from dataclasses import dataclass
from datetime import date

from sim.report.figure_data import ExitCurve, Footer, Numbers
from sim.report.texts import Language


@dataclass(frozen=True)
class Point:
    """A value and its 95 % interval; None where it does not exist."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Panel:
    """One measure in the dot plot: its names and unit, its value under the baseline, differences by policy."""

    measure: str
    label: str
    zh: str
    unit: str
    baseline: float | None
    differences: dict[str, Point]

    @property
    def holds_anything(self) -> bool:
        """Whether there is a difference to show: some measures exist only beside a certain rule book."""
        return any(point.value is not None for point in self.differences.values())


@dataclass(frozen=True)
class ComparisonData:
    """All arrays of the figures of a comparison.

    ``policies`` all rule books in order, counterfactuals behind, and ``titles`` their Chinese titles; ``panels`` the
    key measures; ``years`` (M,) months since ``start`` and ``net_cash`` policy -> (R, M) cumulative net public cash in
    yuan; ``exits`` instrument -> policy -> curve; ``cost`` and ``additional`` policy -> net public cost and additional
    private capital in yuan; ``parties`` policy -> party -> difference from the baseline in yuan.
    """

    footer: Footer
    policies: tuple[str, ...]
    titles: dict[str, str]
    baseline: str
    start: date
    years: Numbers
    panels: tuple[Panel, ...]
    net_cash: dict[str, Numbers]
    exits: dict[str, dict[str, ExitCurve]]
    cost: dict[str, Point]
    additional: dict[str, Point]
    parties: dict[str, dict[str, Point]]

    @property
    def others(self) -> tuple[str, ...]:
        """All rule books but the baseline."""
        return tuple(name for name in self.policies if name != self.baseline)

    @property
    def calendar(self) -> Numbers:
        """Decimal calendar years (M,), for axes in real dates."""
        return self.years + self.start.year + (self.start - date(self.start.year, 1, 1)).days / 365.25

    def title(self, policy: str, lang: Language) -> str:
        """A rule book's name, in Chinese its title where it has one of its own."""
        titles = list(self.titles.values())
        title = self.titles.get(policy, "")
        return title if lang == "zh" and title and titles.count(title) == 1 else policy
