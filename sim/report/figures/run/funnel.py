"""The funnel from research result to listed company."""

import numpy as np
from matplotlib.figure import Figure

from sim.measures.people import EXITS, FUNNEL, ROUND_NAMES
from sim.report.figures.axes import FEWEST_BANDED, legend_below, number_ticks
from sim.report.figures.data import Numbers, own_first
from sim.report.figures.run.data import FigureData
from sim.report.figures.style import BLUE, GREEN, GREY, INK, SKY, SOFT, new_figure, styled
from sim.report.numbers import plain, share
from sim.report.texts import Language, name_of, say

RESULTS = ("disclosed", "discovered", "evaluated", "decided", "converted")
COMPANIES = ("founded", *ROUND_NAMES)
# What each colour stands for, and the steps that have it.
GROUPS = {"results": (SKY, RESULTS), "rounds": (BLUE, COMPANIES), "exits": (GREEN, EXITS)}
# What each step is a share of; exits are shares of the companies that got a seed round. Companies founded are no share
# of results converted: in a world that is there before the start some come from results of before.
SHARE_OF = (
    dict(zip(RESULTS[1:], RESULTS, strict=False))
    | dict(zip(COMPANIES[1:], COMPANIES, strict=False))
    | dict.fromkeys(EXITS, ROUND_NAMES[0])
)


@styled
def draw(data: FigureData, lang: Language) -> Figure:
    """Mean count of each step as a bar, its 5–95 % range as a line (of few replications all), its share of the step
    before."""
    figure = new_figure(say("funnel.title", lang), data.footer, lang, size=(9.6, 6.0))
    axes = figure.subplots()
    steps = own_first(FUNNEL, data.funnel)
    means = np.array([float(np.mean(data.funnel[step])) for step in steps])
    lows, highs = np.array([_range(data.funnel[step]) for step in steps]).reshape(-1, 2).T
    rows = np.arange(len(steps))
    for group, (shade, chosen) in _groups(steps).items():
        axes.barh(rows[chosen], means[chosen], color=shade, height=0.72, label=say(f"funnel.group.{group}", lang))
    count = max(counts.size for counts in data.funnel.values())
    if count > 1:
        words = say("funnel.range" if count >= FEWEST_BANDED else "funnel.all", lang)
        axes.hlines(rows, lows, highs, color=INK, lw=1.4, label=words)
    largest = max(float(highs.max(initial=0.0)), 1.0)
    for row, step in enumerate(steps):
        axes.text(
            max(means[row], highs[row]) + 0.012 * largest,
            row,
            _words(data.funnel, step, lang),
            va="center",
            fontsize=8.5,
        )
    axes.set_yticks(rows, [name_of("funnel", step, lang) for step in steps])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    # Room at the right for the words beside the longest bar.
    axes.set_xlim(0, largest * 1.3)
    axes.set_xlabel(say("funnel.axis", lang), color=SOFT)
    number_ticks(axes.xaxis, whole=True)
    axes.grid(visible=False)
    legend_below(figure, [axes])
    return figure


def _groups(steps: list[str]) -> dict[str, tuple[str, list[int]]]:
    """The colour and the rows of each group of steps; those of no group are grey."""
    found = {
        group: (shade, [row for row, step in enumerate(steps) if step in members])
        for group, (shade, members) in GROUPS.items()
    }
    placed = {row for _, rows in found.values() for row in rows}
    other = [row for row in range(len(steps)) if row not in placed]
    return found | {"other": (GREY, other)} if other else found


def _range(counts: Numbers) -> tuple[float, float]:
    """The 5 % and 95 % points over replications, of few the lowest and the highest."""
    ends = (5, 95) if counts.size >= FEWEST_BANDED else (0, 100)
    low, high = np.percentile(counts, ends)
    return float(low), float(high)


def _words(counts: dict[str, Numbers], step: str, lang: Language) -> str:
    mean = float(np.mean(counts[step]))
    low, high = _range(counts[step])
    digits = 0 if mean >= 10 else 1
    text = plain(mean, digits)
    if counts[step].size > 1:
        text += f"  ({plain(low, 0)}–{plain(high, 0)})"
    origin = SHARE_OF.get(step)
    base = float(np.mean(counts[origin])) if origin in counts else 0.0
    if origin is None or base == 0:
        return text
    # A one-word name is enough here: the full one stands at the axis.
    name = say(f"funnel.{origin}", lang).split(":")[0].split("：")[0]
    percent = mean / base
    return f"{text}  {say('funnel.of', lang, share=share(percent, 0 if percent >= 0.1 else 1), step=name)}"
