"""Measures of a world that was there before the start count what begins on day 0 or after, and all public money."""

from dataclasses import replace
from typing import Any

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import Achievement, Company, Fund, History, Position, Round, SmallHolding
from sim.measures.flows import read_books
from sim.measures.reduce import reduce_history
from sim.measures.since import since_start
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.engine.worlds import OTHERS, VILLAGE
from tests.measures.conftest import CO

EARLY, OURS = "fund 9.0", "fund 0.0"
OLD, NEW = 70, 7  # companies
TREASURY, PARTNERS, OUTSIDE = "treasury:cash", "partners.state:cash", "outside:cash"


def written(hand: Any) -> Any:
    """A fund of -300 in an old and a new company, one of day 10 in both, and co-investment in the old one."""
    hand.lists["achievements"] = [Achievement(OLD, 0, 0, 1, 0.0, -400), Achievement(NEW, 0, 0, 1, 0.0, 5)]
    hand.lists["companies"] = [
        Company(OLD, 0, True, -200, stage=1, funded=-100),
        Company(NEW, 0, True, 20, stage=0, funded=40),
    ]
    hand.lists["funds"] = [
        Fund(EARLY, 9, 0, 1, -300, set_up=-250, private_fen=800_00, invested_fen=200_00, drawn_fen=200_00),
        Fund(
            OURS, 0, 0, 1, 10, set_up=30, private_fen=500_00, public_fen=500_00, invested_fen=100_00, drawn_fen=100_00
        ),
    ]
    hand.lists["rounds"] = [
        Round(OLD, 0, -100, 1, 130_00, 1, EARLY, 100_00, 0, 30_00, False),
        Round(OLD, 1, 50, 1, 120_00, 1, OURS, 60_00, 20_00, 40_00, False),
        Round(NEW, 0, 40, 1, 190_00, 1, EARLY, 140_00, 0, 50_00, False),
    ]
    hand.lists["positions"] = [
        Position("fund_holding", EARLY, EARLY, OLD, -100, cost_fen=100_00),
        Position("fund_holding", EARLY, EARLY, NEW, 40, cost_fen=100_00),
        Position("fund_holding", OURS, OURS, NEW, 40, cost_fen=40_00),
        Position("fund_holding", OURS, OURS, OLD, 50, cost_fen=60_00),
        Position("co_investment", "guidance_fund", EARLY, OLD, 50, cost_fen=20_00),
    ]
    old, new = f"company {OLD}:cash", f"company {NEW}:cash"
    hand.post(-100, f"{EARLY}:cash", PARTNERS, 100, "capital_call", EARLY)
    hand.post(-100, old, f"{EARLY}:cash", 100, "investment", f"company {OLD}")
    hand.post(-100, old, OUTSIDE, 30, "investment", f"company {OLD}")
    hand.post(0, CO, TREASURY, 50, "appropriation", "guidance fund")
    hand.post(40, f"{EARLY}:cash", PARTNERS, 100, "capital_call", EARLY)
    hand.post(40, new, f"{EARLY}:cash", 100, "investment", f"company {NEW}")
    hand.post(40, f"{OURS}:cash", PARTNERS, 50, "capital_call", OURS)
    hand.post(40, f"{OURS}:cash", "guidance_fund.stage_equity:cash", 50, "capital_call", OURS)
    hand.post(40, new, f"{OURS}:cash", 40, "investment", f"company {NEW}")
    hand.post(40, new, OUTSIDE, 50, "investment", f"company {NEW}")
    hand.post(50, old, f"{OURS}:cash", 60, "investment", f"company {OLD}")
    hand.post(50, old, CO, 20, "co_investment", f"company {OLD}")
    hand.post(50, old, OUTSIDE, 40, "investment", f"company {OLD}")
    return hand


@pytest.fixture
def both(hand: Any) -> tuple[History, Scenario]:
    return replace(written(hand).history(), begins=-365), hand.scenario


def test_entities_from_before_the_start_are_left_out_and_their_flows(both: tuple[History, Scenario]) -> None:
    history, scenario = both
    values = reduce_history(history, scenario).values
    assert (values["pipeline.disclosed"], values["company.funded"], values["fund.set_up"]) == (1.0, 1.0, 1.0)
    assert values["fund.deployment"] == 1.0  # 100 of 100 of the fund of day 10
    assert values["market.private_capital.funds"] == 50.0  # of partners into it
    assert values["market.private_capital.rounds"] == 50.0  # outside money into the new company
    assert values["market.private_capital"] == 100.0


def test_all_public_money_counts_and_what_a_fund_that_counts_does(both: tuple[History, Scenario]) -> None:
    history, scenario = both
    reduced = reduce_history(history, scenario)
    assert reduced.values["public.paid_in"] == 70.0  # 50 into the fund, 20 beside the early one in the old company
    assert reduced.values["budget.appropriated"] == 50.0
    assert reduced.parts["leverage.private_per_public"] == (50_00, 50_00)
    # the new company raised 190; of public money it has half of the 40 that the fund put in
    assert reduced.parts["leverage.project"] == (190_00, 20_00)
    parties = [value or 0.0 for name, value in reduced.values.items() if name.startswith("party.")]
    assert sum(parties) == pytest.approx(0.0, abs=1e-9)


def test_records_and_postings_that_count_lie_after_the_start(both: tuple[History, Scenario]) -> None:
    found = since_start(both[0])
    assert [one.slot for one in found.achievements] == [NEW]
    assert [one.company for one in found.rounds] == [NEW]
    assert [(one.holder, one.company) for one in found.positions] == [(OURS, NEW), (OURS, OLD), ("guidance_fund", OLD)]
    # all but the early fund's calls and what it and outside paid into the old company
    assert len(found.postings.rows) == len(both[0].postings.rows) - 5
    assert found.postings.rows["day"].min() == 0


def test_the_guarantor_has_left_what_it_has_whatever_the_companies_that_it_covers(hand: Any) -> None:
    """100 of the city and a fee of 3 of an old and of a new company each, less 40 for the old one's loan."""
    old = f"company {OLD}"
    written(hand)
    hand.post(0, "programme.guarantee_capital:cash", TREASURY, 100, "appropriation", "programme guarantee_capital")
    hand.post(0, "guarantor:cash", "programme.guarantee_capital:cash", 100, "capital_in", "guarantor")
    hand.post(0, "guarantor:insurance", OUTSIDE, 20, "capital_in", "guarantor")
    for company in (old, f"company {NEW}"):
        hand.post(60, "guarantor:cash", f"{company}:cash", 3, "cover_fee", company)
    hand.post(90, "bank:cash", "guarantor:cash", 40, "cover_paid", old)
    hand.post(90, "bank:cash", "guarantor:insurance", 5, "cover_paid", old)
    warm, cold = replace(hand.history(), begins=-365), hand.history()
    values = reduce_history(warm, hand.scenario).values
    assert values["guarantor.capital_left"] == 100 + 3 + 3 - 40
    found = read_books(since_start(warm).postings, hand.history().funds)
    assert found.held("guarantor:insurance") == 15_00  # fen
    # all public money is of after the start, so that it costs the same without a past
    assert values["fiscal.net_cost_pv"] == reduce_history(cold, hand.scenario).values["fiscal.net_cost_pv"]


def test_angels_hold_what_they_bought_of_companies_that_count(hand: Any) -> None:
    """10 into a new company, still worth 10: nothing is gained; of the old one neither cost nor holding counts."""
    written(hand)
    for day, company in ((-100, OLD), (40, NEW)):
        hand.post(day, f"company {company}:cash", "angels:cash", 10, "investment", f"company {company}")
    held = [SmallHolding("angels", company, day, 1, 10_00, nav_fen=10_00) for day, company in ((-100, OLD), (40, NEW))]
    warm = replace(hand.history(), begins=-365, small_holdings=held)
    assert [one.company for one in since_start(warm).small_holdings] == [NEW]
    reduced = reduce_history(warm, hand.scenario)
    assert (reduced.navs["angels"], reduced.values["angels.invested"]) == (10_00, 10.0)
    assert reduced.values["angels.irr"] == pytest.approx(0.0, abs=1e-9)


def test_a_company_counts_that_is_founded_of_a_result_from_before_the_start() -> None:
    """A result of before the start may become a company after it: more are founded than results of ours converted."""
    scenario = load(VILLAGE, settings=OTHERS["a world that is already there"])
    steps = reduce_history(simulate(scenario, 1), scenario).funnel
    assert steps["founded"] > steps["converted"]
    assert 0 < steps["seed"] <= steps["founded"]


def test_a_world_that_begins_with_day_0_is_measured_as_it_is(hand: Any) -> None:
    history = written(hand).history()
    assert since_start(history) is history


def test_of_a_simulated_world_nothing_from_before_the_start_is_measured() -> None:
    scenario = load(VILLAGE, settings=OTHERS["a world that is already there"])
    whole = simulate(scenario, 1)
    found = since_start(whole)
    assert found.postings.rows["day"].min() >= 0 > whole.postings.rows["day"].min()
    assert 0 < len(found.funds) < len(whole.funds)
    reduced = reduce_history(whole, scenario)
    assert reduced.digest == whole.postings.digest()
    assert all(days.min(initial=0) >= 0 for days, _ in reduced.flows.values())
    assert reduced.months[0] == 0
    assert sum(v or 0.0 for name, v in reduced.values.items() if name.startswith("party.")) == pytest.approx(
        0.0, abs=1.0
    )
