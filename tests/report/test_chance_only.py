"""Wherever an interval is explained, the reader is told that it covers chance only."""

import re
import tomllib

import pytest

from sim.report.texts import LANGUAGES, WORDS, Language

SOUGHT = {"en": re.compile("95% (interval|band)"), "zh": re.compile("95% 区间")}
ONLY = {"en": ("chance only", "chance within the model only"), "zh": ("只反映随机误差", "只涵盖模型内部的随机性")}
# Words that name an interval in a table or sentence beside which its explanation stands; so do all that quote one.
BESIDE = {"table.interval", "compare.page.differences_note", "column.low", "column.high"}
QUOTED = "_ci}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_text_with_an_interval_says_what_it_covers(lang: Language) -> None:
    files = [tomllib.loads(file.read_text("utf-8")) for file in WORDS.glob("*.toml")]
    texts = {key: one[lang] for file in files for key, one in file.items() if key not in BESIDE}
    named = {key: text for key, text in texts.items() if SOUGHT[lang].search(text) and QUOTED not in text}
    assert len(named) > 12
    assert [key for key, text in named.items() if not any(words in text for words in ONLY[lang])] == []
