"""An instrument is on when it has rules and money; every part of the program asks the same question."""

from collections.abc import Sequence

import pytest

from sim.decisions.supports import compensation_per_yuan, guarantee, subsidy_per_yuan
from sim.experiments.decompose.switches import switches_of
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.gates import SUPPORTS
from sim.scenario.in_force import LINES, Line, has_money, in_force, spends
from sim.scenario.policy_schema import Policy
from sim.scenario.ranges import ranges

# For each line: the least a rule book must say for it to do something, and one key of its rules with a range.
ON: dict[Line, tuple[tuple[str, ...], str]] = {
    "stage_equity": (("stage_equity.share_cap=0.3",), "policy.stage_equity.share_cap"),
    "co_investment": (("co_investment.ratio=0.5",), "policy.co_investment.ratio"),
    "risk_subsidy": (("risk_subsidy.rate=0.05",), "policy.risk_subsidy.rate"),
    "loss_compensation": (
        ("loss_compensation.rate_by_stage=[0.0, 0.3, 0.0, 0.0, 0.0]", "loss_compensation.window_years=3.0"),
        "policy.loss_compensation.window_years",
    ),
    "guarantee_grant": (("guarantee_grant.post_grant=1e6",), "policy.guarantee_grant.post_grant"),
    "loss_guarantee": (("loss_guarantee.rate=0.7",), "policy.loss_guarantee.rate"),
    "district": (("levels.district.match=0.5", "stage_equity.share_cap=0.3"), "policy.levels.district.match"),
}
MONEY: dict[Line, tuple[str, ...]] = {
    line: ("budget.yearly=[1e8]", f"budget.{line}_share=0.5") for line in LINES if line != "district"
} | {"district": ("budget.yearly=[1e8]", "budget.stage_equity_share=0.5", "levels.district.yearly=[1e7]")}


def settings(parts: Sequence[str]) -> list[str]:
    return [f"policy.{part}" for part in parts]


def policy(*parts: str) -> Policy:
    return load("beijing-2011", policy="no-guidance-fund", settings=settings(parts)).policy


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_on_when_it_has_rules_and_money(line: Line) -> None:
    assert in_force(policy(*ON[line][0], *MONEY[line]), line)


@pytest.mark.parametrize("line", LINES)
def test_rules_without_money_and_money_without_rules_are_off(line: Line) -> None:
    assert not in_force(policy(*ON[line][0]), line)
    assert not in_force(policy(*(part for part in MONEY[line] if "district" not in part)), line)


@pytest.mark.parametrize("line", [line for line in LINES if line != "district"])
def test_a_share_of_no_money_and_no_share_of_money_are_no_money(line: Line) -> None:
    yearly, share = MONEY[line]
    for parts in ([yearly], [share], ["budget.yearly=[0.0, 0.0]", share]):
        book = policy(*ON[line][0], *parts)
        assert not has_money(book, line)
        assert not spends(book)


def test_a_district_is_off_where_the_city_has_no_sub_funds_to_stand_beside() -> None:
    alone = policy("levels.district.match=0.5", "levels.district.yearly=[1e7]")
    assert has_money(alone, "district")
    assert not in_force(alone, "district")
    assert not spends(alone)


@pytest.mark.parametrize("line", [line for line in LINES if line != "district"])
def test_a_decomposition_by_instrument_asks_the_same_question(line: Line) -> None:
    book = policy(*ON[line][0], *MONEY[line])
    assert [one.name for one in switches_of(book, "instruments")] == [line]


@pytest.mark.parametrize("line", LINES)
def test_a_study_varies_no_key_of_a_line_without_money(line: Line) -> None:
    scenario = load("beijing-2011", policy="no-guidance-fund", settings=settings(ON[line][0]))
    group = f"policy.{line}" if line != "district" else "policy.levels.district"
    with pytest.raises(BadInput) as refused:
        ranges([group], scenario)
    assert "is switched off in this scenario" in refused.value.problems[0].message
    key = ON[line][1]
    paid = load("beijing-2011", policy="no-guidance-fund", settings=settings((*ON[line][0], *MONEY[line])))
    assert any(one.key.startswith(key) for one in ranges([group], paid))


def test_a_prospectus_promises_nothing_from_a_line_without_money() -> None:
    scenario = load("beijing-2011")
    lines: tuple[Line, ...] = ("risk_subsidy", "loss_compensation", "loss_guarantee")
    for line in lines:
        book = policy(*ON[line][0])
        assert subsidy_per_yuan(book, 0.2) == 0.0
        assert compensation_per_yuan(scenario.economy, book, 0.2) == 0.0
        assert guarantee(scenario.economy, book, 0.2, 1.0, 0.5) == 0.0


def test_keys_of_help_on_a_deal_act_only_while_some_line_of_help_has_money() -> None:
    weight = "economy.managers.subsidy_weight"
    for line in SUPPORTS:
        rules, money = ON[line][0], MONEY[line]
        poor = load("beijing-2011", policy="no-guidance-fund", settings=settings(rules))
        paid = load("beijing-2011", policy="no-guidance-fund", settings=settings((*rules, *money)))
        assert weight not in {one.key for one in ranges(["economy"], poor)}
        assert weight in {one.key for one in ranges(["economy"], paid)}
