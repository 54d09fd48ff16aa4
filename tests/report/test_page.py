"""The page states intervals, assumptions, limits and how to get the numbers again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.report.document import Table
from sim.report.figures.run.data import FIGURES, FigureData
from sim.report.markdown import to_markdown
from sim.report.pages.run import run_page
from sim.report.tables.measures import measures_table
from sim.report.texts import Language
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario, Sourced

VILLAGE = Path(__file__).parents[1] / "village.toml"


def report_markdown(
    data: FigureData, summary: dict[str, Any], scenario: Scenario | None = None, lang: Language = "en"
) -> str:
    return to_markdown(run_page(data, summary, scenario, lang), lang)


def one(unit: str, mean: float, low: float, high: float, *, pooled: bool = True) -> dict[str, Any]:
    """An estimate whose pooled value and mean differ, so that a page which quotes the wrong one is found out."""
    spread = {"sd": 0.1, "p5": low - 1, "p25": low, "p50": mean, "p75": high, "p95": high + 1, "n": 40}
    if pooled:
        return {"unit": unit, "pooled": mean, "pooled_ci95": [low, high], "mean": mean + 9, "ci95": [8, 9], **spread}
    return {"unit": unit, "pooled": None, "pooled_ci95": None, "mean": mean, "ci95": [low, high], **spread}


NOTHING = {"unit": "1/year", "pooled": None, "pooled_ci95": None, "mean": None, "ci95": None, "n": 0}


def summary() -> dict[str, Any]:
    return {
        "scenario": "village",
        "policy": "village-policy",
        "seed": 7,
        "replications": 40,
        "engine": "reference",
        "version": "0.1.0",
        "digest": "abc123",
        "seconds": 12.34,
        "measures": {
            "public.irr": one("1/year", 0.031, 0.026, 0.036),
            "public.tvpi": one("x", 1.17, 1.14, 1.2),
            "treasury.irr": one("1/year", 0.012, 0.01, 0.014),
            "treasury.tvpi": one("x", 1.09, 1.05, 1.13),
            "treasury.peak_cash_out": one("yuan", 800e6, 790e6, 810e6, pooled=False),
            "treasury.back_year": one("years", 15.5, 14.9, 16.1) | {"n": 25},
            "treasury.back_share.5": one("share", 0.0, 0.0, 0.01),
            "treasury.back_share.10": one("share", 0.71, 0.68, 0.74),
            "treasury.back_share.12": one("share", 0.75, 0.72, 0.78),
            "budget.appropriated": one("yuan", 1000e6, 1000e6, 1000e6, pooled=False),
            "budget.peak_exposure": one("yuan", 541.4e6, 500e6, 582e6, pooled=False),
            "budget.idle_rate": one("share", 0.53, 0.5, 0.56),
            "budget.idle_rate.uncommitted": one("share", 0.13, 0.12, 0.14),
            "budget.idle_rate.not_set_up": one("share", 0.08, 0.07, 0.09),
            "budget.idle_rate.undrawn": one("share", 0.32, 0.3, 0.34),
            "budget.idle_rate.year.1": one("share", 1.0, 0.98, 1.0),
            "budget.idle_rate.uncommitted.year.1": one("share", 0.6, 0.58, 0.62),
            "budget.used_share.stage_equity": one("share", 0.97, 0.95, 0.99),
            "budget.used_share.co_investment": one("share", 0.3, 0.28, 0.32),
            "stage_equity.exit.on_time": one("share", 0.28, 0.25, 0.31),
            "stage_equity.exit.lost": one("share", 0.02, 0.01, 0.03),
            "stage_equity.exit.overdue": one("share", 0.7, 0.66, 0.73),
            "stage_equity.exit.on_time.by_cost": one("share", 0.27, 0.24, 0.3),
            "stage_equity.exit.lost.by_cost": one("share", 0.03, 0.02, 0.04),
            "stage_equity.exit.overdue.by_cost": one("share", 0.7, 0.65, 0.74),
            "leverage.private_per_public": one("x", 4.46, 4.27, 4.69),
            "company.founded": one("companies", 893, 871, 915, pooled=False),
            "company.funded": one("companies", 637, 611, 663, pooled=False),
            "company.listed": one("companies", 18.2, 15.2, 21.1, pooled=False),
        },
    }


def test_headlines_quote_pooled_values_with_their_intervals(data: FigureData) -> None:
    page = report_markdown(data, summary())
    for sentence in (
        "What the guidance fund has paid out earns 3.1% a year (95% interval 2.6 to 3.6% a year)",
        "1.17 yuan come back or are still held per yuan paid out (1.14 to 1.20)",
        "at most 541.4 m yuan are out of the guidance fund (mean of the replications' own lowest points, 500.0 m yuan "
        "to 582.0 m yuan)",
        "**Timely exit (及时退出), stage equity.** Of the positions whose deadline has come, 28.0% left by it without "
        "a loss (95% interval 25.0 to 31.0%), 2.0% ended by it with a loss (1.0 to 3.0%), 70.0% were held beyond it "
        "(66.0 to 73.0%)",
        "By cost, in the same order: 27.0% (24.0 to 30.0%), 3.0% (2.0 to 4.0%), 70.0% (65.0 to 74.0%)",
        "893.0 companies were founded to convert results (871.0 to 915.0), 637.0 of them found a first round",
        "was ever used: stage equity 97.0% (95.0 to 99.0%); co-investment 30.0% (28.0 to 32.0%). Most of the money for "
        "co-investment was never used.",
        "| 1 | 60.0% | 58.0 to 62.0% | 100.0% | 98.0 to 100.0% |",
    ):
        assert sentence in page


def test_a_treasury_that_does_not_get_its_money_back_is_told_how_many_replications_do(data: FigureData) -> None:
    never = {"unit": "years", "pooled": None, "pooled_ci95": None, "mean": None, "ci95": None, "n": 60}
    page = report_markdown(data, summary() | {"measures": summary()["measures"] | {"treasury.back_year": never}})
    assert "Fewer than half of the replications, 60 of 400, have all of it back by 2031." in page


def test_an_instrument_without_positions_and_a_purse_that_is_used_have_no_sentence(data: FigureData) -> None:
    page = report_markdown(data, summary())
    assert "及时退出), co-investment" not in page
    used = summary()["measures"] | {"budget.used_share.co_investment": one("share", 0.6, 0.5, 0.7)}
    assert "never used" not in report_markdown(data, summary() | {"measures": used})


def test_few_replications_are_admitted(data: FigureData) -> None:
    assert "Few replications (40)" in report_markdown(data, summary())
    assert "Few replications" not in report_markdown(data, summary() | {"replications": 400}).split("## What")[0]


def test_every_figure_stands_on_the_page_in_its_language(data: FigureData) -> None:
    page = report_markdown(data, summary(), lang="zh")
    assert all(f"(figures/{key}.zh.png)" in page for key in FIGURES)


def test_a_world_without_public_money_says_so(data: FigureData) -> None:
    groups = ("treasury.", "public.", "budget.", "stage_equity.", "leverage.")
    measures = {name: NOTHING if name.startswith(groups) else found for name, found in summary()["measures"].items()}
    page = report_markdown(data, summary() | {"measures": measures})
    assert "No public money was paid" in page
    assert "Timely exit" not in page
    assert "`public.irr`" not in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_assumption_is_listed_and_no_value_that_was_read(data: FigureData, lang: Any) -> None:
    scenario = load(VILLAGE)
    read = {
        "policy.stage_equity.share_cap": Sourced("art. 14", "text"),
        "policy.co_investment.ratio": Sourced("art. 19", "memory"),
        "economy.fund.carry": Sourced("usual", "assumption"),
        "seed": Sourced("", "assumption"),
    }
    page = report_markdown(data, summary(), replace(scenario, provenance=read), lang)
    listed = [line for line in page.splitlines() if line.startswith(("| `policy.", "| `economy.", "| `seed"))]
    assert [line.split("|")[1].strip() for line in listed] == ["`economy.fund.carry`", "`policy.co_investment.ratio`"]
    carry = f"{scenario.economy.fund.carry:g}"
    assert [cell.strip() for cell in listed[0].split("|")][3] == carry
    assert ("2 of the 3 values" if lang == "en" else "3 个取值中，2 个") in page


def test_limits_and_the_way_to_the_same_numbers(data: FigureData) -> None:
    page = report_markdown(data, summary())
    assert "Levels depend on assumptions nobody has measured." in page
    assert "yindao run village --policy village-policy --replications 40 --seed 7" in page
    assert "`abc123`" in page


def test_rows_of_measures_are_text_and_leave_out_what_does_not_exist() -> None:
    rows = measures_table({"public.irr": one("1/year", 0.031, 0.026, 0.036), "public.tvpi": NOTHING}, "en")
    assert [(row.name, row.label, row.zh, row.value, row.interval, row.n) for row in rows] == [
        ("public.irr", "public net IRR", "公共资金净内部收益率", "3.1% a year", "2.6 to 3.6% a year", 40)
    ]


def test_a_time_that_too_few_replications_reach_is_not_reached_and_one_of_nothing_is_left_out() -> None:
    never = {"unit": "years", "pooled": None, "pooled_ci95": None, "mean": None, "ci95": None, "n": 3}
    paid = {"treasury.tvpi": one("x", 0.9, 0.8, 1.0), "treasury.back_year": never}
    rows = {row.name: (row.value, row.interval, row.n) for row in measures_table(paid, "en")}
    assert rows["treasury.back_year"] == ("not reached", "–", 3)
    nothing = measures_table({"treasury.tvpi": NOTHING, "treasury.back_year": never | {"n": 0}}, "en")
    assert nothing == []


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    table = to_markdown([Table(["a", "b"], [["x|y", "1\n2"]], right=(1,))], "en").rstrip()
    assert table == "| a | b |\n| --- | ---: |\n| x\\|y | 1 2 |"


def test_a_page_tells_which_data_its_scenario_outlives(data: FigureData) -> None:
    page = report_markdown(data, summary(), load("beijing-2011"))
    assert "> Beyond the data: listings after 2025-12 follow the window process; loan rate held at 3.0 %" in page
