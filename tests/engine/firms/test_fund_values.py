"""What a fund is worth to who holds it, and on paper, by hand (D7, D9)."""

import pytest

from sim.clauses.exit_price import LINGERING
from sim.engine import codes, holdings, lines, seeing
from sim.engine.base import open_account
from sim.engine.instruments.stage_equity import stakes
from sim.engine.kinds.firms import Company, Fund
from sim.engine.state import World
from sim.scenario.files import load
from tests.engine.hand_made import made, small_world
from tests.villages import VILLAGE

MILLION = 100_000_000  # fen
YEAR = 365


def world(*settings: str) -> World:
    """No more than the terms of a fund: invests for three years, ends after seven, 2 % fee."""
    economy = load(VILLAGE, settings=settings).economy
    return small_world(horizon=20 * YEAR, rules={"fund_terms": [economy.fund], "company_law": [economy.company]})


def fund_of(w: World, cash: int = 0) -> Fund:
    """A fund of 25 + 70 + 5 million set up on day 0 with so much cash."""
    fund: Fund = made(w.funds, investing=1, first_holding=codes.NOBODY, cash=open_account(w, codes.FUND_CASH, 0, 0))
    fund.commitment[:] = [25 * MILLION, 70 * MILLION, 5 * MILLION]
    w.accounts[fund.cash].balance = cash
    return fund


def company_of(w: World, slot: int, price: float) -> Company:
    company: Company = made(w.companies, slot=slot, price=price, listed=0, first_holding=codes.NOBODY)
    return company


def buy(w: World, fund: Fund, company: Company, shares: int, cost: int) -> None:
    holding = w.holdings[holdings.new_holding(w, fund, company, cost)]
    holding.shares, holding.cost = shares, cost


def test_who_holds_a_young_fund_reckons_with_the_fees_of_the_rest_of_its_investment_period() -> None:
    w = world()
    fund = fund_of(w, cash=10 * MILLION)
    w.clock[0].today = YEAR
    # 2 % of 100 million for the two years left, nothing is held; what is not drawn is not taken off
    assert seeing.own_value(w, fund) == pytest.approx(6 * MILLION)


def test_while_a_fund_invests_the_cost_held_bears_half_of_the_fees_of_the_years_after_it() -> None:
    w = world()
    fund = fund_of(w)
    buy(w, fund, company_of(w, 0, price=10.0), shares=2 * MILLION, cost=8 * MILLION)
    w.clock[0].today = 2 * YEAR
    # a listed company at 20; 2 % of 100 for one year, and of half of 8 for the four years after the third
    assert seeing.own_value(w, fund) == pytest.approx((20.0 - 2.0 - 0.32) * MILLION)


def test_after_its_investment_period_only_the_cost_held_bears_fees() -> None:
    w = world()
    fund = fund_of(w, cash=10 * MILLION)
    buy(w, fund, company_of(w, 0, price=10.0), shares=2 * MILLION, cost=8 * MILLION)
    fund.investing, w.clock[0].today = 0, 4 * YEAR
    assert seeing.own_value(w, fund) == pytest.approx((10.0 + 20.0 - 0.02 * 8 * 0.5 * 3) * MILLION)


@pytest.mark.parametrize(("day", "over"), [(8 * YEAR, 0), (4 * YEAR, 1)])
def test_a_fund_past_its_term_or_over_has_no_fees_to_come(day: int, over: int) -> None:
    w = world()
    fund = fund_of(w)
    buy(w, fund, company_of(w, 0, price=10.0), shares=2 * MILLION, cost=8 * MILLION)
    fund.investing, fund.over, w.clock[0].today = 0, over, day
    assert seeing.own_value(w, fund) == pytest.approx(20.0 * MILLION)


def test_a_fund_that_is_worth_less_than_its_fees_is_worth_nothing() -> None:
    w = world()
    assert seeing.own_value(w, fund_of(w, cash=MILLION)) == 0.0


def test_fees_on_paper_are_no_part_of_the_accounting_value() -> None:
    w = world()
    assert seeing.nav(w, fund_of(w, cash=10 * MILLION)) == 10 * MILLION


# ---- the appraised value --------------------------------------------------------------------------------------------


def public_stake(cash: int, preference: bool) -> tuple[World, Fund]:
    """All 100 million are paid in and none has come back; the fund holds so much cash."""
    w = world()
    made(w.stage_rule, liquidation_preference=int(preference))
    made(w.contract, residual_share=-1.0)
    fund = fund_of(w, cash)
    fund.public_at_close = fund.commitment[0]
    fund.paid_in[:] = fund.commitment
    fund.unreturned[:] = [float(fen) for fen in fund.commitment]
    made(w.parts, share=1.0, next=codes.NOBODY)
    fund.stake = made(w.stakes, fund=fund.id).id
    return w, fund


@pytest.mark.parametrize(
    ("cash", "preference", "public"),
    [(60, True, 25.0), (60, False, 15.0), (20, True, 20.0), (20, False, 5.0), (100, True, 25.0), (100, False, 25.0)],
)
def test_the_appraised_value_respects_the_liquidation_preference(cash: int, preference: bool, public: float) -> None:
    """25 of 100 public: 60 left give 25 first, or a quarter of 60; when all capital is there nobody comes first."""
    w, fund = public_stake(cash * MILLION, preference)
    assert stakes.appraised(w, w.stakes[fund.stake]) == pytest.approx(public * MILLION)


def test_the_lines_values_at_the_horizon_sum_to_the_fund_under_a_liquidation_preference() -> None:
    w, fund = public_stake(60 * MILLION, preference=True)
    values = [lines.final_value(w, fund, 0, seeing.nav(w, fund), line) for line in range(3)]
    # the 35 left after the public 25 go pro rata to 70 and 5
    assert values == pytest.approx([25.0 * MILLION, 35.0 * MILLION * 70 / 75, 35.0 * MILLION * 5 / 75])


def test_who_thinks_of_buying_a_line_counts_on_no_liquidation_preference_while_the_fund_goes_on() -> None:
    w, fund = public_stake(60 * MILLION, preference=True)
    assert lines.line_value(w, fund, 0, 60.0 * MILLION, 0) == pytest.approx(15.0 * MILLION)


# ---- the age of a price ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "days", "value"),
    [(0.1, 547, 20.0), (0.1, 3 * YEAR + 183, 16.195), (0.0, 9 * YEAR, 20.0), (0.3, 2 * YEAR, 20.0 * 0.7**0.5)],
)
def test_a_price_older_than_eighteen_months_loses_part_each_year(rate: float, days: int, value: float) -> None:
    """3.5 years and half a day at 10 %: .9 to the power of 2.0014."""
    w = world(f"economy.fund.nav_ageing={rate}")
    fund, company = fund_of(w), company_of(w, 0, price=10.0)
    buy(w, fund, company, shares=2 * MILLION, cost=8 * MILLION)
    company.priced, w.clock[0].today = 100, 100 + days
    assert seeing.nav(w, fund) == pytest.approx(value * MILLION, rel=2e-4)
    assert seeing.value_of_shares(w, company, 2 * MILLION, MILLION) == seeing.nav(w, fund)


def test_a_new_price_is_fresh() -> None:
    w = world("economy.fund.nav_ageing=0.1")
    company = company_of(w, 0, price=10.0)
    company.priced = w.clock[0].today = 9 * YEAR
    assert seeing.value_of_shares(w, company, 3, 20) == 30.0


# ---- companies that linger ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("price", "value"), [(10.0, 0.3 * 8.0), (3.0, 0.3 * 6.0)])
def test_a_lingering_company_counts_a_part_of_cost_or_of_the_last_price_and_does_not_age(
    price: float, value: float
) -> None:
    """2 m shares that cost 8 m (yuan): .3 of 8 m, and .3 of 6 m where the last price makes them 6 m."""
    w = world("economy.fund.nav_ageing=0.1", "economy.company.linger_value=0.3")
    fund, company = fund_of(w), company_of(w, 0, price=price)
    buy(w, fund, company, shares=2 * MILLION, cost=8 * MILLION)
    company.listed, company.state = codes.NEVER, LINGERING
    for today in (0, 9 * YEAR):
        w.clock[0].today = today
        assert seeing.nav(w, fund) == pytest.approx(value * MILLION)
        assert seeing.present_value(w, fund, company) == 1.0
