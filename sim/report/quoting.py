"""Measures in sentences: each value with its interval, under the words by which a text asks for them."""

from collections.abc import Mapping
from typing import Any

from sim.measures.intervals import FEWEST
from sim.report.numbers import DASH, interval, quantity
from sim.report.tables.measures import headline
from sim.report.texts import Language, say

Measures = Mapping[str, Any]
ABSENT: Mapping[str, Any] = {"unit": ""}


def sentence(key: str, names: dict[str, str], measures: Measures, lang: Language, *, bare: bool = False) -> str:
    """The text of ``key`` with each measure as ``word`` and its interval as ``word_ci``; empty when one is missing."""
    words = words_for(names, measures, lang, bare=bare)
    return "" if words is None else say(key, lang, **words)


def words_for(
    names: dict[str, str], measures: Measures, lang: Language, *, bare: bool = False
) -> dict[str, str] | None:
    """Each measure as ``word`` and its interval as ``word_ci``; None when one is missing."""
    words: dict[str, str] = {}
    for word, name in names.items():
        if headline(measures.get(name, ABSENT))[0] is None:
            return None
        words[word], words[f"{word}_ci"] = quoted(measures[name], lang, bare=bare)
    return words


def quoted(one: Mapping[str, Any], lang: Language, *, bare: bool = False) -> tuple[str, str]:
    """A value and its interval, or why it has none; ``bare`` without the unit, where the sentence names it."""
    text, told = in_cells(one, lang)
    if bare:
        text = text.removesuffix("×").split(" ")[0]
    return text, without_interval(one, lang) if told == DASH else told


def in_cells(one: Mapping[str, Any], lang: Language) -> tuple[str, str]:
    """A value and its interval as a table shows them: a dash for none."""
    value, ends = headline(one)
    unit = str(one["unit"])
    return quantity(value, unit, lang), interval(*ends, unit, lang)


def without_interval(one: Mapping[str, Any], lang: Language) -> str:
    """Why a value has no interval: it stands on too few replications, or what was seen bounds nothing."""
    return say("quoted.few" if one.get("n", 0) < FEWEST else "quoted.none", lang)
