"""What the model names anew and no figure has a colour or a word for is drawn as "other", never left out."""

from dataclasses import replace

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.report.figures.compare import parties
from sim.report.figures.data import Point, own_first
from sim.report.figures.run import exit_routes, funnel, places
from sim.report.figures.run.data import FigureData
from sim.report.texts import LANGUAGES, Language
from tests.report.samples import comparison

OTHER = {"en": "other (novel)", "zh": "其他（novel）"}


def texts(figure: Figure) -> set[str]:
    return {one.get_text() for one in figure.findobj(Text) if isinstance(one, Text)}


def bands(figure: Figure) -> int:
    return sum(len(axes.collections) for axes in figure.axes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_route_without_a_colour_is_a_band_of_its_own(data: FigureData, lang: Language) -> None:
    curves = data.routes["stage_equity"]
    novel = {"novel": 0.1 * curves.incidence["option"], **curves.incidence}
    known = exit_routes.draw(replace(data, routes={"stage_equity": curves}), lang)
    drawn = exit_routes.draw(replace(data, routes={"stage_equity": replace(curves, incidence=novel)}), lang)
    assert OTHER[lang] in texts(drawn)
    assert bands(drawn) == bands(known) + 1
    assert drawn.axes[0].get_title(loc="left") != known.axes[0].get_title(loc="left")  # it is no longer held


@pytest.mark.parametrize("lang", LANGUAGES)
def test_money_at_a_place_without_a_colour_is_a_band_of_its_own(data: FigureData, lang: Language) -> None:
    novel = {"novel": data.places["in_funds"], **data.places}
    known, drawn = places.draw(data, lang), places.draw(replace(data, places=novel), lang)
    assert OTHER[lang] in texts(drawn)
    assert bands(drawn) == bands(known) + 1
    assert drawn.axes[0].get_ylim()[1] > known.axes[0].get_ylim()[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_step_of_the_funnel_without_a_group_has_a_bar_and_its_colour_a_name(data: FigureData, lang: Language) -> None:
    drawn = funnel.draw(replace(data, funnel={"novel": data.funnel["seed"], **data.funnel}), lang)
    assert OTHER[lang] in texts(drawn)
    assert {"en": "other", "zh": "其他"}[lang] in [text.get_text() for text in drawn.legends[0].get_texts()]
    assert len(drawn.axes[0].patches) == len(data.funnel) + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_party_without_a_word_has_a_bar(lang: Language) -> None:
    data = comparison(3)
    sides = {policy: {"novel": Point(5.0), **found} for policy, found in data.parties.items()}
    known, drawn = parties.draw(data, lang), parties.draw(replace(data, parties=sides), lang)
    assert OTHER[lang] in texts(drawn)
    assert len(drawn.axes[0].patches) == len(known.axes[0].patches) + 1


def test_names_stand_in_a_figures_own_order_and_unknown_ones_behind() -> None:
    assert own_first(("b", "a", "c"), ["x", "a", "b", "w"]) == ["b", "a", "x", "w"]
