"""Sources shown to users name what a reader can look up, never a number of our own lists."""

import re

import pytest

from sim.measures.catalogue import EVERY
from sim.scenario.book import parameters
from sim.scenario.files import read_economy, read_policy
from sim.scenario.shipped import shipped_names

# Decisions (D13), rows and ids of calibration (row 17, 8.1, 4-05, SZ-4), indicators (K08), checks (V-03).
# Working arrangements: single letters with a number (R3, B4, A13); in sources also numbers of issues and questions,
# paths of a machine, files that are not shipped, and names of keys that are none in full.
LETTERED = re.compile(r"(?<![\w.〔\[/-])(?!Q[1-4]\b)[A-Z]\d{1,2}(?![\w%.])")
ELSEWHERE = re.compile(
    r"#\d+|\b([Ii]ssues?|[Qq]uestions?) \d+|\bthe question asked\b|\bbrief\d*\b"
    r"|/(home|work|tmp|Users|root)/|\b[A-Z]:\\"
    r"|(?<![\w/])[\w-]+\.(py|json|md|txt|xlsx|ipynb|pdf)\b|(?<![\w.])[a-z]+(_[a-z]+)+(?![\w.])"
)
OURS = re.compile(r"\b(D\d{1,2}|[Rr]ows? \d+|8\.\d|[A-Z]{2,3}-[A-Z]?\d+|\d-\d{2}(?! %)|V-\d+|K\d{2})\b(?! (yuan|%))")


def codes(text: str, patterns: tuple[re.Pattern[str], ...] = (OURS, LETTERED, ELSEWHERE)) -> list[str]:
    return [one.group() for pattern in patterns for one in pattern.finditer(text)]


def test_codes_are_known_when_seen() -> None:
    for text in (
        "row 17; of D13",
        "assumed in 8.1",
        "in China (4-11)",
        "for three (SZ-4)",
        "asked in K08",
        "V-03, by yuan",
        "as R3 says",
        "checked in B4; H1",
        "A13",
        "see #14",
        "issue 9",
        "the answer to question 40",
        "/home/me/notes",
        "C:\\notes",
        "notes.md",
        "fit.py",
        "what sales_share carries",
    ):
        assert codes(text) != [], text
    for text in (
        "6-12 % in China",
        "stockstar 2025-07-17",
        "1 A$ is 8.08 yuan",
        "财预〔2020〕7号 §1",
        "PIPE 2011-2013",
        "economy.bank.sales_share",
        "scenarios/data/README.md",
        "docs/model/calibration",
        "A-shares; A to B; Q4 2024",
    ):
        assert codes(text) == [], text


@pytest.mark.parametrize("name", shipped_names("policy"))
def test_sources_of_a_rule_book_hold_no_code(name: str) -> None:
    book = read_policy(name)
    assert {key: found for key, one in book.provenance.items() if (found := codes(one.source))} == {}


def test_sources_of_an_economy_hold_no_code() -> None:
    for name in shipped_names("economy"):
        written = read_economy(name).provenance.items()
        assert {key: found for key, one in written if (found := codes(one.source))} == {}


def test_keys_and_measures_are_explained_without_codes() -> None:
    told = {one.key: f"{one.doc} {one.why}" for one in parameters()}
    told |= {one.name: f"{one.formula} {one.source}" for one in EVERY.values()}
    assert {name: found for name, text in told.items() if (found := codes(text, (OURS, LETTERED)))} == {}
