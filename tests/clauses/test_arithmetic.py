"""Powers and the gamma function, against the C library and exact values."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.clauses.arithmetic import log_gamma, power

bases = st.floats(1e-3, 1e3)


@given(bases, st.floats(-30.0, 30.0))
@example(1.08, 2.0)
@example(1.08, 0.5)
@example(1.08, -1.0)
@example(2.0, 7.25)
@example(2.0, -0.75)
def test_a_power_is_that_of_the_c_library_to_the_last_digits(x: float, y: float) -> None:
    assert power(x, y) == pytest.approx(math.pow(x, y), rel=1e-15 * (1.0 + abs(y)), abs=0.0)


@pytest.mark.parametrize("y", range(-20, 21))
def test_whole_powers_of_two_are_exact(y: int) -> None:
    assert Fraction(power(2.0, float(y))) == Fraction(2) ** y


def test_a_square_is_the_product_and_a_reciprocal_the_quotient() -> None:
    for x in (1.1, 0.3, 7.7):
        assert power(x, 2.0) == x * x
        assert power(x, 0.5) == math.sqrt(x)
        assert power(x, -1.0) == 1.0 / x


@given(st.floats(1e-3, 1e6))
def test_the_gamma_function_agrees_with_the_c_library(x: float) -> None:
    assert log_gamma(x) == pytest.approx(math.lgamma(x), rel=1e-13, abs=1e-13)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 10, 20])
def test_the_gamma_function_continues_the_factorial(n: int) -> None:
    assert math.exp(log_gamma(n + 1.0)) == pytest.approx(math.factorial(n), rel=1e-12)


def test_the_gamma_function_at_a_half_is_the_root_of_pi() -> None:
    assert math.exp(log_gamma(0.5)) == pytest.approx(math.sqrt(math.pi), rel=1e-13)
