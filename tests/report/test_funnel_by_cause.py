"""From results to companies kept in the city, by what was lost on the way: each bar begins where the last one ends."""

from dataclasses import replace

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.funnel_by_cause import ROWS, draw, shown, steps_of
from sim.report.texts import LANGUAGES, Language
from tests.report.reading import words_of
from tests.report.samples import comparison

# Twenty results, of which eight become companies, five of them in the city, and two are still there.
COUNTS = {
    "not_discovered": 6.0, "waiting": 1.0, "screened_out": 2.0, "refused": 0.0, "agreement_failed": 3.0,
    "delay_failed": 0.0, "elsewhere": 3.0, "landed": 5.0, "here": 2.0, "ended": 2.0, "left": 1.0,
}  # fmt: skip
BARS = {
    "disclosed": (0, 20), "not_discovered": (14, 20), "discovered": (0, 14), "screened_out": (12, 14),
    "waiting": (11, 12), "agreement_failed": (8, 11), "converted": (0, 8), "elsewhere": (5, 8), "landed": (0, 5),
    "ended": (3, 5), "left": (2, 3), "here": (0, 2),
}  # fmt: skip


def two(counts: dict[str, float]) -> ComparisonData:
    """The rule book of ``COUNTS``, one of ``counts``, and one like the first, which is not shown again."""
    data = comparison(3)
    return replace(data, causes={"book-000": COUNTS, "book-001": counts})


def bars(figure: Figure, panel: int) -> list[tuple[float, float]]:
    found = [one for one in figure.axes[panel].patches if isinstance(one, Rectangle)]
    return [(one.get_x(), one.get_x() + one.get_width()) for one in found]


def test_what_is_left_is_what_there_was_less_what_was_lost() -> None:
    steps = steps_of(COUNTS)
    assert {one.name: (one.start, one.start + one.results) for one in steps if one.name in BARS} == BARS
    assert shown([steps]) == list(BARS)
    assert (steps[-1].name, steps[-1].results) == ("here", COUNTS["here"])


def test_what_one_rule_book_loses_has_a_row_under_all() -> None:
    refusing = COUNTS | {"refused": 1.0, "screened_out": 1.0, "delay_failed": 1.0, "agreement_failed": 2.0}
    assert shown([steps_of(COUNTS), steps_of(refusing)]) == list(ROWS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rule_books_stand_side_by_side_with_counts_and_shares_of_the_disclosed(lang: Language) -> None:
    figure = draw(two(COUNTS | {"not_discovered": 5.0, "waiting": 2.0}), lang)
    assert len(figure.axes) == 2
    assert bars(figure, 0) == list(BARS.values())
    assert bars(figure, 1)[1] == (15, 20)
    words = [text.get_text() for text, _ in words_of(figure)]
    assert words.count("20 (100%)") == 2
    assert "6.0 (30%)" in words
    assert "1.0 (5.0%)" in words
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()


def test_who_is_under_way_is_in_the_legend_only_where_somebody_is() -> None:
    for waiting in (0.0, 1.0):
        data = replace(comparison(1), causes={"book-000": COUNTS | {"waiting": waiting}})
        words = [text.get_text() for text, _ in words_of(draw(data, "en"))]
        assert ("under way" in words) == ("− under way at the end" in words) == bool(waiting)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_result_it_says_so(lang: Language) -> None:
    empty = dict.fromkeys(COUNTS, 0.0)
    (axes,) = draw(replace(comparison(2), causes=dict.fromkeys(("book-000", "book-001"), empty)), lang).axes
    assert not axes.axison
