"""What becomes of results under several rule books, and why: from the disclosed to those kept in the city."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.measures.landing import CAUSES
from sim.report.figures.axes import beside, few_ticks, head, named_below, panels, rows_from_the_top
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.lettering import brief, fits
from sim.report.figures.style import GREEN, RED, SKY, YELLOW, new_figure, nothing_to_show, printable, styled
from sim.report.numbers import plain, share
from sim.report.texts import Language, say

WIDTH, NAMES, ROW, LINE = 11.4, 1.6, 0.27, 0.19  # inches: the figure, names of rows, a row, a line over a panel
MOST_LINES = 8
MOST = 5  # rule books beside one another
# From the top down: what is left (True), and what is lost before the next of these.
ROWS = {
    "disclosed": True, "not_discovered": False,
    "discovered": True, "screened_out": False, "refused": False, "waiting": False, "agreement_failed": False,
    "delay_failed": False,
    "converted": True, "elsewhere": False,
    "landed": True, "ended": False, "left": False,
    "here": True,
}  # fmt: skip
IN_CITY = ("landed", "here")
MEANINGS = {"results": SKY, "city": GREEN, "lost": RED, "waiting": YELLOW}


class Step(NamedTuple):
    """A bar of a row: where it begins and how long it is."""

    name: str
    start: float
    results: float


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Mean counts over replications, a panel a rule book; beside each bar its count and its share of the disclosed."""
    data = replace(data, policies=tuple(name for name in data.policies if name in data.causes)).shortlist(MOST)
    found = {policy: steps_of(data.causes[policy]) for policy in data.policies}
    names = shown(list(found.values()))
    width = fits((WIDTH - NAMES) / max(len(found), 1) - 0.2, 9.5)
    heads = [brief(printable(data.with_same(policy, "causes", lang)), width, MOST_LINES) for policy in found]
    deep = max((one.count("\n") + 1 for one in heads), default=0)
    title = data.headed(say("compare.funnel_by_cause.title", lang), lang)
    figure = new_figure(title, data.footer, lang, size=(WIDTH, 1.8 + ROW * len(names) + LINE * deep))
    highest = max((steps[0].results for steps in found.values()), default=0.0)
    if not highest:
        return nothing_to_show(figure, say("landing.none", lang))
    cells = panels(figure, len(found))
    rows_from_the_top(cells[0], [_name(name, lang) for name in names])
    for axes, name, steps in zip(cells, heads, found.values(), strict=True):
        _panel(axes, [one for one in steps if one.name in names], highest)
        head(axes, name)
        axes.set_xlabel(say("compare.funnel_by_cause.axis", lang))
    meant = {_meaning(name) for name in names}
    legend = {
        say(f"compare.funnel_by_cause.legend.{name}", lang): Patch(color=shade)
        for name, shade in MEANINGS.items()
        if name in meant
    }
    named_below(figure, legend, size=8.5)
    return figure


def steps_of(counts: Mapping[str, float]) -> list[Step]:
    """The bars of all ``ROWS``: what is left begins at nothing, what is lost ends where those left before it ended."""
    left, steps = sum(counts[cause] for cause in CAUSES), []
    for name, whole in ROWS.items():
        if whole:
            steps.append(Step(name, 0.0, left))
        else:
            left -= counts[name]
            steps.append(Step(name, left, counts[name]))
    return steps


def shown(books: Sequence[Sequence[Step]]) -> list[str]:
    """The names of the rows: all that is left, and what is lost under one of the rule books at least."""
    return [row for at, (row, whole) in enumerate(ROWS.items()) if whole or any(steps[at].results for steps in books)]


def _panel(axes: Axes, steps: Sequence[Step], highest: float) -> None:
    for row, one in enumerate(steps):
        shade = MEANINGS[_meaning(one.name)]
        if one.results:  # with an edge, so that few of many are seen
            axes.barh(row, one.results, left=one.start, height=0.7, color=shade, edgecolor=shade, lw=0.8)
        beside(axes, row, _told(one.results, steps[0].results))
    axes.set_xlim(0.0, highest)
    few_ticks(axes.xaxis, bins=2)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(True)


def _meaning(name: str) -> str:
    if name == "waiting":
        return name
    if not ROWS[name]:
        return "lost"
    return "city" if name in IN_CITY else "results"


def _name(name: str, lang: Language) -> str:
    return say(f"landing.{name}" if ROWS[name] else f"compare.funnel_by_cause.{name}", lang)


def _told(count: float, whole: float) -> str:
    """How many, and what share of the disclosed."""
    if not count:
        return plain(0.0, 0)
    part = count / whole
    return f"{plain(count, 0 if count >= 10 else 1)} ({share(part, 0 if part >= 0.1 else 1)})"
