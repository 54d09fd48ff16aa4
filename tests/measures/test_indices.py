"""Indices of noisy responses against closed forms, hand calculations and other tools."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from scipy import stats

from sim.measures.estimates import Numbers
from sim.measures.indices import components, elementary_effects, morris_indices, sobol_indices

WEIGHTS = np.array([1.0, 2.0, 3.0])  # y = x1 + 2 x2 + 3 x3 on the unit cube: indices 1/14, 4/14, 9/14
SHARES = WEIGHTS**2 / (WEIGHTS**2).sum()


def problem(count: int) -> dict[str, object]:
    return {"num_vars": count, "names": [f"x{j}" for j in range(count)], "bounds": [[0.0, 1.0]] * count}


def product(x: Numbers) -> Numbers:
    """Smooth, with interactions of all orders."""
    return np.asarray((x + np.array([0.2, 0.5, 1.0])).prod(axis=1))


def blocks(y: Numbers, size: int) -> Numbers:
    return y.reshape(size, -1, y.shape[1])


def test_a_deterministic_function_gives_what_salib_gives() -> None:
    x = sobol_sample.sample(problem(3), 256, calc_second_order=False, seed=5)
    y = product(x)
    found = sobol_indices(blocks(np.column_stack([y, y, y]), 256), seed=1)
    other = salib_sobol.analyze(problem(3), y, calc_second_order=False, seed=1)
    assert found is not None
    assert [one.value for one in found.first] == pytest.approx(other["S1"].tolist(), rel=1e-9)
    assert [one.value for one in found.total] == pytest.approx(other["ST"].tolist(), rel=1e-9)
    assert found.used == 256


def test_a_deterministic_function_gives_what_scipy_gives() -> None:
    x = sobol_sample.sample(problem(3), 1024, calc_second_order=False, seed=5)
    y = product(x).reshape(1024, 5)
    found = sobol_indices(np.stack([y, y], axis=2), seed=1)
    values = {"f_A": y[:, 0][np.newaxis], "f_B": y[:, 4][np.newaxis], "f_AB": y[:, 1:4].T[:, np.newaxis]}
    other = stats.sobol_indices(func=values, n=1024)
    assert found is not None
    # The total is the same estimator; for the first order scipy centres at A and B only, a difference of order 1/n.
    assert [one.value for one in found.total] == pytest.approx(other.total_order.ravel().tolist(), rel=1e-9)
    assert [one.value for one in found.first] == pytest.approx(other.first_order.ravel().tolist(), abs=2e-3)


def test_elementary_effects_are_salibs() -> None:
    x = morris_sample.sample(problem(3), 12, num_levels=4, seed=3)
    y = product(x)
    effects = elementary_effects(x.reshape(12, 4, 3), np.stack([y, y], axis=1).reshape(12, 4, 2))
    found = morris_indices(effects)
    other = salib_morris.analyze(problem(3), x, y, num_levels=4, seed=1)
    assert found is not None
    assert list(found.mu) == pytest.approx(other["mu"].tolist(), rel=1e-9)
    assert [one.value for one in found.mu_star] == pytest.approx(np.asarray(other["mu_star"]).tolist(), rel=1e-9)
    assert list(found.sigma) == pytest.approx(other["sigma"].tolist(), rel=1e-9)
    assert found.noise == (0.0, 0.0, 0.0)


def test_an_elementary_effect_by_hand() -> None:
    # From (0, 1) the first parameter moves up by 0.5, then the second down by 0.25.
    design = np.array([[[0.0, 1.0], [0.5, 1.0], [0.5, 0.75]]])
    values = np.array([[[1.0, 10.0], [4.0, 11.0], [3.0, 11.0]]])
    assert elementary_effects(design, values)[0].tolist() == [[6.0, 2.0], [4.0, 0.0]]
    with pytest.raises(ValueError, match="each parameter once"):
        elementary_effects(np.array([[[0.0, 0.0], [0.5, 0.5], [1.0, 0.5]]]), values)


def test_variance_components_by_hand() -> None:
    # Means of points 2 and 5, of batches 2 and 5, of all 3.5; residuals +-0.5: mean squares 9, 9 and 1.
    found = components(np.array([[1.0, 3.0], [3.0, 7.0]]))
    assert (found.interaction, found.parameters, found.replication) == (1.0, 4.0, 4.0)
    assert found.chance_share(2.0) == pytest.approx(2 * 5 / (4 + 2 * 5))


@pytest.mark.parametrize("value", [0.1, 1 / 3, 123456.789])
def test_a_constant_has_no_share_of_chance(value: float) -> None:
    found = components(np.full((44, 8), value))
    assert (found.parameters, found.replication, found.interaction) == (0.0, 0.0, 0.0)
    assert found.chance_share(1.0) is None


def test_the_variance_of_parameters_is_the_mean_covariance_of_batches() -> None:
    table = np.random.default_rng(4).normal(size=(30, 5))
    covariance = np.cov(table.T)
    off = covariance[~np.eye(5, dtype=bool)].mean()
    assert components(table).parameters == pytest.approx(off, rel=1e-9)


def linear_study(seed: int, noise: float) -> Numbers:
    """One study of the linear function: 64 base samples in 8 batches of independent noise."""
    x = sobol_sample.sample(problem(3), 64, calc_second_order=False, seed=seed)
    chance = np.random.default_rng(seed).normal(scale=noise, size=(len(x), 8))
    return blocks((x @ WEIGHTS)[:, np.newaxis] + chance, 64)


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_intervals_cover_the_known_indices(noise: float) -> None:
    # 100 studies and 6 intervals each; a 95 % interval may cover a little more, as base samples are well spread.
    first, total = np.zeros(3), np.zeros(3)
    for seed in range(100):
        found = sobol_indices(linear_study(seed, noise), seed, draws=200)
        assert found is not None
        for j, share in enumerate(SHARES):
            low, high = found.first[j].ci95 or (1.0, 0.0)
            first[j] += low <= share <= high
            low, high = found.total[j].ci95 or (1.0, 0.0)
            total[j] += low <= share <= high
    # 88 of 100 lies three standard errors below 95.
    assert first.min() >= 88
    assert total.min() >= 88


def test_batches_are_resampled_with_the_points() -> None:
    # Chance that works through the parameters, alike at all points: only other batches tell how uncertain it is.
    x = sobol_sample.sample(problem(3), 256, calc_second_order=False, seed=1)
    covered = 0
    for seed in range(40):
        slopes = np.random.default_rng(seed).normal(scale=1.0, size=(3, 8))
        found = sobol_indices(blocks((x @ WEIGHTS)[:, np.newaxis] + x @ slopes, 256), seed, draws=200)
        assert found is not None
        low, high = found.total[1].ci95 or (1.0, 0.0)
        covered += low <= SHARES[1] <= high
    assert covered >= 34


def test_the_test_against_chance_keeps_its_level_and_has_power() -> None:
    x = sobol_sample.sample(problem(2), 32, calc_second_order=False, seed=1)
    false_alarms = found_effects = 0
    for seed in range(200):
        slopes = np.random.default_rng(seed).normal(scale=3.0, size=8)
        y = x[:, :1] * 10 + x[:, 1:] * slopes  # the second parameter moves chance only
        found = sobol_indices(blocks(y, 32), seed, draws=2)
        assert found is not None
        found_effects += (found.chance[0] or 1.0) <= 0.05
        false_alarms += (found.chance[1] or 1.0) <= 0.05
    assert found_effects == 200
    assert false_alarms <= 20  # 10 expected, standard error 3.1


def test_morris_noise_is_the_mean_size_that_chance_alone_gives() -> None:
    # Pure noise of sd 2 in each of 8 batches: means have sd 2 / sqrt 8, of mean size sqrt(2/pi) times that.
    effects = np.random.default_rng(0).normal(scale=2.0, size=(4000, 1, 8))
    found = morris_indices(effects)
    assert found is not None
    expected = np.sqrt(2 / np.pi) * 2 / np.sqrt(8)
    assert found.mu_star[0].value == pytest.approx(expected, rel=0.04)
    assert found.noise[0] == pytest.approx(expected, rel=0.06)  # a deviation from 8 numbers is 3.5 % too small


def test_what_does_nothing_is_chance_and_few_batches_say_nothing() -> None:
    still = np.zeros((5, 1, 8))
    found = morris_indices(still)
    assert found is not None
    assert found.chance == (1.0,)
    few = morris_indices(still[:, :, :5] + 1.0)
    assert few is not None
    assert few.chance == (None,)
    surely = morris_indices(still + 1.0)
    assert surely is not None
    assert surely.chance == (1 / 128,)


@pytest.mark.parametrize("batches", [2, 3])
def test_few_batches_do_not_make_the_noise_look_small(batches: int) -> None:
    # The mean size of the sample deviation of two normal numbers is 0.798 of the true one, of three 0.886.
    effects = np.random.default_rng(0).normal(scale=2.0, size=(20000, 1, batches))
    found = morris_indices(effects)
    assert found is not None
    assert found.noise[0] == pytest.approx(np.sqrt(2 / np.pi) * 2 / np.sqrt(batches), rel=0.03)


def test_chance_alike_at_all_points_counts_as_chance() -> None:
    # Variance of the parameters 14/12; of the levels of the batches exactly 4.
    x = sobol_sample.sample(problem(3), 256, calc_second_order=False, seed=1)
    levels = np.array([2.0, -2.0] * 4) * np.sqrt(7 / 8)
    found = sobol_indices(blocks((x @ WEIGHTS)[:, np.newaxis] + levels, 256), seed=1, draws=2)
    assert found is not None
    assert found.components.replication == pytest.approx(4.0, rel=1e-9)
    assert found.components.chance_share(1) == pytest.approx(4 / (4 + 14 / 12), abs=0.01)


def test_a_batch_that_exists_nowhere_leaves_the_others() -> None:
    values = linear_study(3, 0.1)
    holed = values.copy()
    holed[:, :, 2] = np.nan
    assert sobol_indices(holed, 1) == sobol_indices(np.delete(values, 2, axis=2), 1)
    effects, gone = values[:, :3], holed[:, :3]
    assert morris_indices(gone) == morris_indices(np.delete(effects, 2, axis=2))
    assert morris_indices(np.where([True] + [False] * 7, effects, np.nan)) is None


def test_points_without_a_value_leave_their_block_out() -> None:
    values = linear_study(3, 0.1)
    holed = values.copy()
    holed[5, 2, 1] = np.nan
    assert sobol_indices(holed, 1) == sobol_indices(np.delete(values, 5, axis=0), 1)
    assert sobol_indices(np.full((4, 5, 2), np.nan), 1) is None
    assert morris_indices(np.full((4, 2, 2), np.nan)) is None


def test_a_constant_measure_has_no_shares() -> None:
    found = sobol_indices(np.full((8, 4, 3), 7.0), 1)
    assert found is not None
    assert [one.value for one in (*found.first, *found.total)] == [None] * 4


def test_one_batch_cannot_tell_chance() -> None:
    with pytest.raises(ValueError, match="two batches"):
        sobol_indices(np.zeros((4, 4, 1)), 1)
    with pytest.raises(ValueError, match="two batches"):
        morris_indices(np.zeros((4, 4, 1)))


@settings(derandomize=True, deadline=None, max_examples=30)
@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e4), st.integers(0, 2**62))
def test_shares_do_not_depend_on_origin_and_unit(origin: float, unit: float, seed: int) -> None:
    values = linear_study(7, 0.3)
    one, other = sobol_indices(values, seed, draws=3), sobol_indices(origin + unit * values, seed, draws=3)
    assert one is not None
    assert other is not None
    # Centring a number of size 1e6 in units of 0.01 leaves eight digits.
    for a, b in zip((*one.first, *one.total), (*other.first, *other.total), strict=True):
        assert a.value == pytest.approx(b.value, abs=1e-5)
