"""The 25 articles in words: complete, quoted, and of nothing that is not there."""

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from sim.engine import story
from sim.measures.catalogue import EVERY
from sim.report.texts import texts
from sim.scenario.article_words import COUNT, MOST_SIGNS, WORDS, Article, Sign, articles
from sim.scenario.articles import keys_of
from sim.scenario.articles_schema import SWITCHED
from sim.scenario.book import by_key
from sim.scenario.parameter import ABSENT
from sim.scenario.replaced import CONTEXT

CORE = {3, 5, 6, 7, 8, 12, 13, 14, 15, 20, 21, 22}
CHINESE = re.compile(r"[一-鿿]")


def test_there_are_25_of_which_two_state_something_and_twelve_are_the_core() -> None:
    found = articles()
    assert list(found) == list(range(1, COUNT + 1))
    assert {number for number, one in found.items() if one.assumed} == set(CONTEXT) == {1, 2}
    assert {number for number, one in found.items() if one.kind == "core"} == CORE
    assert {number for number, one in found.items() if not one.assumed} == {*SWITCHED, 25}


@pytest.mark.parametrize("one", articles().values(), ids=lambda one: str(one.number))
def test_every_article_is_quoted_and_told_in_both_languages(one: Article) -> None:
    assert 10 <= len(one.text) <= MOST_SIGNS
    assert "\n" not in one.text
    assert CHINESE.search(one.zh)
    assert not CHINESE.search(one.title)
    for sentence in (one.mechanism, one.off, *([one.note] if one.note else [])):
        assert CHINESE.search(sentence["zh"])
        assert not CHINESE.search(sentence["en"])
        assert sentence["zh"].endswith("。")
        assert sentence["en"].endswith(".")
    assert one.mechanism["en"].count(". ") == one.mechanism["zh"].rstrip("。").count("。") == 0  # one sentence


@pytest.mark.parametrize("one", articles().values(), ids=lambda one: str(one.number))
def test_measures_events_and_frictions_are_known(one: Article) -> None:
    told = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', Path(story.__file__).read_text(encoding="utf-8")))
    steps = told | {re.sub(r"\.(yes|no)$", "", key) for key in texts()}
    assert set(one.measures) <= EVERY.keys()
    assert set(one.measures.values()) <= set(get_args(Sign))
    assert set(one.events) <= steps
    assert set(one.frictions) <= by_key().keys()
    assert {by for relaxing in one.frictions.values() for by in relaxing} <= set(SWITCHED)
    assert bool(one.frictions) == one.assumed
    assert one.measures or not keys_of(one.number)  # an article without a key has no mechanism yet


def test_no_number_of_the_model_and_no_key_of_a_rule_book_stands_in_the_words() -> None:
    read = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    told = " ".join(
        words[part][lang]
        for words in read.values()
        for part in ("mechanism", "off", "note")
        for lang in ("en", "zh")
        if part in words
    )
    assert set(re.findall(r"\d+", told)) <= {"4", "8", "9", "24"}  # articles by their numbers
    assert "policy." not in WORDS.read_text(encoding="utf-8")


def test_every_response_says_to_which_article_it_answers() -> None:
    prefix = "economy.response."
    responses = {key.removeprefix(prefix): one for key, one in by_key().items() if key.startswith(prefix)}
    assert {name for name, one in responses.items() if not one.article} == {"anchor", "reference", "time_floor"}
    assert all(one.off is ABSENT for one in responses.values())


def test_an_article_is_called_by_its_number_and_title() -> None:
    assert articles()[20].named("en") == "article 20 (procurement)"
    assert articles()[20].named("zh") == "第 20 条（政府采购新技术新产品）"
