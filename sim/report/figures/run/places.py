"""Where public money is over time, money not yet at work included."""

import numpy as np
from matplotlib.figure import Figure

from sim.measures.budget import IDLE
from sim.report.figures.axes import head, number_ticks, year_ticks
from sim.report.figures.data import own_first
from sim.report.figures.run.data import FigureData
from sim.report.figures.scales import scale_of
from sim.report.figures.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
    new_figure,
    nothing_to_show,
    quiet,
    styled,
)
from sim.report.texts import Language, name_of, say

# From the bottom up; a place without a colour is grey and lies on top.
PLACE_COLOURS = {
    "in_companies": BLUE,
    "in_funds": SKY,
    "in_reserves": PURPLE,
    "undrawn": YELLOW,
    "not_set_up": ORANGE,
    "uncommitted": RED,
    "remitted": GREEN,
}
HATCHES = {"undrawn": "#9A8B00"}  # white would not show on yellow


@styled
def draw(data: FigureData, lang: Language) -> Figure:
    """Stacked mean levels of public money by place; money not yet at work is hatched."""
    figure = new_figure(say("places.title", lang), data.footer, lang)
    if not any(level.any() for level in data.places.values()):
        return nothing_to_show(figure, say("returns.absent", lang))
    axes = figure.subplots()
    time = data.calendar
    floor = np.zeros_like(time)
    for place in own_first(PLACE_COLOURS, data.places):
        top = floor + data.places[place]
        hatched = place in IDLE
        axes.fill_between(
            time,
            floor,
            top,
            facecolor=PLACE_COLOURS.get(place, GREY),
            edgecolor=HATCHES.get(place, "white"),
            lw=0.4,
            hatch="////" if hatched else None,
            label=name_of("place", place, lang),
        )
        floor = top
    axes.margins(x=0)
    axes.set_ylim(0, float(floor.max()) * 1.05)
    scale = scale_of("yuan", float(floor.max()), lang)
    note = say("places.note", lang, amount=scale.told(idle_mean(data)))
    head(axes, note, up=scale.named(say("places.axis", lang)), soft=True)
    year_ticks(axes.xaxis, lang)
    number_ticks(axes.yaxis, scale.divisor, bins=8)
    quiet(axes)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="outside right center", fontsize=8.5)
    return figure


def idle_mean(data: FigureData) -> float:
    """Mean money not yet at work in yuan from the start until one year after the last appropriation."""
    early = data.years <= data.last_appropriation + 1
    total = np.zeros_like(data.years)
    for place in IDLE:
        total = total + data.places.get(place, np.zeros_like(data.years))
    return float(np.mean(total[early])) if early.any() else 0.0
