"""Anniversaries against the standard library's calendar, and interest factors against hand calculation."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.rates import anniversary, civil, interest_factor, ordinal_of, same_day, years_between

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def same_date(start: date, years: int) -> date:
    """The rule in the standard library's words."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 2, 28)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(when=st.dates())
def test_calendar_agrees_with_the_standard_library(when: date) -> None:
    assert civil(when.toordinal()) == (when.year, when.month, when.day)
    assert ordinal_of(when.year, when.month, when.day) == when.toordinal()


def test_calendar_agrees_on_every_day_of_the_simulated_century() -> None:
    first = date(1999, 12, 1)
    for offset in range(0, 40_000):
        when = first + timedelta(days=offset)
        assert civil(when.toordinal()) == (when.year, when.month, when.day)


@QUICK
@given(start=DAYS, years=st.integers(0, 40))
def test_an_anniversary_is_the_same_date_years_later(start: date, years: int) -> None:
    assert anniversary(start.toordinal(), years) == same_date(start, years).toordinal()


def test_29_february_has_its_anniversary_on_28_february_in_common_years() -> None:
    assert anniversary(day("2012-02-29"), 1) == day("2013-02-28")
    assert anniversary(day("2012-02-29"), 4) == day("2016-02-29")
    assert anniversary(day("1896-02-29"), 4) == day("1900-02-28")  # 1900 was no leap year


def test_months_clip_to_the_end_of_a_shorter_month() -> None:
    assert same_day(day("2011-08-31"), 6) == day("2012-02-29")
    assert same_day(day("2011-10-31"), 1) == day("2011-11-30")
    assert same_day(day("2011-12-15"), 12) == day("2012-12-15")


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2011-03-15", "2011-03-15", 0.0),
        ("2011-03-15", "2014-03-15", 3.0),  # exactly 3 although 2012 is a leap year (1,096 days)
        ("2011-03-15", "2014-03-16", 3 + 1 / 365),
        ("2011-03-15", "2014-03-14", 2 + 364 / 365),
        ("2012-02-29", "2013-02-28", 1.0),
        ("2011-12-31", "2012-01-01", 1 / 365),
        ("2012-01-01", "2011-01-01", 0.0),
    ],
)
def test_years_are_whole_anniversaries_and_days_over_365(start: str, end: str, years: float) -> None:
    assert years_between(day(start), day(end)) == years


@QUICK
@given(start=DAYS, days=st.integers(0, 15_000))
def test_a_later_day_never_counts_fewer_years(start: date, days: int) -> None:
    begin = start.toordinal()
    now = years_between(begin, begin + days)
    assert now <= years_between(begin, begin + days + 1)
    assert now == pytest.approx(days / 365.2425, abs=0.008)


def test_interest_simple_and_compound_over_five_years_at_6_56_percent() -> None:
    # 1 + 5 × 0.0656 = 1.328;  1.0656² = 1.13550336, squared 1.28936788, × 1.0656 = 1.37395041
    assert interest_factor(0.0656, 5.0, False) == pytest.approx(1.328, abs=1e-12)
    assert interest_factor(0.0656, 5.0, True) == pytest.approx(1.37395041, abs=1e-8)


@QUICK
@given(rate=st.floats(0, 0.5), years=st.floats(0, 30))
def test_compound_exceeds_simple_interest_only_after_the_first_year(rate: float, years: float) -> None:
    simple = interest_factor(rate, years, False)
    compound = interest_factor(rate, years, True)
    if years >= 1:
        assert compound >= simple * (1 - 1e-12)
    else:
        assert compound <= simple * (1 + 1e-12)


def test_no_rate_or_no_time_costs_nothing() -> None:
    for compound in (False, True):
        assert interest_factor(0.0, 7.5, compound) == 1.0
        assert interest_factor(0.06, 0.0, compound) == 1.0


@pytest.mark.parametrize(("years", "factor"), [(0.0, 1.0), (2.5, 0.5), (5.0, 0.0), (30.0, 0.0)])
def test_a_negative_simple_rate_takes_the_whole_sum_at_most(years: float, factor: float) -> None:
    assert interest_factor(-0.2, years, False) == pytest.approx(factor)
