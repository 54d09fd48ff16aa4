"""What the figures of a sensitivity study need, and the list of them: one a measure, drawn in the way of the method."""

from dataclasses import dataclass

from sim.report.figures.data import Footer
from sim.report.figures.drawing import Drawing
from sim.report.texts import Language

MOST = 20  # parameters shown; the table holds all


@dataclass(frozen=True)
class Bar:
    """One parameter: its names, unit and range, its ``own`` value in the scenario, its effect with its interval.

    ``numbers`` are the method's other numbers by name, None where they do not exist.
    """

    key: str
    zh: str
    unit: str
    low_end: float
    high_end: float
    own: float
    value: float | None
    low: float | None
    high: float | None
    noticeable: bool | None
    numbers: dict[str, float | None]
    first_ci95: tuple[float, float] | None = None

    def name(self, lang: Language) -> str:
        """The parameter's name: Chinese as declared, in English its key without the first word."""
        return self.zh if lang == "zh" else self.key.partition(".")[2]


@dataclass(frozen=True)
class Panel:
    """The ranking of one measure, the most influential parameter first; ``base`` is the scenario's own value."""

    footer: Footer
    method: str
    points: int
    measure: str
    label: str
    zh: str
    unit: str
    base: float | None
    bars: tuple[Bar, ...]

    @property
    def shown(self) -> tuple[Bar, ...]:
        """The bars that are drawn: those with a value, at most twenty."""
        return tuple(one for one in self.bars if one.value is not None)[:MOST]


@dataclass(frozen=True)
class SensitivityData:
    """The rankings of a study, one a measure."""

    panels: tuple[Panel, ...]

    def of(self, measure: str) -> Panel:
        """The ranking of ``measure``; KeyError when there is none."""
        for one in self.panels:
            if one.measure == measure:
                return one
        raise KeyError(measure)


def drawings(data: SensitivityData) -> list[Drawing]:
    """All figures of a study, each by the name of its measure."""
    return [drawing(one) for one in data.panels]


def drawing(panel: Panel) -> Drawing:
    """The figure of one measure."""
    return Drawing(panel.measure, f"sim.report.figures.sensitivity.{panel.method}:draw", panel)
