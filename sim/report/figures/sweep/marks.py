"""What the figures of a sweep share: titles, notes, panels, ticks, the measure's scale, marks of failure."""

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.clauses.faults import there
from sim.report.figures.axes import head, number_ticks
from sim.report.figures.data import Numbers
from sim.report.figures.lettering import brief, fits, fold, width_of
from sim.report.figures.scales import Scale, largest, scale_of
from sim.report.figures.style import COLOURS, DASHES, INK, MARGIN, SOFT, new_figure, printable
from sim.report.figures.sweep.data import SweepData, SweepMeasure, replications
from sim.report.numbers import DASH
from sim.report.texts import Language, say

MAP = "viridis"
MANY_LEVELS = 12
COLUMNS = 3
NAME = 34  # letters in a line of a panel's name
WIDEST = 11.4  # inches: A4 lying

Rows = NDArray[np.intp]


def rows_of(data: SweepData, policy: int) -> Rows:
    """The rows of one rule book."""
    return np.flatnonzero(data.policy == policy)


def colour(policy: int) -> str:
    """The colour of a rule book, the same in every figure."""
    return COLOURS[policy % len(COLOURS)]


def dashes(policy: int) -> str:
    """The line of a rule book: the second eight are dashed, the third dotted."""
    return DASHES[policy // len(COLOURS) % len(DASHES)]


def measure_scale(measure: SweepMeasure, lang: Language) -> Scale:
    """The scale on which all values of a measure read well."""
    return scale_of(measure.unit, largest(measure.value), lang)


def titled(title: str, data: SweepData, notes: Sequence[str], lang: Language, *, size: tuple[float, float]) -> Figure:
    """An empty figure: its title, below it the replications, and at the foot of the axes what the marks mean."""
    below = say("sweep.title.replications", lang, replications=replications(data, lang))
    words = [*notes]
    if data.left_out:
        count = len(data.policies) + data.left_out
        best = {"shown": len(data.policies), "count": count, "measure": data.measures[0].name(lang)}
        words.insert(0, say("sweep.shortlist", lang, **best))
    if any(np.isnan(one.value).any() for one in data.measures):
        words.append(say("sweep.note.missing", lang))
    if ((data.failed > 0) & (data.replications > 0)).any():
        words.append(say("sweep.note.failed", lang))
    told = _filled(words, size[0], lang)
    space = 0.06 + 0.165 * len(told)
    figure = new_figure(f"{printable(title)}\n{below}", data.footer, lang, size=(size[0], size[1] + space))
    engine = there(figure.get_layout_engine(), "layout")
    left, foot, width, height = engine.get()["rect"]
    share = space / float(figure.get_figheight())
    engine.set(rect=(left, foot + share, width, height - share))  # type: ignore[call-arg]
    figure.text(MARGIN / size[0], foot, "\n".join(told), va="bottom", fontsize=8, color=SOFT, linespacing=1.4)
    return figure


def _filled(sentences: Sequence[str], width: float, lang: Language) -> list[str]:
    """Whole sentences in lines that fit ``width`` inches; one that does not is folded."""
    room, lines = fits(width, 8), [""]
    for sentence in sentences:
        joined = f"{lines[-1]}{'' if lang == 'zh' or not lines[-1] else ' '}{sentence}"
        lines[-1:] = [joined] if width_of(joined) <= room else [lines[-1], *fold(sentence, room).split("\n")]
    return [line for line in lines if line]


def policy_panels(figure: Figure, data: SweepData, lang: Language) -> list[Axes]:
    """A panel per rule book, at most three in a line, titled with its name where there are several."""
    count = len(data.policies)
    columns = min(COLUMNS, count)
    grid = figure.subplots(-(-count // columns), columns, squeeze=False)
    panels = [axes for line in grid for axes in line]
    for axes in panels[count:]:
        axes.set_axis_off()
    for axes, policy in zip(panels, data.policies, strict=False):
        if count > 1:
            head(axes, brief(printable(data.title(policy, lang)), NAME))
    return panels[:count]


def panel_size(data: SweepData, width: float, height: float) -> tuple[float, float]:
    """The size of a figure with a panel of ``width`` × ``height`` inches per rule book, as wide as A4 lying at most."""
    count = len(data.policies)
    columns = min(COLUMNS, count)
    lines = -(-count // columns)
    # Four lines of panels must stay on a page.
    return min(max(7.2, width * columns + 1.0), WIDEST), 1.7 + min(height, 13.2 / lines) * lines


def key_ticks(axis: Axis, data: SweepData, number: int, places: Numbers, lang: Language) -> None:
    """Settings of a key at ``places``, of many every second, third …; ``places`` belong to ``data.levels``."""
    step = -(-places.size // MANY_LEVELS)
    key = data.keys[number]
    texts = [printable(key.tick(level, lang)) for level in data.levels(number)[::step]]
    axis.set_ticks([float(place) for place in places[::step]], labels=texts, fontsize=8.5)


def key_name(data: SweepData, number: int, lang: Language) -> str:
    """A key as an axis names it, with the unit."""
    return data.keys[number].scale(lang).named(data.label(number, lang))


def colours_of(measure: SweepMeasure, margin: float = 0.0) -> Normalize | None:
    """From values to colours, ``margin`` of the range free at either end; None where no point has a value."""
    found = measure.value[np.isfinite(measure.value)]
    if not found.size:
        return None
    low, high = float(found.min()), float(found.max())
    room = margin * (high - low) or 0.05 * (abs(high) or 1.0) * (high == low)
    return Normalize(low - room, high + room)


def colour_bar(
    figure: Figure, norm: Normalize, measure: SweepMeasure, axes: Axes | Sequence[Axes], lang: Language, *, pad: float
) -> None:
    """The colours of the values, named above the bar; of one value alone that one tick."""
    scale = measure_scale(measure, lang)
    bar = figure.colorbar(ScalarMappable(norm, colormaps[MAP]), ax=axes, pad=pad, aspect=27)
    bar.outline.set_visible(False)
    number_ticks(bar.ax.yaxis, scale.divisor)
    found = measure.value[np.isfinite(measure.value)]
    if found.min() == found.max():
        bar.set_ticks([float(found[0])], labels=[scale.text(float(found[0]))])
    bar.ax.set_title(scale.unit, fontsize=8.5, loc="right")
    bar.ax.tick_params(labelsize=8.5)


def chance(measure: SweepMeasure) -> float | None:
    """The median half-width of the 95 % intervals of the points; None where there is none."""
    widths = (measure.high - measure.low) / 2
    widths = widths[np.isfinite(widths)]
    return float(np.median(widths)) if widths.size else None


def half_width(measure: SweepMeasure, lang: Language) -> str:
    """The median half-width of the intervals, with its unit; a dash where there is none."""
    middle = chance(measure)
    if middle is None:
        return DASH
    scale = scale_of(measure.unit, largest(measure.value), lang)
    points = {"share": "share", "1/year": "rate"}.get(measure.unit)
    name = say(f"compare.change.{points}", lang) if points and scale.divisor == 0.01 else scale.unit
    return f"{float(f'{middle / scale.divisor:.2g}'):g} {name}".rstrip()


def absent(axes: Axes, lang: Language) -> None:
    """One sentence in place of an axis: no point has a value."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, say("sweep.none", lang), transform=axes.transAxes, ha="center", color=SOFT)


def failed_in_part(data: SweepData, rows: Rows, value: Numbers) -> Rows:
    """The rows that have a value although some of their replications failed."""
    return rows[(data.failed[rows] > 0) & np.isfinite(value[rows])]


def crosses(axes: Axes, x: Numbers, y: Numbers, *, size: float = 28, shade: str = INK) -> None:
    """Small crosses, if there are any."""
    if not x.size:
        return
    axes.scatter(x, y, marker="x", s=size, color=shade, linewidths=1.1, zorder=6, clip_on=False)
