"""Figures of how long results take under several rule books: they are shown where the rule books move it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.compare.answer import CompareResult
from sim.experiments.compare.ask import compare
from sim.measures.landing import CAUSES as EVERY_CAUSE
from sim.report.figures.compare.data import CAUSES, FIGURES, IDLE, PIPELINE, drawings
from sim.report.markdown import to_markdown
from sim.report.texts import LANGUAGES, Language
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"
SLOW = ["economy.pipeline.negotiation_median_months=24.0", "economy.pipeline.takeover_share=1.0"]


@pytest.fixture(scope="module")
def result() -> CompareResult:
    """A deadline and none; and a deadline with other money, which moves no result before its company."""
    on = load(VILLAGE, replications=2, settings=SLOW)
    off = replace(load(VILLAGE, replications=2, settings=[*SLOW, "policy.articles.15.on=false"]), policy_name="off")
    other = load(VILLAGE, replications=2, policy="pari-passu", settings=SLOW)
    return compare(on, [on, off, other], workers=1, engine="reference")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_they_stand_in_the_page_and_can_be_drawn(result: CompareResult, lang: Language, tmp_path: Path) -> None:
    page = to_markdown(result.page(lang), lang)
    drawn = {one.name: one for one in drawings(result.figure_data)}
    assert list(drawn) == [*FIGURES, *IDLE, *PIPELINE, *CAUSES]
    for name in (*PIPELINE, *CAUSES):
        assert f"figures/{name}" in page
        drawn[name].drawn(lang).savefig(tmp_path / "out.png", dpi=40)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rule_book_without_marks_of_its_own_is_named_beside_the_one_that_it_equals(
    result: CompareResult, lang: Language
) -> None:
    data = result.figure_data
    alike = {"village-policy": ("pari-passu", "no-guidance-fund"), "off": ("no-guidance-fund (off)",)}
    assert data.same_times == data.same_causes == alike
    assert "pari-passu" not in data.pipeline
    own, other = data.title("village-policy", lang), data.title("pari-passu", lang)
    for name in PIPELINE:
        drawn = next(one for one in drawings(data) if one.name == name).drawn(lang)
        words = [text.get_text().replace("\n", "") for legend in drawn.legends for text in legend.get_texts()]
        assert any(one.startswith(own) and other in one for one in words)
        assert len(words) == 2
    assert other in data.with_same("village-policy", "causes", lang)


def test_who_is_no_longer_waiting_has_another_cause_and_the_disclosed_are_as_many(result: CompareResult) -> None:
    causes = result.figure_data.causes
    assert list(causes) == ["village-policy", "off"]
    on, off = causes.values()
    assert on["waiting"] < off["waiting"]
    assert on["not_discovered"] == off["not_discovered"]
    assert sum(on[cause] for cause in EVERY_CAUSE) == sum(off[cause] for cause in EVERY_CAUSE)
    waiting = [one.causes["waiting"] for one in result["off"].reduced]
    assert off["waiting"] == pytest.approx(sum(waiting) / 2)


def test_a_deadline_lets_fewer_results_wait_after_it_and_as_many_before(result: CompareResult) -> None:
    on, off = (curve.unconverted for curve in result.figure_data.pipeline.values())
    assert (on.deadline, off.deadline) == (12, None)

    def at(month: float) -> list[float]:
        return [float(one.left[np.searchsorted(one.months, month, side="right") - 1]) for one in (on, off)]

    assert at(11.9)[0] == at(11.9)[1]
    assert at(18)[0] < at(18)[1]


def test_a_result_that_was_disclosed_a_day_before_the_horizon_is_watched_for_a_day(result: CompareResult) -> None:
    for one in result["off"].reduced:
        known = one.waits["conversion"].size + one.waits["unconverted"].size
        assert known == one.values["pipeline.disclosed"]
        assert one.waits["unconverted"].min() >= 0


def test_rule_books_that_leave_the_times_of_results_alone_have_no_such_figure() -> None:
    found = compare(load(VILLAGE, replications=2), ["pari-passu"], workers=1, engine="reference")
    assert (found.figure_data.pipeline, found.figure_data.causes) == ({}, {})
    assert [one.name for one in found.drawings()] == [*FIGURES, *IDLE]
