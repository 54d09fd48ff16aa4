"""What is said to change nothing changes nothing, and each gate opens with what it says it needs."""

import random

import pytest

from sim.scenario.book import by_key
from sim.scenario.files import load
from sim.scenario.gates import GATES, needed
from sim.scenario.scenario_schema import Scenario
from tests.fuzz.extremes import BARE, VILLAGE, Case, attempt, cases

SHORT = 12


def village(*settings: str) -> Scenario:
    return load(VILLAGE, settings=[f"policy.{one}" for one in settings])


def test_every_gate_stands_before_keys_that_exist() -> None:
    for gate in GATES:
        for prefix in gate.prefixes:
            assert any(key.startswith(prefix) for key in by_key()), prefix
        assert set(gate.opened_by) <= by_key().keys()


SHUT = [case for case in cases([BARE]) if needed(case.key, load(VILLAGE, policy=BARE))]


@pytest.mark.parametrize("case", random.Random(5).sample(SHUT, SHORT), ids=lambda case: case.setting)
def test_a_key_that_is_shut_moves_no_posting(case: Case) -> None:
    outcome = attempt(case)
    assert outcome.trouble == ""


@pytest.mark.parametrize(
    ("key", "opening"),
    [
        ("policy.selection.delay_months", ["selection.administrative=true"]),
        ("policy.stage_equity.terms.preferred_index_date", ["stage_equity.terms.preferred_index=loan_1y"]),
        ("policy.budget.staging.progress", ["budget.staging.tranches=[0.5, 0.5]"]),
        ("policy.levels.district.match", ["levels.district.match=1.0", "levels.district.yearly=[1e7]"]),
        ("policy.stage_equity.duty.price", ["stage_equity.duty.multiple=2.0", "stage_equity.duty.breach=leave"]),
    ],
)
def test_a_gate_opens_with_what_it_says_it_needs(key: str, opening: list[str]) -> None:
    assert needed(key, village())
    assert needed(key, village(*opening)) == ""


def test_a_key_that_opens_its_own_gate_always_acts_while_there_is_money() -> None:
    assert needed("policy.co_investment.ratio", village("co_investment.ratio=0.0")) == ""
    assert "budget.co_investment_share above 0" in needed(
        "policy.co_investment.ratio", village("budget.co_investment_share=0.0")
    )


def test_the_formula_price_is_asked_for_without_an_option_where_a_stake_is_sold_at_it() -> None:
    rate = "policy.stage_equity.option.rate.spread"
    closed = ("stage_equity.option.enabled=false",)
    auction = ("stage_equity.at_deadline.rule=auction", "stage_equity.at_deadline.floor=formula")
    none = ("stage_equity.at_deadline.floor=none", "stage_equity.at_deadline.first_refusal=false")
    assert needed(rate, village(*closed, *none))
    assert needed(rate, village(*closed, *auction, "stage_equity.maximum_holding_years=5.0")) == ""


def test_the_floor_of_times_acts_where_an_article_or_a_deadline_shortens_one() -> None:
    floor = "economy.response.time_floor"
    assert "a factor of an article on a time below 1" in needed(floor, village())
    assert needed(floor, village("coordination.review_factor=0.9")) == ""
    assert needed(floor, load(VILLAGE, settings=("economy.response.rush=0.8",))) == ""


def test_nobody_can_be_supported_twice_by_one_programme() -> None:
    key, money = "policy.coordination.no_double_months", "appropriation.yearly=[1e7]"
    grants = (money, "appropriation.shares.mix=0.5", "research_money.size=1e6", "mix.grant=0.5", "mix.post=0.5")
    small = ("appropriation.shares.sme_fund=0.5", "growth_firms.sme_amount=6e5")
    assert "two of these" in needed(key, village(*grants))
    assert "two of these" in needed(key, village(money, *small))
    assert needed(key, village(*grants, *small)) == ""
    without_subsidy = ("recognition.enabled=true", "appropriation.shares.recognised=0.1")
    assert needed(key, village(*grants, *without_subsidy))
    assert needed(key, village(*grants, *without_subsidy, "recognition.subsidy=1e5")) == ""


def test_an_agent_comes_for_nothing_or_for_money_that_is_there() -> None:
    key, asked = "policy.services.agent_factor", "services.agent_fee=5e4"
    assert needed(key, village()) == ""
    assert "money for it" in needed(key, village(asked))
    assert needed(key, village(asked, "appropriation.yearly=[1e7]", "appropriation.shares.services=0.1")) == ""
    assert needed("policy.services.agent_fee", village("services.agent_factor=0.8")) == ""  # a fee drives it away


def test_what_answers_to_overheads_is_measured_from_what_was_paid_before() -> None:
    key, before = "economy.response.indirect_on_conversion", by_key()["policy.research_money.indirect_rate"].off
    assert f"other than {before:g}" in needed(key, village(f"research_money.indirect_rate={before}"))
    assert needed(key, village("research_money.indirect_rate=0.13")) == ""


def test_the_cap_over_all_levels_binds_the_city_alone_too() -> None:
    assert needed("policy.levels.district.cap_all_levels", village()) == ""


def test_what_companies_sell_and_whether_they_leave_opens_the_keys_behind_it() -> None:
    closed, path = (load(VILLAGE, settings=sets) for sets in ((), ("economy.operations.mode=path",)))
    for key in ("economy.operations.rate", "economy.operations.tax_rate", "economy.leaving.sale_moves"):
        assert needed(key, closed)
        assert needed(key, path) == ""
    assert needed("economy.operations.mode", closed) == ""
    assert needed("economy.leaving.sale_moves", load(VILLAGE, settings=("economy.leaving.rate=0.01",))) == ""
    call, nothing = "policy.budget.call_month", "no-guidance-fund"
    assert needed(call, load(VILLAGE, policy=nothing))
    assert needed(call, load(VILLAGE, policy=nothing, settings=("economy.operations.mode=path",))) == ""
