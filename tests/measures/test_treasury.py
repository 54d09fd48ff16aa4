"""What the treasury pays and gets, and when, by hand and on the village."""

from typing import Any

import numpy as np
import pytest

from sim.ledger.history import NEVER, Position
from sim.ledger.vocabulary import PUBLIC_MONEY, TREASURIES
from sim.measures.estimates import estimate
from sim.measures.reduce import discount_rate, reduce_history
from tests.villages import run, village

STAGE = "guidance_fund.stage_equity:cash"
TREASURY = "treasury:cash"
FUND = "fund 0.0:cash"
FIVE, EIGHT = 1827, 2922  # days from 2011-03-15 to its 5th and 8th anniversary, over two leap days


def two_years(hand: Any) -> Any:
    """100 appropriated at once and after a year, 150 of it used; 50 sent home after five years, 160 after eight."""
    hand.post(0, STAGE, TREASURY, 100, "appropriation", "")
    hand.post(365, STAGE, TREASURY, 100, "appropriation", "")
    hand.post(400, FUND, STAGE, 150, "capital_call")
    hand.post(1000, STAGE, FUND, 200, "distribution")
    hand.post(FIVE, TREASURY, STAGE, 50, "remittance", "")
    hand.post(EIGHT, TREASURY, STAGE, 160, "remittance", "")
    hand.navs = {"public": 20, "stage_equity": 20}
    return hand


def test_the_treasury_s_multiple_counts_appropriations_remittances_cash_and_nav(hand: Any) -> None:
    values = two_years(hand).reduce().values
    assert values["treasury.tvpi"] == (50 + 160 + 40 + 20) / 200  # 200 + 200 - 150 - 210 = 40 are left in cash
    assert values["public.tvpi"] == (200 + 20) / 150


def test_the_treasury_s_rate_solves_its_dated_flows(hand: Any) -> None:
    rate = two_years(hand).reduce().values["treasury.irr"]
    assert rate is not None
    v = 1 / (1 + rate)
    back = 50 * v ** (FIVE / 365) + 160 * v ** (EIGHT / 365) + 60 * v**10
    assert -100 - 100 * v + back == pytest.approx(0, abs=1e-9)


def test_money_waiting_in_the_guidance_fund_is_out_of_the_treasury_but_not_of_the_fund(hand: Any) -> None:
    values = two_years(hand).reduce().values
    assert values["treasury.peak_cash_out"] == 200
    assert values["budget.peak_exposure"] == 150


def test_cash_is_back_when_remittances_reach_appropriations_for_good(hand: Any) -> None:
    assert two_years(hand).reduce().values["treasury.back_year"] == pytest.approx(EIGHT / 365.25, abs=1e-12)
    hand.post(3000, STAGE, TREASURY, 11, "appropriation", "")  # ten too many came back before, one is out again
    assert hand.reduce().values["treasury.back_year"] is None


def test_shares_back_by_a_year_divide_by_all_appropriations_and_end_with_the_horizon(hand: Any) -> None:
    values = two_years(hand).reduce().values
    assert values["treasury.back_share.5"] == 50 / 200  # the anniversary itself counts
    assert values["treasury.back_share.8"] == values["treasury.back_share.10"] == 210 / 200
    assert values["treasury.back_share.12"] is None  # the scenario ends after ten years


def test_without_appropriations_the_treasury_has_no_measures_but_zero_out(hand: Any) -> None:
    reduced = hand.reduce()
    treasury = {name: value for name, value in reduced.values.items() if name.startswith("treasury.")}
    assert treasury.pop("treasury.peak_cash_out") == 0.0
    assert set(treasury.values()) == {None}


def back_after(new_hand: Any, replication: int, day: int) -> Any:
    """One replication whose 100 are back on ``day``, NEVER for not at all."""
    hand = new_hand(replication=replication)
    hand.post(0, STAGE, TREASURY, 100, "appropriation", "")
    if day >= 0:
        hand.post(day, TREASURY, STAGE, 100, "remittance", "")
    return hand.reduce()


def test_the_year_back_is_the_median_of_replications_those_that_never_are_censored(
    new_hand: Any, scenario: Any
) -> None:
    days = (2000, 3000, 3300, NEVER)
    found = estimate([back_after(new_hand, r, day) for r, day in enumerate(days)])["treasury.back_year"]
    assert found.pooled == pytest.approx(3000 / 365.25, abs=1e-12)
    assert (found.mean, found.p50, found.n) == (None, None, 3)  # those that are back alone would say too early


def test_a_year_back_that_half_the_replications_do_not_reach_does_not_exist(new_hand: Any, scenario: Any) -> None:
    reduced = [back_after(new_hand, r, day) for r, day in enumerate((2000, NEVER, NEVER))]
    found = estimate(reduced)["treasury.back_year"]
    assert (found.pooled, found.mean, found.n) == (None, None, 1)


def test_an_exit_median_that_most_replications_do_not_reach_is_no_mean_of_the_others(
    new_hand: Any, scenario: Any
) -> None:
    reduced = []
    for replication, left in enumerate((500, NEVER, NEVER)):
        hand = new_hand(replication=replication)
        hand.lists["positions"] = [
            Position("stage_equity", "guidance_fund", "fund 0.0", -1, 0, NEVER, left, cost_fen=1)
        ]
        reduced.append(hand.reduce())
    found = estimate(reduced)["exit.median_years"]
    assert (found.pooled, found.mean) == (None, None)


def test_instruments_have_net_cost_principal_and_tail_of_their_own_which_add_up_to_the_public_s(
    new_hand: Any, scenario: Any
) -> None:
    reduced = []
    for replication, back in enumerate((150, 60)):
        hand = new_hand(replication=replication)
        hand.post(0, FUND, STAGE, 100, "capital_call")
        hand.post(365, STAGE, FUND, back, "distribution")
        hand.post(0, "company 4:cash", "guidance_fund.co_investment:cash", 40, "co_investment", "company 4")
        hand.navs = {"public": 10, "co_investment": 10}
        reduced.append(hand.reduce())
    values = reduced[0].values
    assert values["stage_equity.net_cost_pv"] + values["co_investment.net_cost_pv"] == pytest.approx(
        values["public.net_cost_pv"], abs=1e-9
    )
    assert values["stage_equity.principal_back"] == 1.0
    found = estimate(reduced)
    assert found["stage_equity.principal_back"].pooled == 0.5
    assert found["co_investment.principal_back"].pooled == 0.0
    assert found["stage_equity.cvar95"].pooled == 60 - 100
    assert found["co_investment.cvar95"].pooled == 10 - 40
    assert found["public.cvar95"].pooled == 60 + 10 - 140
    assert found["stage_equity.cvar95"].n == 2


def test_on_the_village_the_treasury_s_measures_follow_from_the_postings() -> None:
    history = run(1)
    reduced = reduce_history(history, village())
    p = history.postings
    treasury = {i for i, name in enumerate(p.accounts) if name in TREASURIES}
    funds = {i for i, name in enumerate(p.accounts) if name.startswith(PUBLIC_MONEY)}
    given = sum(r["fen"] for r in p.rows if r["credit"] in treasury and r["debit"] in funds)
    back = sum(r["fen"] for r in p.rows if r["debit"] in treasury and r["credit"] in funds)
    cash = sum(int(r["fen"]) * ((r["debit"] in funds) - (r["credit"] in funds)) for r in p.rows)
    assert given == 60e6 * 100
    assert reduced.values["treasury.tvpi"] == pytest.approx((back + cash + history.navs["public"]) / given, rel=1e-14)
    assert cash == 0  # after its closing the guidance fund keeps nothing
    assert reduced.series["net_treasury"][-1] == back - given
    assert reduced.values["treasury.back_share.10"] == pytest.approx(back / given, rel=1e-14)
    assert np.isclose(reduced.values["treasury.peak_cash_out"], 60e6)


def test_on_the_village_the_instruments_add_up_to_all_public_money_and_exits_to_one() -> None:
    reduced = reduce_history(run(1), village())
    values = reduced.values
    other = [
        fen * (1 + discount_rate(village())) ** (-int(day) / 365)
        for day, fen in zip(*reduced.flows["risk_subsidy"], strict=True)
    ]
    lines = values["stage_equity.net_cost_pv"] + values["co_investment.net_cost_pv"] - sum(other) / 100
    assert lines == pytest.approx(values["public.net_cost_pv"], abs=0.01)
    for instrument in ("stage_equity", "co_investment"):
        three = [values[f"{instrument}.exit.{end}"] for end in ("on_time", "lost", "overdue")]
        assert sum(three) == pytest.approx(1.0, abs=1e-12)


def test_what_a_sweep_keeps_gives_the_same_treasury(new_hand: Any, scenario: Any) -> None:
    from sim.experiments.work.slim import from_columns, slim, to_columns

    reduced = [back_after(new_hand, r, day) for r, day in enumerate((2000, 3000, NEVER))]
    kept = from_columns(to_columns([slim(one) for one in reduced], "here"), "here")
    assert estimate(kept) == estimate(reduced)
