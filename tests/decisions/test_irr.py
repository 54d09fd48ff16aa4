"""Internal rates of return against pyxirr and closed forms."""

from datetime import date, timedelta

import pytest
import pyxirr
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.decisions.irr import count_roots, irr

QUICK = settings(max_examples=50, derandomize=True, deadline=None)


@QUICK
@given(
    calls=st.lists(st.tuples(st.integers(0, 1800), st.floats(1.0, 1e9)), min_size=1, max_size=8),
    gains=st.lists(st.tuples(st.integers(1801, 7300), st.floats(1.0, 1e9)), min_size=1, max_size=8),
)
def test_calls_before_distributions_agree_with_pyxirr(
    calls: list[tuple[int, float]], gains: list[tuple[int, float]]
) -> None:
    days = [day for day, _ in calls + gains]
    flows = [-amount for _, amount in calls] + [amount for _, amount in gains]
    found = irr(days, flows)
    expected = pyxirr.xirr([date(2011, 3, 15) + timedelta(day) for day in days], flows)
    if found is None:
        assert expected is None or not -0.999 < expected < 100
    else:
        assert count_roots(days, flows) == 1
        assert found == pytest.approx(expected, abs=1e-8)


@QUICK
@given(rate=st.floats(-0.9, 5.0), years=st.integers(1, 60))
def test_one_call_and_one_exit_give_the_compound_rate(rate: float, years: int) -> None:
    assert irr([0, 365 * years], [-1.0, (1.0 + rate) ** years]) == pytest.approx(rate, abs=1e-9)


def test_order_and_splitting_of_flows_do_not_matter() -> None:
    expected = irr([0, 400, 900], [-100.0, -50.0, 210.0])
    assert irr([900, 0, 400, 400, 900], [200.0, -100.0, -80.0, 30.0, 10.0]) == pytest.approx(expected)


def test_two_roots_are_counted_and_the_one_nearest_zero_is_returned() -> None:
    # 1000 (1 + r)² - 2500 (1 + r) + 1540 = 0 has the roots 0.1 and 0.4
    days, flows = [0, 365, 730], [-1000.0, 2500.0, -1540.0]
    assert count_roots(days, flows) == 2
    assert irr(days, flows) == pytest.approx(0.1)


def test_there_is_no_rate_without_both_signs_or_beyond_the_range() -> None:
    for flows in ([], [-5.0, -1.0], [3.0, 0.0], [0.0, 0.0]):
        days = list(range(len(flows)))
        assert irr(days, flows) is None
        assert count_roots(days, flows) == 0
    assert irr([0, 365], [-1.0, 1e-4]) is None  # -99.99 %
    assert irr([0, 365], [-1.0, 102.0]) is None  # 10,100 %
    assert irr([5, 5], [-100.0, 100.0]) is None


def test_flows_that_never_balance_have_no_rate() -> None:
    # 10 - 1 / (1 + r) + 10 / (1 + r)² > 0 for every r: discriminant 1 - 400 < 0
    assert count_roots([0, 365, 730], [10.0, -1.0, 10.0]) == 0
    assert irr([0, 365, 730], [10.0, -1.0, 10.0]) is None


def test_very_long_spans_do_not_overflow() -> None:
    assert irr([0, 365 * 150], [-1.0, 1.01**150]) == pytest.approx(0.01)


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 days but 1 flows"):
        irr([0, 1], [5.0])
