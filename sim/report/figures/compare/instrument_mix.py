"""What support costs by the way it is given: per conversion, per success, and from which lines it is paid."""

from dataclasses import replace

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.measures.catalogue import PROGRAMMES
from sim.report.figures.axes import few_ticks, head, named_below, number_ticks, rows_from_the_top
from sim.report.figures.compare.data import FUND, ComparisonData, MixCosts
from sim.report.figures.compare.marks import NAME, ROW_HEIGHT
from sim.report.figures.data import Point
from sim.report.figures.lettering import brief, fold
from sim.report.figures.scales import Scale, largest, scale_of
from sim.report.figures.style import COLOURS, GREY, INK, SOFT, new_figure, printable, styled
from sim.report.texts import Language, say

COSTS = ("per_extra", "per_success")  # fields of MixCosts, a panel each
MOST_LINES = len(COLOURS)  # what pays least of more lines is drawn as one


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """A row a rule book with any support: costs with intervals at the left, what each line paid at the right."""
    data = replace(data, policies=tuple(name for name in data.policies if name in data.mix)).shortlist()
    rows = [data.mix[policy] for policy in data.policies]
    names = [brief(printable(data.title(policy, lang)), NAME) for policy in data.policies]
    deep = max((name.count("\n") for name in names), default=0)
    title = data.headed(say("compare.instrument_mix.title", lang), lang)
    height = 2.6 + len(rows) * ROW_HEIGHT * (1 + 0.5 * deep)
    figure = new_figure(title, data.footer, lang, size=(11.4, height))
    panels = figure.subplots(1, len(COSTS) + 1, sharey=True)
    for axes, cost in zip(panels, COSTS, strict=False):
        _costs(axes, [getattr(one, cost) for one in rows], cost, lang)
    found = _lines(panels[-1], rows, lang)
    rows_from_the_top(panels[0], names)
    for axes in panels[1:]:
        axes.tick_params(labelleft=False, length=0)
    named_below(figure, found, size=8.5)
    return figure


def _costs(axes: Axes, points: list[Point], cost: str, lang: Language) -> None:
    """A dot with its interval a row; words where there is no value, once and without an axis where there is none."""
    if all(point.value is None for point in points):
        _nothing(axes, cost, lang)
        return
    scale = scale_of("yuan", largest(*(end for one in points for end in (one.value, one.low, one.high))), lang)
    for row, point in enumerate(points):
        if point.value is None:
            axes.text(0, row, say(f"compare.instrument_mix.no_{cost}", lang), color=SOFT, va="center", fontsize=8)
            continue
        if point.low is not None and point.high is not None:
            axes.plot([point.low, point.high], [row, row], color=INK, lw=2.0, solid_capstyle="butt")
        axes.plot(point.value, row, "o", ms=6, color=INK, zorder=3)
    axes.axvline(0, color=INK, lw=1)
    _headed(axes, scale.named(say(f"compare.instrument_mix.{cost}", lang)), scale)


def _nothing(axes: Axes, cost: str, lang: Language) -> None:
    """One sentence in place of an axis; the names of the rows stay."""
    head(axes, fold(say(f"compare.instrument_mix.{cost}", lang), NAME), size=9)
    words = fold(say(f"compare.instrument_mix.nowhere_{cost}", lang), NAME)
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color=SOFT, fontsize=9)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.grid(visible=False)


def _lines(axes: Axes, rows: list[MixCosts], lang: Language) -> dict[str, Artist]:
    """What each line paid, one behind the other; returns what the colours mean."""
    scale = scale_of("yuan", largest(*(sum(one.paid.values()) for one in rows)), lang)
    sums = {line: sum(one.paid[line] for one in rows) for line in rows[0].paid} if rows else {}
    paying = sorted((line for line, yuan in sums.items() if yuan > 0.0), key=lambda line: -sums[line])
    own = paying if len(paying) <= MOST_LINES else paying[: MOST_LINES - 1]
    starts, found = [0.0] * len(rows), dict[str, Artist]()
    for line, shade in zip([*own, ""], [*COLOURS[: len(own)], GREY], strict=True):
        part = [_paid(one, paying, own, line) for one in rows]
        if any(part):
            axes.barh(range(len(rows)), part, left=starts, height=0.7, color=shade)
            found[line_name(line, lang)] = Patch(color=shade)
        starts = [start + yuan for start, yuan in zip(starts, part, strict=True)]
    _headed(axes, scale.named(say("compare.instrument_mix.paid", lang)), scale)
    return found


def _paid(one: MixCosts, paying: list[str], own: list[str], line: str) -> float:
    """Yuan that a line paid; all lines that have no colour of their own together where it has no name."""
    return one.paid[line] if line else sum(one.paid[other] for other in paying if other not in own)


def line_name(line: str, lang: Language) -> str:
    """A line of the guidance fund or of programmes in words; nothing for all that have no colour of their own."""
    if line == FUND:
        return say("table.guidance_fund", lang)
    return PROGRAMMES[line][0 if lang == "zh" else 1] if line else say("compare.instrument_mix.others", lang)


def _headed(axes: Axes, name: str, scale: Scale) -> None:
    head(axes, fold(name, NAME), size=9)
    few_ticks(axes.xaxis)
    number_ticks(axes.xaxis, scale.divisor, bins=4)
    axes.grid(visible=False, axis="y")
