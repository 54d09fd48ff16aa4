"""Defects found in other fund simulators (B2, B6, B7), and what dated flows say instead; anchors T2 and T8."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.clauses.waterfall import NOTHING, Amounts, accrue, split

START = date(2011, 3, 15)
SHARES: Amounts = (0.25, 0.74, 0.01)
QUICK = settings(max_examples=50, derandomize=True, deadline=None)


def plus(a: Amounts, b: Amounts, sign: float = 1.0) -> Amounts:
    return a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2]


@dataclass
class Fund:
    """The smallest fund that keeps the balances a waterfall needs: 8 % hurdle, 20 % carry, full catch-up."""

    hurdle: float = 0.08
    carry: float = 0.2
    unreturned: Amounts = NOTHING
    preference: Amounts = NOTHING
    paid_in: Amounts = NOTHING
    profit_paid: float = 0.0
    carry_paid: list[float] = field(default_factory=list)
    flows: list[tuple[int, Amounts]] = field(default_factory=list)
    today: int = 0

    def advance(self, day: int) -> None:
        days = day - self.today
        u, p = self.unreturned, self.preference
        self.preference = (
            accrue(u[0], p[0], self.hurdle, days),
            accrue(u[1], p[1], self.hurdle, days),
            accrue(u[2], p[2], self.hurdle, days),
        )
        self.today = day

    def call(self, day: int, amount: float) -> None:
        self.advance(day)
        paid: Amounts = (SHARES[0] * amount, SHARES[1] * amount, SHARES[2] * amount)
        self.unreturned = plus(self.unreturned, paid)
        self.paid_in = plus(self.paid_in, paid)
        self.flows.append((day, plus(NOTHING, paid, -1.0)))

    def distribute(self, day: int, amount: float) -> float:
        """Pay out ``amount``; returns the carry in it."""
        self.advance(day)
        parts = split(
            amount,
            self.unreturned,
            self.preference,
            self.paid_in,
            self.profit_paid,
            sum(self.carry_paid),
            self.carry,
            1.0,
            False,
        )
        self.unreturned = plus(self.unreturned, parts.capital, -1.0)
        self.preference = plus(self.preference, parts.preference, -1.0)
        self.profit_paid += sum(parts.preference) + sum(parts.residual)
        self.carry_paid.append(parts.carry)
        self.flows.append((day, plus(plus(parts.capital, parts.preference), parts.residual)))
        return parts.carry

    def line(self, number: int) -> tuple[list[date], list[float]]:
        return [START + timedelta(days=day) for day, _ in self.flows], [amounts[number] for _, amounts in self.flows]


def test_b7_t8_a_hurdle_holds_for_every_year_and_not_once() -> None:
    # 100 in, 150 back after 9 years is 4.6 % a year; the hurdle stands at 100 × 1.08^9 = 199.90. A rival pays 10
    fund = Fund()
    fund.call(0, 100.0)
    assert fund.distribute(9 * 365, 150.0) == 0.0
    assert sum(fund.flows[-1][1]) == pytest.approx(150.0)
    assert sum(fund.unreturned) == 0.0
    assert sum(fund.preference) == pytest.approx(49.90, abs=0.005)  # still owed before any carry


def test_b7_carry_starts_exactly_above_the_compound_hurdle() -> None:
    owed = 100 * 1.08**9
    for amount, carry in ((owed, 0.0), (owed + 1.0, 1.0), (300.0, 40.0)):
        fund = Fund()
        fund.call(0, 100.0)
        assert fund.distribute(9 * 365, amount) == pytest.approx(carry, abs=1e-9)


def test_b2_the_hurdle_follows_the_dates_of_the_calls() -> None:
    # 50 now and 50 after 4 years owe 50 × 1.08^10 + 50 × 1.08^6 after 10;
    # a rival charges 8 % × 10 on all 100, whenever paid
    owed = 50 * 1.08**10 + 50 * 1.08**6
    assert owed == pytest.approx(187.29, abs=0.005)
    fund = Fund()
    fund.call(0, 50.0)
    fund.call(4 * 365, 50.0)
    assert fund.distribute(10 * 365, owed - 1e-6) == 0.0
    assert fund.distribute(10 * 365, 1.0) == pytest.approx(1.0, abs=1e-5)


def test_b2_capital_returned_early_bears_no_hurdle_afterwards() -> None:
    # 100 back after one year leaves 8 of preference, 8 × 1.08^9 = 15.99 in year 10;
    # of the profit of 30 a fifth is carry. On the rival's rule the hurdle would be 80 and carry nothing.
    fund = Fund()
    fund.call(0, 100.0)
    assert fund.distribute(365, 100.0) == 0.0
    assert fund.distribute(3650, 30.0) == pytest.approx(6.0)


def test_b6_carry_is_paid_when_it_is_earned() -> None:
    # year 3: 200, profit 100 above a hurdle of 25.97, carry 20; year 8: 50 more, carry 10
    fund = Fund()
    fund.call(0, 100.0)
    assert fund.distribute(3 * 365, 200.0) == pytest.approx(20.0)
    assert fund.distribute(8 * 365, 50.0) == pytest.approx(10.0)


def test_b6_carry_only_at_the_end_would_overstate_the_net_irr() -> None:
    dates = [START, START + timedelta(days=3 * 365), START + timedelta(days=8 * 365)]
    fund = Fund()
    fund.call(0, 100.0)
    fund.distribute(3 * 365, 200.0)
    fund.distribute(8 * 365, 50.0)
    net = pyxirr.xirr(dates, [sum(amounts) for _, amounts in fund.flows])
    rival = pyxirr.xirr(dates, [-100.0, 200.0, 50.0 - 30.0])  # the same 30 of carry, all in the last period
    assert net is not None
    assert rival is not None
    # −100 + 180/(1+i)^3 + 40/(1+i)^8 = 0 has its root near 25 %
    assert -100 + 180 / (1 + net) ** 3 + 40 / (1 + net) ** 8 == pytest.approx(0.0, abs=1e-6)
    assert rival > net + 0.01


PATHS = st.lists(st.tuples(st.integers(1, 900), st.integers(1, 400), st.booleans()), min_size=1, max_size=8)


def play(steps: list[tuple[int, int, bool]]) -> Fund:
    """A first call of 100, then calls and distributions after the given days."""
    fund, day = Fund(), 0
    fund.call(0, 100.0)
    for days, amount, is_call in steps:
        day += days
        if is_call:
            fund.call(day, float(amount))
        else:
            fund.distribute(day, float(amount))
    return fund


@QUICK
@given(steps=PATHS)
def test_t2_pari_passu_lines_earn_the_same_irr_on_every_path(steps: list[tuple[int, int, bool]]) -> None:
    fund = play([*steps, (400, 90, False)])
    public, private = pyxirr.xirr(*fund.line(0)), pyxirr.xirr(*fund.line(1))
    # money back many times over on the first days has a rate that the oracle cannot tell from none
    assume(public is not None and public < 1e6)
    assert private == pytest.approx(public, rel=1e-9, abs=1e-7)
    for _, amounts in fund.flows:
        assert amounts[0] * SHARES[1] == pytest.approx(amounts[1] * SHARES[0], rel=1e-9)


@QUICK
@given(steps=PATHS)
def test_carry_is_only_paid_once_dated_flows_have_earned_the_hurdle(steps: list[tuple[int, int, bool]]) -> None:
    """An independent oracle for the running balances: XNPV of the lines' flows at the hurdle rate."""
    fund, day = Fund(), 0
    fund.call(0, 100.0)
    for days, amount, is_call in steps:
        day += days
        if is_call:
            fund.call(day, float(amount))
            continue
        carry = fund.distribute(day, float(amount))
        dates = [START + timedelta(days=when) for when, _ in fund.flows]
        value = pyxirr.xnpv(0.08, dates, [sum(amounts) for _, amounts in fund.flows])
        owed = sum(fund.unreturned) + sum(fund.preference)
        assert value is not None
        if carry > 1e-9:
            assert value >= -1e-6
        if owed > 1e-6 and sum(fund.carry_paid) == 0.0:
            assert -value * 1.08 ** (day / 365) == pytest.approx(owed, rel=1e-9)


@QUICK
@given(steps=PATHS)
def test_t3_every_distribution_is_paid_out_completely(steps: list[tuple[int, int, bool]]) -> None:
    fund = play(steps)
    received = sum(sum(amounts) for _, amounts in fund.flows if sum(amounts) > 0) + sum(fund.carry_paid)
    assert received == pytest.approx(sum(amount for _, amount, is_call in steps if not is_call))
    assert sum(fund.paid_in) == pytest.approx(100 + sum(amount for _, amount, is_call in steps if is_call))
