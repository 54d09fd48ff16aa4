"""Values of the parameter book in words: choices never as the code of a file, tables by the names of their columns."""

import re

import pytest

from sim.report.markdown import to_markdown
from sim.report.pages.clauses import clauses
from sim.report.pages.grounds import grounds
from sim.report.values import coded, value_in_words
from sim.scenario.book import parameters, value_at
from sim.scenario.files import load, read_policy
from sim.scenario.shipped import shipped_names
from sim.scenario.titles import Titles

RULE = "policy.stage_equity.at_deadline.rule"


@pytest.mark.parametrize(
    ("key", "value", "english", "chinese"),
    [
        (RULE, "auction", "public auction", "公开拍卖"),
        ("policy.stage_equity.option.holder", "manager", "manager", "管理机构"),
        ("policy.stage_equity.duty.counting", "manager", "all funds of its manager", "该管理机构的全部基金"),
        ("policy.stage_equity.option.enabled", True, "yes", "是"),
        ("policy.bases.sectors", ("biology", "aerospace"), "biology; aerospace", "生物；航空航天"),
        ("policy.bases.sectors", (), "–", "–"),
        ("policy.stage_equity.share_cap", 1 / 3, "0.333333", "0.333333"),
        ("policy.budget.yearly", (1e8, 2.5), "[100,000,000, 2.5]", "[100,000,000, 2.5]"),
        ("economy.no_such_key", "auction", "auction", "auction"),
    ],
)
def test_a_value_is_told_in_words(key: str, value: object, english: str, chinese: str) -> None:
    assert (value_in_words(key, value, "en"), value_in_words(key, value, "zh")) == (english, chinese)


def test_a_code_stands_behind_its_word_where_somebody_may_write_one() -> None:
    assert coded(RULE, "auction", "zh") == "公开拍卖（auction）"
    assert coded(RULE, "auction", "en") == "public auction (auction)"
    assert coded("policy.stage_equity.share_cap", 0.3, "en") == ""


def test_a_concession_is_told_by_its_columns() -> None:
    tiers = read_policy("ganzhou-2023").value.stage_equity.concession[:1]
    told = [value_in_words("policy.stage_equity.concession", tiers, lang) for lang in ("en", "zh")]
    assert told == [
        "index 1-year loan rate, compounding compound interest, share 0.2, to manager, local_multiple 2",
        "利率指数 一年期贷款利率，计息方式 复利，让利比例 0.2，让利对象 管理机构，返投倍数条件 2",
    ]


@pytest.mark.parametrize("name", shipped_names("policy"))
def test_no_code_of_a_choice_is_left_in_a_rule_book(name: str) -> None:
    book = read_policy(name).value
    for one in parameters():
        if one.key.startswith("policy.") and (one.choices or one.kind == "table"):
            told = value_in_words(one.key, value_at(book, one.key.removeprefix("policy.")), "zh")
            assert not re.search("[a-z]{2}", told), (one.key, told)


def test_pages_tell_choices_in_words() -> None:
    books = {name: load("beijing-2011", policy=name) for name in ("beijing-2011", "guojia-chengguo-2021")}
    told = to_markdown([*clauses(books, Titles(), "zh"), *grounds(books["beijing-2011"], "zh")], "zh")
    assert "公开拍卖" in told
    assert not re.search(r"(?<![\w.`])(auction|hold_to_term|loan_1y|true|false)(?![\w.`])", told)
