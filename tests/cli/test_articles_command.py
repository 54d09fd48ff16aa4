"""``yindao articles``: all of them, one in full, what a rule book says, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.measures.catalogue import CATALOGUE
from sim.scenario.article_words import REPLICATIONS
from sim.scenario.articles import keys_of

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
STATES = "article 1 states the problem; its frictions are economy.pipeline.*; vary those"


def yindao(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


def entries(*arguments: str) -> list[dict[str, Any]]:
    code, out, _ = yindao("articles", *arguments, "--format", "json")
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)["articles"]
    return found


def book(folder: Path, text: str) -> str:
    file = folder / "book.toml"
    file.write_text('extends = "beijing-2011"\n' + text, encoding="utf-8")
    return str(file)


def test_json_has_25_entries_with_keys_but_for_the_two_that_are_assumed() -> None:
    found = entries()
    assert [one["article"] for one in found] == list(range(1, 26))
    assert all(one["mechanism"] and one["mechanism_zh"] and one["text"] for one in found)
    assert [one["article"] for one in found if one["assumed"]] == [1, 2]
    for one in found:
        assert [key["key"] for key in one["parameters"]] == [key.key for key in keys_of(one["article"])]
    clock = next(key for key in found[14]["parameters"] if key["key"] == "policy.institutions.takeover_month")
    assert (clock["value"], clock["off"], clock["unit"], clock["plausible"]) == (12, 0, "months", [6, 24])
    assert (clock["read"], "art. 15" in clock["source"]) == ("text", True)


def test_no_key_stands_under_two_articles() -> None:
    keys = [key["key"] for one in entries() for key in (*one["parameters"], *one["response"])]
    assert len(keys) == len(set(keys))


def test_what_a_rule_book_says_of_an_article(tmp_path: Path) -> None:
    told = "[articles]\n15 = { on = false }\n21 = { strength = 0.5, from = 2012-01-01 }\n"
    shown = {one["article"]: one for one in entries("--policy", book(tmp_path, told))}
    assert (shown[15]["on"], shown[15]["strength"], shown[15]["from"]) == (False, 1.0, None)
    assert (shown[21]["on"], shown[21]["strength"], shown[21]["from"]) == (True, 0.5, "2012-01-01")
    assert (shown[25]["on"], shown[25]["strength"], shown[1]["on"]) == (True, None, None)
    _, text, _ = yindao("articles", "--policy", book(tmp_path, told))
    lines = text.splitlines()
    assert " off " in next(line for line in lines if line.strip().startswith("15 "))
    assert "on, strength 0.5, from 2012-01-01" in next(line for line in lines if line.strip().startswith("21 "))


def test_an_article_of_which_a_book_writes_nothing_is_told_so_unless_today_differs_from_before() -> None:
    book = ("--policy", "beijing-2011")
    stated = {one["article"]: one["stated"] for one in entries(*book)}
    # beijing-2011 writes the clock, the share of inventors, the line and the fund; of growth it says nothing.
    assert [stated[number] for number in (5, 6, 13, 15, 21)] == [True, True, False, True, True]
    assert "stated nothing in this rule book" in yindao("articles", "13", *book)[1]
    assert "该规则中没有规定" in yindao("articles", "13", *book, "--lang", "zh")[1]


@pytest.mark.parametrize(("number", "fewest"), [("1", 8), ("2", 1)])
def test_frictions_stand_with_range_and_how_well_they_are_known(number: str, fewest: int) -> None:
    (one,) = entries(number)
    assert len(one["frictions"]) >= fewest
    for friction in one["frictions"]:
        assert friction["read"]
        assert friction["relaxed_by"]
        assert friction["source"]
        assert friction["plausible"] or friction["key"] == "economy.rounds.outside_ready"  # a list has none
    told = yindao("articles", number)[1]
    assert "Assumed, not simulated" in told
    assert all(friction["key"] in told for friction in one["frictions"])


def test_one_article_in_chinese() -> None:
    told = yindao("articles", "15", "--lang", "zh")[1]
    for word in (
        "科技计划项目成果一年转化",
        "研究成果应当在成果完成后一年内实施转化",
        "停用时",
        "核心",
        "一年转化期限",
        "升降不定",
    ):
        assert word in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        *((("articles", word), f'N: is "{word}"; must be a number from 1 to 25') for word in ("x", "-1", "26", "6.0")),
        (("articles", "6", "--policy", "nowhere"), 'no shipped policy is called "nowhere"'),
        (("run", VILLAGE, "--set", "policy.articles.1.on=false"), STATES),
        (("validate", "BOOK"), STATES),
    ],
)
def test_refusals_are_one_line_and_code_two(arguments: tuple[str, ...], message: str, tmp_path: Path) -> None:
    wrong = book(tmp_path, "[articles]\n1 = { on = false }\n")
    code, out, err = yindao(*(wrong if word == "BOOK" else word for word in arguments))
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_what_an_article_moves_stands_by_name_with_its_sign_and_how_that_is_known() -> None:
    (one,) = entries("14")
    moved = {each["name"]: (each["sign"], each["told_apart"]) for each in one["measures"]}
    assert moved["fiscal.recovered"] == ("+", True)
    assert moved["programme.supported"] == ("-", False)
    assert moved["fiscal.per_success"] == ("±", None)
    assert moved["pipeline.converted"] == ("0", True)
    told, chinese = yindao("articles", "14")[1], yindao("articles", "14", "--lang", "zh")[1]
    lines = {line.split()[0]: line for line in told.splitlines() if line.strip()}
    assert lines["programme.supported"].endswith("falls, not told from chance")
    assert lines["pipeline.converted"].endswith("stays exactly")
    assert f"{REPLICATIONS} replications of a small town" in told
    assert "下降，与偶然波动未能区分" in chinese
    assert CATALOGUE["fiscal.recovered"].zh in chinese


def test_why_a_sign_is_not_what_one_expects_is_said() -> None:
    assert "converts after the deadline" in yindao("articles", "15")[1]
    assert "由完成人接手的成果" in yindao("articles", "15", "--lang", "zh")[1]
    assert "replications of a small town" not in yindao("articles", "2")[1]  # it promises nothing


def test_an_empty_list_is_called_none() -> None:
    line = next(one for one in yindao("articles", "13")[1].splitlines() if "appropriation.revenue_growth" in one)
    assert " none " in line


def test_keys_that_nobody_gives_are_counted_where_an_article_owns_very_many() -> None:
    (one,) = entries("21")
    told = yindao("articles", "21")[1]
    shown = {line.split()[0] for line in told.splitlines() if line.startswith("policy.")}
    silent = [key for key in one["parameters"] if key["source"] == "neutral default" and key["off"] is None]
    assert shown == {key["key"] for key in one["parameters"]} - {key["key"] for key in silent}
    assert f"{len(silent)} more keys have their neutral defaults" in told
    assert "policy.loss_guarantee" in told.splitlines()[-1]
    assert f"另有 {len(silent)} 项参数为中性默认值" in yindao("articles", "21", "--lang", "zh")[1]


def test_the_whole_opinion_says_when_its_pilots_end() -> None:
    (one,) = entries("25")
    assert (one["on"], one["stated"]) == (True, True)
    assert "2015-12-31" in yindao("articles", "25")[1]
