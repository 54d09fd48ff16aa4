"""The way of results to companies in the city, and what becomes of these."""

from matplotlib.figure import Figure

from sim.report.figures.axes import named_below
from sim.report.figures.landing import landing_flow, meanings
from sim.report.figures.run.data import FigureData
from sim.report.figures.style import new_figure, nothing_to_show, styled
from sim.report.texts import Language, say

HEIGHT = 5.6


@styled
def draw(data: FigureData, lang: Language) -> Figure:
    """Mean counts over replications as bars, from disclosed results to companies that are still in the city."""
    figure = new_figure(say("landing.title", lang), data.footer, lang, size=(9.6, HEIGHT))
    if not data.landing.get("disclosed"):
        return nothing_to_show(figure, say("landing.none", lang))
    landing_flow(figure.subplots(), data.landing, data.landing["disclosed"], lang, inches=HEIGHT - 1.5)
    named_below(figure, meanings(lang), size=8.5, columns=5)
    return figure
