"""Returns of hand-written ledgers, computed by hand (D11; defects B1, B5 and B8 of other simulators)."""

import csv
import math
from pathlib import Path
from typing import Any

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ledger.history import Fund
from sim.measures.flows import by_day
from sim.measures.irr import xirr

STAGE = "guidance_fund.stage_equity:cash"
CO = "guidance_fund.co_investment:cash"
SUBSIDY = "guidance_fund.risk_subsidy:cash"
TREASURY = "treasury:cash"
FUND = "fund 0.0:cash"
YIELDS = Path(__file__).parents[2] / "scenarios" / "data" / "chinabond_govt_yield_annual_mean.csv"


def recycled(hand: Any) -> Any:
    """100 paid, 60 back after a year and 50 paid again on that day, 150 back after two years, 20 still held."""
    hand.post(0, STAGE, TREASURY, 1000, "appropriation", "")
    hand.post(0, FUND, STAGE, 100, "capital_call")
    hand.post(365, STAGE, FUND, 60, "distribution")
    hand.post(365, FUND, STAGE, 50, "capital_call")
    hand.post(730, STAGE, FUND, 150, "distribution")
    hand.navs = {"public": 20, "stage_equity": 20}
    return hand


def test_multiples_divide_by_gross_contributions_when_money_recycles(hand: Any) -> None:
    values = recycled(hand).reduce().values
    assert values["public.dpi"] == 210 / 150  # netting the day would say (10 + 150) / 100
    assert values["public.tvpi"] == 230 / 150
    assert values["public.rvpi"] == 20 / 150
    assert values["stage_equity.tvpi"] == values["public.tvpi"]
    assert values["co_investment.tvpi"] is None


def test_realised_irr_solves_the_quadratic_of_its_flows(hand: Any) -> None:
    # -100 + 10 x + 150 x² = 0 with x = 1 / (1 + r)
    x = (-10 + math.sqrt(100 + 4 * 150 * 100)) / 300
    assert recycled(hand).reduce().values["public.irr_realised"] == pytest.approx(1 / x - 1, abs=1e-12)


def test_rates_with_several_solutions_are_counted(hand: Any) -> None:
    # -10000 + 19990 / x - 9891 / x² = 0 at x = .9 and 1.099: public, realised and stage equity
    hand.post(0, FUND, STAGE, 10000, "capital_call")
    hand.post(365, STAGE, FUND, 19990, "distribution")
    hand.post(730, FUND, STAGE, 9891, "capital_call")
    values = hand.reduce().values
    assert values["irr.ambiguous"] == 3
    assert values["public.irr"] == pytest.approx(0.099, abs=1e-9)


def test_irr_takes_what_is_held_at_the_horizon_as_last_flow(hand: Any) -> None:
    rate = recycled(hand).reduce().values["public.irr"]
    assert rate is not None
    v = 1 / (1 + rate)
    assert -100 + 10 * v + 150 * v**2 + 20 * v**10 == pytest.approx(0, abs=1e-9)


def test_net_cost_is_discounted_at_the_ten_year_yield_of_the_start_year(hand: Any) -> None:
    with YIELDS.open() as file:
        percent = next(float(row["tenYear"]) for row in csv.DictReader(file) if row["year"] == "2011")
    v = 1 / (1 + percent / 100)
    cost = 100 - 10 * v - 150 * v**2 - 20 * v**10
    assert recycled(hand).reduce().values["public.net_cost_pv"] == pytest.approx(cost, rel=1e-12)


def test_amounts_are_in_yuan_and_net_result_counts_what_is_held(hand: Any) -> None:
    values = recycled(hand).reduce().values
    assert (values["public.paid_in"], values["public.distributed"]) == (150, 210)
    assert values["public.net_result"] == 80
    assert values["budget.peak_exposure"] == 100
    assert values["budget.revolving"] == 150 / 1000


def test_a_budget_left_unspent_changes_neither_multiple_nor_rate(new_hand: Any) -> None:
    """B1: another tool divides by the budget in one measure and by what was invested in the other."""
    values = []
    for budget in (89, 200):
        hand = new_hand()
        hand.post(0, STAGE, TREASURY, budget, "appropriation", "")
        hand.post(0, FUND, STAGE, 89, "capital_call")
        hand.post(365, STAGE, FUND, 98, "distribution")
        values.append(hand.reduce().values)
    for name in ("public.irr", "public.tvpi", "public.dpi"):
        assert values[0][name] == values[1][name]
    assert values[1]["public.tvpi"] == 98 / 89
    assert values[1]["public.irr"] == pytest.approx(98 / 89 - 1, abs=1e-12)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 1000), min_size=1, max_size=6), st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_the_rate_is_positive_exactly_when_the_multiple_exceeds_one(paid: list[int], back: list[int]) -> None:
    """B1 as a property: all payments before all receipts."""
    days = [90 * i for i in range(len(paid))] + [1000 + 200 * i for i in range(len(back))]
    rate = xirr(*by_day(as_array(days), as_array([-amount for amount in paid] + back)))
    assert rate is not None
    assert (rate > 1e-12) == (sum(back) > sum(paid))


def test_the_rate_comes_from_dated_flows_and_not_from_the_multiple() -> None:
    """B8: the multiple to the power of one over the average holding time is another number."""
    days, flows = as_array([0, 0, 365, 2920]), as_array([-100, -100, 50, 400])
    rate = xirr(*by_day(days, flows))
    naive = (450 / 200) ** (1 / 4.5) - 1  # one year and eight years held on average
    v = 1 / (1 + (rate or 0.0))
    assert -200 + 50 * v + 400 * v**8 == pytest.approx(0, abs=1e-9)
    assert abs((rate or 0.0) - naive) > 0.05


def as_array(numbers: list[int]) -> Any:
    import numpy as np

    return np.array(numbers, dtype=np.int64)


def test_nothing_paid_has_no_rate_and_all_lost_is_minus_one(new_hand: Any) -> None:
    nothing = new_hand().reduce().values
    assert nothing["public.irr"] is None
    assert nothing["public.tvpi"] is None
    assert nothing["public.principal_back"] is None
    assert nothing["public.net_cost_pv"] == 0
    lost = new_hand()
    lost.post(10, FUND, STAGE, 100, "capital_call")
    values = lost.reduce().values
    assert (values["public.irr"], values["public.irr_realised"]) == (-1.0, -1.0)
    assert (values["public.tvpi"], values["public.principal_back"]) == (0.0, 0.0)
    held = new_hand(navs={"public": 100})
    held.post(10, FUND, STAGE, 100, "capital_call")
    values = held.reduce().values
    assert values["public.irr"] == pytest.approx(0.0, abs=1e-12)
    assert values["public.irr_realised"] == -1.0


def test_a_gain_share_lowers_receipts_and_is_no_contribution(hand: Any) -> None:
    hand.post(0, "company 4:cash", CO, 100, "co_investment", "company 4")
    hand.post(730, CO, "outside:cash", 200, "trade_sale", "company 4")
    hand.post(730, "manager 1:cash", CO, 50, "gain_share", "company 4")
    reduced = hand.reduce()
    assert reduced.values["co_investment.dpi"] == 1.5
    assert reduced.values["co_investment.irr"] == pytest.approx(math.sqrt(1.5) - 1, abs=1e-12)
    assert int(reduced.contributions["co_investment"][1].sum()) == 100_00
    assert int(reduced.flows["manager"][1].sum()) == 50_00


def test_treasury_memo_and_inner_transfers_are_no_public_flows(hand: Any) -> None:
    hand.post(0, STAGE, TREASURY, 500, "appropriation", "")
    hand.post(1, "guidance_fund:commitments", "guidance_fund:committed", 300, "commitment")
    hand.post(2, "guidance_fund:stakes", "guidance_fund:stakes_contra", 300, "stake")
    hand.post(3, CO, STAGE, 40, "appropriation", "")
    hand.post(9, TREASURY, STAGE, 60, "remittance", "")
    reduced = hand.reduce()
    assert reduced.flows["public"][1].size == 0
    assert reduced.values["budget.appropriated"] == 500
    assert reduced.values["budget.remitted"] == 60


def test_private_flows_are_those_about_sub_funds_without_money_provided(hand: Any) -> None:
    hand.lists["funds"] = [
        Fund("fund 0.0", 0, 0, 0, 0, set_up=0, public_fen=25_00, private_fen=74_00, manager_fen=1_00),
        Fund("fund 1.0", 1, 0, 0, 0, set_up=0, private_fen=90_00),
    ]
    partner = "partners.insurers:cash"
    for fund, called, back in (("fund 0.0", 74, 111), ("fund 1.0", 90, 10)):
        hand.post(0, partner, "outside:cash", called, "provide", fund)
        hand.post(0, f"{fund}:cash", partner, called, "capital_call", fund)
        hand.post(365, partner, f"{fund}:cash", back, "distribution", fund)
    values = hand.reduce().values
    assert values["private.tvpi"] == 1.5
    assert values["private.irr"] == pytest.approx(0.5, abs=1e-12)
    assert values["market.private_capital"] == 164


def test_the_option_price_leaves_private_partners_and_reaches_the_public(hand: Any) -> None:
    hand.lists["funds"] = [Fund("fund 0.0", 0, 0, 0, 0, set_up=0, public_fen=25_00, private_fen=75_00)]
    partner = "partners.corporates:cash"
    hand.post(0, FUND, STAGE, 25, "capital_call")
    hand.post(0, FUND, partner, 75, "capital_call")
    hand.post(730, partner, "outside:cash", 25, "provide")
    hand.post(730, STAGE, partner, 25, "option_price")
    values = hand.reduce().values
    assert values["public.irr"] == pytest.approx(0.0, abs=1e-12)
    assert values["private.dpi"] == 0.0
    assert int(hand.reduce().contributions["private"][1].sum()) == 100_00


def test_manager_income_adds_fees_and_subtracts_its_own_commitment(hand: Any) -> None:
    manager = "manager 0:cash"
    hand.post(0, manager, "outside:cash", 10, "provide")
    hand.post(0, FUND, manager, 10, "capital_call")
    hand.post(0, manager, FUND, 3, "fee")
    hand.post(0, manager, FUND, 9, "carry")
    hand.post(0, FUND, manager, 1, "clawback")
    assert hand.reduce().values["manager.income_pv"] == pytest.approx(1.0, abs=1e-12)


def test_subsidies_are_public_payments_and_their_use_is_what_losses_drew(hand: Any) -> None:
    reserve = "fund 0.0:loss_reserve"
    hand.post(0, reserve, SUBSIDY, 40, "subsidy")
    hand.post(100, "manager 0:cash", reserve, 10, "subsidy_draw")
    hand.post(900, SUBSIDY, reserve, 5, "subsidy_return")
    values = hand.reduce().values
    assert (values["risk_subsidy.paid"], values["risk_subsidy.used"]) == (40, 10)
    assert values["risk_subsidy.used_share"] == 0.25
    assert values["public.dpi"] == 5 / 40


def test_flow_rows_let_another_tool_recompute_the_rates(hand: Any) -> None:
    reduced = recycled(hand).reduce()
    rows = reduced.flow_rows
    own = rows["party"] == "stage_equity"
    dates, amounts = rows["date"][own], rows["fen"][own].astype(float)
    assert pyxirr.xirr(dates, amounts) == pytest.approx(reduced.values["public.irr"], abs=1e-9)
    cash = rows["kind"][own] != "nav"
    assert pyxirr.xirr(dates[cash], amounts[cash]) == pytest.approx(reduced.values["public.irr_realised"], abs=1e-9)
    own, cash = rows["party"] == "treasury", rows["kind"] != "nav"
    assert int(rows["fen"][own & cash].sum()) == -1000_00
    assert pyxirr.xirr(rows["date"][own], rows["fen"][own].astype(float)) == pytest.approx(
        reduced.values["treasury.irr"], abs=1e-9
    )
