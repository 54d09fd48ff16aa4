"""Beside the interval stands how far a number moves over the ranges of the assumptions, for the very scenario alone."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.report import over_ranges
from sim.report.document import Finding
from sim.report.figures.run.data import FigureData
from sim.report.html import to_html
from sim.report.markdown import to_markdown
from sim.report.over_ranges import Ranges, ranged, ranges_of
from sim.report.pages.run import run_page, run_told
from sim.report.terminal import to_terminal
from sim.report.texts import Language
from sim.scenario.content import fingerprint
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.report.test_page import VILLAGE, summary

OVER = "over the ranges of our assumptions"


def span(unit: str, low: float | None, high: float | None, n: int = 64) -> dict[str, Any]:
    return {"unit": unit, "p5": low, "p50": low, "p95": high, "min": low, "max": high, "n": n}


def toy(scenario: Scenario) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint(scenario),
        "version": "0.2.0",
        "sources": "s",
        "digest": "d",
        "seed": 1,
        "points": 64,
        "replications": 8,
        "varied": {"economy.private.response": [0, 30], "economy.private.displacement": [0, 0.6]},
        "fitted": ["economy.managers.bar"],
        "kept": [],
        "measures": {
            "public.irr": span("1/year", -0.02, 0.035),
            "public.tvpi": span("x", 0.8, 1.3),
            "treasury.tvpi": span("x", 0.7, 1.2),
            "treasury.back_year": span("years", 12.0, None),
            "company.listed": span("companies", 5.0, 31.0),
            "stage_equity.exit.on_time": span("share", None, None, 0),
        },
    }


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """The village, with a file of ranges where the program looks for it."""
    monkeypatch.setattr(over_ranges, "results_path", lambda name: tmp_path / name)
    scenario = load(VILLAGE)
    (tmp_path / "ranges-village.json").write_text(json.dumps(toy(scenario)), encoding="utf-8")
    return scenario


def test_what_is_called_otherwise_or_drawn_otherwise_is_the_same(village: Scenario) -> None:
    found = ranges_of(village)
    assert found is not None
    assert found.points == 64
    same = replace(village, title="Other", seed=5, replications=3, economy_name="x", policy_name="y", provenance={})
    assert ranges_of(same) == found


@pytest.mark.parametrize(
    "setting",
    ["economy.private.response=9.0", "policy.stage_equity.share_cap=0.2", "horizon_years=9", "start=2012-03-15"],
)
def test_of_another_economy_rule_book_or_frame_nothing_is_known(village: Scenario, setting: str) -> None:
    assert ranges_of(load(VILLAGE, settings=[setting])) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"fingerprint": "a"}'])
def test_a_damaged_file_or_none_says_nothing(village: Scenario, tmp_path: Path, text: str) -> None:
    (tmp_path / "ranges-village.json").write_text(text, encoding="utf-8")
    assert ranges_of(village) is None
    (tmp_path / "ranges-village.json").unlink()
    assert ranges_of(village) is None


@pytest.mark.parametrize(
    ("measure", "en", "zh"),
    [
        ("public.irr", "from −2.0 to 3.5% a year", "−2.0 至 3.5%/年"),
        ("public.tvpi", "from 0.80 to 1.30", "0.80 至 1.30"),
        ("treasury.back_year", "from 12.0 years to not reached", "12.0 年至未达到"),
        ("stage_equity.exit.on_time", "", ""),  # no point has any
        ("private.irr", "", ""),  # not in the file
    ],
)
def test_the_range_of_a_measure_is_written_from_its_low_to_its_high_end(
    village: Scenario, measure: str, en: str, zh: str
) -> None:
    found = ranges_of(village)
    assert (ranged(found, measure, "en"), ranged(found, measure, "zh")) == (en, zh)
    assert ranged(None, measure, "en") == ""


def test_a_time_that_is_nowhere_reached_says_so(village: Scenario) -> None:
    never = Ranges.model_validate(toy(village) | {"measures": {"treasury.back_year": span("years", None, None)}})
    assert ranged(never, "treasury.back_year", "en") == "not reached"


@pytest.mark.parametrize(("lang", "words", "row"), [
    ("en", OVER, "| 2.6 to 3.6% a year | from −2.0 to 3.5% a year |"),
    ("zh", "假设取值范围内", "| 2.6 至 3.6%/年 | −2.0 至 3.5%/年 |"),
])  # fmt: skip
def test_the_page_shows_them_beside_the_intervals(
    village: Scenario, data: FigureData, lang: Language, words: str, row: str
) -> None:
    blocks = run_page(data, summary(), village, lang, ranges=ranges_of(village))
    page = to_markdown(blocks, lang)
    assert row in page
    assert page.lower().count(words) >= 3  # the sentence, the note, and the heads of tables
    assert words in to_html(blocks, lang, {})
    (first,) = (one.beside for one in blocks if isinstance(one, Finding) and one.beside)
    assert {"en": "treasury's TVPI from 0.70 to 1.20.", "zh": "财政总值倍数为 0.70 至 1.20。"}[lang] in first
    assert first in page


def test_a_terminal_shows_them_too(village: Scenario) -> None:
    told = to_terminal(run_told(summary(), "en", ranges=ranges_of(village)), 240)
    assert OVER in told
    assert "from −2.0 to 3.5% a year" in told
    assert "Latin hypercube over the plausible ranges of 2 assumed values" in told
    assert "8 replications each, version 0.2.0" in told


def test_where_nothing_is_known_nothing_is_said(data: FigureData) -> None:
    page = to_markdown(run_page(data, summary(), None, "en"), "en")
    told = to_terminal(run_told(summary(), "en"), 240)
    assert OVER not in page.lower() + told.lower()
