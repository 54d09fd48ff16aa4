"""A measure over two keys: a heat map with contours for a grid, coloured dots for points that lie anywhere."""

from collections.abc import Sequence

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from sim.report.figures.axes import STEPS, digits_of, head, number_ticks
from sim.report.figures.data import Numbers
from sim.report.figures.lettering import width_of
from sim.report.figures.scales import Scale
from sim.report.figures.style import INK, SOFT, styled
from sim.report.figures.sweep.data import SweepData
from sim.report.figures.sweep.marks import (
    MAP,
    Rows,
    absent,
    chance,
    colour_bar,
    colours_of,
    crosses,
    failed_in_part,
    half_width,
    key_name,
    key_ticks,
    measure_scale,
    panel_size,
    policy_panels,
    rows_of,
    titled,
)
from sim.report.numbers import plain
from sim.report.texts import Language, say

# Contours need a place between cells on both sides; numbers stand in cells that are wide enough.
SMALLEST_CONTOURED = 3
MOST_NUMBERED = 48


@styled
def draw(data: SweepData, lang: Language) -> Figure:
    """The first measure over the two keys, a panel a rule book; one colour bar for all."""
    data = data.shortlist()
    measure = data.measures[0]
    grid = data.design == "grid"
    half = half_width(measure, lang)
    notes = [say("sweep.note.map" if grid else "sweep.note.scatter", lang, half_width=half)]
    levels = _levels(data) if grid and _contourable(data) else []
    if grid and _contourable(data):
        notes.append(say("sweep.note.contours" if levels else "sweep.note.no_contours", lang))
    names = {"measure": measure.name(lang), "x": data.label(0, lang), "y": data.label(1, lang)}
    title = say("sweep.map.title", lang, **names)
    figure = titled(title, data, notes, lang, size=panel_size(data, 4.6, 3.9))
    panels = policy_panels(figure, data, lang)
    norm = colours_of(measure)
    if norm is None:
        for axes in panels:
            absent(axes, lang)
        return figure
    scale = measure_scale(measure, lang)
    for policy, axes in enumerate(panels):
        if grid:
            _cells(axes, data, rows_of(data, policy), norm, scale, lang)
            _contours(axes, _table(data, rows_of(data, policy), measure.value), levels, scale)
        else:
            _dots(axes, data, rows_of(data, policy), norm, lang)
        axes.set_xlabel(key_name(data, 0, lang), fontsize=9)
        head(axes, axes.get_title(loc="left"), up=key_name(data, 1, lang), size=9)
        axes.grid(visible=False)
    colour_bar(figure, norm, measure, panels, lang, pad=0.02)
    return figure


def _contourable(data: SweepData) -> bool:
    """Whether contours can mean something: both keys are numbers with enough settings."""
    return all(not key.names and data.levels(at).size >= SMALLEST_CONTOURED for at, key in enumerate(data.keys))


def _levels(data: SweepData) -> list[float]:
    """Values of the contours, further apart than the half-width of the intervals; none where chance rules."""
    measure = data.measures[0]
    found = measure.value[np.isfinite(measure.value)]
    if not found.size or found.min() == found.max():
        return []
    low, high = float(found.min()), float(found.max())
    for bins in range(8, 0, -1):
        ticks = MaxNLocator(nbins=bins, steps=list(STEPS)).tick_values(low, high)
        if len(ticks) > 1 and ticks[1] - ticks[0] > (chance(measure) or 0.0):
            # A contour that only touches the lowest or highest value would be empty.
            return [float(level) for level in ticks if low < level < high]
    return []


def _table(data: SweepData, rows: Rows, values: Numbers) -> Numbers:
    """``values`` of ``rows`` by level of the second key and of the first; NaN where there is no point."""
    x, y = data.levels(0), data.levels(1)
    table = np.full((y.size, x.size), np.nan)
    table[np.searchsorted(y, data.settings[rows, 1]), np.searchsorted(x, data.settings[rows, 0])] = values[rows]
    return table


def _cells(axes: Axes, data: SweepData, rows: Rows, norm: Normalize, scale: Scale, lang: Language) -> None:
    """A cell a point, equally large whatever the steps between settings; its ticks name the settings."""
    value = data.measures[0].value
    table = _table(data, rows, value)
    height, width = table.shape
    places = (np.arange(float(width)), np.arange(float(height)))
    axes.pcolormesh(*places, np.ma.masked_invalid(table), cmap=MAP, norm=norm, shading="nearest")
    for row, column in np.argwhere(np.isnan(table)):
        _hatched(axes, float(column), float(row))
    if not _contourable(data) and table.size <= MOST_NUMBERED:
        _numbers(axes, table, norm, scale)
    part = failed_in_part(data, rows, value)
    x, y = (np.searchsorted(data.levels(key), data.settings[part, key]) for key in (0, 1))
    crosses(axes, x + 0.38, y - 0.36, shade="white")
    key_ticks(axes.xaxis, data, 0, places[0], lang)
    key_ticks(axes.yaxis, data, 1, places[1], lang)
    axes.tick_params(length=0)
    axes.set_xlim(-0.5, width - 0.5)
    axes.set_ylim(-0.5, height - 0.5)
    _slanted(axes, data.keys[0].named(lang) if data.keys[0].names else [])


def _slanted(axes: Axes, names: Sequence[str]) -> None:
    """Long names of choices below the axis are turned, so that they do not run into each other."""
    longest = max((width_of(name) for name in names), default=0)
    if longest * len(names) > 40:
        axes.tick_params(axis="x", labelrotation=30)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("right")


def _hatched(axes: Axes, x: float, y: float) -> None:
    """A cell without a value."""
    axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="white", edgecolor=SOFT, hatch="////", lw=0))
    axes.plot(x, y, "x", color=INK, ms=8, mew=1.6)


def _contours(axes: Axes, table: Numbers, levels: list[float], scale: Scale) -> None:
    """Labelled contours; matplotlib draws none through a quadrangle with a masked corner."""
    found = table[np.isfinite(table)]
    inside = [level for level in levels if found.size and found.min() < level < found.max()]
    if not inside:
        return
    drawn = axes.contour(np.ma.masked_invalid(table), levels=inside, colors=INK, linewidths=0.9, corner_mask=False)
    # Half of the colours are as dark as the lines.
    drawn.set_path_effects([patheffects.withStroke(linewidth=2.2, foreground="white", alpha=0.6)])
    digits = digits_of(np.array(levels) / scale.divisor)
    for label in axes.clabel(drawn, fmt=lambda level: plain(level / scale.divisor, digits), fontsize=8):
        label.set_path_effects([patheffects.withStroke(linewidth=2.2, foreground="white")])
        label.set_rotation(0)


def _numbers(axes: Axes, table: Numbers, norm: Normalize, scale: Scale) -> None:
    """The value in each cell, dark on light and light on dark."""
    for (row, column), value in np.ndenumerate(table):
        if np.isfinite(value):
            shade = INK if norm(value) > 0.55 else "white"
            text = scale.text(float(f"{value:.3g}"))
            axes.text(column, row, text, color=shade, ha="center", va="center", fontsize=8.5)


def _dots(axes: Axes, data: SweepData, rows: Rows, norm: Normalize, lang: Language) -> None:
    """A dot a point, coloured by its value; a cross where it has none."""
    value = data.measures[0].value
    x, y = data.settings[:, 0], data.settings[:, 1]
    some, none = rows[np.isfinite(value[rows])], rows[np.isnan(value[rows])]
    size = 90.0 if rows.size <= 60 else 34.0
    axes.scatter(x[some], y[some], c=value[some], cmap=MAP, norm=norm, s=size, edgecolors=INK, linewidths=0.5, zorder=3)
    axes.scatter(x[none], y[none], marker="x", s=46, color=INK, zorder=4)
    part = failed_in_part(data, rows, value)
    crosses(axes, x[part], y[part], size=18, shade="white")
    axes.margins(0.06)
    axes.autoscale_view()
    for axis, number in ((axes.xaxis, 0), (axes.yaxis, 1)):
        if data.keys[number].names:
            key_ticks(axis, data, number, data.levels(number), lang)
        else:
            number_ticks(axis, data.keys[number].scale(lang).divisor)
            axis.set_tick_params(labelsize=8.5)
