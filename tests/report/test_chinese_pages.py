"""Every kind of Chinese report reads as Chinese: no replaced word, nothing crowded, no English in its sentences."""

import re
from functools import cache

import pytest

import sim
from sim.experiments.sensitivity.ask import sensitivity
from sim.report.markdown import to_markdown
from tests.chinese import CROWDED, DOCUMENT, replaced, without_quoted
from tests.villages import VILLAGE

# Names of methods, of abbreviations the trade uses, and of this program.
NAMES = {"yindao", "auto", "TVPI", "Kaplan", "Meier", "Bonferroni", "bootstrap", "Morris", "Sobol"}
KINDS = ("run", "compare", "decompose", "sweep", "sensitivity")


@cache
def page(kind: str) -> str:
    village = sim.load(VILLAGE, replications=3)
    if kind == "run":
        ran = sim.run(village, workers=1)
        return to_markdown(ran.page("zh"), "zh")
    if kind == "compare":
        compared = sim.compare(village, ["pari-passu", "beijing-2011"], workers=1)
        return to_markdown(compared.page("zh"), "zh")
    if kind == "decompose":
        parts = sim.decompose(village, "instruments", measures=["company.funded", "public.irr"], workers=1)
        return to_markdown(parts.page("zh"), "zh")
    if kind == "sweep":
        vary = {"policy.stage_equity.share_cap": [0.2, 0.4]}
        return to_markdown(sim.sweep(village, vary, measures=["public.irr"], workers=1).page("zh"), "zh")
    key = "economy.exercise.liquid"
    study = sensitivity(village, method="tornado", parameters=[key], replications=2, measures=["public.irr"], workers=1)
    return to_markdown(study.page("zh"), "zh")


def sentences(text: str) -> str:
    """The page without commands, code, pictures and tables."""
    text = re.sub(r"```.*?```|`[^`]*`|!\[.*?\]\(.*?\)", "", text, flags=re.S)
    return "\n".join(line for line in text.splitlines() if not line.startswith("|"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_chinese_page_uses_no_replaced_word(kind: str) -> None:
    assert [word for word in replaced() if word in without_quoted(page(kind))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_chinese_page_sets_numbers_and_punctuation_alike(kind: str) -> None:
    found = CROWDED.search(DOCUMENT.sub("", sentences(page(kind))))
    assert found is None, found and found.string[found.start() - 20 : found.end() + 20]


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentences_of_a_chinese_page_are_chinese(kind: str) -> None:
    headings_keep_the_group = re.sub(r"（\w+）", "", sentences(page(kind)))
    text = re.sub(r"[a-z_]+\.[a-z_.]+", "", headings_keep_the_group)
    assert set(re.findall(r"[A-Za-z]{4,}", text)) - NAMES == set()
