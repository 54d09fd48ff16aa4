"""Jobs and taxes in the city, with and without: how many a year, and when taxes cover what the guidance fund pays."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.figures.axes import head, legend_below, number_ticks, year_ticks
from sim.report.figures.compare.data import CityPaths, ComparisonData
from sim.report.figures.compare.marks import colour, dashes
from sim.report.figures.data import calendar_years
from sim.report.figures.scales import largest, scale_of
from sim.report.figures.style import new_figure, printable, quiet, styled
from sim.report.texts import Language, say


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Means over replications, a line a rule book: jobs at the left, taxes and net payments so far at the right."""
    data = data.shortlist()
    figure = new_figure(data.headed(say("compare.jobs_tax.title", lang), lang), data.footer, lang)
    jobs, taxes = figure.subplots(1, 2)
    shown = {policy: data.city[policy] for policy in data.policies if policy in data.city}
    scale = scale_of("yuan", largest(*(line for one in shown.values() for line in (one.tax, one.outlay))), lang)
    for policy, one in shown.items():
        time, style = calendar_years(data.start, one.years), {"color": colour(data, policy), "ls": dashes(data, policy)}
        label = printable(data.title(policy, lang))
        jobs.plot(time, one.jobs, lw=2.0, label=label, **style)
        taxes.plot(time, one.tax, lw=2.0, label=label, **style)
        _outlay(taxes, data, policy, one)
    head(jobs, up=say("compare.jobs_tax.jobs", lang))
    head(taxes, say("compare.jobs_tax.note", lang), up=scale.named(say("compare.jobs_tax.taxes", lang)))
    for axes, divisor in ((jobs, 1.0), (taxes, scale.divisor)):
        year_ticks(axes.xaxis, lang)
        axes.xaxis.get_major_locator().set_params(nbins=5)
        number_ticks(axes.yaxis, divisor)
        quiet(axes)
    legend_below(figure, [jobs, taxes], size=8.5)
    return figure


def _outlay(axes: Axes, data: ComparisonData, policy: str, one: CityPaths) -> None:
    """What the guidance fund has paid net, and where the taxes of half of the replications have covered it."""
    if not one.outlay.any():
        return
    time = calendar_years(data.start, one.years)
    axes.plot(time, one.outlay, color=colour(data, policy), lw=1.0, ls=":")
    if one.payback is not None:
        at = float(calendar_years(data.start, np.array([one.payback]))[0])
        axes.plot(at, float(np.interp(at, time, one.tax)), "o", color=colour(data, policy), ms=6, mec="white", zorder=5)
