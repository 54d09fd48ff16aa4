"""What support costs by the way it is given: costs with intervals, words where there is none, and what lines paid."""

from dataclasses import replace

import pytest
from matplotlib.patches import Rectangle

from sim.measures.catalogue import PROGRAMMES
from sim.report.figures.compare.data import FUND, ComparisonData, MixCosts
from sim.report.figures.compare.instrument_mix import draw
from sim.report.figures.data import Point
from sim.report.texts import LANGUAGES, Language
from tests.report.reading import words_of
from tests.report.samples import comparison


def costs(extra: Point, **paid: float) -> MixCosts:
    return MixCosts(extra, Point(2e7, 1e7, 4e7), {FUND: 0.0} | dict.fromkeys(PROGRAMMES, 0.0) | paid)


def two() -> ComparisonData:
    """Grants whose extra conversions are beyond chance, and orders with a fund whose are not; a book without."""
    rows = {
        "book-000": costs(Point(3e6, 1e6, 5e6), rd_grant=4e8),
        "book-001": costs(Point(None), procurement=3e8, guidance_fund=1e8),
    }
    return replace(comparison(3), mix=rows)


def test_each_rule_book_has_its_cost_with_interval_and_bars_that_begin_where_the_last_line_ended() -> None:
    extra, success, paid = draw(two(), "en").axes
    assert [tuple(line.get_xdata()) for line in extra.lines[:2]] == [(1e6, 5e6), (3e6,)]
    assert len(success.lines) == 2 * 2 + 1  # interval and dot of each, and the line at nothing
    bars = [one for one in paid.patches if isinstance(one, Rectangle)]
    found = {(round(one.get_y() + 0.35), one.get_x(), one.get_width()) for one in bars if one.get_width()}
    assert found == {(0, 0.0, 4e8), (1, 0.0, 3e8), (1, 3e8, 1e8)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cost_that_nobody_knows_is_told_in_words(lang: Language) -> None:
    words = " ".join(text.get_text() for text, _ in words_of(draw(two(), lang)))
    assert ("no extra conversion beyond chance" if lang == "en" else "净增转化未超出随机误差") in words
    assert PROGRAMMES["rd_grant"][0 if lang == "zh" else 1] in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_rule_book_has_an_extra_conversion_one_sentence_stands_for_the_axis(lang: Language) -> None:
    figure = draw(
        replace(two(), mix={name: costs(Point(None), rd_grant=4e8) for name in ("book-000", "book-001")}), lang
    )
    first = figure.axes[0]
    assert not first.xaxis.get_visible()
    assert not first.lines
    assert len(first.texts) == 1
    assert ("没有每项净增转化的成本" if lang == "zh" else "nocostofanextraone") in "".join(
        first.texts[0].get_text().split()
    )


def test_more_lines_than_colours_are_drawn_as_one() -> None:
    many = costs(Point(1e6), **{line: 1e6 * (20 - at) for at, line in enumerate(PROGRAMMES)})
    figure = draw(replace(two(), mix={"book-000": many, "book-001": many}), "en")
    bars = [one for one in figure.axes[2].patches if isinstance(one, Rectangle) and one.get_y() < 0]
    assert sum(one.get_width() for one in bars) == pytest.approx(sum(many.paid.values()))
    assert "other lines" in " ".join(text.get_text() for text, _ in words_of(figure))
