"""Every parameter's meaning has its Chinese, in the glossary's words and without names of keys."""

import re

from sim.scenario.book import parameters
from sim.scenario.meanings import meaning_in_chinese, meanings, reason_in_chinese, reasons
from tests.chinese import CHINESE, CROWDED, DOCUMENT, replaced

CODE = re.compile(r"[a-z]+_[a-z]+|[a-z]+\.[a-z]")


def test_every_meaning_has_its_chinese_and_none_is_left_over() -> None:
    english = {one.doc for one in parameters()}
    assert sorted(english - set(meanings())) == []
    assert sorted(set(meanings()) - english) == []


def test_a_meaning_without_chinese_stays_english() -> None:
    assert meaning_in_chinese("largest public share of a sub-fund") == "政府出资在一只子基金中的最高比例"
    assert meaning_in_chinese("no such meaning") == "no such meaning"


def test_the_chinese_is_for_people() -> None:
    words = replaced()
    for text in meanings().values():
        assert CHINESE.search(text)
        assert not CROWDED.search(DOCUMENT.sub("", text)), text
        assert not CODE.search(text), text
        assert not [word for word in words if word in text], text


def test_every_reason_for_a_range_has_its_chinese_and_none_is_left_over() -> None:
    english = {one.why for one in parameters() if one.why}
    assert sorted(english - set(reasons())) == []
    assert sorted(set(reasons()) - english) == []
    assert reason_in_chinese("from closed to what article 18 describes") == "从不开放到第 18 条所述"


def test_reasons_are_in_the_glossary_s_words_and_an_assumption_is_called_one() -> None:
    words = replaced()
    for english, text in reasons().items():
        assert not CROWDED.search(DOCUMENT.sub("", text)), text
        assert not [word for word in words if word in text], text
        assert ("assumption" in english) <= ("假设" in text), english


def test_a_range_of_numbers_is_the_same_in_both() -> None:
    """Thresholds such as -1 or 0 that mean something of their own are in the Chinese too."""
    for english, text in meanings().items():
        for number in re.findall(r"(-?\d+) = ", english):
            assert re.search(rf"(?<![\d.]){number}(?!\d)", text), english
