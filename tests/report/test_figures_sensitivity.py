"""Figures and tables of sensitivity studies, in both languages."""

from dataclasses import replace

import pytest

from sim.report.figure_data import Footer
from sim.report.figures_sensitivity import MOST, Bar, Panel, draw
from sim.report.sensitivity_tables import ranking_table, remarks
from sim.report.texts import LANGUAGES, Language, say

FOOTER = Footer("village", "village-policy", 8, 7, "0.1.0")
NUMBERS: dict[str, dict[str, float | None]] = {
    "morris": {"mu": 0.04, "sigma": 0.03, "noise": 0.01, "chance": 0.0078125},
    "sobol": {"first": 0.5, "chance": 0.0078125},
    "tornado": {"at_low": 0.01, "at_high": 0.05},
}


def bar(number: int, method: str) -> Bar:
    value = 0.04 / (1 + number)
    key, zh = f"economy.private.parameter_{number}", f"参数{number}"
    sure = number % 2 == 0
    return Bar(key, zh, "yuan", 1e6, 2e8, 3e6, value, value / 2, 2 * value, sure, NUMBERS[method], (0.3, 0.7))


def panel(method: str, count: int = 4) -> Panel:
    bars = tuple(bar(number, method) for number in range(count))
    return Panel(FOOTER, method, 50, "public.irr", "public net IRR", "公共资金净内部收益率", "1/year", 0.03, bars)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [2, 30])
@pytest.mark.parametrize("method", list(NUMBERS))
def test_no_text_leaves_the_figure(method: str, count: int, lang: Language) -> None:
    figure = draw(panel(method, count), lang)
    figure.draw_without_rendering()
    width, height = figure.get_size_inches() * figure.dpi
    for axes in figure.axes:
        texts = (axes.title, axes._left_title, axes.xaxis.label, *axes.texts, *axes.get_yticklabels())  # type: ignore[attr-defined]
        for text in texts:
            box = text.get_window_extent()
            assert -1 <= box.x0 <= box.x1 <= width + 1, text.get_text()
            assert -1 <= box.y0 <= box.y1 <= height + 1, text.get_text()
    assert len(figure.axes[0].get_yticklabels()) == min(count, MOST)


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
    one = {"unit": "1/year", "used": 9, "blocks": 10, "chance_share": 0.25, "deviation": None, "base": None}
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
