"""Decomposition by articles: against worlds run by hand, parts that sum, and what changes nothing is worth nothing."""

import csv
from dataclasses import replace
from functools import cache
from itertools import combinations
from math import factorial
from pathlib import Path

import pytest

import sim
from sim.experiments.decompose.articles import ArticlesResult, article_values, players_of
from sim.experiments.folder import write_study
from sim.experiments.run.answer import RunResult
from sim.experiments.shown import Shown
from sim.report.tables.articles import notes
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
MEASURES = ("company.funded", "market.private_capital", "budget.appropriated", "public.irr")
ADDITIVE = MEASURES[:3]
NAMED = (4, 5, 15, 21)
ACTING = (5, 15, 21)


def village(*settings: str, count: int = 3) -> Scenario:
    return load(VILLAGE, replications=count, settings=["horizon_years=5", *settings])


def off(*numbers: int) -> tuple[str, ...]:
    return tuple(f"policy.articles.{number}.on=false" for number in numbers)


@cache
def world(*settings: str) -> RunResult:
    """A world that is run on its own."""
    return sim.run(village(*settings), workers=1)


def mean(measure: str, *settings: str) -> float:
    return world(*settings)[measure].mean or 0.0


@pytest.fixture(scope="module")
def every() -> ArticlesResult:
    return article_values(village(), NAMED, measures=MEASURES, workers=1)


@pytest.fixture(scope="module")
def alone() -> ArticlesResult:
    return article_values(village("policy.articles.25.on=false"), measures=MEASURES, workers=1)


def test_all_that_are_on_and_act_are_thrown_and_the_others_are_told(alone: ArticlesResult) -> None:
    acting = [number for number in ACTING if number in alone.players]
    assert acting == list(ACTING)
    assert not set(alone.players) & set(alone.inert)
    assert {*alone.players, *alone.inert} == set(range(3, 25))
    assert 13 in alone.inert  # the village has no rule of growth
    assert not alone.every


def test_first_and_last_are_differences_of_worlds_run_by_hand(alone: ArticlesResult) -> None:
    others = {number: [one for one in range(3, 25) if one != number] for number in (15, 21)}
    for measure in ADDITIVE:
        whole, before = mean(measure, *off(25)), mean(measure, *off(*range(3, 26)))
        assert alone[measure].full.mean == pytest.approx(whole - before, rel=1e-12)
        for number, rest in others.items():
            last = whole - mean(measure, *off(number, 25))
            first = mean(measure, *off(*rest, 25)) - before
            assert alone[measure].last[number].mean == pytest.approx(last, rel=1e-9, abs=1e-9)
            assert alone[measure].first[number].mean == pytest.approx(first, rel=1e-9, abs=1e-9)


def test_the_whole_is_the_run_of_the_rule_book(every: ArticlesResult) -> None:
    assert every.whole.digest == world().digest


def test_shapley_parts_sum_to_the_effect_and_are_those_of_all_orders(every: ArticlesResult) -> None:
    for measure in ADDITIVE:
        one = every[measure]
        total = sum(part.mean or 0.0 for part in one.parts.values())
        scale = max(abs(one.start or 0.0), abs(one.end or 0.0))
        assert total == pytest.approx(one.full.mean, abs=1e-9 * scale)
        assert one.shapley is not None
        assert one.shapley.full.mean == pytest.approx(one.full.mean, abs=1e-9 * scale)
    # By the definition, from worlds run one by one; article 4 is not among them, since the book says nothing of it.
    worth = {
        on: mean("company.funded", *off(*set(ACTING) - set(on)))
        for size in range(4)
        for on in combinations(ACTING, size)
    }
    for player in ACTING:
        by_hand = 0.0
        for on, value in worth.items():
            if player not in on:
                weight = factorial(len(on)) * factorial(2 - len(on)) / factorial(3)
                by_hand += weight * (worth[tuple(sorted((*on, player)))] - value)
        assert every["company.funded"].parts[player].mean == pytest.approx(by_hand, abs=1e-9)


def test_a_player_that_comes_to_the_same_law_is_worth_exactly_nothing_and_is_not_simulated(
    every: ArticlesResult,
) -> None:
    assert len(every.worlds) == 2 ** len(ACTING)  # not 2 ** len(NAMED)
    for measure in ADDITIVE:
        one = every[measure]
        for value in (one.first[4], one.last[4], one.parts[4]):
            assert (value.mean, value.ci95) == (0.0, (0.0, 0.0))


def test_a_ratio_of_the_funds_money_is_divided_given_the_fund(every: ArticlesResult) -> None:
    one = every["public.irr"]
    assert one.start is None
    assert one.full.mean is None
    assert one.shapley is not None
    assert one.shapley.given == ("21",)
    assert set(one.parts) == {4, 5, 15}
    assert one.parts[4].mean == 0.0
    assert one.shapley.full.mean == pytest.approx(sum(part.mean or 0.0 for part in one.parts.values()), abs=1e-12)


def test_the_statute_alone_is_worth_nothing_since_there_are_no_pilots_to_keep() -> None:
    found = article_values(village(*off(4, 6, 7, 8)), (5, 25), measures=["company.funded"], workers=1)
    assert found["company.funded"].first[25].mean == 0.0
    assert found["company.funded"].parts[25].mean is not None
    assert len(found.worlds) == 3  # whole, without 25, without 5 (with or without 25 the same law)


def test_first_is_said_to_be_nothing_only_where_what_the_article_needs_is_thrown_too() -> None:
    def told(*named: int) -> str:
        found = article_values(village(count=1), named, measures=["budget.appropriated"], workers=1)
        return " ".join(notes(found.summary(), "en"))

    assert "First is 0 by construction for article 7" in told(5, 7)
    assert "First is 0" not in told(7, 15)  # article 5 stays on beside them
    assert "A part of what the pilots" in told(5, 25)
    assert "A part of what the pilots" not in told(15, 25)


def test_workers_change_nothing(every: ArticlesResult) -> None:
    again = article_values(village(), NAMED, measures=MEASURES, workers=2)
    assert again.values == every.values
    assert again.summary() | {"seconds": 0} == every.summary() | {"seconds": 0}


def test_where_the_world_begins_before_the_start_every_world_has_the_same_past() -> None:
    past = load(VILLAGE, replications=1, settings=["horizon_years=4", "warm_up_years=2", "economy.pipeline.shelf=0"])
    found = article_values(past, (15,), measures=["company.funded"], workers=1)
    worlds = [run.scenario for run in found.worlds.values()]
    assert len(worlds) == 2
    assert len({one.spans[0].policy.institutions.takeover_month for one in worlds}) == 1
    assert [one.law.institutions.takeover_month for one in worlds] == [12, 0]


@pytest.mark.parametrize(
    ("settings", "articles", "message"),
    [
        ((), (1,), "article 1 states the problem"),
        ((), (26,), "there is no article 26 to throw"),
        (off(15), (15,), "article 15 is off in village-policy; there is nothing to throw"),
        ((), tuple(range(3, 12)), "9 articles have 512 combinations; name at most 8"),
        (off(*range(3, 26)), (), "village-policy comes to the same law with every article on and off"),
    ],
)
def test_what_makes_no_sense_is_refused(settings: tuple[str, ...], articles: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        players_of(village(*settings), articles)


def test_a_folder_holds_the_values_as_csv_and_the_figures_in_both_languages(
    every: ArticlesResult, tmp_path: Path
) -> None:
    one_measure = replace(every, values={"company.funded": every["company.funded"]})
    folder = write_study(one_measure, tmp_path / "out", Shown(("en", "zh"), figures=True, workers=1))
    with (folder / "article_values.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    (one,) = (r for r in rows if (r["measure"], r["article"], r["value"]) == ("company.funded", "21", "shapley"))
    assert float(one["mean"]) == pytest.approx(every["company.funded"].parts[21].mean)
    assert {r["mean"] for r in rows if (r["article"], r["measure"]) == ("4", "company.funded")} == {"0.0"}
    drawn = {path.name for path in (folder / "figures").iterdir()}
    assert drawn == {f"article_values.company.funded.{lang}.{form}" for lang in ("en", "zh") for form in ("png", "svg")}


def test_a_measure_without_any_value_has_no_figure(every: ArticlesResult) -> None:
    bare = replace(every, values={"public.irr": replace(every["public.irr"], shapley=None)})
    rows = bare.figure_data["public.irr"].rows
    assert [row.first.value for row in rows] == [None] * 4
    assert bare.figure_data["public.irr"].known  # last exists: without article 15 the fund still has a return
