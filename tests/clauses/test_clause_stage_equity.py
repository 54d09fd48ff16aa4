"""阶段参股: commitment within its caps, price of a lot, window, deadline, exercise, floor."""

import math
from datetime import date
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.rates import anniversary
from sim.clauses.stage_equity import (
    FLOOR_FORMULA,
    FLOOR_NONE,
    FLOOR_SHARE,
    auction_floor,
    commitment,
    deadline,
    first_refusal_price,
    in_window,
    lot_price,
    offer,
    window_end,
    worth_buying,
)

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
FEN = st.integers(0, 10**13)
DECIMAL_CAPS = st.integers(1, 9000).map(lambda k: (k / 10_000, Fraction(k, 10_000)))
MILLION = 100_000_000  # fen


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


PAID = day("2011-09-01")
THIRD = day("2014-09-01")
FIFTH = day("2016-09-01")


def price(transfer: int, *, compound: bool = False, from_grace_end: bool = False, rate: float = 0.0656) -> float:
    """Price of the worked case: 25 m in one payment, three years of grace."""
    return lot_price(25 * MILLION, PAID, PAID, transfer, 3, False, from_grace_end, compound, rate)


# --- how much


def test_the_offer_is_the_cap_times_the_target_within_fund_cap_and_budget() -> None:
    assert offer(120 * MILLION, 0.25, 0, 500 * MILLION, 0) == 30 * MILLION
    assert offer(400 * MILLION, 0.25, 50 * MILLION, 500 * MILLION, 0) == 50 * MILLION
    assert offer(120 * MILLION, 0.25, 50 * MILLION, 20 * MILLION, 0) == 20 * MILLION


def test_an_offer_below_the_minimum_is_not_made() -> None:
    assert offer(120 * MILLION, 0.25, 0, 9 * MILLION, 10 * MILLION) == 0
    assert offer(120 * MILLION, 0.25, 0, 10 * MILLION, 10 * MILLION) == 10 * MILLION
    assert offer(120 * MILLION, 0.25, 0, -5, 0) == 0


def test_decimal_shares_lose_no_fen_to_binary_floats() -> None:
    assert offer(100, 0.29, 0, 10**9, 0) == 29  # 0.29 × 100 is 28.999999999999996 as floats
    assert commitment(10**9, 0.25, 300_00, 10**9, False) == 100_00


def test_leverage_is_one_over_the_share() -> None:
    # T1: 25 % gives 4.00; Zhongguancun 2007: 385 m of others under a 30 % cap allow 165 m, 550/165 = 3.33
    public = commitment(10**12, 0.25, 300 * MILLION, 10**12, False)
    assert (public + 300 * MILLION) / public == 4.0
    assert commitment(10**12, 0.30, 385 * MILLION, 10**12, False) == 165 * MILLION


def test_equal_partners_leave_the_public_below_one_sixth() -> None:
    # five equal partners of 20 m: the public ends one fen below 20 m, 16.7 % and not 25 %
    public = commitment(10**12, 0.25, 100 * MILLION, 20 * MILLION, True)
    assert public == 20 * MILLION - 1
    assert public / (public + 100 * MILLION) == pytest.approx(1 / 6, abs=1e-8)


def test_without_partners_there_is_no_public_money() -> None:
    assert commitment(10 * MILLION, 0.25, 0, 0, True) == 0
    assert commitment(10 * MILLION, 0.25, 0, 0, False) == 0


@QUICK
@given(cap=DECIMAL_CAPS, offered=FEN, others=FEN, largest=FEN, not_largest=st.booleans())
def test_the_public_share_never_exceeds_its_cap(
    cap: tuple[float, Fraction], offered: int, others: int, largest: int, not_largest: bool
) -> None:
    share, exact = cap
    public = commitment(offered, share, others, largest, not_largest)
    assert 0 <= public <= offered
    assert public <= exact * (public + others)
    if not_largest and public > 0:
        assert public < largest


@QUICK
@given(cap=DECIMAL_CAPS, others=FEN)
def test_the_cap_is_used_to_the_last_fen(cap: tuple[float, Fraction], others: int) -> None:
    share, exact = cap
    one_more = commitment(10**18, share, others, 0, False) + 1
    assert one_more > exact * (one_more + others)


@QUICK
@given(cap=DECIMAL_CAPS, target=FEN, per_fund=FEN, budget=FEN, minimum=FEN)
def test_an_offer_breaks_no_limit(
    cap: tuple[float, Fraction], target: int, per_fund: int, budget: int, minimum: int
) -> None:
    offered = offer(target, cap[0], per_fund, budget, minimum)
    assert offered <= cap[1] * target
    assert offered <= budget
    assert per_fund == 0 or offered <= per_fund
    assert offered == 0 or offered >= minimum


# --- at what price


def test_the_third_anniversary_is_still_within_the_grace_and_the_day_after_is_not() -> None:
    assert price(PAID) == 25 * MILLION
    assert price(THIRD) == 25 * MILLION
    # the cliff at 6.56 % simple: 3 years and a day, 25 m × (1 + 0.0656 × (3 + 1/365)) = 29.92449 m
    assert price(THIRD + 1) == pytest.approx(29.924493 * MILLION, abs=100)


def test_interest_from_the_end_of_grace_has_no_cliff() -> None:
    # one day of interest: 25 m × 0.0656 / 365 = 4,493.15 yuan
    assert price(THIRD + 1, from_grace_end=True) == pytest.approx(25 * MILLION + 449_315, abs=1)


def test_worked_strike_at_year_five_simple_and_compound() -> None:
    # T5: 25 m in a 100 m fund worth 200 m; pari passu 50 m; strikes 33.20 and 34.35 m; conceded 16.80 and 15.65 m
    stake = 50 * MILLION
    assert price(FIFTH) == pytest.approx(33.20 * MILLION, abs=1)
    assert price(FIFTH, compound=True) == pytest.approx(34.35 * MILLION, abs=0.005 * MILLION)
    assert stake - price(FIFTH) == pytest.approx(16.80 * MILLION, abs=1)
    assert stake - price(FIFTH, compound=True) == pytest.approx(15.65 * MILLION, abs=0.005 * MILLION)


def test_each_payment_may_have_its_own_grace() -> None:
    second = day("2013-09-01")
    transfer = day("2015-09-01")  # four years after the first payment, two after the second

    def of_lot(paid: int, each_payment: bool) -> float:
        return lot_price(1000.0, paid, PAID, transfer, 3, each_payment, False, False, 0.06)

    assert of_lot(PAID, False) == of_lot(PAID, True) == pytest.approx(1240.0)
    assert of_lot(second, True) == 1000.0
    assert of_lot(second, False) == pytest.approx(1120.0)  # interest is always from the lot's own payment


def test_a_lot_paid_after_the_grace_bears_interest_from_its_payment_only() -> None:
    late = day("2015-09-01")
    assert lot_price(1000.0, late, PAID, day("2016-09-01"), 3, False, True, False, 0.06) == pytest.approx(1060.0)


@QUICK
@given(
    days=st.integers(0, 4000),
    grace=st.integers(0, 6),
    rate=st.floats(0, 0.3),
    compound=st.booleans(),
    each=st.booleans(),
)
def test_a_later_transfer_never_costs_less_and_never_less_than_is_outstanding(
    days: int, grace: int, rate: float, compound: bool, each: bool
) -> None:
    for from_grace_end in (False, True):
        today = lot_price(1e9, PAID, PAID, PAID + days, grace, each, from_grace_end, compound, rate)
        tomorrow = lot_price(1e9, PAID, PAID, PAID + days + 1, grace, each, from_grace_end, compound, rate)
        assert 1e9 <= today <= tomorrow


def test_an_option_at_a_formula_price_is_worth_what_black_and_scholes_say() -> None:
    # T4: partners who value exactly take max(sV − K, 0), the public keeps min(sV, K). V lognormal, mean 200, s = 25 %.
    strike = price(FIFTH) / MILLION
    mean, sigma, steps = 200.0 * 0.25, 0.62, 4000
    normal = NormalDist()
    kept = gained = 0.0
    for k in range(steps):
        stake = mean * math.exp(sigma * normal.inv_cdf((k + 0.5) / steps) - sigma * sigma / 2)
        exercised = worth_buying(stake, strike, 1.0)
        kept += (strike if exercised else stake) / steps
        gained += (stake - strike if exercised else 0.0) / steps
    d1 = math.log(mean / strike) / sigma + sigma / 2
    call = mean * normal.cdf(d1) - strike * normal.cdf(d1 - sigma)
    assert gained == pytest.approx(call, rel=2e-3)
    assert kept == pytest.approx(mean - call, rel=2e-3)


# --- until when


def test_a_window_of_zero_years_lasts_to_the_end_of_the_fund() -> None:
    end = day("2021-09-01")
    assert window_end(PAID, 0.0, end) == end
    assert in_window(PAID, end, 0.0, end)
    assert not in_window(PAID, end + 1, 0.0, end)


def test_a_window_includes_its_first_and_last_day_and_nothing_else() -> None:
    end = day("2021-09-01")
    assert window_end(PAID, 5.0, end) == FIFTH
    assert [in_window(PAID, today, 5.0, end) for today in (PAID - 1, PAID, FIFTH, FIFTH + 1)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_window_ends_with_the_fund_and_counts_fractions_of_365_days() -> None:
    assert window_end(PAID, 20.0, FIFTH) == FIFTH
    assert window_end(PAID, 2.5, FIFTH) == day("2013-09-01") + 183  # 182.5 rounds up


def test_the_deadline_falls_on_the_anniversary_of_the_first_payment() -> None:
    assert deadline(PAID, 5.0) == FIFTH
    assert deadline(day("2012-02-29"), 5.0) == day("2017-02-28")
    assert deadline(PAID, 0.0) == -1


@QUICK
@given(start=st.integers(day("1990-01-01"), day("2040-01-01")), years=st.floats(0.1, 30))
def test_a_deadline_lies_between_the_anniversaries_around_it(start: int, years: float) -> None:
    end = deadline(start, years)
    assert anniversary(start, math.floor(years)) <= end <= anniversary(start, math.floor(years) + 1)


# --- whether, and the floor


def test_partners_buy_only_for_strictly_more_than_threshold_times_price() -> None:
    assert not worth_buying(110.0, 100.0, 1.1)  # 1.1 × 100 is 110.00000000000001 as floats, equal in the rule
    assert not worth_buying(150.0, 100.0, 1.5)
    assert worth_buying(150.01, 100.0, 1.5)
    assert not worth_buying(0.0, 0.0, 1.1)


def test_the_auction_floor_follows_its_rule() -> None:
    assert auction_floor(FLOOR_FORMULA, 33.2, 50.0, 0.9) == 33.2
    assert auction_floor(FLOOR_SHARE, 33.2, 50.0, 0.9) == pytest.approx(45.0)
    assert auction_floor(FLOOR_NONE, 33.2, 50.0, 0.9) == 0.0


def test_first_refusal_asks_for_the_greater_of_formula_and_appraisal() -> None:
    assert first_refusal_price(33.2, 50.0, 0.9) == pytest.approx(45.0)
    assert first_refusal_price(33.2, 20.0, 0.9) == 33.2
