"""Measures over one key: lines with the interval of each point, a panel a measure."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, number_ticks, within
from sim.report.figures.data import Numbers
from sim.report.figures.scales import domain, largest
from sim.report.figures.style import printable, quiet, styled
from sim.report.figures.sweep.data import SweepData, SweepMeasure
from sim.report.figures.sweep.marks import (
    MANY_LEVELS,
    Rows,
    absent,
    colour,
    crosses,
    dashes,
    failed_in_part,
    key_name,
    key_ticks,
    measure_scale,
    rows_of,
    titled,
)
from sim.report.texts import Language, say

# Intervals of several rule books stand beside each other, this share of the smallest step apart.
APART = 0.12


@styled
def draw(data: SweepData, lang: Language) -> Figure:
    """Each measure over the one key: a panel a measure, a rule book a line (over a choice none) with its intervals."""
    data = data.shortlist()
    columns = min(2, len(data.measures))
    rows = -(-len(data.measures) // columns)
    title = say("sweep.lines.title", lang, name=data.label(0, lang))
    legend = 0.3 * -(-len(data.policies) // 3) if len(data.policies) > 1 else 0.0
    size = (max(7.2, 5.2 * columns), 1.6 + 3.2 * rows + legend)
    figure = titled(title, data, [say("sweep.note.lines", lang)], lang, size=size)
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid[len(data.measures) :]:
        axes.set_axis_off()
    for axes, measure in zip(grid, data.measures, strict=False):
        _panel(axes, data, measure, lang)
    if len(data.policies) > 1:
        legend_below(figure, list(grid), size=8.5, columns=3)
    return figure


def _panel(axes: Axes, data: SweepData, measure: SweepMeasure, lang: Language) -> None:
    if not np.isfinite(measure.value).any():
        head(axes, measure.name(lang))
        absent(axes, lang)
        return
    scale = measure_scale(measure, lang)
    head(axes, up=scale.named(measure.name(lang)))
    low, high = domain(measure.unit)
    for policy in range(len(data.policies)):
        rows = rows_of(data, policy)
        _line(axes, data, measure, rows[np.argsort(data.settings[rows, 0], kind="stable")], policy, lang)
    axes.margins(x=0.04, y=0.1)
    axes.autoscale_view()
    if not largest(measure.value, measure.low, measure.high):
        axes.set_ylim(-scale.divisor, scale.divisor)
    within(axes.yaxis, [measure.value], low, high)
    number_ticks(axes.yaxis, scale.divisor, bins=6)
    axes.set_xlabel(key_name(data, 0, lang), fontsize=9)
    levels = data.levels(0)
    if data.keys[0].names or levels.size <= MANY_LEVELS // 2:
        key_ticks(axes.xaxis, data, 0, levels, lang)
    else:
        number_ticks(axes.xaxis, data.keys[0].scale(lang).divisor)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_tick_params(labelsize=8.5)
    quiet(axes)


def _line(axes: Axes, data: SweepData, measure: SweepMeasure, rows: Rows, policy: int, lang: Language) -> None:
    """One rule book: a line that breaks where a point has no value, no line over a choice; intervals as bars."""
    low, high = domain(measure.unit)
    value = measure.value[rows]
    ends = np.clip(measure.low[rows], low, None), np.clip(measure.high[rows], None, high)
    where = data.settings[rows, 0] + _aside(data, policy)
    shade, label = colour(policy), printable(data.title(data.policies[policy], lang))
    line = "none" if data.keys[0].names else dashes(policy)
    axes.plot(where, value, "o", ms=4.2, color=shade, lw=1.8, ls=line, label=label)
    axes.vlines(where, *ends, color=shade, lw=1.3)
    part = failed_in_part(data, rows, measure.value)
    crosses(axes, where[np.isin(rows, part)], measure.value[part])
    _missing(axes, where[np.isnan(value)], shade)


def _aside(data: SweepData, policy: int) -> float:
    """How far to the side a rule book is drawn, so that its intervals do not cover those of the others."""
    count, levels = len(data.policies), data.levels(0)
    step = float(np.diff(levels).min()) if levels.size > 1 else 0.0
    room = 0.5 if data.keys[0].names else min(APART * (count - 1), 0.5) * step
    return room * ((policy + 0.5) / count - 0.5)


def _missing(axes: Axes, where: Numbers, shade: str) -> None:
    """Crosses at the foot of the panel, where points have no value."""
    if where.size:
        foot = axes.get_xaxis_transform()
        axes.scatter(where, np.full(where.size, 0.03), marker="x", s=46, color=shade, transform=foot, zorder=6)
