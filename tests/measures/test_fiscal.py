"""What all support costs, on histories written by hand; and that no measure of the guidance fund knows programmes."""

import math
from typing import Any

import pytest

from sim.ledger.history import Achievement, Company, Round
from sim.measures.additionality import compared_samples
from sim.measures.catalogue import CATALOGUE, EVERY
from sim.measures.estimates import estimates_of
from sim.measures.reduce import Reduced, reduce_history
from tests.measures.conftest import STAGE, ByHand
from tests.villages import run, village

GRANTS, ORDERS = "programme.rd_grant:cash", "programme.procurement:cash"
TREASURY, OUTSIDE, GUARANTOR = "treasury:cash", "outside:cash", "guarantor:cash"
PATH = "economy.operations.mode=path"
MILLION = 1_000_000


def city(hand: ByHand) -> ByHand:
    """100 for the fund, of which 60 come back after a year; 50 for grants, 20 of them paid, 5 back; 7 run each year."""
    hand.post(0, STAGE, TREASURY, 100, "appropriation")
    hand.post(0, "fund 0.0:cash", STAGE, 100, "capital_call")
    hand.post(365, STAGE, "fund 0.0:cash", 60, "distribution")
    hand.post(0, GRANTS, TREASURY, 50, "programme_appropriation", "programme rd_grant")
    hand.post(0, "programme:commitments", "programme:committed", 30, "commitment", "company 1")
    hand.post(0, "company 1:cash", GRANTS, 20, "support", "company 1")
    hand.post(365, GRANTS, "company 1:cash", 5, "support", "company 1")
    hand.post(365, TREASURY, GRANTS, 35, "programme_remittance", "programme rd_grant")
    hand.post(0, OUTSIDE, TREASURY, 7, "running_cost", "article 3")
    hand.post(365, OUTSIDE, TREASURY, 7, "running_cost", "article 3")
    return hand


def year(reduced: Reduced) -> float:
    return 1.0 / (1.0 + reduced.discount_rate)


def test_cost_is_what_left_less_what_came_back_of_all_support(hand: ByHand) -> None:
    found = city(hand).reduce()
    v, later = found.values, year(found)
    assert v["public.net_cost_pv"] == pytest.approx(100 - 60 * later)
    assert v["fiscal.net_cost_pv"] == pytest.approx(100 + 20 + 7 - (60 + 5 - 7) * later)
    assert v["fiscal.cost.rd_grant"] == pytest.approx(20 - 5 * later)
    assert v["programme.rd_grant.paid"] == 20
    assert v["fiscal.recovered"] == pytest.approx(65 / (100 + 20 + 14))


def test_what_is_held_at_the_horizon_is_not_spent(hand: ByHand) -> None:
    city(hand).post(0, GUARANTOR, "programme.guarantee_capital:cash", 40, "support", "programme guarantee_capital")
    hand.navs = {"public": 30, "direct_equity": 8}
    found = hand.reduce()
    last = year(found) ** 10
    less = city(ByHand(hand.scenario)).reduce().values["fiscal.net_cost_pv"] or 0.0
    assert found.values["fiscal.net_cost_pv"] == pytest.approx(less + 40 - (30 + 8 + 40) * last)
    assert found.values["fiscal.cost.direct_equity"] == pytest.approx(-8 * last)
    assert found.values["fiscal.cost.guarantee_capital"] == pytest.approx(40 - 40 * last)


def test_lines_the_guidance_fund_and_running_costs_sum_to_the_cost_of_all_support(hand: ByHand) -> None:
    city(hand).post(0, GUARANTOR, "programme.guarantee_capital:cash", 40, "support", "programme guarantee_capital")
    hand.post(365, OUTSIDE, GUARANTOR, 15, "support")
    hand.post(365, "company 1:cash", ORDERS, 100, "order", "company 1")
    hand.navs = {"public": 30, "direct_equity": 8}
    found = hand.reduce()
    v, run_by_articles = found.values, 7 + 7 * year(found)
    assert v["fiscal.cost.guarantee_capital"] == pytest.approx(40 - 25 * year(found) ** 10)
    parts = [v[name] or 0.0 for name in v if name.startswith("fiscal.cost.") or name == "public.net_cost_pv"]
    assert len(parts) == 11
    assert v["fiscal.net_cost_pv"] == pytest.approx(sum(parts) + run_by_articles)


def test_what_a_line_has_for_its_money_is_in_its_formula() -> None:
    said = {"procurement": "use_value", "direct_equity": "stakes it holds", "guarantee_capital": "guarantor's cash"}
    lines = [name for name in CATALOGUE if name.startswith("fiscal.cost.")]
    for line in lines:
        formula = CATALOGUE[line].formula
        assert [words in formula for words in said.values()] == [line == f"fiscal.cost.{one}" for one in said]


def test_ordered_goods_are_worth_part_of_their_price_and_premiums_buy_nothing(hand: ByHand) -> None:
    hand.post(0, ORDERS, TREASURY, 115, "programme_appropriation", "programme procurement")
    hand.post(365, "company 1:cash", ORDERS, 100, "order", "company 1")
    hand.post(365, "company 1:cash", ORDERS, 15, "first_set", "company 1")
    found = hand.reduce()
    use_value = hand.scenario.law.procurement.use_value
    assert 0.0 < use_value < 1.0
    assert found.values["fiscal.net_cost_pv"] == pytest.approx((115 - 100 * use_value) * year(found))
    assert found.values["fiscal.cost.procurement"] == pytest.approx((115 - 100 * use_value) * year(found))
    assert found.values["programme.procurement.paid"] == 115


def test_no_measure_of_the_guidance_fund_knows_of_programmes() -> None:
    """Money that programmes only get and give back: nothing but the treasury's own party has seen it."""
    money = ("policy.appropriation.yearly=[40e6, 40e6, 40e6, 40e6]", "policy.appropriation.shares.mix=1.0", PATH)
    plain, beside = (reduce_history(run(1, *sets), village(*sets)) for sets in ((PATH,), money))
    assert any(name.startswith("programme.") for name in run(1, *money).postings.accounts)
    assert [name for name in plain.values if plain.values[name] != beside.values[name]] == []
    paid = ("policy.appropriation.shares.recognised=0.5", "policy.recognition.enabled=true")
    paid = (PATH, money[0], *paid, "policy.recognition.subsidy=1000000")
    supported = reduce_history(run(1, *paid), village(*paid)).values
    appropriated = [name for name in supported if name.startswith(("treasury.", "budget.appropriated"))]
    assert [supported[name] for name in appropriated] == [plain.values[name] for name in appropriated]
    assert (supported["fiscal.net_cost_pv"] or 0) - (supported["public.net_cost_pv"] or 0) > 5e6


# ---- for each conversion and success --------------------------------------------------------------------------------


def converted(number: int) -> list[Achievement]:
    return [Achievement(slot, 0, 0, 0, 0.0, 0, converted=100) for slot in range(number)]


def closed(company: int, stage: int) -> Round:
    return Round(company, stage, 50, 1, 1, 1, "outside", 0, 0, 1, False)


def test_success_is_a_growth_round_a_listing_or_a_good_sale(hand: ByHand) -> None:
    city(hand).lists["achievements"] = converted(4)
    hand.lists["companies"] = [
        Company(1, 0, True, 0, stage=2),
        Company(2, 0, True, 0, listed=900),
        Company(3, 0, True, 0, end="trade_sale", gained=True),
        Company(4, 0, True, 0, end="trade_sale"),
        Company(5, 0, True, 0, stage=1),
    ]
    hand.lists["rounds"] = [closed(1, 1), closed(1, 2), closed(5, 1)]
    v = hand.reduce().values
    cost = round(v["fiscal.net_cost_pv"] or 0.0)
    assert v["fiscal.per_success"] == cost / 3
    assert v["fiscal.per_conversion"] == cost / 4


def test_legs_are_parts_of_the_cost_of_a_conversion_and_of_a_success(hand: ByHand) -> None:
    """What 20 in grants less 5 a year later, and 12 of direct equity less 8 that it holds, cost for each of four."""
    city(hand).lists["achievements"] = converted(4)
    hand.lists["rounds"] = [closed(1, 2), closed(2, 2)]
    hand.lists["companies"] = [Company(1, 0, True, 0, stage=2), Company(2, 0, True, 0, stage=2)]
    hand.post(0, "programme.direct_equity:cash", TREASURY, 10 * MILLION, "programme_appropriation")
    hand.post(0, "company 1:cash", "programme.direct_equity:cash", 12 * MILLION, "co_investment", "company 1")
    hand.navs = {"direct_equity": 8 * MILLION}
    found = hand.reduce()
    v, last = found.values, year(found) ** 10
    assert v["fiscal.per_conversion.direct_equity"] == pytest.approx((12 - 8 * last) * MILLION / 4, abs=1)
    assert v["fiscal.per_success.direct_equity"] == pytest.approx((12 - 8 * last) * MILLION / 2, abs=1)
    assert v["fiscal.per_success.post_subsidy"] == 0.0
    assert v["fiscal.per_conversion.rd_grant"] == round(v["fiscal.cost.rd_grant"] or 0.0) / 4
    assert v["programme.direct_equity.revolving"] == 1.2


def test_without_a_conversion_there_is_no_cost_of_one(hand: ByHand) -> None:
    v = city(hand).reduce().values
    assert (v["fiscal.per_conversion"], v["fiscal.per_success"]) == (None, None)


# ---- compared -------------------------------------------------------------------------------------------------------


def world(new_hand: Any, extra: list[int], cost: int) -> list[Reduced]:
    """One replication a number of conversions beyond 50; each costs ``cost``."""
    found = []
    for replication, more in enumerate(extra):
        hand = new_hand(replication=replication)
        hand.post(0, "fund 0.0:cash", STAGE, cost, "capital_call")
        hand.lists["achievements"] = converted(50 + more)
        found.append(hand.reduce())
    return found


def per_extra(new_hand: Any, extra: list[int]) -> tuple[Any, Any]:
    worlds = {"first": world(new_hand, [0] * len(extra), 100), "second": world(new_hand, extra, 400)}
    nothing = {"first": "first", "second": "first"}
    samples = compared_samples(worlds, nothing, None, {})
    names = ("fiscal.per_extra_conversion", "additionality.conversions")
    found = estimates_of(samples["second"][1], {name: EVERY[name] for name in names})
    return found[names[0]], found[names[1]]


def test_an_extra_conversion_costs_what_is_paid_beyond_the_first_rule_book(new_hand: Any) -> None:
    cost, extra = per_extra(new_hand, [2, 3, 4, 3])
    assert cost.pooled == pytest.approx(1200 / 12)
    assert cost.pooled_ci95 is not None
    assert extra.mean == 3


def test_it_has_no_value_where_there_may_be_no_extra_conversion(new_hand: Any) -> None:
    cost, extra = per_extra(new_hand, [-3, 5, -4, 6])
    assert extra.mean == 1
    assert (cost.pooled, cost.pooled_ci95) == (None, None)


def test_dearer_and_fewer_is_not_cheap(new_hand: Any) -> None:
    """3 fewer for 300 more each: over each other they would read as -100, better than free."""
    cost, extra = per_extra(new_hand, [-2, -3, -4, -3])
    assert extra.ci95 is not None
    assert extra.ci95[1] < 0
    assert (cost.pooled, cost.pooled_ci95) == (None, None)


def test_its_interval_is_fiellers_and_knows_replications_without_an_extra_one(new_hand: Any) -> None:
    """300 each for 0, 1, 2, 2, 2, 3, 3, 3: a fixed cost over the ends of Student's t interval of the mean of 2."""
    cost, _ = per_extra(new_hand, [0, 1, 2, 2, 2, 3, 3, 3])
    half = 2.364624 * math.sqrt(8 / 7 / 8)  # t of 7 degrees; squares of 4 + 1 + 3 about the mean
    assert cost.pooled == pytest.approx(150)
    assert cost.pooled_ci95 == pytest.approx((300 / (2 + half), 300 / (2 - half)), rel=1e-5)


def test_of_the_baseline_there_is_none(new_hand: Any) -> None:
    worlds = {"first": world(new_hand, [0, 1, 2], 100)}
    samples = compared_samples(worlds, {"first": "first"}, None, {})
    assert samples["first"][1].pooled["fiscal.per_extra_conversion"].value is None


def test_every_line_has_what_it_paid_and_cost() -> None:
    lines = [name for name in CATALOGUE if name.startswith("programme.") and name.endswith(".paid")]
    assert len(lines) == 10
    assert all(f"fiscal.cost.{name.split('.')[1]}" in CATALOGUE for name in lines)
