"""Where money waits under each rule book: a bar a rule book, a colour a cause."""

from dataclasses import replace

from matplotlib.figure import Figure

from sim.clauses.faults import there
from sim.report.figures.axes import beside, head, legend_below, number_ticks, rows_from_the_top
from sim.report.figures.compare.data import WAITING, ComparisonData
from sim.report.figures.lettering import brief
from sim.report.figures.run.places import PLACE_COLOURS
from sim.report.figures.style import INK, new_figure, printable, styled
from sim.report.numbers import share
from sim.report.texts import Language, name_of, say

NAME = 26  # letters in a line of a rule book's name
ROW = 0.5  # inches


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Shares of the money under management that are not at work, by cause; a line: the interval of their sum."""
    data = replace(data, policies=tuple(name for name in data.policies if name in data.idle)).shortlist()
    title = data.headed(say("compare.idle_by_cause.title", lang), lang)
    figure = new_figure(title, data.footer, lang, size=(9.6, 1.9 + ROW * len(data.policies)))
    axes = figure.subplots()
    floors = [0.0] * len(data.policies)
    for cause in WAITING:
        parts = [100 * (data.idle[policy][cause].value or 0.0) for policy in data.policies]
        label = name_of("place", cause, lang)
        axes.barh(range(len(parts)), parts, left=floors, height=0.62, color=PLACE_COLOURS[cause], label=label)
        floors = [floor + part for floor, part in zip(floors, parts, strict=True)]
    for row, policy in enumerate(data.policies):
        whole = data.idle[policy]["whole"]
        if whole.low is not None and whole.high is not None:
            axes.plot([100 * whole.low, 100 * whole.high], [row, row], color=INK, lw=1.4)
        beside(axes, row, share(there(whole.value, "sum"), 1))
    names = [brief(printable(data.title(policy, lang)), NAME) for policy in data.policies]
    rows_from_the_top(axes, names)
    axes.set_xlim(0, 100)
    number_ticks(axes.xaxis)
    axes.set_xlabel(say("compare.idle_by_cause.axis", lang), fontsize=9)
    head(axes, say("compare.idle_by_cause.note", lang), soft=True)
    legend_below(figure, [axes], columns=3)
    return figure
