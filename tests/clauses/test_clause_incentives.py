"""Articles 5 and 15: one-year clock, founding shares."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.incentives import founding_shares, takeover_day

QUICK = settings(max_examples=50, derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("completed", "months", "takeover"),
    [
        ("2011-03-15", 12, "2012-03-15"),
        ("2012-02-29", 12, "2013-02-28"),
        ("2011-08-31", 6, "2012-02-29"),
        ("2011-11-30", 3, "2012-02-29"),
        ("2011-12-31", 18, "2013-06-30"),
    ],
)
def test_inventors_may_take_over_on_the_same_day_months_later(completed: str, months: int, takeover: str) -> None:
    assert takeover_day(date.fromisoformat(completed).toordinal(), months) == date.fromisoformat(takeover).toordinal()


def test_without_the_clock_inventors_never_take_over() -> None:
    assert takeover_day(734_000, 0) == -1


def test_founding_shares_by_hand() -> None:
    # technology 6 m beside 4 m of cash: 60 %; inventors get a fifth of it
    assert founding_shares(6e6, 4e6, 0.2, 1.0) == pytest.approx((0.48, 0.12, 0.40))
    # 18 m beside 2 m would be 90 %: held at 70 %
    assert founding_shares(18e6, 2e6, 0.2, 0.7) == pytest.approx((0.56, 0.14, 0.30))
    assert founding_shares(0.0, 0.0, 0.2, 0.7) == (0.0, 0.0, 1.0)


@QUICK
@given(appraised=st.floats(0, 1e9), cash=st.floats(0, 1e9), inventor=st.floats(0, 1), cap=st.floats(0, 1))
def test_founding_shares_are_shares_and_sum_to_one(appraised: float, cash: float, inventor: float, cap: float) -> None:
    shares = founding_shares(appraised, cash, inventor, cap)
    assert min(shares) >= 0
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] + shares[1] <= cap * (1 + 1e-12)
