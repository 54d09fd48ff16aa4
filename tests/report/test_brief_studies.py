"""First screens of sensitivity studies and decompositions: what they say changes with the numbers."""

from typing import Any

import pytest

from sim.report import brief_decompose, brief_sensitivity
from sim.report.document import Finding
from sim.report.terminal import unmarked
from sim.report.texts import LANGUAGES, Language

RESPONSE, DISPLACED = "economy.private.response", "economy.private.displacement"


def said(page: Any) -> list[str]:
    assert all(isinstance(one, Finding) for one in page)
    return [unmarked(one.text) for one in page]


def effect(key: str, value: float, ends: list[float] | None, noticeable: bool | None, **more: Any) -> dict[str, Any]:
    told = {"parameter": key, "zh": key, "unit": "share", "low": 0, "high": 0.6, "effect": value, "ci95": ends}
    return {**told, "noticeable": noticeable, **more}


def study(method: str, *effects: dict[str, Any], **more: Any) -> dict[str, Any]:
    one = {"unit": "1/year", "effects": list(effects), "chance_share": None, "base": None, "infinite": 0, **more}
    return {"method": method, "replications": 8, "points": 24, "measures": {"public.irr": one}}


def test_a_parameter_beyond_chance_is_told_with_its_interval_and_range() -> None:
    sure = effect(DISPLACED, -0.02, [-0.03, -0.01], True)
    found = brief_sensitivity.brief(
        study("tornado", sure, effect(RESPONSE, 0.0, [-0.01, 0.01], False), base=0.04), "en"
    )
    (text,) = said(found)
    assert text.startswith("Parameters that matter beyond what chance gives: 1 of 2.")
    assert "share of target that public money displaces −2.0 pp a year (−3.0 to −1.0 pp a year)." in text
    assert "Not to be told from none (1): log money raised" in text
    assert "The scenario's own value is 4.0% a year." in text
    assert isinstance(found[0], Finding)
    assert found[0].beside == (
        "Ranges used: share of target that public money displaces 0 to 0.6. "
        "Over other ranges other parameters may matter."
    )


def test_where_nothing_matters_that_comes_first_and_no_range_is_told() -> None:
    found = brief_sensitivity.brief(study("morris", effect(RESPONSE, 0.01, [0.0, 0.02], False)), "zh")
    assert said(found)[0].startswith("每点模拟 8 次，1 个参数中没有一个的影响能与随机波动分清。")
    assert isinstance(found[0], Finding)
    assert found[0].beside == ""


def test_what_parameters_do_together_is_told_only_of_sums_that_can_be_shares() -> None:
    pair = [effect(RESPONSE, 0.7, [0.5, 0.9], True, first=0.5), effect(DISPLACED, 0.4, [0.2, 0.6], True, first=0.2)]
    (text,) = said(brief_sensitivity.brief(study("sobol", *pair, chance_share=0.25), "en"))
    assert "70.0% (50.0 to 90.0%)" in text
    assert "Alone the parameters explain about 70% of the variance" in text
    assert "about 30% is what they do together, or unexplained" in text
    assert "25% is chance" in text
    pair[0]["first"] = 0.9
    (text,) = said(brief_sensitivity.brief(study("sobol", *pair), "en"))
    assert "explain about" not in text
    assert "cannot be said from so few points" in text


def test_too_few_replications_and_a_measure_without_values_say_so() -> None:
    (text,) = said(brief_sensitivity.brief(study("sobol", effect(RESPONSE, 0.7, None, None, first=0.5)), "en"))
    assert "Too few replications or points to say anything of 1: log money raised" in text
    nothing = {**effect(RESPONSE, 0.0, None, None), "effect": None}
    (text,) = said(brief_sensitivity.brief(study("morris", nothing, infinite=3), "en"))
    assert text.startswith("At 3 of 24 points the measure is infinite")


def part(mean: float | None, *ends: float) -> dict[str, Any]:
    return {"mean": mean, "ci95": list(ends) or None, "n": 20}


def decomposed(full: dict[str, Any], **parts: dict[str, Any]) -> dict[str, Any]:
    switches = [{"name": name, "label": name.upper(), "zh": f"{name}项"} for name in parts]
    one = {"unit": "share", "given": [], "full_effect": full["mean"], "full_effect_ci95": full["ci95"], "missing": []}
    return {"switches": switches, "measure": {"budget.idle_rate": {**one, "parts": parts}}}


def test_parts_are_told_by_what_their_intervals_say() -> None:
    found = decomposed(
        part(0.1, 0.05, 0.15),
        a=part(0.15, 0.1, 0.2),
        b=part(-0.06, -0.08, -0.04),
        c=part(0.01, -0.01, 0.03),
        d=part(0.0),
    )
    (text,) = said(brief_decompose.brief(found, "en"))
    assert text == (
        "all together +10.0 pp (5.0 to 15.0 pp): they raise it. Raised by: A +15.0 pp (10.0 to 20.0 pp). "
        "Lowered by: B −6.0 pp (−8.0 to −4.0 pp). Not to be told from nothing: C +1.0 pp (−1.0 to 3.0 pp). "
        "Nothing at all: D. The parts add up to the whole."
    )


@pytest.mark.parametrize(
    ("full", "word"),
    [
        (part(-0.1, -0.2, -0.05), "they lower it"),
        (part(0.1, -0.1, 0.3), "cannot be told from nothing"),
        (part(0.1), "too few replications for an interval"),
        (part(0.0, 0.0, 0.0), "nothing changes"),
    ],
)
def test_the_whole_effect_is_told_from_nothing_or_not(full: dict[str, Any], word: str) -> None:
    assert word in said(brief_decompose.brief(decomposed(full, a=full), "en"))[0]


def test_a_measure_that_cannot_be_divided_says_why() -> None:
    found = decomposed(part(None), a=part(None), b=part(None))
    found["measure"]["budget.idle_rate"]["missing"] = [[]]
    assert said(brief_decompose.brief(found, "en")) == [
        "It cannot be divided: it does not exist under 1 of the 4 combinations it would be compared between, "
        "such as: all switched off."
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_articles_told_last_need_not_add_up_and_those_by_shapley_do(lang: Language) -> None:
    values = {"1": {"last": part(2.0, 1.0, 3.0), "shapley": part(3.0, 2.0, 4.0)}}
    one = {"unit": "companies", "full_effect": part(5.0, 4.0, 6.0), "articles": values}
    texts = {
        every: said(brief_decompose.brief_by_article({"every": every, "measure": {"company.funded": one}}, lang))[0]
        for every in (False, True)
    }
    assert "+2.0" in texts[False]
    assert "+3.0" in texts[True]
    assert ("need not add up" if lang == "en" else "不必等于合计") in texts[False]
    assert ("add up to the whole" if lang == "en" else "各条之和等于合计") in texts[True]
