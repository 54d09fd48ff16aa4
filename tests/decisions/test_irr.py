"""Internal rates of return against pyxirr, roots of polynomials and closed forms."""

from datetime import date, timedelta

import numpy as np
import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.decisions.irr import irr, irr_and_roots

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
    dates = [date(2011, 3, 15) + timedelta(day) for day in days]
    expected = pyxirr.xirr(dates, flows)
    if found is None:
        assert expected is None or not -0.999 < expected < 100
        return
    assert irr_and_roots(days, flows)[1] == 1
    if expected is None:  # pyxirr gives up on some losses of nearly all; its own present value then judges ours
        paid = sum(amount * (1 + found) ** ((min(days) - day) / 365) for day, amount in calls)
        assert pyxirr.xnpv(found, dates, flows) == pytest.approx(0.0, abs=1e-9 * paid)
    else:
        assert found == pytest.approx(expected, abs=1e-8)


def test_a_loss_on_which_pyxirr_gives_up_has_the_rate_that_its_own_present_value_confirms() -> None:
    dates, flows = [date(2011, 3, 15), date(2012, 1, 17), date(2016, 2, 18)], [-1.0, -488003941.0, 1.0]
    assert pyxirr.xirr(dates, flows) is None
    found = irr([(day - dates[0]).days for day in dates], flows)
    assert found is not None
    assert pyxirr.xnpv(found, dates, flows) == pytest.approx(0.0, abs=1e-9 * 488003941)


@QUICK
@given(rate=st.floats(-0.9, 5.0), years=st.integers(1, 60))
def test_one_call_and_one_exit_give_the_compound_rate(rate: float, years: int) -> None:
    assert irr([0, 365 * years], [-1.0, (1.0 + rate) ** years]) == pytest.approx(rate, abs=1e-9)


def test_order_and_splitting_of_flows_do_not_matter() -> None:
    expected = irr([0, 400, 900], [-100.0, -50.0, 210.0])
    assert irr([900, 0, 400, 400, 900], [200.0, -100.0, -80.0, 30.0, 10.0]) == pytest.approx(expected)


def yearly_flows(*rates: float, sign: int = 1) -> tuple[list[int], list[float]]:
    """Flows a year apart whose present value is zero at each of ``rates``: a product of (1 + r) - (1 + rate)."""
    flows = -1000.0 * sign * np.poly([1.0 + rate for rate in rates])
    return [365 * year for year in range(flows.size)], flows.tolist()


@pytest.mark.parametrize(
    ("rates", "sign", "expected"),
    [
        ((0.08, 0.12), 1, 0.08),  # multiple .9956: no root agrees, the nearest to zero
        ((0.10, 0.40), 1, 0.10),
        ((-0.10, 0.099), 1, 0.099),  # multiple 1.005: a profit has a rate above zero
        ((-0.10, 0.099), -1, -0.10),  # the same flows the other way round: a loss
        ((-0.64, 1.52), 1, 1.52),  # multiple 1.51
        ((-0.30, -0.20, 0.50, 0.70), 1, -0.20),  # a loss: -1000 (.3) (.2) (-.5) (-.7) = -21
        ((-0.30, -0.20, 0.50, 0.70), -1, 0.50),
        ((-0.50, 0.0, 0.30), 1, 0.0),  # neither profit nor loss
        ((-0.99, 10.0), 1, 10.0),  # both on the border of what is scanned
    ],
)
def test_of_several_rates_the_nearest_to_zero_with_the_sign_of_the_profit_counts(
    rates: tuple[float, ...], sign: int, expected: float
) -> None:
    days, flows = yearly_flows(*rates, sign=sign)
    assert irr(days, flows) == pytest.approx(expected, abs=1e-9)
    assert irr_and_roots(days, flows)[1] == len(rates)


@pytest.mark.parametrize("gap", [0.0, 1e-4, 2e-3])
def test_rates_close_together_are_found_and_a_double_one_counts_once(gap: float) -> None:
    days, flows = yearly_flows(0.1, 0.1 + gap)
    assert irr(days, flows) == pytest.approx(0.1, abs=1e-7)
    assert irr_and_roots(days, flows)[1] == (2 if gap else 1)


@QUICK
@given(flows=st.lists(st.integers(-1000, 1000), min_size=3, max_size=9))
def test_yearly_flows_have_the_roots_of_their_polynomial(flows: list[int]) -> None:
    assume(flows[0] != 0 and flows[-1] != 0)
    complex_roots = np.roots(flows)
    growth = np.sort(complex_roots[abs(complex_roots.imag) < 1e-9].real)
    inside = growth[(growth > 0.0101) & (growth < 10.9)] - 1.0
    assume(not np.any((abs(growth - 0.01) < 1e-3) | (abs(growth - 11.0) < 0.2)))
    assume(not inside.size or np.diff(inside, prepend=-1.0, append=20.0).min() > 1e-3)
    assume(not np.any((abs(complex_roots.imag) < 1e-2) & (abs(complex_roots.imag) > 0)))  # nearly double
    days, profit = [365 * year for year in range(len(flows))], sum(flows)
    agreeing = (
        [rate for rate in inside if rate * profit > 0] if profit else [rate for rate in inside if abs(rate) < 1e-9]
    )
    expected = min(agreeing or inside, key=abs, default=None)
    found = irr(days, flows)
    if found is None or not -0.99 < found < 10.0:
        assert not agreeing  # beyond the scan only a bracketed rate is found, which has the sign of the profit
    else:
        assert found == pytest.approx(expected, abs=1e-7)
        if growth.min() > 0.01 and growth.max() < 11.0:
            assert irr_and_roots(days, flows)[1] == inside.size


@QUICK
@given(
    flows=st.lists(st.tuples(st.integers(0, 3650), st.integers(-1000, 1000)), min_size=2, max_size=30),
)
def test_every_rate_solves_its_flows_and_pyxirr_finds_none_where_there_is_none(
    flows: list[tuple[int, int]],
) -> None:
    days, amounts = [day for day, _ in flows], [amount for _, amount in flows]
    found = irr(days, amounts)
    dates = [date(2011, 3, 15) + timedelta(day) for day in days]
    if found is not None:
        scale = sum(abs(amount) * (1 + found) ** (-day / 365) for day, amount in flows)
        assert abs(pyxirr.xnpv(found, dates, amounts)) < 1e-9 * scale * (1 + found) ** (min(days) / 365)
    elif min(amounts) < 0 < max(amounts):
        other = pyxirr.xirr(dates, amounts, silent=True)
        assert other is None or not -0.98 < other < 9.5


@pytest.mark.parametrize("scale", [1.0, 10.0, 1e3, 1e5])
def test_a_rate_does_not_depend_on_the_unit_of_money(scale: float) -> None:
    # 1000 today and 8.7 % of it after a year: r = -.9127813822
    assert irr([0, 365], [-1000 * scale, 87.2186178 * scale]) == pytest.approx(-0.9127813822, abs=1e-12)


def test_a_public_case_of_a_large_loss_is_found_below_the_scan() -> None:
    # dates 2020-07-03 and 2021-02-25, 237 days: r = (8799805.85 / 177900000)^(365/237) - 1; another package's case
    expected = (8799805.85 / 177900000) ** (365 / 237) - 1
    assert expected == pytest.approx(-0.9902476919, abs=1e-10)
    assert irr([0, 237], [-177900000.0, 8799805.85]) == pytest.approx(expected, abs=1e-12)


def test_480_payments_have_the_rate_of_their_annuity() -> None:
    # one every 30 days; with v = (1 + r)^(-30/365) they are worth (v - v^481) / (1 - v)
    v = (1 - 0.0109975) ** (-30 / 365)
    loan = (v - v**481) / (1 - v)
    assert irr([30 * number for number in range(481)], [-loan, *[1.0] * 480]) == pytest.approx(-0.0109975, abs=1e-12)


def test_a_public_case_with_a_second_root_near_zero_keeps_the_rate_that_solves_it() -> None:
    # a case on which spreadsheets say 0.0000003 %; 12,560 received over 8,950 paid
    dates = "2020-01-09 2020-02-12 2020-03-02 2020-03-13 2020-05-11 2020-11-03 2020-12-29 2021-03-26 2021-07-21"
    days = [(date.fromisoformat(one) - date(2020, 1, 9)).days for one in [*dates.split(), "2022-06-16", "2022-07-06"]]
    flows = [-1200, -1050, -400, -800, 5050, -2000, 2850, -1500, 2025, -2000, 2635]
    assert irr(days, flows) == pytest.approx(3.6894338683, abs=1e-9)


def test_there_is_no_rate_without_both_signs_or_beyond_the_range() -> None:
    for flows in ([], [-5.0, -1.0], [3.0, 0.0], [0.0, 0.0]):
        days = list(range(len(flows)))
        assert irr(days, flows) is None
        assert irr_and_roots(days, flows)[1] == 0
    assert irr([0, 365], [-1.0, 1e-4]) is None  # -99.99 %
    assert irr([0, 365], [-1.0, 102.0]) is None  # 10,100 %
    assert irr([5, 5], [-100.0, 100.0]) is None


def test_flows_that_never_balance_have_no_rate() -> None:
    # 10 - 1 / (1 + r) + 10 / (1 + r)² > 0 for every r: discriminant 1 - 400 < 0
    assert irr_and_roots([0, 365, 730], [10.0, -1.0, 10.0])[1] == 0
    assert irr([0, 365, 730], [10.0, -1.0, 10.0]) is None


def test_very_long_spans_do_not_overflow() -> None:
    assert irr([0, 365 * 150], [-1.0, 1.01**150]) == pytest.approx(0.01)


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="2 days but 1 flows"):
        irr([0, 1], [5.0])
