"""How public positions are left: competing risks by route."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, panels
from sim.report.figures.data import RouteCurves, own_first
from sim.report.figures.run.data import FigureData
from sim.report.figures.run.leaving import deadline_line, named, time_axis
from sim.report.figures.steps import seen
from sim.report.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    YELLOW,
    new_figure,
    nothing_to_show,
    styled,
)
from sim.report.numbers import share
from sim.report.texts import Language, name_of, say

# From the bottom up; a route without a colour is grey and lies on top.
ROUTE_COLOURS = {
    "option": BLUE,
    "first_refusal": SKY,
    "secondary": PURPLE,
    "listing": GREEN,
    "trade_sale": YELLOW,
    "liquidation": ORANGE,
    "write_off": RED,
}
STILL_HELD = "#EEEEEE"


@styled
def draw(data: FigureData, lang: Language) -> Figure:
    """Stacked cumulative incidence of the exit routes, one panel per instrument."""
    figure = new_figure(say("exit_routes.title", lang), data.footer, lang, size=(9.6, 6.0))
    if not data.routes:
        return nothing_to_show(figure, say("returns.absent", lang))
    shown = panels(figure, len(data.routes))
    for axes, (instrument, curves) in zip(shown, data.routes.items(), strict=True):
        _stack(axes, curves, instrument, float(data.years[-1]), lang)
    legend_below(figure, shown, columns=4)
    return figure


def _stack(axes: Axes, curves: RouteCurves, instrument: str, last: float, lang: Language) -> None:
    taken = own_first(ROUTE_COLOURS, [route for route, line in curves.incidence.items() if line[-1] > 0])
    shown = seen(*np.cumsum([curves.incidence[route] for route in taken], axis=0))
    years = np.concatenate(([0.0], curves.years[shown], [last]))
    floor = np.zeros_like(years)
    for route in taken:
        line = curves.incidence[route][shown]
        top = floor + np.concatenate(([0.0], line, line[-1:]))
        axes.fill_between(
            years,
            floor,
            top,
            step="post",
            facecolor=ROUTE_COLOURS.get(route, GREY),
            edgecolor="white",
            lw=0.4,
            label=name_of("route", route, lang),
        )
        floor = top
    axes.fill_between(
        years,
        floor,
        np.ones_like(years),
        step="post",
        facecolor=STILL_HELD,
        lw=0,
        label=say("route.open", lang),
    )
    deadline_line(axes, curves.deadline, INK, lang)
    time_axis(axes, last, lang)
    left = say("exit_routes.held", lang, years=round(last), share=share(1 - float(floor[-1])))
    if curves.deadline is not None:
        left = f"{say('exit_routes.deadline', lang, years=f'{curves.deadline:g}')} · {left}"
    head(axes, *named(instrument, curves.positions, lang), left, up=say("unit.positions_out", lang))
