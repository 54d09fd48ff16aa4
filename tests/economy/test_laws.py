"""Inverse transforms against scipy and closed forms."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from sim.economy import laws

U = st.floats(1e-15, 1.0 - 1e-15)


@pytest.mark.parametrize("u", [2.0**-54, 1e-300, 1e-12, 1e-4, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.925, 0.9999, 1 - 2**-53])
def test_normal_agrees_with_scipy_everywhere(u: float) -> None:
    assert laws.normal(u) == pytest.approx(float(special.ndtri(u)), rel=5e-15, abs=1e-16)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(u=U)
def test_normal_is_undone_by_its_distribution_function(u: float) -> None:
    assert 0.5 * math.erfc(-laws.normal(u) / math.sqrt(2.0)) == pytest.approx(u, rel=1e-12, abs=1e-15)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(u=st.floats(1e-6, 1 - 1e-6))
def test_continuous_laws_agree_with_scipy(u: float) -> None:
    assert laws.lognormal(u, 2.5, 0.8) == pytest.approx(stats.lognorm.ppf(u, 0.8, scale=2.5), rel=1e-12)
    assert laws.exponential(u, 45.0) == pytest.approx(stats.expon.ppf(u, scale=45.0), rel=1e-12)
    assert laws.uniform(u, -2.0, 3.0) == pytest.approx(-2.0 + 5.0 * u)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(u=st.floats(1e-9, 1 - 1e-9), mean=st.floats(0.01, 2000.0))
def test_poisson_agrees_with_scipy(u: float, mean: float) -> None:
    k = laws.poisson(u, mean)
    # the smallest k with P(X <= k) >= u, up to rounding of the cumulated sum
    assert stats.poisson.cdf(k, mean) >= u - 1e-11
    assert k == 0 or stats.poisson.cdf(k - 1, mean) < u + 1e-11


@settings(max_examples=50, derandomize=True, deadline=None)
@given(u=st.floats(1e-9, 1 - 1e-9), mean=st.floats(0.01, 1000.0), size=st.floats(0.2, 500.0))
def test_negative_binomial_agrees_with_scipy(u: float, mean: float, size: float) -> None:
    k = laws.negative_binomial(u, mean, size)
    p = size / (size + mean)
    assert stats.nbinom.cdf(k, size, p) >= u - 1e-11
    assert k == 0 or stats.nbinom.cdf(k - 1, size, p) < u + 1e-11


def test_counting_laws_survive_means_whose_zero_chance_underflows() -> None:
    # exp(-5000) is 0 in floating point; the median of a Poisson lies within 1 of its mean
    assert abs(laws.poisson(0.5, 5000.0) - 5000) <= 1
    assert laws.poisson(2.0**-54, 600.0) < 500
    assert 700 < laws.poisson(1 - 2.0**-53, 600.0) < 900
    assert laws.negative_binomial(1 - 2.0**-53, 600.0, 76.0) < 3000


def test_counting_laws_at_their_edges() -> None:
    assert laws.poisson(0.999, 0.0) == 0
    assert laws.negative_binomial(0.999, 0.0, 3.0) == 0
    assert laws.poisson(math.exp(-2.0) - 1e-9, 2.0) == 0  # P(X = 0) = exp(-2)
    assert laws.poisson(math.exp(-2.0) + 1e-9, 2.0) == 1
    with pytest.raises(ValueError, match="Poisson"):
        laws.poisson(0.5, -1.0)
    with pytest.raises(ValueError, match="negative binomial"):
        laws.negative_binomial(0.5, 1.0, 0.0)


def test_choice_follows_the_shares_in_order() -> None:
    shares = (0.2, 0.0, 0.5, 0.3)
    assert [laws.choice(u, shares) for u in (0.0001, 0.1999, 0.2001, 0.6999, 0.7001, 0.9999)] == [0, 0, 2, 2, 3, 3]


def test_choice_never_picks_a_share_of_zero_and_normalises() -> None:
    assert laws.choice(1 - 2.0**-53, (0.1, 0.2, 0.0)) == 1
    assert laws.choice(0.5, (0.4, 0.2)) == 0  # two thirds of the mass
    assert laws.choice(0.7, (0.4, 0.2)) == 1
    with pytest.raises(ValueError, match="no share is positive"):
        laws.choice(0.5, (0.0, 0.0))
    with pytest.raises(ValueError, match="negative"):
        laws.choice(0.5, (0.5, -0.1))


@pytest.mark.parametrize(
    ("years", "expected"), [(0.0, 1), (0.001, 1), (1.0, 365), (0.75, 274), (1.4999 / 365, 1), (1.5001 / 365, 2)]
)
def test_durations_are_whole_days_and_at_least_one(years: float, expected: int) -> None:
    assert laws.days(years) == expected


def test_twelve_months_are_a_year_of_365_days() -> None:
    # one month = 30.4 days, half a year = 182.5 rounded up
    assert [laws.months_to_days(months) for months in (0.0, 1.0, 6.0, 12.0)] == [1, 30, 183, 365]
