"""Waterfall: every step worked by hand, then what must hold for any balances."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.waterfall import Amounts, Split, accrue, clawback, split, whole_fen

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
NONE: Amounts = (0.0, 0.0, 0.0)
PAID_IN: Amounts = (25.0, 74.0, 1.0)
HURDLE: Amounts = (2.0, 5.92, 0.08)  # 8 % of PAID_IN after one year

MONEY = st.integers(0, 10**9).map(float)
LINES = st.tuples(MONEY, MONEY, MONEY)


def after_one_year(amount: float, carry: float = 0.2, catch_up: float = 1.0) -> Split:
    return split(amount, PAID_IN, HURDLE, PAID_IN, 0.0, 0.0, carry, catch_up, False)


def line(parts: Split, number: int) -> float:
    return parts.capital[number] + parts.preference[number] + parts.residual[number]


def to_lines(parts: Split) -> float:
    return line(parts, 0) + line(parts, 1) + line(parts, 2)


# --- accrual


def test_preference_compounds_on_capital_and_preference() -> None:
    # 100 for two years at 8 %: 16.64; and in two steps of a year the same
    assert accrue(100.0, 0.0, 0.08, 730) == pytest.approx(16.64)
    assert accrue(100.0, accrue(100.0, 0.0, 0.08, 365), 0.08, 365) == pytest.approx(16.64)


def test_preference_left_over_grows_after_capital_is_returned() -> None:
    assert accrue(0.0, 8.0, 0.08, 365) == pytest.approx(8.64)


def test_nothing_accrues_without_days_or_hurdle() -> None:
    assert accrue(100.0, 7.0, 0.08, 0) == 7.0
    assert accrue(100.0, 7.0, 0.0, 900) == 7.0


# --- steps by hand: 100 paid in 25/74/1, one year at 8 %, carry 20 %


def test_capital_comes_back_first_and_pro_rata() -> None:
    parts = after_one_year(60.0)
    assert parts.capital == pytest.approx((15.0, 44.4, 0.6))
    assert (parts.preference, parts.residual, parts.carry) == (NONE, NONE, 0.0)


def test_preference_comes_second() -> None:
    parts = after_one_year(104.0)
    assert parts.capital == PAID_IN
    assert parts.preference == pytest.approx((1.0, 2.96, 0.04))
    assert parts.carry == 0.0


def test_full_catch_up_gives_the_manager_everything_until_it_has_its_share() -> None:
    # after 108, the manager alone gets 2, since 2 = 20 % of (8 + 2)
    assert after_one_year(109.0).carry == pytest.approx(1.0)
    assert after_one_year(110.0).carry == pytest.approx(2.0)
    assert after_one_year(110.0).residual == pytest.approx(NONE)


def test_after_a_full_catch_up_carry_is_its_share_of_all_profit() -> None:
    # 150: capital 100, preference 8, catch-up 2, residual 40 of which 8 carry and 32 to the lines as 25/74/1
    parts = after_one_year(150.0)
    assert parts.carry == pytest.approx(10.0)  # 20 % of the profit of 50
    assert parts.residual == pytest.approx((8.0, 23.68, 0.32))


def test_half_catch_up_reaches_the_same_share_more_slowly() -> None:
    # x/2 = 20 % of (8 + x) at x = 16/3: 8/3 each to manager and lines, reached at 108 + 16/3
    assert after_one_year(112.0, catch_up=0.5).carry == pytest.approx(2.0)
    parts = after_one_year(150.0, catch_up=0.5)
    assert parts.carry == pytest.approx(10.0)
    assert sum(parts.residual) == pytest.approx(32.0)


@pytest.mark.parametrize("catch_up", [0.0, 0.1, 0.2])
def test_a_catch_up_not_above_carry_is_left_out(catch_up: float) -> None:
    assert after_one_year(150.0, catch_up=catch_up).carry == pytest.approx(0.2 * 42.0)


def test_without_carry_everything_is_pro_rata() -> None:
    parts = after_one_year(150.0, carry=0.0)
    assert parts.carry == 0.0
    assert tuple(line(parts, i) for i in range(3)) == pytest.approx((37.5, 111.0, 1.5))


def test_catch_up_continues_where_an_earlier_distribution_stopped() -> None:
    # 109 were paid before: profit of the lines 8, carry 1; of 41 more, 1 ends the catch-up and 8 are a fifth of 40
    parts = split(41.0, NONE, NONE, PAID_IN, 8.0, 1.0, 0.2, 1.0, False)
    assert parts.carry == pytest.approx(9.0)
    assert sum(parts.residual) == pytest.approx(32.0)


def test_liquidation_preference_returns_public_capital_first() -> None:
    # 40 left of 100: the public gets its 25; 15 go to the others as 74 to 1. Without it: 10, 29.6, 0.4
    first = split(40.0, PAID_IN, NONE, PAID_IN, 0.0, 0.0, 0.2, 1.0, True)
    assert first.capital == pytest.approx((25.0, 14.8, 0.2))
    assert split(20.0, PAID_IN, NONE, PAID_IN, 0.0, 0.0, 0.2, 1.0, True).capital == (20.0, 0.0, 0.0)
    plain = split(40.0, PAID_IN, NONE, PAID_IN, 0.0, 0.0, 0.2, 1.0, False)
    assert plain.capital == pytest.approx((10.0, 29.6, 0.4))


def test_liquidation_preference_covers_only_capital_not_yet_returned() -> None:
    # 15 of the public's 25 came back before: it gets 10 first, then 20 go to the others as 30 to 10
    parts = split(30.0, (10.0, 30.0, 10.0), NONE, (25.0, 74.0, 1.0), 0.0, 0.0, 0.2, 1.0, True)
    assert parts.capital == pytest.approx((10.0, 15.0, 5.0))


def test_liquidation_preference_changes_nothing_once_all_capital_returns() -> None:
    first = split(150.0, PAID_IN, HURDLE, PAID_IN, 0.0, 0.0, 0.2, 1.0, True)
    assert tuple(line(first, i) for i in range(3)) == pytest.approx(
        tuple(line(after_one_year(150.0), i) for i in range(3))
    )


def test_money_without_a_claimant_goes_to_the_private_line() -> None:
    assert split(10.0, NONE, NONE, NONE, 0.0, 0.0, 0.2, 1.0, False) == Split(NONE, NONE, (0.0, 8.0, 0.0), 2.0)


# --- clawback by hand


def test_clawback_leaves_the_manager_its_share_of_the_whole_profit() -> None:
    # 150 in, 145 to the lines and 10 carry: profit 5, carry due 1, so 9 come back and the lines end with 154
    assert clawback(10.0, 0.2, 150.0, 145.0) == pytest.approx(9.0)


def test_a_fund_that_lost_money_takes_all_carry_back() -> None:
    assert clawback(10.0, 0.2, 150.0, 120.0) == 10.0


def test_carry_within_its_share_is_not_touched() -> None:
    assert clawback(10.0, 0.2, 100.0, 140.0) == pytest.approx(0.0)
    assert clawback(4.0, 0.2, 100.0, 146.0) == 0.0
    assert clawback(0.0, 0.2, 100.0, 20.0) == 0.0


@QUICK
@given(carry_paid=MONEY, carry=st.floats(0, 0.5), paid_in=MONEY, distributed=MONEY)
def test_after_clawback_no_carry_is_kept_while_capital_is_missing(
    carry_paid: float, carry: float, paid_in: float, distributed: float
) -> None:
    back = clawback(carry_paid, carry, paid_in, distributed)
    kept = carry_paid - back
    assert 0 <= back <= carry_paid
    assert kept <= carry * max(0.0, distributed + carry_paid - paid_in) + 1e-3
    assert kept <= 1e-3 or distributed + back >= paid_in - 1e-3


# --- properties


def draws() -> st.SearchStrategy[tuple[float, Amounts, Amounts, Amounts, float, float, float, float, bool]]:
    return st.tuples(MONEY, LINES, LINES, LINES, MONEY, MONEY, st.floats(0, 0.5), st.floats(0, 1), st.booleans())


@QUICK
@given(case=draws())
def test_parts_sum_to_the_amount_and_none_is_negative(
    case: tuple[float, Amounts, Amounts, Amounts, float, float, float, float, bool],
) -> None:
    parts = split(*case)
    amount, unreturned, preference = case[0], case[1], case[2]
    assert to_lines(parts) + parts.carry == pytest.approx(amount, rel=1e-12, abs=1e-6)
    assert min(*parts.capital, *parts.preference, *parts.residual, parts.carry) >= 0
    for i in range(3):
        assert parts.capital[i] <= unreturned[i] * (1 + 1e-12)
        assert parts.preference[i] <= preference[i] * (1 + 1e-12)


@QUICK
@given(case=draws(), more=MONEY)
def test_more_money_leaves_nobody_with_less(
    case: tuple[float, Amounts, Amounts, Amounts, float, float, float, float, bool], more: float
) -> None:
    less, greater = split(*case), split(case[0] + more, *case[1:])
    for i in range(3):
        assert line(greater, i) >= line(less, i) - 1e-3
    assert greater.carry >= less.carry - 1e-3


@QUICK
@given(case=draws(), share=st.floats(0, 1))
def test_two_distributions_on_one_day_equal_one(
    case: tuple[float, Amounts, Amounts, Amounts, float, float, float, float, bool], share: float
) -> None:
    amount, unreturned, preference, paid_in, profit_paid, carry_paid, carry, catch_up, public_first = case
    whole = split(*case)
    one = split(amount * share, *case[1:])
    two = split(
        amount - amount * share,
        (unreturned[0] - one.capital[0], unreturned[1] - one.capital[1], unreturned[2] - one.capital[2]),
        (preference[0] - one.preference[0], preference[1] - one.preference[1], preference[2] - one.preference[2]),
        paid_in,
        profit_paid + sum(one.preference) + sum(one.residual),
        carry_paid + one.carry,
        carry,
        catch_up,
        public_first,
    )
    # the catch-up divides by catch_up − carry: where they nearly meet, float error is large and the rule pointless
    if abs(catch_up - carry) > 1e-3:
        for i in range(3):
            assert line(one, i) + line(two, i) == pytest.approx(line(whole, i), rel=1e-6, abs=1.0)
        assert one.carry + two.carry == pytest.approx(whole.carry, rel=1e-6, abs=1.0)


@QUICK
@given(amount=MONEY, unreturned=LINES, preference=LINES, carry=st.floats(0, 0.5), catch_up=st.floats(0, 1))
def test_carry_never_exceeds_its_share_of_profit(
    amount: float, unreturned: Amounts, preference: Amounts, carry: float, catch_up: float
) -> None:
    parts = split(amount, unreturned, preference, (1.0, 3.0, 0.1), 0.0, 0.0, carry, catch_up, False)
    profit = sum(parts.preference) + sum(parts.residual) + parts.carry
    assert parts.carry <= carry * profit + 1e-3


@QUICK
@given(amount=MONEY, public=st.integers(1, 10**6), private=st.integers(1, 10**6), carry=st.floats(0, 0.5))
def test_pari_passu_lines_receive_in_proportion_to_what_they_paid(
    amount: float, public: int, private: int, carry: float
) -> None:
    paid_in: Amounts = (float(public), float(private), 0.0)
    hurdle: Amounts = (0.3 * public, 0.3 * private, 0.0)
    parts = split(amount, paid_in, hurdle, paid_in, 0.0, 0.0, carry, 1.0, False)
    assert line(parts, 0) * private == pytest.approx(line(parts, 1) * public, rel=1e-9)


@QUICK
@given(case=draws())
def test_swapping_the_labels_public_and_private_swaps_what_they_get(
    case: tuple[float, Amounts, Amounts, Amounts, float, float, float, float, bool],
) -> None:
    def swapped(lines: Amounts) -> Amounts:
        return lines[1], lines[0], lines[2]

    amount, unreturned, preference, paid_in = case[:4]
    if sum(paid_in) == 0:
        return
    parts = split(*case[:8], False)
    other = split(amount, swapped(unreturned), swapped(preference), swapped(paid_in), *case[4:8], False)
    assert (line(other, 1), line(other, 0)) == pytest.approx((line(parts, 0), line(parts, 1)), rel=1e-9, abs=1e-3)
    assert other.carry == pytest.approx(parts.carry, rel=1e-9, abs=1e-3)


# --- whole fen


def test_the_private_line_takes_the_rounding_remainder() -> None:
    thirds = Split((10 / 3, 10 / 3, 10 / 3), NONE, NONE, 0.0)
    assert whole_fen(10, thirds) == (3, 4, 3, 0)


def test_no_part_turns_negative_when_halves_round_up() -> None:
    assert whole_fen(1, Split((0.5, 0.0, 0.0), NONE, NONE, 0.5)) == (1, 0, 0, 0)
    assert whole_fen(1, Split((0.0, 0.0, 0.5), NONE, NONE, 0.5)) == (0, 0, 1, 0)
    assert whole_fen(1, Split((0.5, 0.0, 0.5), NONE, NONE, 0.0)) == (1, 0, 0, 0)


@QUICK
@given(
    amount=st.integers(0, 10**13),
    unreturned=LINES,
    preference=LINES,
    paid_in=LINES,
    carry=st.floats(0, 0.5),
    first=st.booleans(),
)
def test_whole_fen_sum_exactly_and_stay_within_two_fen_of_the_split(
    amount: int, unreturned: Amounts, preference: Amounts, paid_in: Amounts, carry: float, first: bool
) -> None:
    parts = split(float(amount), unreturned, preference, paid_in, 0.0, 0.0, carry, 1.0, first)
    public, private, manager, carried = whole_fen(amount, parts)
    assert public + private + manager + carried == amount
    assert min(public, private, manager, carried) >= 0
    exact = (line(parts, 0), line(parts, 1), line(parts, 2), parts.carry)
    for whole, part in zip((public, private, manager, carried), exact, strict=True):
        assert abs(whole - part) <= 2.0
