"""What a fund is worth to who holds it, and on paper, by hand (D7, D9)."""

import pytest

from sim.engine import codes, holdings, seeing
from sim.engine.base import open_account
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
    return small_world(horizon=20 * YEAR, rules={"fund_terms": [economy.fund]})


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
