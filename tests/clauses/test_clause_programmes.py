"""Grants by stage, small and growing firms, orders of the city: to the fen and at the edges."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import growth_firms, procurement, research_money
from sim.clauses.guarantee_grant import days_bought
from sim.economy.operations import log_sales_after

SALES, GROWTH = (1e7, 5e7, 1e8, 5e8), (0.2, 0.1, 0.05)
MODES = (research_money.UPFRONT, research_money.STAGED, research_money.POST, research_money.SME)


@pytest.mark.parametrize(
    ("mode", "parts"),
    [
        (research_money.UPFRONT, (100_000_001, 0, 0)),
        (research_money.STAGED, (40_000_000, 30_000_000, 30_000_001)),
        (research_money.POST, (0, 0, 100_000_001)),
        (research_money.SME, (70_000_000, 0, 30_000_001)),
    ],
)
def test_a_grant_of_a_million_and_a_fen_comes_in_its_parts(mode: int, parts: tuple[int, int, int]) -> None:
    amount = 100_000_001
    found = tuple(of(mode, amount) for of in (research_money.at_award, research_money.at_round))
    assert (*found, research_money.at_acceptance(mode, amount)) == parts


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(MODES), st.integers(0, 10**12))
def test_parts_sum_to_the_grant_and_none_is_negative(mode: int, amount: int) -> None:
    ways = (research_money.at_award, research_money.at_round, research_money.at_acceptance)
    parts = [part(mode, amount) for part in ways]
    assert sum(parts) == amount
    assert min(parts) >= 0


def test_the_institution_gets_its_part_rounded_down() -> None:
    """1,000,001 fen at 13 %: 130,000 and 870,001."""
    assert research_money.indirect(1_000_001, 0.13, True) == 130_000
    assert 1_000_001 - research_money.indirect(1_000_001, 0.13, True) == 870_001
    assert research_money.indirect(1_000_001, 0.13, False) == 0


def test_freedom_over_the_budget_unties_money() -> None:
    assert research_money.tied(1_000_000, 0.10, 0.0) == 100_000
    assert research_money.tied(1_000_000, 0.10, 0.5) == 50_000
    assert research_money.tied(1_000_000, 0.10, 1.0) == 0
    assert research_money.tied(999, 0.10, 0.0) == 99


@pytest.mark.parametrize(
    ("now", "growth", "yes"),
    [
        (9.99e6, 1.0, False),
        (10e6, 0.20, True),
        (10e6, 0.1999, False),
        (49.99e6, 0.19, False),
        (50e6, 0.10, True),
        (99.99e6, 0.0999, False),
        (100e6, 0.049, False),
        (100e6, 0.05, True),
        (499.99e6, 0.06, True),
        (500e6, 1.0, False),
    ],
)
def test_edges_of_the_table_of_gazelles(now: float, growth: float, yes: bool) -> None:
    assert growth_firms.gazelle(now, now / (1.0 + growth), SALES, GROWTH) is yes


def test_who_sold_nothing_a_year_ago_is_no_gazelle() -> None:
    assert not growth_firms.gazelle(20e6, 0.0, SALES, GROWTH)


@pytest.mark.parametrize(("staff", "sales", "yes"), [(300, 30e6, True), (301, 1e6, False), (10, 30e6 + 1, False)])
def test_small_firms(staff: int, sales: float, yes: bool) -> None:
    assert growth_firms.small(staff, sales) is yes


def test_an_order_of_half_the_sales_of_three_million() -> None:
    """0.45 m are left of 1.5 m, 82 days at 2 m a year; log sales rise by .405, .122 of it for good; 1.14 in 5 years."""
    order = procurement.order(300_000_000, 0.5, 1_400_000_000, 30_000_000)
    net = order - procurement.goods(order, 0.3)
    assert (order, net) == (150_000_000, 45_000_000)
    assert days_bought(net, 200_000_000 / 365) == 82
    lift = procurement.lift(order, 300_000_000)
    assert (round(lift, 3), round(0.3 * lift, 3)) == (0.405, 0.122)
    x = math.log(3e6)
    later = log_sales_after(x + lift, x + 0.3 * lift, 0.7, 5 * 365)
    assert round(math.exp(later - x), 2) == 1.14
    assert later - x == pytest.approx(0.122 + (0.405 - 0.122) * math.exp(-3.5), abs=1e-3)


def test_an_order_is_capped_and_too_small_a_one_not_placed() -> None:
    assert procurement.order(10**11, 0.5, 1_400_000_000, 30_000_000) == 1_400_000_000
    assert procurement.order(59_999_998, 0.5, 1_400_000_000, 30_000_000) == 0
    assert procurement.order(60_000_000, 0.5, 1_400_000_000, 30_000_000) == 30_000_000
    assert procurement.lift(0, 0) == 0.0


def test_the_premium_on_a_first_set_is_for_equipment() -> None:
    assert procurement.first_set(150_000_000, 0.15, True) == 22_500_000
    assert procurement.first_set(150_000_000, 0.15, False) == 0
