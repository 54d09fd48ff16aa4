"""What the axes of all figures share: ticks and their digits, limits, names, panels and legends."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, FuncFormatter, MaxNLocator

from sim.clauses.faults import there
from sim.report.figures.data import Numbers
from sim.report.figures.lettering import fits, fold, width_of
from sim.report.figures.style import INK, SOFT
from sim.report.numbers import plain
from sim.report.texts import Language, say

STEPS = (1, 2, 2.5, 5, 10)
MOST_DIGITS = 12
FEWEST_BANDED = 10  # of fewer replications percentiles would be made up: each is drawn instead
LINE = 1.75  # the height of a legend's line, in sizes of its type
HANDLE = 8  # what a legend's entry takes beyond its words, in letters


class Stepped(Formatter):
    """Tick labels in units of ``divisor`` with as many digits as the step between the ticks needs."""

    def __init__(self, divisor: float = 1.0) -> None:
        self._divisor = divisor
        self._digits = 0

    def set_locs(self, locs: Sequence[float]) -> None:
        """Learn the ticks, in the data's own unit, and with them the digits."""
        super().set_locs(list(locs))
        self._digits = digits_of(np.asarray(locs, dtype=np.float64) / self._divisor)

    def __call__(self, value: float, pos: int | None = None) -> str:
        """The label of one tick."""
        return plain(value / self._divisor, self._digits)


def digits_of(ticks: Numbers) -> int:
    """The fewest digits behind the point with which each of ``ticks`` is written within a hundredth of their step."""
    found = np.unique(ticks[np.isfinite(ticks)])
    if not found.size:
        return 0
    step = float(np.diff(found).min()) if found.size > 1 else abs(float(found[0])) or 1.0
    near = (digits for digits in range(MOST_DIGITS) if np.all(np.abs(np.round(found, digits) - found) <= step / 100))
    return next(near, MOST_DIGITS)


def number_ticks(axis: Axis, divisor: float = 1.0, *, bins: int = 7, whole: bool = False) -> None:
    """Round ticks in units of ``divisor``, a power of ten, on an axis whose values are those of the data."""
    axis.set_major_locator(MaxNLocator(nbins=bins, steps=list(STEPS), integer=whole))
    axis.set_major_formatter(Stepped(divisor))


def year_ticks(axis: Axis, lang: Language) -> None:
    """Calendar years, whole and without thousands separators; a tick stands at the first day of its year."""
    axis.set_major_locator(MaxNLocator(nbins=11, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f}"))
    axis.set_label_text(say("unit.year", lang))


def within(axis: Axis, values: Iterable[Numbers | float], low: float, high: float, divisor: float = 1.0) -> None:
    """Keep an axis from running beyond ``low`` and ``high`` where none of ``values`` does: there are no −6 %.

    ``values``, ``low`` and ``high`` in the unit of the data, of which one unit of the axis holds ``divisor``.
    """
    found = np.concatenate([np.empty(0), *(np.asarray(one, dtype=np.float64).ravel() for one in values)])
    found = found[np.isfinite(found)]
    if not found.size:
        return
    start, end = sorted(axis.get_view_interval())
    start = max(start, low / divisor) if found.min() >= low else start
    end = min(end, high / divisor) if found.max() <= high else end
    if end > start:
        axis.set_view_interval(start, end, ignore=True)


def head(axes: Axes, *lines: str, up: str = "", soft: bool = False, size: float = 9.5) -> None:
    """What stands over a panel, line by line; ``up`` names its upright axis, so that no text is turned."""
    told = [line for line in (*lines, f"↑ {up}" if up else "") if line]
    axes.set_title("\n".join(told), fontsize=size, linespacing=1.4, color=SOFT if soft else INK)


def panels(figure: Figure, count: int) -> list[Axes]:
    """``count`` panels side by side with one upright axis, named at the first."""
    found = list(figure.subplots(1, count, sharey=True, squeeze=False)[0])
    for axes in found[1:]:
        axes.tick_params(labelleft=False)
    return found


def legend_below(figure: Figure, panels: Sequence[Axes], *, size: float = 9, columns: int = 4) -> None:
    """One legend for all panels under them, each label once."""
    found: dict[str, Artist] = {}
    for axes in panels:
        handles, labels = axes.get_legend_handles_labels()
        found.update(zip(labels, handles, strict=True))
    named_below(figure, found, size=size, columns=columns)


def named_below(figure: Figure, found: Mapping[str, Artist], *, size: float, columns: int = 4) -> None:
    """What each mark means, under all panels, in as many columns as fit the figure's width."""
    if not found:
        return
    wide = fits(figure.get_figwidth(), size)
    labels = [fold(label, wide - HANDLE) for label in found]
    room = wide // (max(width_of(label) for label in labels) + HANDLE)
    across = max(1, min(columns, room, len(found)))
    lines = -(-len(found) // across) * (1 + max(label.count("\n") for label in labels))
    deep = (lines * LINE * size / 72 + 0.08) / figure.get_figheight()
    engine = there(figure.get_layout_engine(), "layout")
    left, foot, width, height = engine.get()["rect"]
    engine.set(rect=(left, foot + deep, width, height - deep))  # type: ignore[call-arg]
    # Handles long enough to tell a dashed line from a whole one.
    figure.legend(
        list(found.values()),
        labels,
        loc="lower center",
        ncols=across,
        fontsize=size,
        handlelength=3.0,
        bbox_to_anchor=(0.5, foot),
        borderaxespad=0.0,
        borderpad=0.2,
    )


def rows_from_the_top(axes: Axes, names: list[str], *, size: float = 9) -> None:
    """Rows from the top down, their names at the left of the first panel of a line."""
    axes.set_yticks(range(len(names)), names, fontsize=size)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False, axis="y")


def few_ticks(axis: Axis, *, bins: int = 4) -> None:
    """Few round ticks below a panel whose values are in units of the axis."""
    number_ticks(axis, bins=bins)
    axis.set_tick_params(labelsize=8.5)


def beside(axes: Axes, row: float, text: str, *, size: float = 8.5) -> None:
    """Words in a column at the right of a panel, level with its row, where no bar or line can be."""
    place = axes.get_yaxis_transform()
    axes.annotate(text, (1, row), (6, 0), xycoords=place, textcoords="offset points", va="center", fontsize=size)
