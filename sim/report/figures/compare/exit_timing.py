"""Exit timing of several rule books: the share of public positions still held."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, number_ticks, panels
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.marks import MOST_BANDED, colour, dashes
from sim.report.figures.data import ExitCurve, Numbers
from sim.report.figures.steps import seen
from sim.report.figures.style import new_figure, nothing_to_show, printable, quiet, styled
from sim.report.texts import Language, say


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Share of public positions still held, one panel per instrument, one line per rule book."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.exit_timing.title", lang), lang), data.footer, lang)
    kept = {name: [policy for policy in data.policies if policy in curves] for name, curves in data.exits.items()}
    shown = {instrument: policies for instrument, policies in kept.items() if policies}
    if not shown:
        return nothing_to_show(figure, say("returns.absent", lang))
    found = panels(figure, len(shown))
    banded = max(map(len, shown.values())) <= MOST_BANDED
    note = say(f"compare.exit_timing.{'note' if banded else 'dots'}", lang)
    for axes, (instrument, policies) in zip(found, shown.items(), strict=True):
        curves = data.exits[instrument]
        for policy in policies:
            _survival(axes, data, policy, curves[policy], lang, banded=banded)
        _exit_axes(axes, float(max(curves[policy].ticks[-1] for policy in policies)), note, lang)
        head(axes, say(f"instrument.{instrument}", lang), up=say("unit.positions_left", lang))
    legend_below(figure, found, size=8.5)
    return figure


def _survival(axes: Axes, data: ComparisonData, policy: str, curve: ExitCurve, lang: Language, *, banded: bool) -> None:
    last = float(curve.ticks[-1])
    inside = np.flatnonzero(curve.years < last)
    inside = inside[seen(*(line[inside] for line in (curve.held, curve.low, curve.high)))]
    years = np.concatenate(([0.0], curve.years[inside], [last]))
    held, low, high = (_to_the_end(line[inside]) for line in (curve.held, curve.low, curve.high))
    shade = colour(data, policy)
    if banded:
        for line in (low, high):
            axes.step(years, line, where="post", color=shade, lw=0.7, ls=dashes(data, policy))
    label = printable(data.title(policy, lang))
    axes.step(years, held, where="post", color=shade, lw=2.0, ls=dashes(data, policy), label=label)
    if curve.deadline is not None:
        level = curve.at(curve.deadline + 3 / 365)  # an anniversary may lie a day off the whole year
        axes.plot(curve.deadline, level, "o", color=shade, ms=6, mec="white", zorder=5)


def _to_the_end(line: Numbers) -> Numbers:
    start = np.concatenate(([1.0], line))
    return np.concatenate((start, start[-1:]))


def _exit_axes(axes: Axes, last: float, note: str, lang: Language) -> None:
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.0)
    axes.set_xlabel(f"{say('unit.years_since_payment', lang)}\n{note}", linespacing=1.4)
    number_ticks(axes.xaxis, whole=True)
    number_ticks(axes.yaxis, 0.01)
    quiet(axes)
