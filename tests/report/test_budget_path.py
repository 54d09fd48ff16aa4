"""The table of yearly money: plan, floor and lines of each year, by hand."""

from sim.report.tables.budget_path import budget_path
from tests.villages import village

MONEY = ("policy.budget.yearly=[10e6, 10e6]", "policy.appropriation.yearly=[20e6, 20e6, 20e6]")
LINES = ("policy.appropriation.shares.sme_fund=0.5", "policy.appropriation.shares.recognised=0.25")
FLOOR = ("policy.appropriation.floor_rule=revenue", "policy.appropriation.revenue_growth=[0.1]")


def test_a_year_shows_plan_floor_and_each_line_that_gets_money() -> None:
    heads, rows = budget_path(village(*MONEY, *LINES, *FLOOR), "en")
    assert heads[:6] == ["year", "planned", "given", "growth", "growth of revenue", "guidance fund"]
    assert heads[6:] == ["the fund for small firms", "the subsidy of recognised companies"]
    assert rows[0][:3] == ["1", "30.0 m yuan", "25.0 m yuan"]
    assert rows[1] == [
        "2", "30.0 m yuan", "27.5 m yuan", "10.0%", "10.0%", "11.0 m yuan", "11.0 m yuan", "5.5 m yuan",
    ]  # fmt: skip
    assert rows[2][5:] == ["0 yuan", "12.1 m yuan", "6.0 m yuan"]


def test_a_line_whose_article_begins_late_has_nothing_before() -> None:
    _, rows = budget_path(village(*MONEY, *LINES, "policy.articles.16.from=2012-03-16"), "zh")
    assert [row[-1] for row in rows] == ["0 元", "0 元", "500 万元"]


def test_given_is_what_the_fund_and_the_lines_get_and_growth_is_of_that() -> None:
    """10 + 10 m, the same again, and 10 + 5 m once the article of the second line is on; 20 m are planned for lines."""
    _, rows = budget_path(village(*MONEY, *LINES, "policy.articles.16.from=2012-03-16"), "en")
    assert [row[1:4] for row in rows] == [
        ["30.0 m yuan", "20.0 m yuan", "–"],
        ["30.0 m yuan", "20.0 m yuan", "0.0%"],
        ["20.0 m yuan", "15.0 m yuan", "−25.0%"],
    ]


def test_without_programmes_and_floor_there_is_no_table() -> None:
    assert budget_path(village(), "en") == ([], [])
