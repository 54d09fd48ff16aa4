"""Auction bids, sales at term, accounting value of a company."""

import math
from statistics import NormalDist

import pytest

from sim.clauses.exit_price import ACTIVE, FAILED, IN_LOCKUP, STALLED, aged, auction_bid, nav_of_company, term_sale


def test_the_median_bid_is_the_discount_times_nav() -> None:
    assert auction_bid(100.0, 0.7, 0.3, 0.0) == pytest.approx(70.0)
    assert auction_bid(100.0, 0.7, 0.3, 1.0) == pytest.approx(70.0 * 1.3498588075760032)  # e^0.3 from tables


def test_bids_reach_a_floor_as_often_as_the_lognormal_law_says() -> None:
    # chance that .7 × NAV × exp(.3 z) ≥ NAV is 1 − Φ(ln(1/.7)/.3) = 11.7 %
    normal, steps = NormalDist(), 2000
    reached = sum(auction_bid(1.0, 0.7, 0.3, normal.inv_cdf((k + 0.5) / steps)) >= 1.0 for k in range(steps)) / steps
    assert reached == pytest.approx(1 - normal.cdf(math.log(1 / 0.7) / 0.3), abs=1 / steps)


def test_a_fund_at_its_term_sells_below_nav() -> None:
    assert term_sale(200.0, 0.7) == pytest.approx(140.0)
    assert term_sale(0.0, 0.7) == 0.0


def test_nav_counts_a_stalled_company_half_and_a_failed_one_nothing() -> None:
    values = [nav_of_company(1000.0, 3.0, state) for state in (ACTIVE, STALLED, FAILED, IN_LOCKUP)]
    assert values == [3000.0, 1500.0, 0.0, 3000.0]


def test_an_old_price_never_counts_less_than_the_floor_of_its_holding() -> None:
    assert aged(100.0, 3.5, 0.1, 0.0) == pytest.approx(81.0)
    assert aged(100.0, 3.5, 0.1, 90.0) == 90.0
    assert aged(100.0, 1.5, 0.1, 0.0) == 100.0
