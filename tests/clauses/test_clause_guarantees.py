"""Investment guarantee grants and the guarantee on private capital, as pure clauses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import guarantee_grant, loss_guarantee

FEN = st.integers(0, 10**13)


def test_a_grant_is_given_once() -> None:
    assert guarantee_grant.grant(10**8, False, 10**9) == 10**8
    assert guarantee_grant.grant(10**8, True, 10**9) == 0


def test_a_grant_lasts_as_long_as_the_burn_lets_it() -> None:
    # a million lasts half a year where two million are spent in 365 days
    assert guarantee_grant.days_bought(10**8, 2 * 10**8 / 365) == 182
    assert guarantee_grant.days_bought(10**8, 0.0) == 0


def test_nothing_is_clawed_back_from_a_company_a_fund_has_joined_or_without_the_clause() -> None:
    assert guarantee_grant.reclaimed(10**8, 10**9, True, True) == 0
    assert guarantee_grant.reclaimed(10**8, 10**9, False, False) == 0
    assert guarantee_grant.reclaimed(10**8, 10**9, False, True) == 10**8


def test_a_gain_needs_no_guarantee_and_a_cap_holds() -> None:
    assert loss_guarantee.due(100.0, 130.0, 0.7, 0.0) == 0.0
    assert loss_guarantee.due(100.0, 20.0, 0.7, 50.0) == 50.0
    assert loss_guarantee.due(100.0, 20.0, 0.7, 0.0) == pytest.approx(56.0)
    assert loss_guarantee.due(100.0, 20.0, 0.0, 0.0) == 0.0


def test_what_is_set_aside_covers_a_total_loss_the_cap_or_the_purse() -> None:
    assert loss_guarantee.bound(1_000, 0.7, 0, 10**6) == 700
    assert loss_guarantee.bound(1_000, 0.7, 500, 10**6) == 500
    assert loss_guarantee.bound(1_000, 0.7, 500, 300) == 300


@settings(derandomize=True, deadline=None, max_examples=50)
@given(FEN, FEN, st.floats(0, 1), FEN)
def test_what_is_set_aside_is_never_less_than_what_can_fall_due(
    committed: int, received: int, rate: float, cap: int
) -> None:
    most = loss_guarantee.bound(committed, rate, cap, 10**15)
    assert int(loss_guarantee.due(float(committed), float(received), rate, float(cap))) <= most
