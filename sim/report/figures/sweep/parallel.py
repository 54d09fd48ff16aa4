"""Parallel coordinates: each point a line through its settings to the measure, for three keys and more."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.report.figures.data import Numbers
from sim.report.figures.lettering import fold
from sim.report.figures.style import INK, SOFT, printable, styled
from sim.report.figures.sweep.data import SweepData
from sim.report.figures.sweep.marks import (
    MAP,
    Rows,
    absent,
    colour_bar,
    colours_of,
    crosses,
    failed_in_part,
    half_width,
    key_name,
    panel_size,
    policy_panels,
    rows_of,
    titled,
)
from sim.report.texts import Language, say

# Settings and values stand between these heights of a panel.
ROOM = 0.06
FAN = 0.05
MOST_TICKS = 8
NAME = 18  # letters in a line of a key's name
# Beyond this many lines a panel is stored as an image within the vector file.
MANY_LINES = 1500


@styled
def draw(data: SweepData, lang: Language) -> Figure:
    """The first measure over all keys, a panel a rule book; the colour bar is the last axis."""
    data = data.shortlist()
    measure = data.measures[0]
    title = say("sweep.parallel.title", lang, measure=measure.name(lang), count=len(data.keys))
    width = 1.5 + 1.35 * (len(data.keys) + 1)
    note = say("sweep.note.parallel", lang, half_width=half_width(measure, lang))
    figure = titled(title, data, [note], lang, size=panel_size(data, width, 3.9))
    panels = policy_panels(figure, data, lang)
    norm = colours_of(measure, ROOM / (1 - 2 * ROOM))
    if norm is None:
        for axes in panels:
            absent(axes, lang)
        return figure
    for policy, axes in enumerate(panels):
        _panel(axes, data, rows_of(data, policy), norm, lang)
        colour_bar(figure, norm, measure, axes, lang, pad=0.0)
    return figure


def _panel(axes: Axes, data: SweepData, rows: Rows, norm: Normalize, lang: Language) -> None:
    value = data.measures[0].value[rows]
    heights = np.column_stack([_heights(data, number, rows, value) for number in range(len(data.keys))])
    lacking = np.isnan(value)
    _lines(axes, heights[~lacking], value[~lacking], norm)
    for line in heights[lacking]:
        axes.plot(np.arange(line.size), line, color=SOFT, lw=1.0, ls=":", zorder=2)
        crosses(axes, np.array([line.size - 1.0]), line[-1:], size=40)
    part = np.isin(rows, failed_in_part(data, rows, data.measures[0].value))
    crosses(axes, np.full(int(part.sum()), heights.shape[1] - 0.04), np.asarray(norm(value[part])), size=18)
    _axes(axes, data, lang)


def _heights(data: SweepData, number: int, rows: Rows, value: Numbers) -> Numbers:
    """The height (rows,) of each setting of a key; points that share a setting are fanned out by their value."""
    settings = data.settings[rows, number]
    heights = _scaled(data, number, settings)
    for setting in np.unique(settings):
        same = np.flatnonzero(settings == setting)
        if same.size < 2:
            continue
        ranks = np.argsort(np.argsort(value[same], kind="stable"), kind="stable")
        heights[same] += FAN * (ranks / (same.size - 1) - 0.5)
    return heights


def _scaled(data: SweepData, number: int, settings: Numbers) -> Numbers:
    """Settings of a key between the two ends of its axis; in the middle where it has only one."""
    levels = data.levels(number)
    low, high = float(levels[0]), float(levels[-1])
    if high == low:
        return np.full(settings.shape, 0.5)
    return ROOM + (1 - 2 * ROOM) * (settings - low) / (high - low)


def _lines(axes: Axes, heights: Numbers, value: Numbers, norm: Normalize) -> None:
    """Lines in their colours, the lowest first; the last stretch leads to the value on the colour bar."""
    order = np.argsort(value, kind="stable")
    ends = np.column_stack((heights, np.asarray(norm(value))))[order]
    places = np.arange(float(ends.shape[1]))
    segments = [np.column_stack((places, line)) for line in ends]
    alpha = float(np.clip(60 / max(len(segments), 1), 0.25, 0.9))
    drawn = LineCollection(segments, cmap=MAP, norm=norm, lw=1.3, alpha=alpha, zorder=3)
    drawn.set_array(value[order])
    drawn.set_rasterized(len(segments) > MANY_LINES)
    axes.add_collection(drawn, autolim=False)


def _axes(axes: Axes, data: SweepData, lang: Language) -> None:
    """A vertical axis a key with its settings at the left, its name below."""
    count = len(data.keys)
    axes.set_xlim(-0.45, count)
    axes.set_ylim(0, 1)
    axes.grid(visible=False)
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    for number in range(count):
        axes.plot([number, number], [0, 1], color=INK, lw=0.9, zorder=4)
        for setting, height in _ticks(data, number, lang):
            _tick(axes, float(number), height, setting)
    names = [fold(key_name(data, number, lang), NAME) for number in range(count)]
    axes.set_xticks(range(count), names, fontsize=8)
    axes.tick_params(axis="x", length=0)


def _ticks(data: SweepData, number: int, lang: Language) -> list[tuple[str, float]]:
    """Settings to name on an axis with their heights: all of a few, round numbers between the ends of many."""
    key, levels = data.keys[number], data.levels(number)
    if not key.names and levels.size > MOST_TICKS:
        divisor = key.scale(lang).divisor
        low, high = float(levels[0]), float(levels[-1])
        ticks = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]).tick_values(low / divisor, high / divisor)
        levels = np.array([tick * divisor for tick in ticks if low <= round(tick, 12) * divisor <= high])
    heights = _scaled(data, number, levels)
    return [(printable(key.tick(level, lang)), float(at)) for level, at in zip(levels, heights, strict=True)]


def _tick(axes: Axes, x: float, y: float, text: str) -> None:
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8}
    axes.plot([x - 0.03, x], [y, y], color=INK, lw=0.9, zorder=4)
    axes.text(x - 0.06, y, text, ha="right", va="center", fontsize=8, zorder=5, bbox=box)
