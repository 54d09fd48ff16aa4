"""What the figures of all methods share: a parameter a row with its range, notes, a legend."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.report.figures.axes import few_ticks, head, named_below, rows_from_the_top
from sim.report.figures.lettering import fold
from sim.report.figures.scales import scale_of
from sim.report.figures.sensitivity.data import Bar, Panel
from sim.report.figures.style import INK, SOFT, new_figure, printable
from sim.report.numbers import quantity
from sim.report.texts import Language, say

BAR = 0.6
ROW_HEIGHT = 0.3
FAINT = 0.35
NAME = 48  # letters in a line of a parameter's name


def ranked_figure(data: Panel, lang: Language, *, columns: int) -> tuple[Figure, list[Axes]]:
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


def name_rows(axes: Axes, data: Panel, lang: Language, *, ranked: bool = False) -> None:
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


def alpha_of(one: Bar) -> float:
    """How opaque a bar is: what may be chance is pale."""
    return FAINT if one.noticeable is False else 1.0


def whisker(axes: Axes, low: float | None, high: float | None, row: float, scale: float) -> None:
    """An interval, if there is one, in units of ``scale``."""
    if low is not None and high is not None:
        axes.plot([low / scale, high / scale], [row, row], color=INK, lw=1.2)


def legend(figure: Figure, shades: dict[str, str], lang: Language) -> None:
    """Colours and what they mean, below all panels."""
    named_below(figure, {say(key, lang): Patch(color=shade) for key, shade in shades.items()}, size=8.5)
