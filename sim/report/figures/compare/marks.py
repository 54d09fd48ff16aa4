"""What the figures of a comparison share: the line of a rule book, and panels beside one another."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.data import Point
from sim.report.figures.style import COLOURS, DASHES, new_figure
from sim.report.texts import Language

COLUMNS = 4
ROW_HEIGHT = 0.27
PANEL_HEIGHT = 1.35
NAME = 30  # letters in a line of a panel's name
# Of more rule books than these intervals are left out.
MOST_BANDED = 4


def colour(data: ComparisonData, policy: str) -> str:
    """The colour of a rule book, the same in every figure."""
    return COLOURS[data.policies.index(policy) % len(COLOURS)]


def dashes(data: ComparisonData, policy: str) -> str:
    """The line of a rule book: the second eight are dashed, the third dotted."""
    return DASHES[data.policies.index(policy) // len(COLOURS) % len(DASHES)]


def ends_of(points: Sequence[Point]) -> list[float | None]:
    """Values and both ends of all intervals."""
    return [end for one in points for end in (one.value, one.low, one.high)]


def grid_of(title: str, data: ComparisonData, count: int, lang: Language, rows: float) -> tuple[Figure, list[Axes]]:
    """A figure of ``count`` panels, four in a line, with one y axis; a panel is ``rows`` lines high."""
    lines = -(-count // COLUMNS)
    height = 1.1 + lines * (PANEL_HEIGHT + ROW_HEIGHT * rows)
    figure = new_figure(title, data.footer, lang, size=(11.4, height))
    cells = figure.subplots(lines, min(COLUMNS, max(count, 1)), sharey=True, squeeze=False)
    panels = [axes for line in cells for axes in line]
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels[:count]
