"""Quantiles and tail means over replications against scipy and closed forms."""

import math

import numpy as np
import pytest
from scipy import stats

from sim.measures.intervals import ci95
from sim.measures.survival import exit_median
from sim.measures.tails import quantile_of, tail_mean, tail_mean_of


def days(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_the_tail_mean_is_the_mean_of_the_worst_twentieth() -> None:
    values = np.arange(100.0)[::-1].copy()
    assert tail_mean(values, np.ones((1, 100)))[0] == pytest.approx((0 + 1 + 2 + 3 + 4) / 5)
    # of 30 replications the twentieth is one and a half
    assert tail_mean(np.arange(30.0), np.ones((1, 30)))[0] == pytest.approx((0 + 0.5 * 1) / 1.5)


def test_quantiles_pool_the_samples() -> None:
    one, other = days(1, 2, 3), days(10, 20)
    assert quantile_of([one, other], 0.5).value == 3.0
    assert quantile_of([one, one, other], 0.5).value == 2.0
    assert quantile_of([days(), other, other], 0.5).value == 10.0
    assert quantile_of([days(), days()], 0.5).value is None
    assert quantile_of([days(), other], 0.5).n == 1


def test_the_interval_of_a_quantile_of_single_values_is_that_of_order_statistics() -> None:
    samples = [days(10 * (one + 1)) for one in range(20)]
    found = quantile_of(samples, 0.5)
    # Values whose share of the sample may be one half, each judged by Clopper and Pearson's interval.
    shares = [stats.binomtest(k, 20).proportion_ci(0.95, method="exact") for k in range(1, 21)]
    low = next(10 * (k + 1) for k, one in enumerate(shares) if one.high >= 0.5)
    high = next(10 * (k + 1) for k, one in enumerate(shares) if one.low >= 0.5)
    assert (found.value, found.own) == (100.0, (low, high))
    # the binomial covers: P(5 < Bin(20, 1/2) < 15) = .9586 is what the order statistics 6 and 15 promise
    assert (low, high) == (60.0, 150.0)


def test_the_median_time_to_exit_without_censoring_is_that_of_the_values() -> None:
    samples = [days(10 * (one + 1)) for one in range(20)]
    km = exit_median([(one, np.array([True])) for one in samples])
    assert km.value == 100.0
    assert km.own is not None
    assert km.own == quantile_of(samples, 0.5).own


def test_quantiles_that_the_replications_cannot_bound_have_no_interval() -> None:
    assert quantile_of([days(1), days(2), days(3)], 0.9).own is None
    assert ci95(quantile_of([days(1), days(2), days(3)], 0.9), "amount") is None
    assert ci95(quantile_of([days(5)] * 2, 0.5), "amount") is None
    assert quantile_of([days(5)] * 9, 0.5).own == (5.0, 5.0)


def test_few_replications_with_many_values_bound_their_median() -> None:
    source = np.random.default_rng(3)
    samples = [source.integers(0, 1000, size=400) for _ in range(5)]
    low, high = quantile_of(samples, 0.5).own or (0.0, 1000.0)
    assert 400 < low < 500 < high < 600
    low, high = exit_median([(one, np.ones(400, dtype=np.bool_)) for one in samples]).own or (0.0, 1000.0)
    assert 400 < low < 500 < high < 600


def test_few_replications_have_the_tail_mean_of_a_normal_law() -> None:
    values = np.array([1.0, 4.0, -2.0, 3.0, 0.5, 2.5])
    found = tail_mean_of(values)
    assert found.value == -2.0
    density = stats.norm.pdf(stats.norm.ppf(0.05)) / 0.05  # how far below its mean a normal law's worst twentieth lies
    shift = density * math.sqrt(6)
    low, high = (values.mean() - stats.nct.ppf(p, 5, shift) * values.std(ddof=1) / math.sqrt(6) for p in (0.975, 0.025))
    # Without the worst value the next, .5, is the tail mean: a jackknife that moves by 2.5 once and else by nothing.
    half = stats.t.ppf(0.975, 5) * math.sqrt(5 / 6 * (5 / 6 * 2.5**2))
    assert found.own == pytest.approx((min(low, -2.0 - half), max(high, -2.0 + half)), rel=1e-6)
    assert not found.pulls.size  # so that a difference of two has no interval


def test_many_replications_speak_for_themselves() -> None:
    values = np.random.default_rng(4).normal(size=400)
    found = tail_mean_of(values)
    whole = np.ones((1, 400))
    without = np.array([tail_mean(np.delete(values, i), whole[:, 1:])[0] for i in range(400)])
    error = math.sqrt(399 / 400 * ((without - without.mean()) ** 2).sum())
    assert found.own is None
    assert found.error == pytest.approx(error, rel=0.03)
    ends = ci95(found, "number")
    assert ends is not None
    assert ends[0] < -2.063 < ends[1]


def test_a_quantiles_pull_is_about_its_move_without_the_replication() -> None:
    source = np.random.default_rng(6)
    samples = [np.sort(source.integers(0, 1000, size=60)) for _ in range(40)]
    found = quantile_of(samples, 0.5)
    drawn = [quantile_of([samples[i] for i in source.integers(0, 40, size=40)], 0.5).value or 0.0 for _ in range(300)]
    assert found.error == pytest.approx(float(np.std(drawn)), rel=0.3)
