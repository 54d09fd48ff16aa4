"""Figures of a sensitivity study: Morris' mu* and sigma, Sobol indices, or a tornado, one figure a measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import beside, few_ticks, head, named_below, number_ticks, rows_from_the_top, within
from sim.report.figures.data import Footer
from sim.report.figures.drawing import Drawer, Job, one_by_one
from sim.report.figures.lettering import fold
from sim.report.figures.listing import figure_name
from sim.report.figures.scales import Scale, change_scale, domain, largest, scale_of
from sim.report.figures.style import BLUE, INK, ORANGE, SKY, SOFT, new_figure, printable, styled
from sim.report.numbers import quantity
from sim.report.texts import LANGUAGES, Language, say

BAR = 0.6
ROW_HEIGHT = 0.3
MOST = 20  # parameters shown; the table holds all
FAINT = 0.35
CROWDED = 0.06  # shares of a panel within which two numbers would lie on each other
NAME = 48  # letters in a line of a parameter's name


@dataclass(frozen=True)
class Bar:
    """One parameter: its names, unit and range, its ``own`` value in the scenario, its effect with its interval.

    ``numbers`` are the method's other numbers by name, None where they do not exist.
    """

    key: str
    zh: str
    unit: str
    low_end: float
    high_end: float
    own: float
    value: float | None
    low: float | None
    high: float | None
    noticeable: bool | None
    numbers: dict[str, float | None]
    first_ci95: tuple[float, float] | None = None

    def name(self, lang: Language) -> str:
        """The parameter's name: Chinese as declared, in English its key without the first word."""
        return self.zh if lang == "zh" else self.key.partition(".")[2]


@dataclass(frozen=True)
class Panel:
    """The ranking of one measure, the most influential parameter first; ``base`` is the scenario's own value."""

    footer: Footer
    method: str
    points: int
    measure: str
    label: str
    zh: str
    unit: str
    base: float | None
    bars: tuple[Bar, ...]

    @property
    def shown(self) -> tuple[Bar, ...]:
        """The bars that are drawn: those with a value, at most twenty."""
        return tuple(one for one in self.bars if one.value is not None)[:MOST]


@dataclass(frozen=True)
class SensitivityData:
    """The rankings of a study, one a measure."""

    panels: tuple[Panel, ...]

    def of(self, measure: str) -> Panel:
        """The ranking of ``measure``; KeyError when there is none."""
        for one in self.panels:
            if one.measure == measure:
                return one
        raise KeyError(measure)


def draw(data: Panel, lang: Language) -> Figure:
    """The figure of the method that was used."""
    return {"morris": morris, "sobol": sobol, "tornado": tornado}[data.method](data, lang)


@styled
def tornado(data: Panel, lang: Language) -> Figure:
    """The measure at both ends of each parameter's range, the others at their own values, around the scenario's own."""
    figure, axes = _figure(data, lang, columns=1)
    if not data.shown:
        return figure
    levels = [data.base, *(one.numbers.get(name) for one in data.shown for name in ("at_low", "at_high"))]
    size = largest(*levels, *(end for one in data.shown for end in (one.low, one.high)))
    scale, change = scale_of(data.unit, size, lang), change_scale(data.unit, size, lang, brief=True)
    base = (data.base or 0.0) / scale.divisor
    for row, one in enumerate(data.shown):
        ends = [(one.numbers.get(name) or 0.0) / scale.divisor for name in ("at_low", "at_high")]
        # On one side of the base the ends would cover each other: each takes half of the row.
        apart = (ends[0] - base) * (ends[1] - base) <= 0
        height, offset = (BAR, 0.0) if apart else (BAR / 2, BAR / 4)
        for value, shade, place in zip(ends, (ORANGE, BLUE), (row - offset, row + offset), strict=True):
            axes[0].barh(place, value - base, left=base, height=height, color=shade, alpha=_alpha(one))
        text = change.told(one.value or 0.0, signed=True)
        if one.low is not None and one.high is not None:
            text += f"  [{change.range(one.low, one.high, lang)}]"
        beside(axes[0], row, text, size=8)
    axes[0].axvline(base, color=INK, lw=1)
    axes[0].set_xlabel(say("sensitivity.axis.value", lang, unit=scale.unit), fontsize=8.5)
    axes[0].margins(x=0.04)
    within(axes[0].xaxis, [value for value in levels if value is not None], *domain(data.unit), scale.divisor)
    if not largest(*levels):
        axes[0].set_xlim(-0.5, 0.5)
    _rows(axes[0], data, lang)
    _legend(figure, {"sensitivity.low_end": ORANGE, "sensitivity.high_end": BLUE}, lang)
    return figure


@styled
def morris(data: Panel, lang: Language) -> Figure:
    """Left: mu* of each parameter with its interval and what chance alone gives. Right: mu* against sigma, by rank."""
    figure, axes = _figure(data, lang, columns=2)
    if not data.shown:
        return figure
    scale = change_scale(data.unit, largest(*(end for one in data.shown for end in (one.value, one.high))), lang)
    for row, one in enumerate(data.shown):
        axes[0].barh(row, (one.value or 0.0) / scale.divisor, height=BAR, color=BLUE, alpha=_alpha(one))
        _whisker(axes[0], one.low, one.high, row, scale.divisor)
        noise = (one.numbers.get("noise") or 0.0) / scale.divisor
        axes[0].plot([noise, noise], [row - 0.42, row + 0.42], color=ORANGE, lw=2)
    axes[0].set_xlabel(say("sensitivity.axis.mu_star", lang, unit=scale.unit), fontsize=8.5)
    axes[0].set_xlim(0, None if any(one.value for one in data.shown) else 1)
    _rows(axes[0], data, lang, ranked=True)
    _legend(figure, {"sensitivity.mu_star": BLUE, "sensitivity.noise": ORANGE}, lang)
    _scatter(axes[1], data, scale, lang)
    return figure


def _scatter(axes: Axes, data: Panel, scale: Scale, lang: Language) -> None:
    """Numbers by rank: far right matters much, far up matters differently from place to place."""
    places = [
        ((one.value or 0.0) / scale.divisor, (one.numbers.get("sigma") or 0.0) / scale.divisor) for one in data.shown
    ]
    right = 1.1 * max(x for x, _ in places) or 1.0
    top = max(1.1 * max(y for _, y in places), right / 4)
    numbered: list[tuple[float, float]] = []
    for row, (one, (x, y)) in enumerate(zip(data.shown, places, strict=True)):
        face = "white" if one.noticeable is False else BLUE
        axes.plot(x, y, "o", ms=6, color=BLUE, mfc=face, mew=1.3, zorder=3)
        crowded = any(abs(x - a) < CROWDED * right and abs(y - b) < CROWDED * top for a, b in numbered)
        if one.noticeable is not False and not crowded:  # what is chance lies on one another
            axes.annotate(str(row + 1), (x, y), (5, 4), textcoords="offset points", fontsize=8)
            numbered.append((x, y))
    noises = sorted((one.numbers.get("noise") or 0.0) / scale.divisor for one in data.shown)
    axes.axvline(noises[len(noises) // 2], color=ORANGE, lw=1.6)
    axes.plot([0, right], [0, right], color=SOFT, lw=0.9, ls="--")
    axes.set_xlim(0, right)
    axes.set_ylim(0, top)
    for axis in (axes.xaxis, axes.yaxis):
        number_ticks(axis, bins=6)
    axes.set_xlabel(say("sensitivity.axis.mu_star", lang, unit=scale.unit), fontsize=8.5)
    over = say("sensitivity.scatter", lang).split("\n")
    head(axes, *over, up=say("sensitivity.axis.sigma", lang, unit=scale.unit), size=9)


@styled
def sobol(data: Panel, lang: Language) -> Figure:
    """First-order and total index of each parameter, as shares of the variance over the ranges, with intervals."""
    figure, axes = _figure(data, lang, columns=1)
    if not data.shown:
        return figure
    half = BAR / 2
    for row, one in enumerate(data.shown):
        low, high = one.first_ci95 or (None, None)
        axes[0].barh(row - half / 2, one.numbers.get("first") or 0.0, height=half, color=SKY, alpha=_alpha(one))
        _whisker(axes[0], low, high, row - half / 2, 1.0)
        axes[0].barh(row + half / 2, one.value or 0.0, height=half, color=BLUE, alpha=_alpha(one))
        _whisker(axes[0], one.low, one.high, row + half / 2, 1.0)
    axes[0].axvline(0, color=INK, lw=1)
    values = [0.0, *(index for one in data.shown for index in (one.value, one.numbers.get("first")) if index)]
    ends = [end for one in data.shown for end in (one.low, one.high, *(one.first_ci95 or ())) if end is not None]
    # An interval far outside 0 to 1 says only that nothing is known; it need not squeeze the rest.
    least = min(*values, max(min(values + ends), -0.5))
    most = max(0.2, *values, min(max(values + ends), 1.5))
    axes[0].set_xlim(least - (0.02 if least < 0 else 0.0), most + 0.02)
    axes[0].set_xlabel(say("sensitivity.axis.share", lang), fontsize=8.5)
    _rows(axes[0], data, lang)
    _legend(figure, {"sensitivity.first": SKY, "sensitivity.total": BLUE}, lang)
    return figure


def _figure(data: Panel, lang: Language, *, columns: int) -> tuple[Figure, list[Axes]]:
    """Title, footer, panels; one sentence instead where the measure has no values."""
    name = data.zh if lang == "zh" else data.label
    title = say(f"sensitivity.title.{data.method}", lang, measure=printable(name))
    rows = max(len(data.shown), 3)
    figure = new_figure(title, data.footer, lang, size=(11.4 if columns > 1 else 9.2, 2.9 + ROW_HEIGHT * rows))
    ratios = [1.15, 1.0] if columns > 1 else [1.0]
    axes = list(figure.subplots(1, columns, squeeze=False, width_ratios=ratios)[0])
    if not data.shown:
        for one in axes:
            one.set_axis_off()
        axes[0].text(0, 0.5, say("sensitivity.absent", lang), color=SOFT, fontsize=9, transform=axes[0].transAxes)
        return figure, axes
    head(axes[0], *_note(data, lang), size=9)
    return figure, axes


def _note(data: Panel, lang: Language) -> list[str]:
    """What stands over the bars: the number of points, what is pale, what is left out."""
    lines = [say("sensitivity.note.points", lang, points=data.points, replications=data.footer.replications)]
    if data.base is not None:
        lines.append(say("sensitivity.note.base", lang, value=quantity(data.base, data.unit, lang)))
    if any(one.noticeable is False for one in data.shown):
        lines.append(say("sensitivity.note.pale", lang))
    if len(data.bars) > len(data.shown):
        lines.append(say("sensitivity.note.hidden", lang, count=len(data.bars) - len(data.shown)))
    return lines


def _rows(axes: Axes, data: Panel, lang: Language, *, ranked: bool = False) -> None:
    """A parameter a row, from the top, with the ends of its range."""
    names = []
    for rank, one in enumerate(data.shown, start=1):
        text = f"{rank} " if ranked else ""
        names.append(fold(f"{text}{printable(one.name(lang))}  {_range(one, lang)}", NAME))
    rows_from_the_top(axes, names, size=8)
    few_ticks(axes.xaxis, bins=6)


def _range(one: Bar, lang: Language) -> str:
    """The ends of a parameter's range: money with its unit, other numbers bare, as a file would give them."""
    if one.unit == "yuan":
        scale = scale_of("yuan", max(abs(one.low_end), abs(one.high_end)), lang)
        return say(
            "sensitivity.ends", lang, low=scale.text(one.low_end), high=f"{scale.text(one.high_end)} {scale.unit}"
        )
    low, high = (f"{value:g}".replace("-", "−") for value in (one.low_end, one.high_end))
    return say("sensitivity.ends", lang, low=low, high=high)


def _alpha(one: Bar) -> float:
    return FAINT if one.noticeable is False else 1.0


def _whisker(axes: Axes, low: float | None, high: float | None, row: float, scale: float) -> None:
    if low is not None and high is not None:
        axes.plot([low / scale, high / scale], [row, row], color=INK, lw=1.2)


def _legend(figure: Figure, shades: dict[str, str], lang: Language) -> None:
    """Colours and what they mean, below all panels."""
    from matplotlib.patches import Patch

    named_below(figure, {say(key, lang): Patch(color=shade) for key, shade in shades.items()}, size=8.5)


def save_sensitivity(
    data: SensitivityData, folder: Path, langs: Sequence[Language] = LANGUAGES, drawn: Drawer = one_by_one
) -> list[Path]:
    """Draw every ranking in every language as SVG and PNG into ``folder`` (made when absent); returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [(one, lang) for one in data.panels for lang in langs]
    return drawn([Job(draw, one, lang, folder / figure_name(one.measure, lang, "")) for one, lang in asked])
