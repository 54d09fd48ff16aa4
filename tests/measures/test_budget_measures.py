"""Idle money by cause, its series, and leverage, by hand (D10)."""

from datetime import date
from typing import Any

import pytest

from sim.ledger.history import Fund, Level, Position, Round
from sim.measures.budget import month_days
from sim.measures.reduce import reduce_history
from tests.villages import run, village

STAGE = "guidance_fund.stage_equity:cash"
CO = "guidance_fund.co_investment:cash"
TREASURY = "treasury:cash"


def waiting(hand: Any) -> Any:
    """300 appropriated; 200 committed on day 100, set up on day 300, 150 drawn on day 400; 100 remitted on day 600."""
    hand.horizon = 1000
    hand.post(0, STAGE, TREASURY, 300, "appropriation", "")
    hand.post(400, "fund 0.0:cash", STAGE, 150, "capital_call")
    hand.post(600, TREASURY, STAGE, 100, "remittance", "")
    moves = [
        (0, "uncommitted", 300),
        (100, "uncommitted", -200),
        (100, "not_set_up", 200),
        (300, "not_set_up", -200),
        (300, "undrawn", 200),
        (400, "undrawn", -150),
        (400, "in_funds", 150),
        (600, "uncommitted", -100),
    ]
    hand.lists["levels"] = [Level(day, place, yuan * 100) for day, place, yuan in moves]
    return hand


def test_idle_money_is_the_integral_of_each_cause_over_money_under_management(hand: Any) -> None:
    values = waiting(hand).reduce().values
    managed = 300 * 600 + 200 * 400
    uncommitted, not_set_up, undrawn = 300 * 100 + 100 * 500, 200 * 200, 200 * 100 + 50 * 600
    assert values["budget.idle_rate.uncommitted"] == pytest.approx(uncommitted / managed, rel=1e-14)
    assert values["budget.idle_rate.not_set_up"] == pytest.approx(not_set_up / managed, rel=1e-14)
    assert values["budget.idle_rate.undrawn"] == pytest.approx(undrawn / managed, rel=1e-14)
    assert values["budget.idle_rate"] == pytest.approx(170_000 / 260_000, rel=1e-14)
    assert values["budget.idle_years"] == pytest.approx(170_000 / (300 * 365), rel=1e-14)


def test_each_year_has_its_own_rates_from_anniversary_to_anniversary(hand: Any) -> None:
    values = waiting(hand).reduce().values
    # year 1 ends on day 366 (2012-03-15), year 2 on day 731, year 3 with the horizon on day 1000
    assert values["budget.idle_rate.year.1"] == 1.0
    assert values["budget.idle_rate.uncommitted.year.1"] == (300 * 100 + 100 * 266) / (300 * 366)
    account, undrawn, at_work = 100 * (600 - 366), 200 * 34 + 50 * (731 - 400), 150 * (731 - 400)
    managed = account + undrawn + at_work
    assert values["budget.idle_rate.uncommitted.year.2"] == pytest.approx(account / managed, rel=1e-14)
    assert values["budget.idle_rate.year.2"] == pytest.approx((account + undrawn) / managed, rel=1e-14)
    assert values["budget.idle_rate.year.3"] == 50 / 200
    assert values["budget.idle_rate.year.4"] is None


def test_each_purse_says_how_much_of_its_money_was_ever_used_and_what_waits_in_it(hand: Any) -> None:
    waiting(hand)
    hand.post(0, CO, TREASURY, 100, "appropriation", "")
    hand.post(500, "company 4:cash", CO, 30, "co_investment", "company 4")
    hand.post(800, TREASURY, CO, 70, "remittance", "")
    moves = [(0, "uncommitted", 100), (500, "uncommitted", -30), (500, "in_companies", 30), (800, "uncommitted", -70)]
    hand.lists["levels"] += [Level(day, place, yuan * 100) for day, place, yuan in moves]
    values = hand.reduce().values
    assert values["budget.used_share.stage_equity"] == 150 / 300
    assert values["budget.used_share.co_investment"] == 30 / 100
    assert values["budget.used_share.risk_subsidy"] is None
    in_account, at_work = 100 * 500 + 70 * 300, 30 * 500
    assert values["budget.idle_rate.co_investment"] == in_account / (in_account + at_work)
    assert values["budget.idle_rate.stage_equity"] == pytest.approx(170_000 / 260_000, rel=1e-14)


def test_money_used_again_makes_no_share_above_one(hand: Any) -> None:
    hand.post(0, CO, TREASURY, 100, "appropriation", "")
    for day in (100, 300):
        hand.post(day, "company 4:cash", CO, 80, "co_investment", "company 4")
        hand.post(day + 100, CO, "outside:cash", 80, "trade_sale", "company 4")
    assert hand.reduce().values["budget.used_share.co_investment"] == 1.0


DISTRICT = (
    "policy.levels.district.yearly=[20e6, 20e6, 20e6]",
    "policy.levels.district.match=0.5",
    "policy.levels.district.cap_all_levels=0.5",
)
GUARANTEE = (
    "policy.budget.risk_subsidy_share=0.0",
    "policy.budget.loss_guarantee_share=0.2",
    "policy.loss_guarantee.rate=0.7",
)


@pytest.mark.parametrize("sets", [(), DISTRICT, GUARANTEE])
def test_what_waits_in_the_purses_is_what_waits_at_the_places(sets: tuple[str, ...]) -> None:
    history = run(1, *sets)
    parts = reduce_history(history, village(*sets)).parts
    p = history.postings
    guarantee = sum(
        int(r["fen"]) * (history.horizon - int(r["day"])) * (sign if "loss_guarantee" in p.accounts[r[side]] else 0)
        for r in p.rows
        for side, sign in (("debit", 1), ("credit", -1))
    )
    lines = ("stage_equity", "co_investment", "risk_subsidy")
    assert sum(parts[f"budget.idle_rate.{line}"][0] for line in lines) + guarantee == parts["budget.idle_rate"][0]
    years = [parts[f"budget.idle_rate.year.{year}"][0] for year in range(1, 11)]
    assert sum(years) == parts["budget.idle_rate"][0]


def test_gains_sent_home_leave_the_money_under_management_as_it_is(hand: Any) -> None:
    # 100 lies idle for 100 days, is in a fund for 400, comes back as 500 and goes to the treasury the same day.
    hand.horizon = 1000
    hand.post(0, STAGE, TREASURY, 100, "appropriation", "")
    hand.post(100, "fund 0.0:cash", STAGE, 100, "capital_call")
    hand.post(500, STAGE, "fund 0.0:cash", 500, "distribution")
    hand.post(500, TREASURY, STAGE, 500, "remittance", "")
    moves = [
        (0, "uncommitted", 100),
        (100, "uncommitted", -100),
        (100, "in_funds", 100),
        (500, "in_funds", -100),
        (500, "uncommitted", 500),
        (500, "uncommitted", -500),
    ]
    hand.lists["levels"] = [Level(day, place, yuan * 100) for day, place, yuan in moves]
    assert hand.reduce().values["budget.idle_rate"] == pytest.approx(100 / 500, rel=1e-14)


def test_without_appropriation_idle_rates_do_not_exist(hand: Any) -> None:
    values = hand.reduce().values
    assert values["budget.idle_rate"] is None
    assert values["budget.idle_years"] is None
    assert values["budget.revolving"] is None
    assert values["budget.appropriated"] == 0.0


def test_monthly_series_hold_levels_and_cumulative_net_flows(hand: Any) -> None:
    reduced = waiting(hand).reduce()
    assert len(reduced.months) == 121
    # day 400 is 2012-04-18: between month 13 (15 April) and month 14 (15 May)
    assert reduced.series["uncommitted"][0] == 300_00
    assert reduced.series["undrawn"][13:15].tolist() == [200_00, 50_00]
    assert reduced.series["in_funds"][13:15].tolist() == [0, 150_00]
    assert reduced.series["net_public"][13:15].tolist() == [0, -150_00]
    assert reduced.series["remitted"][-1] == 100_00


def test_months_follow_the_calendar_and_stop_at_the_horizon() -> None:
    days = month_days(date(2011, 1, 31), 3, 1000)
    assert days.tolist() == [0, 28, 59, 89]  # 28 February, 31 March, 30 April
    assert month_days(date(2011, 3, 15), 12, 365).tolist()[-2:] == [337, 365]
    assert month_days(date(2011, 3, 15), 12, 300).tolist()[-1] == 300


def test_fund_leverage_is_one_over_the_public_share(hand: Any) -> None:
    hand.lists["funds"] = [
        Fund("fund 0.0", 0, 0, 0, 0, set_up=0, public_fen=25_00, private_fen=74_00, manager_fen=1_00),
        Fund("fund 1.0", 1, 0, 0, 0, set_up=0, private_fen=500_00),
    ]
    for credit, yuan in ((STAGE, 25), ("partners.insurers:cash", 74), ("manager 0:cash", 1)):
        hand.post(5, "fund 0.0:cash", credit, yuan, "capital_call")
    hand.post(5, "fund 1.0:cash", "partners.insurers:cash", 500, "capital_call", "fund 1.0")
    values = hand.reduce().values
    assert values["leverage.fund"] == 4.0
    assert values["leverage.private_per_public"] == 74 / 25
    assert values["leverage.project"] is None


def test_project_leverage_counts_every_round_of_backed_companies_and_public_money_while_a_partner(hand: Any) -> None:
    hand.lists["funds"] = [Fund("fund 0.0", 0, 0, 0, 0, set_up=0, public_fen=25_00, private_fen=75_00)]
    hand.lists["positions"] = [
        Position("stage_equity", "guidance_fund", "fund 0.0", -1, 0, exit_day=900, cost_fen=25_00)
    ]
    hand.post(10, "company 3:cash", "fund 0.0:cash", 40, "investment", "company 3")
    hand.post(1000, "company 5:cash", "fund 0.0:cash", 40, "investment", "company 5")  # after the public left
    hand.post(20, "company 4:cash", "guidance_fund.co_investment:cash", 5, "co_investment", "company 4")
    hand.post(30, "company 4:cash", "outside:cash", 7, "investment", "company 4")
    raised = {3: [80, 200], 4: [30], 5: [60], 6: [10_000]}
    hand.lists["rounds"] = [
        Round(company, stage, 50, 0, yuan * 100, 0, "outside", 0, 0, 0, False)
        for company, rounds in raised.items()
        for stage, yuan in enumerate(rounds)
    ]
    values = hand.reduce().values
    assert values["leverage.project"] == (80 + 200 + 30) / (40 * 0.25 + 5)
    assert values["market.private_capital"] == 7
