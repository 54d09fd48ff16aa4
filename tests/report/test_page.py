"""The page states intervals, assumptions, limits and how to get the numbers again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.report.figure_data import FigureData
from sim.report.figures import FIGURES
from sim.report.page import FIGURE_ORDER, markdown_table, report_markdown
from sim.report.tables import measures_table
from sim.scenario.files import load
from sim.scenario.scenario_schema import Sourced

VILLAGE = Path(__file__).parents[1] / "village.toml"


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
            "budget.peak_exposure": one("yuan", 541.4e6, 500e6, 582e6, pooled=False),
            "budget.idle_rate": one("share", 0.53, 0.5, 0.56),
            "exit.on_time": one("share", 0.28, 0.25, 0.31),
            "exit.overdue": one("share", 0.4, 0.36, 0.43),
            "leverage.private_per_public": one("x", 4.46, 4.27, 4.69),
            "company.founded": one("companies", 893, 871, 915, pooled=False),
            "company.funded": one("companies", 637, 611, 663, pooled=False),
            "company.listed": one("companies", 18.2, 15.2, 21.1, pooled=False),
        },
    }


def test_headlines_quote_pooled_values_with_their_intervals(data: FigureData) -> None:
    page = report_markdown(data, summary())
    for sentence in (
        "Public money earns 3.1% a year (95% interval 2.6 to 3.6% a year)",
        "1.17 yuan come back or are still held per yuan paid in (1.14 to 1.20)",
        "541.4 m yuan of public money are out (mean of the replications' own lowest points, 95% interval 500.0 m yuan"
        " to 582.0 m yuan)",
        "28.0% of public positions whose deadline has come left by it without a loss (25.0 to 31.0%)",
        "4.46 yuan of private money came per public yuan in sub-funds (4.27 to 4.69)",
        "893.0 companies were founded to convert results (871.0 to 915.0), 637.0 of them found a first round",
        "53.0% of the money under management lay idle, weighted by time (50.0 to 56.0%)",
    ):
        assert sentence in page


def test_few_replications_are_admitted(data: FigureData) -> None:
    assert "Few replications (40)" in report_markdown(data, summary())
    assert "Few replications" not in report_markdown(data, summary() | {"replications": 400}).split("## What")[0]


def test_every_figure_stands_on_the_page_in_its_language(data: FigureData) -> None:
    assert set(FIGURE_ORDER) == set(FIGURES)
    page = report_markdown(data, summary(), lang="zh")
    assert all(f"(figures/{key}.zh.png)" in page for key in FIGURES)


def test_a_world_without_public_money_says_so(data: FigureData) -> None:
    measures = summary()["measures"] | {"public.irr": NOTHING, "public.tvpi": NOTHING}
    for gone in ("exit.on_time", "exit.overdue", "leverage.private_per_public", "budget.idle_rate"):
        measures[gone] = NOTHING
    page = report_markdown(data, summary() | {"measures": measures})
    assert "No public money was invested" in page
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


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    table = markdown_table(["a", "b"], [["x|y", "1\n2"]], right=(1,))
    assert table == "| a | b |\n| --- | ---: |\n| x\\|y | 1 2 |"


def test_a_page_tells_which_data_its_scenario_outlives(data: FigureData) -> None:
    page = report_markdown(data, summary(), load("beijing-2011"))
    assert "> Beyond the data: listings after 2025-12 follow the window process; loan rate held at 3.0 %" in page
