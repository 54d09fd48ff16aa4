"""Every number of economy and rule book has a plausible range with its reason, and any point of the ranges is valid."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from sim.scenario.appropriation_schema import Mix, Shares
from sim.scenario.articles_schema import SWITCHED
from sim.scenario.book import Parameter, by_key, parameters, value_at
from sim.scenario.errors import BadInput
from sim.scenario.files import load, load_economy, read_policy
from sim.scenario.ranges import Range, acts, ranges
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_names

NUMBERS = [
    parameter
    for parameter in parameters()
    if parameter.key.startswith(("economy.", "policy."))
    and parameter.kind in ("number", "whole number")
    and (parameter.count is None or parameter.single)
]
RANGED = [parameter for parameter in NUMBERS if parameter.plausible]
# The only numbers that no study varies by itself; the schema says why.
UNRANGED = {
    "economy.rounds.heat_reference",
    "policy.budget.stage_equity_share",
    "policy.budget.co_investment_share",
    "policy.budget.risk_subsidy_share",
    "policy.budget.loss_compensation_share",
    "policy.budget.guarantee_grant_share",
    "policy.budget.loss_guarantee_share",
    "economy.response.anchor",
    *(f"policy.appropriation.shares.{name}" for name in Shares.model_fields),
    *(f"policy.mix.{name}" for name in Mix.model_fields),
    *(f"policy.articles.{article}.strength" for article in SWITCHED),
}
# Rule books whose clauses, between them, are most of those there are.
RULE_BOOKS = ["beijing-2011", "caiqi-2007-128", "shanghai-2015", "uk-ecf-2006", "kvic-2025", "guojia-chengguo-2021"]


def shipped(policy: str = "beijing-2011") -> Scenario:
    return load("beijing-2011", policy=policy)


def value_of(parameter: Parameter, scenario: Scenario) -> float:
    part, _, key = parameter.key.partition(".")
    return float(value_at(getattr(scenario, part), key))


def values_of(parameter: Parameter, scenario: Scenario) -> list[float]:
    """The number, or those by stage that ask for anything: a bar of 0 is none."""
    part, _, key = parameter.key.partition(".")
    value = value_at(getattr(scenario, part), key)
    return [one for one in value if one] if isinstance(value, tuple) else [float(value)]


def settings_at(found: Sequence[Range], shares: Sequence[float]) -> list[str]:
    """The point at a share of the way through each range, as settings."""
    values = [one.low + (one.high - one.low) * share for one, share in zip(found, shares, strict=True)]
    return [
        f"{one.key}={round(value) if one.integer else float(value)!r}" for one, value in zip(found, values, strict=True)
    ]


@pytest.mark.parametrize("parameter", NUMBERS, ids=lambda parameter: parameter.key)
def test_every_number_has_a_range_within_what_is_allowed_and_a_reason(parameter: Parameter) -> None:
    assert len(parameter.why) > 15
    assert (parameter.plausible is None) == (parameter.key in UNRANGED)
    if parameter.plausible is None:
        assert parameter.why.startswith("not varied")
        return
    low, high = parameter.plausible
    assert low < high
    assert parameter.minimum is None or low >= parameter.minimum
    assert parameter.above is None or low > parameter.above
    assert parameter.maximum is None or high <= parameter.maximum
    assert parameter.kind == "number" or (low, high) == (int(low), int(high))


def test_nothing_but_a_number_that_can_stand_alone_has_a_range() -> None:
    numbers = {parameter.key for parameter in NUMBERS}
    assert [p.key for p in parameters() if p.plausible and p.key not in numbers] == []


def test_the_shipped_economy_lies_within_its_ranges() -> None:
    outside = []
    for parameter in RANGED:
        if parameter.key.startswith("economy."):
            low, high = parameter.plausible or (0.0, 0.0)
            values = [value for value in values_of(parameter, shipped()) if value != parameter.default]
            if not all(low <= value <= high for value in values):
                outside.append(parameter.key)
    assert outside == []


def test_the_shipped_rule_book_lies_within_its_ranges_or_has_no_such_clause() -> None:
    outside = []
    for parameter in RANGED:
        if parameter.key.startswith("policy."):
            low, high = parameter.plausible or (0.0, 0.0)
            value = value_of(parameter, shipped())
            if not low <= value <= high and value != parameter.default:
                outside.append(parameter.key)
    assert outside == []


def test_a_reason_that_names_a_shipped_rule_book_names_one_that_exists() -> None:
    books = set(shipped_names("policy"))
    for parameter in RANGED:
        for word in parameter.why.replace("(", " ").replace(")", " ").replace(",", " ").replace(";", " ").split():
            if word.isascii() and word[:1].isalpha() and word[-5:-4] == "-" and word[-4:].isdigit():
                assert word in books, (parameter.key, word)


def test_any_point_of_the_economy_s_ranges_is_a_valid_economy() -> None:
    found, chance = ranges(["economy"], shipped()), random.Random(1)
    for _ in range(200):
        settings = settings_at(found, [chance.random() for _ in found])
        load_economy("beijing-2011", settings)


def test_the_corners_that_press_most_on_each_other_are_valid() -> None:
    """All at the low end, all at the high end, and each half-and-half draw of ends."""
    found, chance = ranges(["economy"], shipped()), random.Random(2)
    for shares in (
        [0.0] * len(found),
        [1.0] * len(found),
        *([chance.choice((0.0, 1.0)) for _ in found] for _ in "abcdef"),
    ):
        load_economy("beijing-2011", settings_at(found, shares))


@pytest.mark.parametrize("name", RULE_BOOKS)
def test_any_point_of_the_ranges_of_a_rule_book_s_own_clauses_is_a_valid_rule_book(name: str) -> None:
    found, chance = ranges(["policy"], shipped(name)), random.Random(3)
    for number in range(200 if name == "beijing-2011" else 40):
        shares = [chance.random() if number % 2 else chance.choice((0.0, 1.0)) for _ in found]
        read_policy(name, settings_at(found, shares))


def test_a_group_gives_its_ranges_in_the_order_of_the_book_each_once() -> None:
    everything = [p.key for p in parameters()]
    found = [
        one.key for one in ranges(["policy.stage_equity", "economy.rounds", "economy.rounds.lead_share"], shipped())
    ]
    assert found == sorted(set(found), key=everything.index)
    assert found[0] == "economy.rounds.seed_dilution"
    assert "policy.stage_equity.option.grace_years" in found
    assert "economy.rounds.heat_reference" not in found


def test_a_range_carries_what_the_book_says() -> None:
    book = by_key()["economy.rounds.managers_asked"]
    (one,) = ranges([book.key], shipped())
    assert (one.low, one.high) == book.plausible
    assert (one.integer, one.why, one.unit, one.zh) == (True, book.why, "managers", "每季询问机构数")


def test_clauses_that_are_off_are_left_out_of_groups_but_given_when_named() -> None:
    off = {
        "policy.stage_equity.put.max_share",  # no put
        "policy.stage_equity.terms.first_loss_share",  # 0 = none, beside clauses that are on
        "policy.tolerance.portfolio",  # 1 = a total loss, nobody answers
        "policy.selection.noise_factor",  # managers choose alone
        "economy.managers.officer_caution",  # no officer answers for a loss
    }
    scenario = shipped()
    assert off & {one.key for one in ranges(["economy", "policy"], scenario)} == set()
    assert {one.key for one in ranges(sorted(off), scenario)} == off


def test_a_clause_that_is_on_comes_into_its_group() -> None:
    settings = [
        "policy.selection.administrative=true",
        "economy.managers.response=1",
        "policy.tolerance.portfolio=0.4",
    ]
    scenario = load("beijing-2011", settings=settings)
    found = {one.key for one in ranges(["economy", "policy"], scenario)}
    assert {"policy.selection.noise_factor", "policy.tolerance.portfolio", "economy.managers.burden_share"} <= found
    assert "economy.managers.officer_caution" in found
    assert "policy.tolerance.single_deal" not in found


def test_a_group_holds_the_keys_of_an_article_of_which_the_rule_book_says_something() -> None:
    (key,) = ranges(["policy.chain.channels"], shipped())
    assert key.high == 1.0
    scenario = load("beijing-2011", settings=["policy.chain.promote_factor=0.9"])
    found = {one.key for one in ranges(["policy", "economy"], scenario)}
    assert {"policy.chain.channels", "policy.chain.promote_factor", "economy.response.time_floor"} <= found
    assert not found & {"policy.matching.match_factor", "policy.chain.nurture_months", "economy.response.quota"}


def test_without_public_money_no_clause_of_a_fund_is_in_force() -> None:
    scenario = shipped("no-guidance-fund")
    acting = {p.key for p in RANGED if p.key.startswith("policy.") and acts(p, scenario)}
    # articles 6 and 15 are in force by default, and with them all of their clauses
    assert {key.split(".")[1] for key in acting} == {"institutions", "disposal", "clock"}
    answers = {one.key for one in ranges(["economy"], scenario)}
    assert not answers & {"economy.managers.subsidy_weight", "economy.private.eligible_funds"}
    assert "economy.managers.subsidy_weight" in {one.key for one in ranges(["economy"], shipped("shanghai-2015"))}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("economy.rouns", "did you mean economy.rounds?"),
        ("economy.private.respons", "did you mean economy.private.response?"),
        ("economy.pipeline.sector_shares", "is no single number, so it has no plausible range"),
        ("economy.fund.clawback", "is no single number, so it has no plausible range"),
        ("policy.budget.stage_equity_share", "has no plausible range: not varied alone"),
        ("horizon_years", "has no plausible range"),
        ("economy.series", "is a group without plausible ranges"),
        ("policy.stage_equity.put", "is switched off in this scenario"),
    ],
)
def test_a_name_that_gives_no_range_is_refused_with_the_reason(name: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        ranges(["economy.exercise", name], shipped())
    (problem,) = refused.value.problems
    assert problem.key == name
    assert message in problem.message


def test_every_bad_name_is_reported_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        ranges(["economy.x", "policy.y"], shipped())
    assert [problem.key for problem in refused.value.problems] == ["economy.x", "policy.y"]


def test_the_answer_does_not_depend_on_what_a_study_cannot_see() -> None:
    """Seed, start and replications change no range."""
    scenario = shipped()
    other = replace(scenario, seed=7, replications=2, start=date(2012, 1, 1))
    assert ranges(["economy", "policy"], other) == ranges(["economy", "policy"], scenario)
