"""Figures of a comparison: differences in key measures, who gains and loses, and the list of all of them."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.report.figures import figure_name
from sim.report.figures_compare_curves import colour, exit_timing, frontier, j_curves
from sim.report.figures_compare_data import ComparisonData, Panel, Point
from sim.report.numbers import DASH, plain, quantity
from sim.report.style import INK, SOFT, money_scale, new_figure, printable, save, styled
from sim.report.texts import LANGUAGES, Language, say

COLUMNS = 4
ROW_HEIGHT = 0.27
PANEL_HEIGHT = 1.35
PARTIES = ("public", "partners", "managers", "companies", "outside")


@styled
def differences(data: ComparisonData, lang: Language) -> Figure:
    """Dot plot: a panel per key measure, a row per rule book, the difference from the baseline with its interval."""
    base = printable(data.title(data.baseline, lang))
    figure, panels = _grid(say("compare.differences.title", lang, baseline=base), data, len(data.panels), lang)
    for axes, panel in zip(panels, data.panels, strict=True):
        _dots(axes, data, panel, lang)
    return figure


def _grid(title: str, data: ComparisonData, count: int, lang: Language, rows: int = 0) -> tuple[Figure, list[Axes]]:
    """``count`` panels, four in a line, with one y axis; a panel holds ``rows`` lines (one a rule book without)."""
    lines = -(-count // COLUMNS)
    height = 1.1 + lines * (PANEL_HEIGHT + ROW_HEIGHT * (rows or len(data.others)))
    figure = new_figure(title, data.footer, lang, size=(11.4, height))
    grid = figure.subplots(lines, min(COLUMNS, max(count, 1)), sharey=True, squeeze=False)
    panels = [axes for line in grid for axes in line]
    for axes in panels[count:]:
        axes.set_axis_off()
    return figure, panels[:count]


def _dots(axes: Axes, data: ComparisonData, panel: Panel, lang: Language) -> None:
    scale, unit = axis_of(panel.unit, lang)
    for row, policy in enumerate(data.others):
        point = panel.differences.get(policy, Point(None))
        _whisker(axes, point, row, colour(data, policy), scale)
    axes.axvline(0, color=INK, lw=1)
    rows_from_the_top(axes, [printable(data.title(policy, lang)) for policy in data.others])
    name = panel.zh if lang == "zh" else panel.label
    value = DASH if panel.baseline is None else quantity(panel.baseline, panel.unit, lang)
    axes.set_title(
        f"{_wrapped(name)}\n{say('compare.differences.base', lang, value=value)}", fontsize=9, linespacing=1.4
    )
    axes.set_xlabel(unit, fontsize=8.5)
    few_ticks(axes)


def _whisker(axes: Axes, point: Point, row: int, shade: str, scale: float) -> None:
    """A dot with its interval; hollow where the interval holds zero, a dash where there is no value."""
    if point.value is None:
        axes.text(0, row, f" {DASH}", color=SOFT, va="center", ha="left")
        return
    known = point.low is not None and point.high is not None
    if point.low is not None and point.high is not None:
        axes.plot([point.low / scale, point.high / scale], [row, row], color=shade, lw=2.4, solid_capstyle="butt")
    clear = known and ((point.low or 0.0) > 0 or (point.high or 0.0) < 0)
    axes.plot(point.value / scale, row, "o", ms=6, color=shade, mfc=shade if clear else "white", mew=1.4, zorder=3)


def rows_from_the_top(axes: Axes, names: list[str]) -> None:
    """Rows from the top down, their names at the left of the first panel of a line."""
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _wrapped(text: str, width: int = 30) -> str:
    """A long name in two lines, so that it does not run into its neighbour; Chinese characters count two."""
    size = 0
    for place, letter in enumerate(text):
        size += 2 if ord(letter) > 0x2E80 else 1
        if size > width:
            cut = max(text.rfind(" ", 0, place), text.rfind("（", 0, place), text.rfind("-", 0, place))
            cut = cut if cut > 0 else place
            return f"{text[:cut]}\n{text[cut:].lstrip()}"
    return text


def axis_of(unit: str, lang: Language) -> tuple[float, str]:
    """What an axis divides by, and its label."""
    if unit == "yuan":
        return money_scale(lang), say("compare.unit.money", lang)
    if unit in ("share", "1/year"):
        return 0.01, say(f"compare.unit.{'points' if unit == 'share' else 'points_a_year'}", lang)
    return 1.0, say("compare.unit.count", lang) if unit == "companies" else unit


def few_ticks(axes: Axes) -> None:
    """Few round ticks with as many digits as their step needs."""
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
    ticks = axes.get_xticks()
    digits = max(0, -math.floor(math.log10(float(ticks[1] - ticks[0])) + 1e-9)) if len(ticks) > 1 else 1
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value, digits)))
    axes.tick_params(axis="x", labelsize=8.5)
    axes.grid(visible=False, axis="y")


@styled
def parties(data: ComparisonData, lang: Language) -> Figure:
    """Who gains and who loses against the baseline: a panel per rule book, a bar per party; bars sum to zero."""
    base = printable(data.title(data.baseline, lang))
    title = say("compare.parties.title", lang, baseline=base)
    figure, panels = _grid(title, data, len(data.others), lang, rows=len(PARTIES))
    scale = money_scale(lang)
    for axes, policy in zip(panels, data.others, strict=True):
        for row, party in enumerate(PARTIES):
            point = data.parties[policy].get(party, Point(None))
            if point.value is None:
                continue
            axes.barh(row, point.value / scale, height=0.62, color=colour(data, policy), alpha=0.75)
            if point.low is not None and point.high is not None:
                axes.plot([point.low / scale, point.high / scale], [row, row], color=INK, lw=1.2)
            _beside(axes, point, row, scale)
        axes.axvline(0, color=INK, lw=1)
        rows_from_the_top(axes, [say(f"compare.party.{party}", lang) for party in PARTIES])
        axes.set_title(_wrapped(printable(data.title(policy, lang))), fontsize=9.5, linespacing=1.3)
        axes.set_xlabel(say("compare.unit.money", lang), fontsize=8.5)
        axes.margins(x=0.4)
        few_ticks(axes)
    return figure


def _beside(axes: Axes, point: Point, row: int, scale: float) -> None:
    """The bar's number beyond the end of its interval."""
    value = (point.value or 0.0) / scale
    ends = [value, 0.0] + [end / scale for end in (point.low, point.high) if end is not None]
    right = value >= 0
    place, side = (max(ends), "left") if right else (min(ends), "right")
    text = plain(value, 0 if abs(value) >= 100 else 1)
    axes.annotate(
        text, (place, row), (4 if right else -4, 0), textcoords="offset points", ha=side, va="center", fontsize=8
    )


COMPARISONS: dict[str, Callable[[ComparisonData, Language], Figure]] = {
    "differences": differences,
    "frontier": frontier,
    "parties": parties,
    "j_curves": j_curves,
    "exit_timing": exit_timing,
}


def save_comparison(data: ComparisonData, folder: Path, langs: Sequence[Language] = LANGUAGES) -> list[Path]:
    """Draw every figure in every language as SVG and PNG into ``folder`` (made when absent); returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for key, draw in COMPARISONS.items():
        for lang in langs:
            written += save(draw(data, lang), folder / figure_name(key, lang, ""))
    return written
