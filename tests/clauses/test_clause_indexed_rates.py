"""Rates that follow an index: read at the reckoning, at each payment, or day by day, against closed forms."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.concession import PARTNERS, Index, Tier, acting, conceded, hurdle_balance, indexed_balance
from sim.clauses.rate_path import NO_STEPS, PATH, PAYMENT, TRANSFER, Steps, growth, mean_rate, preferred, rate_on
from sim.clauses.rates import interest_factor, years_between
from sim.clauses.return_cap import Payment, Receipt, room
from sim.clauses.waterfall import accrue

QUICK = settings(derandomize=True, deadline=None, max_examples=40)


def on(year: int, month: int = 1, day: int = 1) -> int:
    return date(year, month, day).toordinal()


# 6 % to the end of 2012, 4 % in 2013 and 2014, 3 % after
FALLING = Steps((on(2010), on(2013), on(2015)), (0.06, 0.04, 0.03))
PAID = [Payment(on(2011), 100.0, 0.0)]


def test_a_rate_holds_from_its_day_and_the_first_before_it() -> None:
    days = (on(2009), on(2012, 12, 31), on(2013), on(2030))
    assert [rate_on(FALLING, day) for day in days] == [0.06, 0.06, 0.04, 0.03]


def test_along_the_path_each_year_bears_its_own_rate() -> None:
    # 2011 and 2012 at 6 %, 2013 and 2014 at 4 %, 2015 at 3 %
    simple = growth(FALLING, on(2011), on(2011), on(2016), compound=False)
    compound = growth(FALLING, on(2011), on(2011), on(2016), compound=True)
    assert simple == pytest.approx(1.0 + 0.06 + 0.06 + 0.04 + 0.04 + 0.03)
    assert compound == pytest.approx(1.06**2 * 1.04**2 * 1.03)
    assert mean_rate(FALLING, on(2011), on(2016), compound=False) == pytest.approx(0.23 / 5)
    assert mean_rate(FALLING, on(2011), on(2016), compound=True) == pytest.approx(compound**0.2 - 1.0)


def test_no_time_passes_at_todays_rate() -> None:
    assert growth(FALLING, on(2013), on(2013), on(2013), compound=True) == 1.0
    assert mean_rate(FALLING, on(2013), on(2013), compound=True) == 0.04


@QUICK
@given(st.integers(0, 4000), st.integers(1, 4000), st.integers(0, 12), st.booleans())
def test_a_path_that_never_changes_is_the_fixed_rate(start: int, length: int, percent: int, compound: bool) -> None:
    begin, end = on(2005) + start, on(2005) + start + length
    flat = Steps((on(2006), on(2009), on(2012)), (percent / 100,) * 3)
    expected = interest_factor(percent / 100, years_between(begin, end), compound)
    assert growth(flat, begin, begin, end, compound) == pytest.approx(expected, rel=1e-12)
    assert mean_rate(flat, begin, end, compound) == pytest.approx(percent / 100, abs=1e-12)
    days = preferred(100.0, 5.0, flat, begin, end)
    assert days == pytest.approx(accrue(100.0, 5.0, percent / 100, end - begin), rel=1e-12)


def test_a_preferred_return_accrues_by_days_under_the_rate_of_each() -> None:
    # 731 days of 2011 and 2012 at 6 %, 730 of 2013 and 2014 at 4 %
    expected = 105.0 * math.exp((731 * math.log(1.06) + 730 * math.log(1.04)) / 365) - 100.0
    assert preferred(100.0, 5.0, FALLING, on(2011), on(2015)) == pytest.approx(expected)


def test_a_return_cap_along_the_path() -> None:
    # 100 in 2011; 60 back on 2013-01-01 leaves 40 and 12 of interest; 2013 and 2014 at 4 % of 40, 2015 at 3 %
    receipts = [Receipt(on(2013), 60.0)]
    assert room(PAID, receipts, on(2016), False, FALLING) == pytest.approx(40.0 + 12.0 + 2 * 1.6 + 1.2)
    compound = (100.0 * 1.06**2 - 60.0) * 1.04**2 * 1.03
    assert room(PAID, receipts, on(2016), True, FALLING) == pytest.approx(compound)
    assert room(PAID, receipts, on(2016), True) == room(PAID, receipts, on(2016), True, NO_STEPS)


@pytest.mark.parametrize(
    ("read", "compound", "missing"),
    [
        (TRANSFER, True, 100.0 * 1.03**5),
        (PAYMENT, True, 100.0 * 1.06**5),
        (PATH, True, 100.0 * 1.06**2 * 1.04**2 * 1.03),
        (TRANSFER, False, 115.0),
        (PAYMENT, False, 130.0),
        (PATH, False, 123.0),
    ],
)
def test_half_of_what_lies_above_an_indexed_hurdle_is_given(read: int, compound: bool, missing: float) -> None:
    # 100 paid in 2011, 200 back in 2016
    tier = Tier(0.0, 0.5, PARTNERS, 0.0, *FALLING, read, compound)
    given_up = conceded(200.0, 100.0, PAID, [], on(2016), (tier,), 0.0)
    assert given_up == pytest.approx((0.5 * (200.0 - missing), 0.0, 0.0))


def test_each_payment_has_the_rate_of_its_day_and_receipts_go_to_the_oldest() -> None:
    # 100 at 6 % from 2011, 100 at 4 % from 2013. 140 in 2014: the first owes 119.1016, the rest comes off the second.
    payments = [*PAID, Payment(on(2013), 100.0, 0.0)]
    index = Index(FALLING, PAYMENT, True)
    second = 100.0 * 1.04 - (140.0 - 100.0 * 1.06**3)
    balance = indexed_balance(payments, [Receipt(on(2014), 140.0)], index, on(2016))
    assert balance == pytest.approx(second * 1.04**2)
    # 300 exceeds both: the rest is carried at the newest rate
    beyond = indexed_balance(payments, [Receipt(on(2014), 300.0)], index, on(2016))
    assert beyond == pytest.approx(-(300.0 - 100.0 * 1.06**3 - 104.0) * 1.04**2)


@QUICK
@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 100)), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1500, 3500), st.integers(1, 150)), max_size=4),
    st.sampled_from([TRANSFER, PAYMENT, PATH]),
)
def test_an_index_that_never_changes_is_the_fixed_hurdle(
    put_in: list[tuple[int, int]], back: list[tuple[int, int]], read: int
) -> None:
    payments = [Payment(on(2011) + day, float(amount), 0.0) for day, amount in sorted(put_in)]
    receipts = [Receipt(on(2011) + day, float(amount)) for day, amount in sorted(back)]
    flat = Index(Steps((on(2010), on(2014)), (0.05, 0.05)), read, True)
    fixed = hurdle_balance(payments, receipts, 0.05, on(2022))
    # years count from each flow's own day, so that lots reckoned from the payment differ by part of a leap day
    assert indexed_balance(payments, receipts, flat, on(2022)) == pytest.approx(fixed, abs=1e-3 * 550)


def test_an_indexed_hurdle_takes_its_place_in_the_ladder_by_todays_rate() -> None:
    low, high = Tier(0.035, 0.2, PARTNERS, 0.0), Tier(0.0, 0.5, PARTNERS, 0.0, *FALLING, TRANSFER, True)
    assert acting((high, low), PARTNERS, 0.0, on(2012)) == [1, 0]  # 6 % then
    assert acting((high, low), PARTNERS, 0.0, on(2016)) == [0, 1]  # 3 % now
    # of equal hurdles read alike the higher multiple acts; read otherwise they are two
    more = high._replace(share=0.6, local_multiple=1.0)
    assert acting((high, more), PARTNERS, 1.0, on(2016)) == [1]
    along = Tier(0.0, 0.4, PARTNERS, 0.0, *FALLING, PATH, True)
    assert len(acting((high, along), PARTNERS, 1.0, on(2016))) == 2


def test_hurdles_that_change_places_never_give_away_more_than_the_gain() -> None:
    # 100 paid for five years: 10 % in the first four and 2 % in the last along the path, so 142; at 3 % throughout, 115
    high_then_low = Steps((on(2011), on(2015)), (0.10, 0.02))
    low_now = Steps((on(2011), on(2015)), (0.11, 0.03))
    ladder = [
        Tier(0.0, 1.0, PARTNERS, 0.0),
        Tier(0.0, 0.5, PARTNERS, 0.0, *high_then_low, PATH, False),
        Tier(0.0, 1.0, PARTNERS, 0.0, *low_now, TRANSFER, False),
    ]
    # of a gain of 100, 42 lie below the second hurdle; above it the third has been passed already
    assert conceded(200.0, 100.0, PAID, [], on(2016), ladder, 0.0)[PARTNERS] == pytest.approx(42.0 + 58.0)
    assert conceded(130.0, 100.0, PAID, [], on(2016), ladder, 0.0)[PARTNERS] == pytest.approx(30.0)
