"""Figures of a sweep: lines with bands over one key, and the list of all of them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figure_data import Numbers
from sim.report.figures import figure_name
from sim.report.figures_sweep_data import SweepData, SweepMeasure
from sim.report.figures_sweep_map import key_map
from sim.report.figures_sweep_marks import (
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
    number_ticks,
    rows_of,
    titled,
)
from sim.report.figures_sweep_parallel import parallel
from sim.report.style import printable, quiet, save, styled
from sim.report.texts import LANGUAGES, Language, say

LEGEND_COLUMNS = 3


@styled
def lines(data: SweepData, lang: Language) -> Figure:
    """Each measure over the one key: a panel a measure, a line with its 95 % band a rule book, bars for a choice."""
    columns = min(2, len(data.measures))
    rows = -(-len(data.measures) // columns)
    legend = 0.3 * -(-len(data.policies) // LEGEND_COLUMNS) if len(data.policies) > 1 else 0.0
    title = say("sweep.lines.title", lang, name=data.label(0, lang))
    size = (max(7.2, 5.2 * columns), 1.6 + 3.0 * rows + legend)
    figure = titled(title, data, [say("sweep.note.lines", lang)], lang, size=size)
    grid = figure.add_gridspec(rows + 1, columns, height_ratios=[3.0] * rows + [max(legend, 0.01)])
    panels = [figure.add_subplot(grid[place // columns, place % columns]) for place in range(len(data.measures))]
    for axes, measure in zip(panels, data.measures, strict=True):
        _panel(axes, data, measure, lang)
    if len(data.policies) > 1:
        below = figure.add_subplot(grid[rows, :])
        below.set_axis_off()
        handles, labels = panels[0].get_legend_handles_labels()
        below.legend(handles, labels, loc="center left", ncols=LEGEND_COLUMNS, fontsize=8.5)
    return figure


def _panel(axes: Axes, data: SweepData, measure: SweepMeasure, lang: Language) -> None:
    axes.set_title(measure.name(lang), fontsize=9.5)
    if not np.isfinite(measure.value).any():
        absent(axes, lang)
        return
    scale = measure_scale(measure, lang)
    for policy in range(len(data.policies)):
        rows = rows_of(data, policy)
        _line(axes, data, measure, rows[np.argsort(data.settings[rows, 0], kind="stable")], policy, lang)
    axes.margins(x=0.04, y=0.1)
    axes.autoscale_view()
    number_ticks(axes.yaxis, scale, bins=6)
    axes.set_ylabel(scale.unit, fontsize=9)
    axes.set_xlabel(key_name(data, 0, lang), fontsize=9)
    levels = data.levels(0)
    if data.keys[0].names or levels.size <= MANY_LEVELS // 2:
        key_ticks(axes.xaxis, data, 0, levels, lang)
    else:
        number_ticks(axes.xaxis, data.keys[0].scale(lang))
    quiet(axes)


def _line(axes: Axes, data: SweepData, measure: SweepMeasure, rows: Rows, policy: int, lang: Language) -> None:
    """One rule book: a line that breaks where a point has no value, bars and no line over a choice."""
    where, value = data.settings[rows, 0], measure.value[rows]
    shade, label = colour(policy), printable(data.title(data.policies[policy], lang))
    chosen = bool(data.keys[0].names)
    if chosen:  # beside each other, so that bars of several rule books can be told apart
        where = where + 0.5 * ((policy + 0.5) / len(data.policies) - 0.5)
        bars = np.abs(np.stack((value - measure.low[rows], measure.high[rows] - value)))
        axes.errorbar(where, value, bars, fmt="o", ms=5, color=shade, capsize=3, lw=1.6, label=label)
    else:
        axes.fill_between(where, measure.low[rows], measure.high[rows], color=shade, alpha=0.15, lw=0)
        axes.plot(where, value, "o", ms=3.6, color=shade, lw=1.8, ls=dashes(policy), label=label)
    part = failed_in_part(data, rows, measure.value)
    crosses(axes, where[np.isin(rows, part)], measure.value[part])
    _missing(axes, where[np.isnan(value)], shade)


def _missing(axes: Axes, where: Numbers, shade: str) -> None:
    """Crosses at the foot of the panel, where points have no value."""
    if where.size:
        foot = axes.get_xaxis_transform()
        axes.scatter(where, np.full(where.size, 0.03), marker="x", s=46, color=shade, transform=foot, zorder=6)


Draw = Callable[[SweepData, Language], Figure]
SWEEPS: dict[str, Draw] = {"lines": lines, "map": key_map, "parallel": parallel}


def kind_of(data: SweepData) -> str:
    """The kind of figure that suits the number of keys: lines for one, a map for two, parallel coordinates for more."""
    return ("lines", "map")[len(data.keys) - 1] if len(data.keys) <= 2 else "parallel"


def figures_of(data: SweepData) -> dict[str, SweepData]:
    """What is drawn, by the stem of its file: all measures over one key in one figure, else a figure a measure."""
    kind = kind_of(data)
    if kind == "lines":
        return {kind: data}
    return {f"{kind}.{one.measure}": data.only(one.measure) for one in data.measures}


def draw(data: SweepData, lang: Language, kind: str = "") -> Figure:
    """One figure of ``data``; of a map or parallel coordinates that of its first measure.

    Raises ValueError for an unknown kind, or one that does not suit the number of keys.
    """
    suits = kind_of(data)
    if kind and (kind not in SWEEPS or (kind != suits and kind != "parallel")):
        raise ValueError(f"no figure is called {kind!r} for {len(data.keys)} keys; there is {suits}, and parallel")
    return SWEEPS[kind or suits](data, lang)


def save_sweep(data: SweepData, folder: Path, langs: Sequence[Language] = LANGUAGES) -> list[Path]:
    """Draw every figure in every language as SVG and PNG into ``folder`` (made when absent); returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for key, shown in figures_of(data).items():
        for lang in langs:
            written += save(draw(shown, lang), folder / figure_name(key, lang, ""))
    return written
