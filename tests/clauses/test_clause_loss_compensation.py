"""Loss compensation: what a loss is, when it counts, how much of it is made good."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.loss_compensation import (
    EXIT,
    amount,
    arises,
    from_reserve,
    loss,
    registered,
    yearly_reserve,
)

FEN = st.integers(0, 10**13)
CAP = st.one_of(st.just(-1), FEN)


def test_a_neutral_rate_pays_nothing() -> None:
    assert amount(10**9, 1.0, True, 0.0, 0, 0, -1, -1) == 0


def test_a_gain_is_no_loss() -> None:
    assert loss(1_000, 2_500) == 0
    assert loss(2_500, 1_000) == 1_500


def test_without_a_window_any_day_counts_and_any_sale_where_exits_do() -> None:
    assert arises(EXIT, False, 734_000, 744_000, 0.0)
    assert not arises(EXIT, False, 734_000, 744_000, 3.0)


def test_only_deals_since_the_pool_opened_are_registered_where_registration_is_asked_for() -> None:
    assert registered(10, 10, True)
    assert not registered(9, 10, True)
    assert registered(9, 10, False)
    assert not registered(9, -1, False)


def test_other_subsidies_come_off_after_the_cap_on_the_deal() -> None:
    # a fifth of 20 m is 4 m, capped at 2 m, less .5 m
    assert amount(2 * 10**9, 1.0, False, 0.2, 5 * 10**7, 2 * 10**8, -1, -1) == 15 * 10**7
    # more subsidy than compensation leaves nothing to pay and nothing to pay back
    assert amount(10**8, 1.0, False, 0.2, 5 * 10**7, 0, -1, -1) == 0


def test_the_whole_loss_counts_where_the_base_is_all() -> None:
    assert amount(10**8, 0.25, True, 0.2, 0, 0, -1, -1) == 2 * 10**7
    assert amount(10**8, 0.25, False, 0.2, 0, 0, -1, -1) == 5 * 10**6


def test_nobody_is_paid_more_than_its_own_loss_whatever_the_base() -> None:
    # a quarter of a loss of 1 m is private; 30 % of the whole would be more than that quarter
    assert amount(10**8, 0.25, True, 0.3, 0, 0, -1, -1) == 25 * 10**6


def test_splitting_a_deal_passes_the_cap_on_a_deal_and_meets_the_cap_on_the_company() -> None:
    # 10 m lost at 60 %, 3 m a deal: whole 3 m, in halves 6 m; a cap of 3 m on the company brings both to 3 m
    whole = amount(10**9, 1.0, False, 0.6, 0, 3 * 10**8, -1, -1)
    half = amount(5 * 10**8, 1.0, False, 0.6, 0, 3 * 10**8, -1, -1)
    assert (whole, 2 * half) == (3 * 10**8, 6 * 10**8)
    first = amount(5 * 10**8, 1.0, False, 0.6, 0, 3 * 10**8, 3 * 10**8, -1)
    second = amount(5 * 10**8, 1.0, False, 0.6, 0, 3 * 10**8, 3 * 10**8 - first, -1)
    assert first + second == whole


def test_a_round_trip_still_pays_under_the_cap_when_nine_tenths_come_back() -> None:
    # Shanghai 2016: 10 m in, 9 m out by the back door. The cap takes the gain from 5 m to 2 m; it does not end it.
    kept = 9 * 10**8 - 10**9
    assert kept + amount(10**9, 1.0, False, 0.6, 0, 0, -1, -1) == 5 * 10**8
    assert kept + amount(10**9, 1.0, False, 0.6, 0, 3 * 10**8, -1, -1) == 2 * 10**8


@settings(derandomize=True, deadline=None, max_examples=50)
@given(FEN, st.floats(0, 1), st.booleans(), st.floats(0, 1), FEN, FEN, CAP, CAP)
def test_compensation_stays_within_loss_and_every_cap(
    lost: int, share: float, base_all: bool, rate: float, other: int, deal: int, company: int, year: int
) -> None:
    paid = amount(lost, share, base_all, rate, other, deal, company, year)
    assert 0 <= paid <= lost
    assert deal == 0 or paid <= deal
    assert company < 0 or paid <= company
    assert year < 0 or paid <= year


@settings(derandomize=True, deadline=None, max_examples=50)
@given(FEN, FEN, st.floats(0, 0.2))
def test_a_reserve_pays_no_more_than_it_holds_nor_than_is_due(due: int, held: int, rate: float) -> None:
    assert from_reserve(due, held) == min(due, held)
    assert 0 <= yearly_reserve(held, rate) <= rate * held + 1
