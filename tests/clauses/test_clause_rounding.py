"""Whole fen: rounding, decimal shares, exact splits."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.faults import ImpossibleError
from sim.clauses.rounding import decimal_parts, floor_part, part_of, share_out, to_fen

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
FEN = st.integers(0, 10**13)


@pytest.mark.parametrize(
    ("x", "fen"),
    [(0.0, 0), (0.5, 1), (1.49, 1), (-0.5, 0), (-0.51, -1), (2.0**52 + 1, 2**52 + 1), (2.0**53 - 1, 2**53 - 1)],
)
def test_halves_round_upwards(x: float, fen: int) -> None:
    assert to_fen(x) == fen


def test_the_largest_float_below_one_half_rounds_down() -> None:
    assert to_fen(math.nextafter(0.5, 0.0)) == 0  # although floor(x + 0.5) is 1: the sum itself is rounded


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf, 2.0**53, -(2.0**53)])
def test_what_is_no_exact_amount_is_refused(x: float) -> None:
    with pytest.raises(ImpossibleError, match="2\\*\\*53"):
        to_fen(x)


@QUICK
@given(x=st.floats(-1e15, 1e15))
def test_rounding_is_floor_of_x_plus_one_half_in_exact_arithmetic(x: float) -> None:
    assert to_fen(x) == math.floor(Fraction(x) + Fraction(1, 2))


@QUICK
@given(amount=FEN, ten_thousandths=st.integers(0, 20_000))
def test_a_part_is_the_exact_floor_for_decimal_shares(amount: int, ten_thousandths: int) -> None:
    assert part_of(amount, ten_thousandths / 10_000) == amount * ten_thousandths // 10_000


@QUICK
@given(share=st.floats(0, 1))
def test_a_share_is_never_read_as_more_than_it_is(share: float) -> None:
    assert Fraction(decimal_parts(share), 10**9) <= Fraction(share) + Fraction(1, 10**15)
    assert Fraction(decimal_parts(share), 10**9) > Fraction(share) - Fraction(1, 10**9)


def test_the_remainder_goes_to_the_first_party() -> None:
    assert share_out(100, [1, 1, 1]) == [34, 33, 33]
    assert share_out(100, [0.5, 0.25, 0.25]) == [50, 25, 25]
    assert share_out(7, [0, 1, 1]) == [1, 3, 3]  # even when the first has no weight: it is the named party
    assert share_out(7, [0.0, 0.0]) == [7, 0]
    assert share_out(0, [2, 1]) == [0, 0]


@QUICK
@given(amount=FEN, weights=st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_parts_of_a_split_sum_to_the_whole_and_stay_within_a_fen_of_the_exact_part(
    amount: int, weights: list[int]
) -> None:
    parts = share_out(amount, weights)
    assert math.fsum(parts) == amount
    if math.fsum(weights) > 0:
        exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
        assert all(0 <= whole - part < 1 for part, whole in zip(parts[1:], exact[1:], strict=True))
        assert 0 <= parts[0] - exact[0] < len(weights)


@QUICK
@given(amount=FEN, weights=st.lists(st.floats(0, 1e9), min_size=1, max_size=6))
def test_float_weights_lose_no_fen_and_give_no_negative_part(amount: int, weights: list[float]) -> None:
    parts = share_out(amount, weights)
    assert sum(parts) == amount
    assert min(parts) >= 0


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, []), (1, [1, -1])])
def test_a_meaningless_split_is_refused(amount: int, weights: list[int]) -> None:
    with pytest.raises(ImpossibleError):
        share_out(amount, weights)


@given(st.integers(0, 2**51), st.integers(0, 2**60), st.integers(1, 2**60))
def test_the_floor_of_a_part_is_exact(amount: int, weight: int, total: int) -> None:
    weight = min(weight, total)
    assert floor_part(amount, weight, total) == amount * weight // total


@given(st.integers(0, 2**53 - 1), st.integers(1, 2**53 - 1), st.integers(1, 2**53 - 1))
def test_the_floor_of_a_part_is_right_in_arithmetic_that_wraps_at_64_bits(amount: int, one: int, other: int) -> None:
    # what a compiled program would find: the rest of the float's quotient, modulo 2**64
    weight, total = min(one, other), max(one, other)
    quotient = int(amount * (weight / total))
    wrapped = (amount * weight - quotient * total + 2**63) % 2**64 - 2**63
    assert wrapped == amount * weight - quotient * total
