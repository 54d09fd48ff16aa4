"""A tornado: what moving one parameter at a time from the low to the high end of its range does to a measure."""

from matplotlib.figure import Figure

from sim.report.figures.axes import beside, within
from sim.report.figures.scales import change_scale, domain, largest, scale_of
from sim.report.figures.sensitivity.data import Panel
from sim.report.figures.sensitivity.rows import BAR, alpha_of, legend, name_rows, ranked_figure
from sim.report.figures.style import BLUE, INK, ORANGE, styled
from sim.report.texts import Language, say


@styled
def draw(data: Panel, lang: Language) -> Figure:
    """The measure at both ends of each parameter's range, the others at their own values, around the scenario's own."""
    figure, axes = ranked_figure(data, lang, columns=1)
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
            axes[0].barh(place, value - base, left=base, height=height, color=shade, alpha=alpha_of(one))
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
    name_rows(axes[0], data, lang)
    legend(figure, {"sensitivity.low_end": ORANGE, "sensitivity.high_end": BLUE}, lang)
    return figure
