"""How keys answer to moments, against worlds whose answer is known in closed form; what is met, and what is pooled."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from sim.experiments.calibrate.observing import Seen, pooled
from sim.experiments.calibrate.rules import FURTHEST, RULES, log_odds


def stepped(rule: str, key: float, value: float, target: float, strength: float = 1.0) -> float:
    return RULES[rule].step(key, value, target, strength)


def test_a_shift_of_equal_companies_is_exact_at_once() -> None:
    """All have the chance 1 / (1 + exp(-(.3 + shift))); the target is one half."""
    chance = 1.0 / (1.0 + math.exp(-0.3 + 0.1))
    assert stepped("add_log_odds", -0.1, chance, 0.5) == pytest.approx(-0.3, abs=1e-12)


@pytest.mark.parametrize(("funds", "expected"), [(0.4, 0.5), (0.0, 0.7), (0.9, -2.0)])
def test_readiness_makes_up_for_what_funds_leave_over(funds: float, expected: float) -> None:
    """Funds close a share alone; of the rest those with ready outsiders close. Beyond the target, below nothing."""
    ready = 0.2
    closing = 1.0 - (1.0 - funds) * (1.0 - ready)
    assert stepped("fewer_left", ready, closing, 0.7) == pytest.approx(expected, abs=1e-12)


def test_a_share_under_which_waits_fall_as_a_power_is_exact_at_once() -> None:
    """Months waited are 2 share ** (-5/3), of which the strength .6 is the inverse."""
    waited = 2.0 * 0.5 ** (-5.0 / 3.0)
    found = stepped("power", 0.5, waited, 9.0, 0.6)
    assert 2.0 * found ** (-5.0 / 3.0) == pytest.approx(9.0)


@pytest.mark.parametrize(("bar", "target"), [(1.55, 0.6), (2.5, 0.4), (1.2, 0.9)])
def test_a_threshold_over_a_lognormal_is_exact_at_once(bar: float, target: float) -> None:
    """What is expected has median 1.5 and a spread of .3."""
    expected = NormalDist(math.log(1.5), 0.3)
    found = stepped("threshold", bar, expected.cdf(math.log(bar)), target, 0.3)
    assert expected.cdf(math.log(found)) == pytest.approx(target, abs=1e-6)


def test_a_threshold_that_declines_nobody_rises() -> None:
    assert 1.55 < stepped("threshold", 1.55, 0.0, 0.4, 0.06) < 2.0


def test_a_level_is_what_is_observed() -> None:
    assert stepped("level", 739e6, 618e6, 739e6) == 618e6


def test_a_key_that_is_multiplied_moves_no_further_than_a_factor() -> None:
    assert stepped("power", 0.01, 1e9, 9.0) == 0.01 * FURTHEST
    assert stepped("power", 0.01, 0.0, 9.0) == 0.01 / FURTHEST


def test_shares_of_nought_and_one_have_an_answer() -> None:
    assert all(math.isfinite(stepped("add_log_odds", 0.0, value, 0.5)) for value in (0.0, 1.0))
    assert math.isfinite(log_odds(0.0))
    assert stepped("fewer_left", 0.3, 1.0, 0.7) < 0.0


def test_how_far_a_moment_misses_is_counted_in_what_its_tolerance_is() -> None:
    assert RULES["add_log_odds"].apart(0.5, 1.0 / 3.0) == pytest.approx(math.log(2.0))
    assert RULES["level"].apart(103.0, 100.0) == pytest.approx(0.03)
    assert RULES["power"].apart(9.5, 9.0) == pytest.approx(0.5)


def test_what_is_pooled_is_a_ratio_of_sums_with_the_error_of_one() -> None:
    """Against the spread of the ratio over many samples of twenty replications each."""
    rng = np.random.default_rng(3)
    below = rng.poisson(30.0, (4000, 20)).astype(float)
    above = rng.binomial(below.astype(int), 0.6).astype(float)
    found = [pooled(list(zip(*one, strict=True))) for one in zip(above, below, strict=True)]
    ratios = [one.value for one in found if one.value is not None]
    assert np.mean(ratios) == pytest.approx(0.6, abs=0.002)
    assert np.mean([one.se for one in found if one.se is not None]) == pytest.approx(np.std(ratios), rel=0.05)


def test_of_nothing_nothing_is_pooled_and_of_one_no_error() -> None:
    assert pooled([(0.0, 0.0), (0.0, 0.0)]) == Seen(None, None)
    assert pooled([(1.0, 4.0)]) == Seen(0.25, None)
