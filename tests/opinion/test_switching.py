"""Articles thrown on and off: the law that results, what is compared with what, and ``compare --without``."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import sim
from sim.cli.app import app
from sim.scenario.articles import article_of_clause
from sim.scenario.articles_schema import SWITCHED, Articles
from sim.scenario.errors import BadInput
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.switching import acts, dated, law_of, on_articles, parse_articles, switched, without_articles

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
START = date(2011, 3, 15)
QUICK = ("--replications", "2", "--workers", "1", "--no-figures")


def village(*settings: str) -> Scenario:
    return sim.load(VILLAGE, replications=2, settings=settings)


def test_an_article_acts_where_on_and_off_are_not_the_same_law() -> None:
    book = village().policy
    # The line of article 6 was 8 m before 2011 too; without its other keys nothing of it changes.
    acting = {number for number in (5, 13, 15, 21) if acts(book, START, 0, number)}
    assert acting == {5, 15, 21}
    assert acts(switched(book, {21: False}), START, 0, 21)  # whether it is on now is not the question


def test_a_law_is_the_same_however_it_is_titled_and_by_whatever_switches() -> None:
    book = village().policy
    titled = book.model_copy(update={"title": "another"})
    assert law_of(titled, START, 0) == law_of(book, START, 0)
    assert law_of(switched(book, dict.fromkeys(SWITCHED, True)), START, 0) == law_of(book, START, 0)
    assert law_of(switched(book, {15: False}), START, 0) != law_of(book, START, 0)


def test_on_are_those_in_force_by_their_switches() -> None:
    book = village("policy.articles.5.on=false", "policy.articles.6.strength=0").policy
    assert on_articles(book) == tuple(number for number in (*SWITCHED, 25) if number not in (5, 6))


def test_a_book_without_an_article_is_named_and_titled_in_both_languages() -> None:
    made = without_articles(village(), (6, 15))
    assert made.policy_name == "village-policy without 6, 15"
    assert made.policy.title.endswith("and article 15 (a year to convert)")
    assert "without article 6 (disposal of state-owned results)" in made.policy.title
    assert made.policy.title_zh.endswith(
        "，停用第 6 条（国有无形资产和科技成果管理）、第 15 条（科技计划项目成果一年转化）"
    )
    assert [number for number in (6, 15, 21) if number in on_articles(made.policy)] == [21]


def test_where_the_world_begins_before_the_start_all_articles_begin_at_the_start_in_every_world() -> None:
    past = replace(village(), warm_up_years=3)
    one, other = dated(past), dated(without_articles(dated(past), (15,)))
    first, second = (law_of(each.policy, each.start, each.begins) for each in (one, other))
    assert first[0] == second[0]  # before the start: no article in either
    assert len(first) == len(second) == 2
    assert dated(village()).policy == village().policy
    switched_already = replace(past, policy=switched(past.policy, {5: False}))
    assert dated(switched_already) is switched_already


@pytest.mark.parametrize("text", ["1", "2", "6,1", "0", "26", "6;8", "", "6,", "six", "-6"])
def test_what_is_no_article_to_switch_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_articles(text, "--without")


def test_articles_are_named_by_numbers_with_commas() -> None:
    assert parse_articles("8, 6,8", "--without") == (6, 8)


def compare(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["compare", VILLAGE, *arguments, *QUICK])


def test_compare_without_articles_is_a_run_with_them_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = compare("--without", "15", "--without", "6,21", "--format", "json", "--out", "out", "--lang", "both")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["baseline"] == "village-policy"
    ways = {
        "village-policy": (),
        "village-policy without 15": ("policy.articles.15.on=false",),
        "village-policy without 6, 21": ("policy.articles.6.on=false", "policy.articles.21.on=false"),
    }
    for name, settings in ways.items():
        assert told["policies"][name]["digest"] == sim.run(village(*settings), workers=1).digest
    page = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "Village, without article 15 (a year to convert)" in page
    assert "--policy village-policy --without 15 --without 6,21 --baseline village-policy" in page
    assert "停用第 15 条" in (tmp_path / "out" / "report.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("--without", "1"),
            "--without: article 1 states the problem; its frictions are economy.pipeline.*; vary those",
        ),
        (("--without", "30"), '--without: is "30"; must be articles from 3 to 25, with commas between'),
        (("--without", "6", "--without", "6"), "--without: names 6 twice"),
    ],
)
def test_compare_refuses_what_cannot_be_left_out(arguments: tuple[str, ...], message: str) -> None:
    done = compare(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_policy_of_defaults_switches_nothing() -> None:
    assert Policy().articles == Articles()


def test_a_clause_belongs_to_the_article_that_owns_all_its_keys() -> None:
    assert [article_of_clause(one) for one in ("stage_equity", "levels.district", "budget.yearly")] == [21, 21, 21]
    assert article_of_clause("institutions.takeover_month") == 15
    assert article_of_clause("institutions") == 0  # of several
    assert article_of_clause("economy.fund") == article_of_clause("round") == article_of_clause("") == 0


def trace(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["trace", VILLAGE, "--set", "horizon_years=6", "--position", "0", *arguments])


def test_a_story_names_the_article_of_each_clause_where_articles_are_spoken_of() -> None:
    plain, switched_on = trace(), trace("--set", "policy.articles.15.on=true")
    assert plain.exit_code == switched_on.exit_code == 0
    assert "art. 21" not in plain.stdout  # its rule book might be another country's
    assert "(art. 21)" in switched_on.stdout
    assert "（第 21 条）" in trace("--set", "policy.articles.15.on=true", "--lang", "zh").stdout
    steps = json.loads(trace("--format", "json").stdout)["steps"]
    assert {one["article"] for one in steps if one["clause"]} >= {21}
    assert {one["article"] for one in steps if not one["clause"]} == {None}
