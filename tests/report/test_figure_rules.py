"""What holds of every figure in both languages: words do not overlap, labels are true, no text is turned."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

import sim.report.figures.sweep.data
from sim.report.figures.compare.data import drawings
from sim.report.texts import LANGUAGES, Language
from sim.scenario.titles import Titles
from tests.report.conftest import sweep_of, synthetic
from tests.report.reading import numbered, outside, overlaps, words_of
from tests.report.samples import LONG, LONG_ZH, Make, comparison, figures

BOOKS = tuple(f"book-{number}" for number in range(45))
SWEEPS = {
    "one key": sweep_of(["cap"], [[0.1], [0.2], [0.3], [0.4]], ("beijing-2011", "pari-passu")),
    "one choice": sweep_of(["rule"], [[0], [1], [2]], ("beijing-2011", "pari-passu"), missing=[1]),
    "grid": sweep_of(["cap", "window"], [[cap / 10, 3.0 + year] for cap in range(1, 5) for year in range(4)]),
    "grid of four": sweep_of(["cap", "window"], [[cap / 10, year] for cap in (1, 2) for year in (3.0, 5.0)],
                             tuple(f"{LONG}-{number}" for number in range(4))),
    "many books": sweep_of(["cap"], [[0.1], [0.2], [0.3]], BOOKS),
    "grids of many books": sweep_of(["cap", "rule"], [[cap / 10, rule] for cap in (1, 2) for rule in (0, 1)], BOOKS),
    "scatter": sweep_of(["cap", "window"], [[0.1 + 0.02 * i, 3.0 + (7 * i % 11) / 2] for i in range(11)], design="lhs"),
    "three keys": sweep_of(["cap", "window", "rule"], [[0.1, 3.0, 0], [0.2, 5.0, 1], [0.4, 9.0, 2], [0.3, 7.0, 1]]),
}  # fmt: skip
MAKERS: dict[str, Make] = figures(synthetic())
MAKERS |= {f"sweep {case}": sim.report.figures.sweep.data.drawings(data)[0].drawn for case, data in SWEEPS.items()}


@pytest.fixture(params=[(name, lang) for name in MAKERS for lang in LANGUAGES], ids=" ".join, scope="module")
def figure(request: pytest.FixtureRequest) -> Figure:
    name, lang = request.param
    drawn = MAKERS[name](lang)
    drawn.draw_without_rendering()
    return drawn


def test_no_words_lie_on_each_other(figure: Figure) -> None:
    assert overlaps(figure) == []


def test_no_words_leave_the_figure(figure: Figure) -> None:
    assert outside(figure) == []


def test_no_words_stand_upright(figure: Figure) -> None:
    assert [text.get_text() for text, _ in words_of(figure) if text.get_rotation() > 45] == []


def test_the_numbers_at_an_axis_are_those_of_its_ticks(figure: Figure) -> None:
    for axes in figure.axes:
        for ticks, read in numbered(axes):
            if len(ticks) > 2:
                # The unit is what makes the outer labels agree; the others must then, to a tenth of a step.
                unit = (read[-1] - read[0]) / (ticks[-1] - ticks[0])
                step = min(abs(later - one) for one, later in pairwise(read))
                expected = unit * (np.array(ticks) - ticks[0]) + read[0]
                assert min(unit, step) > 0
                assert np.abs(expected - read).max() <= step / 10


def look(handle: Artist) -> str:
    """How an entry of a legend looks."""
    if isinstance(handle, Line2D):
        return f"{handle.get_color()} {handle.get_linestyle()} {handle.get_marker()} {handle.get_linewidth()}"
    assert isinstance(handle, Patch)
    return f"{handle.get_facecolor()} {handle.get_hatch()}"


def test_no_two_entries_of_a_legend_look_alike(figure: Figure) -> None:
    for legend in (one for one in figure.findobj(Legend) if isinstance(one, Legend)):
        looks = [look(handle) for handle in legend.legend_handles if handle is not None]
        assert len(set(looks)) == len(looks), [text.get_text() for text in legend.get_texts()]
        labels = [text.get_text() for text in legend.get_texts()]
        assert len(set(labels)) == len(labels)


def test_legends_lie_beside_the_panels(figure: Figure) -> None:
    for legend in (one for one in figure.findobj(Legend) if isinstance(one, Legend)):
        box = legend.get_window_extent()
        assert not [axes for axes in figure.axes if axes.axison and axes.bbox.count_overlaps([box])]


def test_it_fits_a_page_of_a4(figure: Figure) -> None:
    width, height = figure.get_size_inches()
    assert width <= 11.7
    assert height <= 2**0.5 * 11.7


def test_a_dollar_sign_in_a_name_begins_no_formula() -> None:
    data = comparison(3)
    dollars = replace(data, policies=("a$x$", "b$y_2$", "c"), baseline="a$x$", titles=Titles())
    named = dict(zip(data.policies, dollars.policies, strict=True))
    for field in ("net_cash", "cost", "additional", "parties", "landing", "kept", "causes", "mix"):
        dollars = replace(dollars, **{field: {named[book]: one for book, one in getattr(data, field).items()}})
    panels = tuple(
        replace(one, differences={named[book]: point for book, point in one.differences.items()}) for one in data.panels
    )
    exits = {name: {named[book]: one for book, one in curves.items()} for name, curves in data.exits.items()}
    for drawing in drawings(replace(dollars, panels=panels, exits=exits)):
        drawn = drawing.drawn("en")
        drawn.draw_without_rendering()
        found = [text for text, _ in words_of(drawn) if "$" in text.get_text()]
        assert found
        assert not any(text.get_parse_math() for text in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_long_names_are_all_there(lang: Language) -> None:
    drawn = MAKERS["compare long differences"](lang)
    drawn.draw_without_rendering()
    seen = "".join(text.get_text() for text, _ in words_of(drawn)).replace("\n", "")
    assert (LONG_ZH if lang == "zh" else LONG) in seen
