"""Whoever may buy besides the partners (财企[2007]128号 art. 15), and how often a bid reaches a price."""

from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.exit_price import auction_bid, chance_of_bid
from sim.clauses.option_holder import outsider_buys


def test_an_outsider_pays_the_price_when_he_would_give_as_much() -> None:
    assert outsider_buys(100.0, 100.0)
    assert outsider_buys(140.0, 100.0)
    assert not outsider_buys(99.9, 100.0)


def test_nobody_takes_a_worthless_stake_even_for_nothing() -> None:
    assert not outsider_buys(0.0, 0.0)
    assert outsider_buys(1.0, 0.0)
    assert chance_of_bid(0.0, 0.0, 0.7, 0.3) == 0.0
    assert chance_of_bid(5.0, 0.0, 0.7, 0.3) == 1.0


def test_half_of_the_bids_reach_the_median_and_without_spread_all_or_none() -> None:
    assert chance_of_bid(100.0, 70.0, 0.7, 0.3) == pytest.approx(0.5)
    assert chance_of_bid(100.0, 70.0, 0.7, 0.0) == 1.0
    assert chance_of_bid(100.0, 70.1, 0.7, 0.0) == 0.0


@settings(max_examples=40, derandomize=True, deadline=None)
@given(price=st.floats(1.0, 400.0), discount=st.floats(0.3, 1.2), sigma=st.floats(0.05, 1.0))
def test_the_chance_is_the_share_of_bids_that_reach_the_price(price: float, discount: float, sigma: float) -> None:
    normal, steps = NormalDist(), 400
    bids = [auction_bid(100.0, discount, sigma, normal.inv_cdf((k + 0.5) / steps)) for k in range(steps)]
    reached = sum(bid >= price for bid in bids) / steps
    assert chance_of_bid(100.0, price, discount, sigma) == pytest.approx(reached, abs=1 / steps)
