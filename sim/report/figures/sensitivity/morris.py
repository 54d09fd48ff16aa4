"""Morris screening: how much a measure moves with each parameter, and how differently from place to place."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, number_ticks
from sim.report.figures.scales import Scale, change_scale, largest
from sim.report.figures.sensitivity.data import Panel
from sim.report.figures.sensitivity.rows import BAR, alpha_of, legend, name_rows, ranked_figure, whisker
from sim.report.figures.style import BLUE, ORANGE, SOFT, styled
from sim.report.texts import Language, say

CROWDED = 0.06  # shares of a panel within which two numbers would lie on each other


@styled
def draw(data: Panel, lang: Language) -> Figure:
    """Left: mu* of each parameter with its interval and what chance alone gives. Right: mu* against sigma, by rank."""
    figure, axes = ranked_figure(data, lang, columns=2)
    if not data.shown:
        return figure
    scale = change_scale(data.unit, largest(*(end for one in data.shown for end in (one.value, one.high))), lang)
    for row, one in enumerate(data.shown):
        axes[0].barh(row, (one.value or 0.0) / scale.divisor, height=BAR, color=BLUE, alpha=alpha_of(one))
        whisker(axes[0], one.low, one.high, row, scale.divisor)
        noise = (one.numbers.get("noise") or 0.0) / scale.divisor
        axes[0].plot([noise, noise], [row - 0.42, row + 0.42], color=ORANGE, lw=2)
    axes[0].set_xlabel(say("sensitivity.axis.mu_star", lang, unit=scale.unit), fontsize=8.5)
    axes[0].set_xlim(0, None if any(one.value for one in data.shown) else 1)
    name_rows(axes[0], data, lang, ranked=True)
    legend(figure, {"sensitivity.mu_star": BLUE, "sensitivity.noise": ORANGE}, lang)
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
