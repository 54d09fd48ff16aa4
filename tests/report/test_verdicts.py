"""What a comparison's first screen says follows from the differences: better, worse, the same, or not to be told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.compare.answer import CompareResult
from sim.measures.catalogue import EVERY
from sim.report.brief_compare import brief
from sim.report.document import Finding, Page, Sheet, Table
from sim.report.html import to_html
from sim.report.pages.compare import _worlds
from sim.report.texts import Language
from sim.report.verdicts import JUDGED, nearest, needed, verdicts
from sim.scenario.titles import Titles

VILLAGE = Path(__file__).parents[1] / "village.toml"


def difference(mean: float, low: float, high: float) -> dict[str, Any]:
    return {"mean": mean, "ci95": [low, high], "probability_better": 0.5, "n": 20}


def estimate(unit: str, value: float, low: float, high: float) -> dict[str, Any]:
    return {"unit": unit, "mean": value, "ci95": [low, high], "pooled": None, "pooled_ci95": None, "n": 20}


MEASURES = {
    "budget.appropriated": estimate("yuan", 1e9, 1e9, 1e9),
    "treasury.tvpi": estimate("x", 1.1, 1.05, 1.2),
    "company.funded": estimate("companies", 20.0, 18.0, 22.0),
    "additionality.companies": estimate("companies", 5.0, 2.0, 8.0),
    "budget.idle_rate": estimate("share", 0.4, 0.3, 0.45),
    "budget.idle_rate.undrawn": estimate("share", 0.3, 0.2, 0.35),
}
TITLES = Titles({"a": "Book A", "b": "Book B", "none": "No fund"}, {"a": "甲", "b": "乙", "none": "无基金"})


def told(differences: dict[str, Any], lang: Language = "en", **changed: dict[str, Any]) -> list[str]:
    """The texts of the findings for a baseline ``a`` and another rule book ``b``."""
    other = MEASURES | {name.replace("__", "."): one for name, one in changed.items()}
    summary = {
        "replications": 20,
        "baseline": "a",
        "counterfactuals": {"a": "none", "b": "none"},
        "policies": {
            "a": {"measures": MEASURES},
            "b": {"measures": other},
            "none": {"measures": {"company.funded": estimate("companies", 15.0, 14.0, 16.0)}},
        },
        "differences": {"b": differences, "none": {}},
    }
    return [one.text for one in brief(summary, ["a", "b"], TITLES, None, lang) if isinstance(one, Finding)]


ALL = {name: difference(0.0, 0.0, 0.0) for name in JUDGED}


def test_the_ten_are_those_of_the_first_page() -> None:
    assert len(JUDGED) == len(set(JUDGED)) == 10
    assert set(JUDGED) <= set(EVERY)


@pytest.mark.parametrize(
    ("measure", "mean", "low", "high", "kind"),
    [
        ("treasury.irr", 0.01, 0.002, 0.02, "better"),
        ("treasury.irr", -0.01, -0.02, -0.002, "worse"),
        ("treasury.peak_cash_out", 1e6, 1e5, 2e6, "worse"),  # less is better
        ("manager.income_pv", 1e6, 1e5, 2e6, "other"),  # nobody says which is better
        ("treasury.irr", 0.01, -0.002, 0.02, "open"),
        ("treasury.irr", 0.0, 0.0, 0.0, "same"),
        ("treasury.irr", 0.01, 0.0, 0.02, "open"),  # an end at zero leaves nothing out
    ],
)
def test_a_difference_is_told_where_its_interval_leaves_out_zero(
    measure: str, mean: float, low: float, high: float, kind: str
) -> None:
    (found,) = verdicts({measure: difference(mean, low, high)}, 20, [measure])
    assert found.kind == kind
    assert (found.needed is not None) == (kind == "open")


def test_replications_needed_grow_with_the_square_of_the_interval() -> None:
    # Half a width of 0.03 towards zero is to shrink to 0.01: nine times as many of 20.
    assert needed(0.01, (-0.02, 0.04), 20) == 180
    assert needed(-0.01, (-0.02, 0.02), 20) == 180
    assert needed(0.01, (-0.0501, 0.02), 20) == 730  # 722.4, two digits, rounded up
    assert needed(0.01, (0.0, 0.02), 20) == 21  # at least one more
    assert needed(1e-9, (-1.0, 1.0), 20) is None
    assert needed(0.0, (-1.0, 1.0), 20) is None


def test_the_nearest_is_the_one_that_the_fewest_tell() -> None:
    found = verdicts({"public.tvpi": difference(0.1, -0.5, 1), "treasury.irr": difference(0.1, -0.1, 1)}, 20)
    first = nearest(found)
    assert first is not None
    assert first.measure == "treasury.irr"


def test_where_nothing_can_be_told_the_first_sentence_says_so_and_how_many_would() -> None:
    apart = ALL | {"treasury.irr": difference(0.01, -0.02, 0.04), "public.tvpi": difference(0.1, -0.9, 1.1)}
    text = told(apart)[0]
    assert text.startswith("**20 replications cannot tell Book B from Book A in any of 10 measures.** The nearest")
    assert "treasury's IRR +1.0 pp a year (−2.0 to 4.0 pp a year): about 180 replications would do." in text
    assert told(apart, "zh")[0].startswith("**20 次模拟还分不清“乙”与“甲”的高下，10 项指标都是如此**。")
    assert "大约模拟 180 次就能分清" in told(apart, "zh")[0]


def test_rule_books_that_came_out_the_same_are_said_to_be() -> None:
    assert told(ALL)[0] == "**In all 10 measures Book B and Book A came out the same in 20 replications.**"


def test_what_is_better_worse_and_open_is_listed_with_intervals_and_cost() -> None:
    apart = ALL | {
        "treasury.irr": difference(0.01, 0.005, 0.02),
        "company.funded": difference(-2.0, -3.0, -1.0),
        "manager.income_pv": difference(1e6, 5e5, 2e6),
        "public.tvpi": difference(0.1, -0.2, 0.4),
        "public.net_cost_pv": difference(2e7, 1e7, 3e7),
    }
    apart["stage_equity.exit.on_time"] = {"mean": None, "ci95": None, "probability_better": None, "n": 0}
    text = told(apart)[0]
    for words in (
        "**Book B is distinguishably better in 1 of ten measures and worse in 1; 1 cannot be told apart.**",
        "Better: treasury's IRR +1.0 pp a year (0.5 to 2.0 pp a year).",
        "Worse: companies funded −2.0 companies (−3.0 to −1.0).",
        "Other, neither better nor worse: managers' income, present value +1.0 m yuan",
        "Not told apart: public TVPI.",
        "Not to be compared, for they do not exist under both: stage equity: timely exit.",
        "It costs the public more: net public cost, present value +20.0 m yuan (10.0 m yuan to 30.0 m yuan).",
    ):
        assert words in text
    cheap = told(apart | {"public.net_cost_pv": difference(-2e7, -3e7, -1e7)})[0]
    assert "It costs the public less" in cheap
    unsure = told(apart | {"public.net_cost_pv": difference(-2e7, -3e7, 1e7)})[0]
    assert "Whether it costs the public more or less cannot be told" in unsure


def test_each_rule_book_says_whether_the_treasury_gains_what_it_adds_and_what_waits() -> None:
    nothing = estimate("yuan", 0.0, 0.0, 0.0)
    loss = estimate("x", 0.9, 0.8, 0.95)
    _, treasury, anyway, waits = told(ALL, treasury__tvpi=loss)
    assert "**Book A: the treasury gets back more than it pays.**" in treasury
    assert (
        "**Book B: the treasury gets back less than it pays.** It pays 1.00 bn yuan; of each 100 yuan 90.0" in treasury
    )
    assert "(95% interval 80.0 to 95.0)" in treasury
    assert "**Book B: no public money is paid into a guidance fund.**" in told(ALL, budget__appropriated=nothing)[1]
    assert anyway.startswith("**No fund:** 15.0 companies find a first round all the same (95% interval 14.0 to 16.0).")
    assert "additional funded companies 5.0 companies (2.0 to 8.0), more, beyond chance." in anyway
    less = told(ALL, additionality__companies=estimate("companies", -5.0, -8.0, -2.0))[2]
    assert "−5.0 companies (−8.0 to −2.0), less, beyond chance." in less
    unsure = told(ALL, additionality__companies=estimate("companies", 1.0, -1.0, 3.0))[2]
    assert "not told from nothing" in unsure
    assert "**Book B:** 40.0% of the money under management is not at work" in waits
    assert "30.0% committed and not drawn (20.0 to 35.0%)" in waits


@pytest.fixture(scope="module")
def compared() -> CompareResult:
    """The village under its own rule book, the same once more by another name, and one that pays nothing."""
    own = sim.load(VILLAGE, replications=6)
    book = replace(own, policy_name="again", policy=own.policy.model_copy(update={"title": "Again", "title_zh": "又"}))
    return sim.compare(own, {"own": own, "again": book}, baseline="own", workers=1, engine="reference")


def test_the_first_sheet_has_every_rule_book_before_a_second_world_without_a_fund() -> None:
    bare = {"a": "none", "b": "bare of b", "c": "bare of c"}
    worlds = _worlds({"baseline": "a", "counterfactuals": bare}, ["b", "a", "c"])
    assert worlds == ["none", "b", "a", "c", "bare of b", "bare of c"]


def first_sheet(page: Page) -> Page:
    return page[: next(at for at, block in enumerate(page) if isinstance(block, Sheet))]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_sheet_of_a_comparison_has_the_sentences_and_all_worlds_in_one_table(
    compared: CompareResult, lang: Language
) -> None:
    sheet = first_sheet(compared.page(lang, figures=False))
    findings = [block for block in sheet if isinstance(block, Finding)]
    (table,) = (block for block in sheet if isinstance(block, Table))
    assert len(findings) == 4
    assert len(table.heads) == 4
    assert table.heads[1] == {"en": "No guidance fund", "zh": "无引导基金"}[lang]
    same = {"en": "came out the same in 6 replications", "zh": "项指标全部相同"}[lang]
    assert same in findings[0].text
    assert "**" not in to_html(sheet, lang, {})  # a mark beside Chinese punctuation may be none


def test_rule_books_that_say_the_same_differ_in_no_clause(compared: CompareResult) -> None:
    page = compared.page("en", figures=False)
    assert "The rule books say the same in every clause." in [getattr(block, "text", "") for block in page]
