"""Figures and tables of sensitivity studies, in both languages."""

from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from sim.report.figures.sensitivity.data import MOST, Panel, drawing
from sim.report.tables.sensitivity import ranking_table, remarks
from sim.report.texts import Language, say
from tests.report.samples import NUMBERS, bar
from tests.report.samples import ranking as panel


def draw(data: Panel, lang: Language) -> Figure:
    return drawing(data).drawn(lang)


@pytest.mark.parametrize("method", list(NUMBERS))
def test_at_most_twenty_parameters_are_drawn(method: str) -> None:
    assert [len(draw(panel(method, count), "en").axes[0].get_yticklabels()) for count in (2, 30)] == [2, MOST]


def test_a_tornados_bars_reach_from_the_base_to_both_ends() -> None:
    axes = draw(panel("tornado", 1), "en").axes[0]
    low, high = (container[0] for container in axes.containers)
    # In percentage points a year: from 3 down to 1 and up to 5.
    assert sorted((low.get_x(), low.get_x() + low.get_width())) == pytest.approx([1, 3])
    assert sorted((high.get_x(), high.get_x() + high.get_width())) == pytest.approx([3, 5])
    assert "+4.0 pp a year" in axes.texts[0].get_text()


def test_both_ends_are_seen_where_they_lie_on_one_side_of_the_base() -> None:
    numbers: dict[str, float | None] = {"at_low": 0.05, "at_high": 0.04}
    one = replace(panel("tornado", 1), bars=(replace(bar(0, "tornado"), numbers=numbers),))
    low, high = (container[0] for container in draw(one, "en").axes[0].containers)
    assert low.get_width() == pytest.approx(2)
    assert high.get_width() == pytest.approx(1)
    assert low.get_y() + low.get_height() == pytest.approx(high.get_y())


def test_the_scatter_numbers_what_is_beyond_chance_and_uses_its_height() -> None:
    axes = draw(panel("morris", 4), "en").axes[1]
    assert [text.get_text() for text in axes.texts] == ["1", "3"]
    flat = tuple(replace(one, numbers=one.numbers | {"sigma": 0.0001}) for one in panel("morris", 4).bars)
    axes = draw(replace(panel("morris", 4), bars=flat), "en").axes[1]
    assert axes.get_ylim()[1] < axes.get_xlim()[1] / 2


def test_what_may_be_chance_is_pale_and_the_figure_says_so() -> None:
    axes = draw(panel("morris", 2), "en").axes[0]
    bars = [container[0].get_alpha() for container in axes.containers]
    assert bars[0] > 2 * bars[1]
    assert say("sensitivity.note.pale", "en") in axes.get_title(loc="left")
    sure = replace(panel("morris", 2), bars=(bar(0, "morris"),))
    assert say("sensitivity.note.pale", "en") not in draw(sure, "en").axes[0].get_title(loc="left")


def test_nothing_to_rank_is_said() -> None:
    empty = replace(panel("sobol"), bars=tuple(replace(one, value=None) for one in panel("sobol").bars))
    for method in NUMBERS:
        axes = draw(replace(empty, method=method), "en").axes[0]
        assert say("sensitivity.absent", "en") in [text.get_text() for text in axes.texts]


def test_a_ranking_reads_as_a_table() -> None:
    effect = {"rank": 1, "parameter": "economy.private.response", "zh": "敏感度", "unit": "1", "low": 0, "high": 30}
    effect |= {"effect": 0.042, "ci95": [0.03, 0.05], "sigma": 0.01, "noise": 0.002, "noticeable": True}
    nothing = effect | {"rank": 2, "effect": None, "ci95": None, "sigma": None, "noise": None, "noticeable": None}
    one = {"unit": "1/year", "used": 9, "blocks": 10, "chance_share": 0.25, "infinite": 0}
    one |= {"deviation": None, "base": None}
    summary = {"method": "morris", "measures": {"public.irr": one | {"effects": [effect, nothing]}}}
    heads, rows = ranking_table(summary, "public.irr", "en")
    assert heads[:5] == ["rank", "parameter", "中文", "range", "mu*"]
    assert rows[0] == [
        "1", "economy.private.response", "敏感度", "0 to 30", "4.2 pp a year", "3.0 to 5.0 pp a year", "1.0 pp a year",
        "0.2 pp a year", "yes",
    ]  # fmt: skip
    assert rows[1][4:] == ["–"] * 5
    told = remarks(summary, "public.irr", "en")
    assert told == "9 of 10 blocks of points have all values. Of the variance of a single replication, 25% is chance."
