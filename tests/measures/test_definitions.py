"""Every measure's definition has its Chinese, in the glossary's words and without names of measures."""

import re

from sim.measures.catalogue import EVERY
from sim.measures.definitions import definition_in_chinese, definitions
from tests.chinese import CHINESE, CROWDED, DOCUMENT, replaced

CODE = re.compile(r"[a-z]+_[a-z]+|[a-z]+\.[a-z]")


def test_every_definition_has_its_chinese_and_none_is_left_over() -> None:
    english = {one.formula for one in EVERY.values()}
    assert sorted(english - set(definitions())) == []
    assert sorted(set(definitions()) - english) == []


def test_the_chinese_is_in_the_words_of_the_glossary() -> None:
    words = replaced()
    for text in definitions().values():
        assert CHINESE.search(text)
        assert not CROWDED.search(DOCUMENT.sub("", text)), text
        assert not CODE.search(text), text
        assert not [word for word in words if word in text], text


def test_a_definition_without_chinese_stays_english() -> None:
    assert definition_in_chinese("Companies listed by the horizon.") == "期末以前上市的企业。"
    assert definition_in_chinese("no such definition") == "no such definition"
