"""What rule books are called: the title in the reader's language, told apart where two share one, always one line."""

import pytest

from sim.scenario.policy_schema import Policy
from sim.scenario.titles import Language, Titles, titles_of


def books(**titles: tuple[str, str]) -> Titles:
    """What rule books of these English and Chinese titles are called."""
    made = {name: Policy(title=en, title_zh=zh, citation="none") for name, (en, zh) in titles.items()}
    return titles_of(made)


@pytest.mark.parametrize(
    ("title", "lang", "called"),
    [
        (("Beijing", "北京"), "en", "Beijing"),
        (("Beijing", "北京"), "zh", "北京"),
        (("Beijing", ""), "zh", "Beijing"),
        (("", "北京"), "en", "北京"),
        (("", ""), "en", "a"),
        (("", ""), "zh", "a"),
        (("\x1b[31mBei\njing\u202e", "北\t京\x00"), "en", "Bei jing"),
        (("\x1b[31mBei\njing\u202e", "北\t京\x00"), "zh", "北 京"),
        (("\u200b\x1b[0m", "\n"), "en", "a"),
    ],
)
def test_a_rule_book_is_called_by_its_title_in_one_line(title: tuple[str, str], lang: Language, called: str) -> None:
    assert books(a=title).of("a", lang) == called


def test_rule_books_of_one_title_have_their_names_behind() -> None:
    told = books(a=("Fund", "基金"), b=("Fund\u200b", "基金（二）"), c=("Other", "基金"))
    assert told.en == {"a": "Fund (a)", "b": "Fund (b)", "c": "Other"}
    assert told.zh == {"a": "基金（a）", "b": "基金（二）", "c": "基金（c）"}


def test_a_title_that_is_another_name_is_told_apart() -> None:
    assert books(a=("b", ""), b=("", "")).en == {"a": "b (a)", "b": "b (b)"}


def test_names_stand_alone_where_a_title_imitates_one_told_apart() -> None:
    told = books(a=("Fund", ""), b=("Fund", ""), c=("Fund (a)", ""))
    assert told.en == {"a": "a", "b": "b", "c": "c"}


def test_a_rule_book_without_entry_is_called_by_its_name() -> None:
    assert Titles().of("a", "zh") == "a"
    assert Titles({"a": "A*"}).written(str.lower).of("a", "en") == "a*"
