"""The funnel from research result to listed company."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.report.figure_data import FUNNEL, FUNNEL_OF, FigureData, Numbers
from sim.report.numbers import plain, share
from sim.report.style import BLUE, GREEN, INK, ORANGE, SKY, SOFT, new_figure, styled
from sim.report.texts import Language, say

COLOURS = {"listed": GREEN, "trade_sale": ORANGE} | dict.fromkeys(
    ("disclosed", "discovered", "evaluated", "decided", "converted"), SKY
)


@styled
def funnel(data: FigureData, lang: Language) -> Figure:
    """Mean count of each step as a bar, its 5–95 % range as a line, and its share of the step before."""
    figure = new_figure(say("funnel.title", lang), data.footer, lang, size=(9.6, 6.0))
    axes = figure.subplots()
    steps = [step for step in FUNNEL if step in data.funnel]
    means = np.array([float(np.mean(data.funnel[step])) for step in steps])
    lows, highs = (np.array([float(np.percentile(data.funnel[step], end)) for step in steps]) for end in (5, 95))
    rows = np.arange(len(steps))
    axes.barh(rows, means, color=[COLOURS.get(step, BLUE) for step in steps], height=0.72)
    axes.hlines(rows, lows, highs, color=INK, lw=1.4)
    largest = max(float(highs.max(initial=0.0)), 1.0)
    for row, step in enumerate(steps):
        axes.text(
            max(means[row], highs[row]) + 0.012 * largest,
            row,
            _words(data.funnel, step, lang),
            va="center",
            fontsize=8.5,
        )
    axes.set_yticks(rows, [say(f"funnel.{step}", lang) for step in steps])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    # Room at the right for the words beside the longest bar.
    axes.set_xlim(0, largest * 1.3)
    axes.set_xlabel(say("funnel.axis", lang), color=SOFT)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value, 0)))
    axes.grid(visible=False)
    return figure


def _words(counts: dict[str, Numbers], step: str, lang: Language) -> str:
    mean = float(np.mean(counts[step]))
    low, high = (float(np.percentile(counts[step], end)) for end in (5, 95))
    digits = 0 if mean >= 10 else 1
    text = f"{plain(mean, digits)}  ({plain(low, 0)}–{plain(high, 0)})"
    origin = FUNNEL_OF.get(step)
    base = float(np.mean(counts[origin])) if origin in counts else 0.0
    if origin is None or base == 0:
        return text
    # A one-word name is enough here: the full one stands at the axis.
    name = say(f"funnel.{origin}", lang).split(":")[0].split("：")[0]
    percent = mean / base
    return f"{text}  {say('funnel.of', lang, share=share(percent, 0 if percent >= 0.1 else 1), step=name)}"
