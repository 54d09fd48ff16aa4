"""What the figures of a sweep share: titles, notes, panels, ticks, the measure's scale, marks of failure."""

from collections.abc import Sequence
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from sim.report.figure_data import Numbers
from sim.report.figures_compare_curves import COLOURS, DASHES
from sim.report.figures_sweep_data import Scale, SweepData, SweepMeasure, largest, scale_of, short
from sim.report.numbers import DASH
from sim.report.style import INK, SOFT, new_figure, printable
from sim.report.texts import Language, say

MAP = "viridis"
MANY_LEVELS = 12
COLUMNS = 3

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


def replications(data: SweepData, lang: Language) -> str:
    """How many replications a point has: a number, or a range where points differ."""
    done = data.replications + data.failed
    low, high = (int(done.min()), int(done.max())) if done.size else (0, 0)
    return short(high) if low == high else say("sweep.range", lang, low=short(low), high=short(high))


def titled(title: str, data: SweepData, notes: Sequence[str], lang: Language, *, size: tuple[float, float]) -> Figure:
    """An empty figure: its title, below it the replications, and at the foot of the axes what the marks mean."""
    below = say("sweep.title.replications", lang, replications=replications(data, lang))
    words = [*notes]
    if any(np.isnan(one.value).any() for one in data.measures):
        words.append(say("sweep.note.missing", lang))
    if ((data.failed > 0) & (data.replications > 0)).any():
        words.append(say("sweep.note.failed", lang))
    told = _filled(words, size[0], lang)
    space = 0.06 + 0.165 * len(told)
    lines = wrap(printable(title), int((5.4 if lang == "zh" else 9.5) * size[0]))
    full = (size[0], size[1] + space + 0.21 * (len(lines) - 1))
    figure = new_figure("\n".join([*lines, below]), data.footer, lang, size=full)
    engine = figure.get_layout_engine()
    assert engine is not None
    left, foot, width, height = engine.get()["rect"]
    share = space / float(figure.get_figheight())
    engine.set(rect=(left, foot + share, width, height - share))  # type: ignore[call-arg]
    figure.text(0.012, foot + 0.02, "\n".join(told), va="bottom", fontsize=8, color=SOFT, linespacing=1.4)
    return figure


def _filled(sentences: Sequence[str], width: float, lang: Language) -> list[str]:
    """Whole sentences in lines that fit ``width`` inches; Chinese characters count two."""
    lines: list[str] = []
    for sentence in sentences:
        joined = f"{lines[-1]}{'' if lang == 'zh' else ' '}{sentence}" if lines else ""
        size = sum(2 if ord(letter) > 0x2E80 else 1 for letter in joined)
        if joined and size <= 14 * width:
            lines[-1] = joined
        else:
            lines.append(sentence)
    return lines


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
            axes.set_title(printable(data.title(policy, lang)), fontsize=9.5)
    return panels[:count]


def panel_size(data: SweepData, width: float, height: float) -> tuple[float, float]:
    """The size of a figure with a panel of ``width`` × ``height`` inches per rule book."""
    count = len(data.policies)
    columns = min(COLUMNS, count)
    return max(7.2, width * columns + 1.0), 1.5 + height * -(-count // columns)


def key_ticks(axis: Axis, data: SweepData, number: int, places: Numbers, lang: Language) -> None:
    """Settings of a key at ``places``, of many every second, third …; ``places`` belong to ``data.levels``."""
    step = -(-places.size // MANY_LEVELS)
    key = data.keys[number]
    texts = [printable(key.tick(level, lang)) for level in data.levels(number)[::step]]
    axis.set_ticks([float(place) for place in places[::step]], labels=texts, fontsize=8.5)


def number_ticks(axis: Axis, scale: Scale, bins: int = 7) -> None:
    """Round ticks in units of ``scale`` on an axis whose values are those of the data."""
    low, high = sorted(axis.get_view_interval())
    ticks = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10]).tick_values(low / scale.divisor, high / scale.divisor)
    axis.set_major_locator(FixedLocator([float(tick) * scale.divisor for tick in ticks]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: scale.text(round(value, 12))))
    axis.set_view_interval(low, high, ignore=True)
    axis.set_tick_params(labelsize=8.5)


def key_name(data: SweepData, number: int, lang: Language) -> str:
    """A key as an axis names it, with the unit."""
    return data.keys[number].scale(lang).named(data.label(number, lang))


def colours_of(measure: SweepMeasure, margin: float = 0.0) -> Normalize | None:
    """From values to colours, ``margin`` of the range free at either end; None where no point has a value."""
    found = measure.value[np.isfinite(measure.value)]
    if not found.size:
        return None
    low, high = float(found.min()), float(found.max())
    room = margin * (high - low) or 1e-6 * max(abs(high), 1.0) * (high == low)
    return Normalize(low - room, high + room)


def half_width(measure: SweepMeasure, lang: Language) -> str:
    """The median half-width of the intervals, with its unit; a dash where there is none."""
    widths = (measure.high - measure.low) / 2
    widths = widths[np.isfinite(widths)]
    if not widths.size:
        return DASH
    middle = float(np.median(widths))
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
