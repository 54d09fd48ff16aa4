"""The way of results to companies in the city under several rule books: a row for each."""

from matplotlib.figure import Figure

from sim.report.figures.axes import head, named_below
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.data import Point
from sim.report.figures.landing import landing_flow, meanings
from sim.report.figures.lettering import fits, fold
from sim.report.figures.style import new_figure, nothing_to_show, printable, styled
from sim.report.numbers import DASH, interval, quantity
from sim.report.texts import Language, say

ROW, PANEL = 2.3, 1.7  # inches of a rule book, and of its bars
WIDTH = 9.6
MOST = 6  # rule books on a page


@styled
def draw(data: ComparisonData, lang: Language) -> Figure:
    """Mean counts over replications; over each row the rule book, and how many more companies it keeps in the city."""
    data = data.shortlist(MOST)
    shown = {policy: data.landing[policy] for policy in data.policies if policy in data.landing}
    title = data.headed(say("landing.title", lang), lang)
    figure = new_figure(title, data.footer, lang, size=(WIDTH, 1.2 + ROW * max(len(shown), 1)))
    highest = max((one["disclosed"] for one in shown.values()), default=0.0)
    if not highest:
        return nothing_to_show(figure, say("landing.none", lang))
    rows = figure.subplots(len(shown), 1, squeeze=False)[:, 0]
    for axes, (policy, counts) in zip(rows, shown.items(), strict=True):
        landing_flow(axes, counts, highest, lang, inches=PANEL)
        name = fold(printable(data.title(policy, lang)), fits(WIDTH, 9.5))
        head(axes, name, _difference(data, policy, lang))
    named_below(figure, meanings(lang), size=8.5, columns=5)
    return figure


def _difference(data: ComparisonData, policy: str, lang: Language) -> str:
    """How many more are still there than under the baseline."""
    point = data.kept.get(policy, Point(None))
    if policy == data.baseline:
        return say("landing.baseline", lang)
    if point.value is None:
        return say("landing.difference", lang, value=DASH, ends=DASH)
    value = quantity(point.value, "companies", lang)
    return say("landing.difference", lang, value=value, ends=interval(point.low, point.high, "companies", lang))
