"""Sensitivity indices of a noisy response: Sobol indices, elementary effects, and how much of them is chance.

The response at a point x is known in B batches of replications, the same batches at every point: y_b(x). Its noise-free
part is f(x) = E y_b(x). A product of two *different* batches has the expectation of the product of their noise-free
parts, E y_b(x) y_c(x') = f(x) f(x'), because replications are independent; a square of one batch, or of the mean over
replications, has the variance of the noise on top. So every mean square of the usual estimators is replaced by the
mean over all pairs b != c of a product across batches. Indices are then those of f, however large the noise is.

First order: Saltelli et al. (2010, Computer Physics Communications 181, 259); total: Jansen (1999, ibid. 117, 35);
elementary effects: Morris (1991, Technometrics 33, 161), mu* after Campolongo et al. (2007).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.economy.streams import bootstrap_weights
from sim.measures.intervals import Interval, Numbers, ci95, mean_of

DRAWS = 500
LEAST_BATCHES = 2
LEVEL = 0.05
_NORMAL = 1.959963984540054  # the 97.5 % quantile of the normal distribution


@dataclass(frozen=True, slots=True)
class Index:
    """A number with its 95 % interval; None where it does not exist."""

    value: float | None = None
    ci95: Interval | None = None


@dataclass(frozen=True, slots=True)
class Components:
    """Variances of one batch's value: between points, between batches alike at all points, and the rest of chance.

    They are method-of-moments estimates of a two-way table, so one may be negative where the truth is near zero.
    """

    parameters: float
    replication: float
    interaction: float

    def chance_share(self, batch_size: float) -> float | None:
        """Share of chance in the variance of one replication, for batches of ``batch_size``; None without variance.

        Exact for means over replications, an approximation for pooled ratios.
        """
        chance = batch_size * (max(self.replication, 0.0) + max(self.interaction, 0.0))
        whole = max(self.parameters, 0.0) + chance
        return chance / whole if whole > 0 else None


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Indices of D parameters, in order.

    ``chance`` holds for each parameter the probability that chance alone gives as large a total index (None: fewer
    than six batches, too few to say). ``variance`` is that of the noise-free response; ``used`` counts base samples.
    """

    first: tuple[Index, ...]
    total: tuple[Index, ...]
    chance: tuple[float | None, ...]
    variance: float
    components: Components
    used: int


@dataclass(frozen=True, slots=True)
class MorrisIndices:
    """Elementary effects of D parameters, in order, each the change of the measure over the parameter's whole range.

    ``mu`` mean, ``mu_star`` mean size with its interval, ``sigma`` standard deviation over trajectories, ``noise`` the
    mu* that replications alone would give, ``chance`` as in SobolIndices, ``used`` trajectories.
    """

    mu: tuple[float, ...]
    mu_star: tuple[Index, ...]
    sigma: tuple[float | None, ...]
    noise: tuple[float, ...]
    chance: tuple[float | None, ...]
    used: int


def sobol_indices(values: Numbers, seed: int, draws: int = DRAWS) -> SobolIndices | None:
    """Sobol indices from ``values`` (N, D + 2, B): for each base sample the points A, A with column j of B, and B.

    That is the order of ``SALib.sample.sobol`` without second order. Batches of NaN only are left out, then base
    samples with a NaN; None where fewer than two of either are left. Indices are None where the parameters' variance is
    not above zero. Intervals, from three batches on: bootstrap over base samples, jackknife over batches. Raises
    ValueError for fewer than two.
    """
    _check(values)
    kept = _complete(values)
    count, _, batches = kept.shape
    if count < 2 or batches < LEAST_BATCHES:
        return None
    centred = kept - kept.mean(axis=(0, 1))
    a, mixed, b = centred[:, 0], centred[:, 1:-1], centred[:, -1]
    points = _weights(seed, draws, count)
    variance = _variance(a, b, points)
    first: list[Index] = []
    total: list[Index] = []
    chance: list[float | None] = []
    for j in range(mixed.shape[1]):
        moved = mixed[:, j] - a
        first.append(_ratio(_across(_grams(b, moved, points)), variance, batches))
        squares = _grams(moved, moved, points)
        total.append(_ratio(_across(squares) / 2, variance, batches))
        chance.append(_by_chance_squares(squares[0]))
    table = np.concatenate([kept[:, 0], kept[:, -1]])  # not centred: what moves a whole batch is chance too
    return SobolIndices(tuple(first), tuple(total), tuple(chance), float(variance[0]), components(table), count)


def elementary_effects(design: Numbers, values: Numbers) -> Numbers:
    """Effects (T, D, B) of T trajectories: ``design`` (T, D + 1, D) in units of the ranges, ``values`` (T, D + 1, B).

    Each step moves one parameter; its effect is the change of the measure per whole range. Raises ValueError when a
    step moves none or several, or a trajectory moves one twice.
    """
    steps = np.diff(design, axis=1)
    moves = steps != 0
    if not ((moves.sum(axis=2) == 1).all() and (moves.sum(axis=1) == 1).all()):
        raise ValueError("each step of a trajectory must move one parameter, each parameter once")
    which = moves.argmax(axis=2)
    size = np.take_along_axis(steps, which[:, :, np.newaxis], axis=2)
    effects = np.empty((len(design), design.shape[2], values.shape[2]))
    np.put_along_axis(effects, which[:, :, np.newaxis], np.diff(values, axis=1) / size, axis=1)
    return effects


def morris_indices(effects: Numbers) -> MorrisIndices | None:
    """Means, sizes and spread of elementary ``effects`` (T, D, B) over trajectories, and their noise.

    Batches of NaN only are left out, then trajectories with a NaN; None where no trajectory or fewer than two batches
    are left. The interval of mu* is that of a mean over trajectories. Raises ValueError for fewer than two batches.
    """
    _check(effects)
    kept = _complete(effects)
    count, _, batches = kept.shape
    if count == 0 or batches < LEAST_BATCHES:
        return None
    means = kept.mean(axis=2)
    sizes = np.abs(means).mean(axis=0)
    intervals = [ci95(mean_of(column), "amount") for column in np.abs(means).T]
    # The mean size of a normal number around zero is sqrt(2/pi) standard deviations.
    noise = math.sqrt(2 / math.pi) * (kept.std(axis=2, ddof=1) / math.sqrt(batches)).mean(axis=0) / _shrinkage(batches)
    spread = means.std(axis=0, ddof=1) if count > 1 else [None] * len(sizes)
    return MorrisIndices(
        mu=tuple(float(one) for one in means.mean(axis=0)),
        mu_star=tuple(Index(float(one), ends) for one, ends in zip(sizes, intervals, strict=True)),
        sigma=tuple(None if one is None else float(one) for one in spread),
        noise=tuple(float(one) for one in noise),
        chance=tuple(_by_chance_sizes(kept[:, j]) for j in range(len(sizes))),
        used=count,
    )


def components(table: Numbers) -> Components:
    """Variance components of a two-way ``table`` (points, batches), one value a cell; at least two of each.

    Mean squares equated to their expectations (Searle, Casella and McCulloch 1992, chapter 4).
    """
    points, batches = table.shape
    table = table - table[0, 0]  # so that a constant has no variance, not that of rounding
    by_point, by_batch, whole = table.mean(axis=1), table.mean(axis=0), table.mean()
    rest = table - by_point[:, np.newaxis] - by_batch + whole
    interaction = float((rest**2).sum()) / ((points - 1) * (batches - 1))
    between_points = batches * float(((by_point - whole) ** 2).sum()) / (points - 1)
    between_batches = points * float(((by_batch - whole) ** 2).sum()) / (batches - 1)
    return Components(
        parameters=(between_points - interaction) / batches,
        replication=(between_batches - interaction) / points,
        interaction=interaction,
    )


def _shrinkage(count: int) -> float:
    """What the standard deviation of ``count`` normal numbers is on average, in units of the true one (c4)."""
    return math.sqrt(2 / (count - 1)) * math.exp(math.lgamma(count / 2) - math.lgamma((count - 1) / 2))


def _check(values: Numbers) -> None:
    if values.shape[-1] < LEAST_BATCHES:
        raise ValueError("two batches or more are needed to tell parameters from chance")


def _complete(values: Numbers) -> Numbers:
    """The blocks that have all their values, of the batches that have any: (N, P, B) -> (n, P, b)."""
    there = values[:, :, ~np.isnan(values).all(axis=(0, 1))]
    return there[~np.isnan(there).any(axis=(1, 2))]


def _weights(seed: int, draws: int, count: int) -> Numbers:
    """Weights of base samples (1 + draws, N), summing to one; the first row weighs all alike."""
    return np.vstack([np.ones((1, count)), bootstrap_weights(seed, draws, count)]) / count


def _pairs(batches: int) -> Numbers:
    """Weights of pairs of different batches (1 + B, B, B): of all, then without each batch in turn."""
    kept = np.vstack([np.ones((1, batches)), 1.0 - np.eye(batches)])
    pairs = kept[:, :, np.newaxis] * kept[:, np.newaxis, :] * (1.0 - np.eye(batches))
    sums = pairs.sum(axis=(1, 2), keepdims=True)
    return np.asarray(np.divide(pairs, sums, out=np.full_like(pairs, np.nan), where=sums > 0), dtype=np.float64)


def _grams(left: Numbers, right: Numbers, points: Numbers) -> Numbers:
    """Weighted means over base samples of the products of all pairs of batches: (N, B), (N, B) -> (1 + draws, B, B)."""
    products = left[:, :, np.newaxis] * right[:, np.newaxis, :]
    return (points @ products.reshape(len(left), -1)).reshape(len(points), left.shape[1], right.shape[1])


def _across(grams: Numbers) -> Numbers:
    """Means over pairs of different batches (1 + draws + B,): the estimate, its draws, and without each batch."""
    pairs = _pairs(grams.shape[1])
    drawn = np.einsum("dbc,bc->d", grams, pairs[0])
    return np.concatenate([drawn, np.einsum("bc,kbc->k", grams[0], pairs[1:])])


def _variance(a: Numbers, b: Numbers, points: Numbers) -> Numbers:
    """Variance of the noise-free response over A and B together, as ``_across`` gives it."""
    means = points @ (a + b) / 2
    squares = (_grams(a, a, points) + _grams(b, b, points)) / 2
    return _across(squares - means[:, :, np.newaxis] * means[:, np.newaxis, :])


def _ratio(above: Numbers, variance: Numbers, batches: int) -> Index:
    """An index with its interval, from what ``_across`` gives of its numerator and of the variance.

    Two sources of error add up: the base samples, by their bootstrap, and the batches, by the jackknife, whose few
    degrees of freedom ask for Student's t. Both hold some of the noise that is independent between points.
    """
    if not variance[0] > 0:
        return Index()
    ratios = np.divide(above, variance, out=np.full_like(above, np.nan), where=variance > 0)
    drawn, without = ratios[1:-batches], ratios[-batches:]
    value, drawn = float(ratios[0]), drawn[~np.isnan(drawn)]
    if np.isnan(without).any() or drawn.size < 2:
        return Index(value)
    from scipy.special import stdtrit

    jackknife = (batches - 1) / batches * float(((without - without.mean()) ** 2).sum())
    quantile = float(stdtrit(batches - 1, 0.975))
    half = math.sqrt(_NORMAL**2 * float(drawn.var(ddof=1)) + quantile**2 * jackknife)
    return Index(value, (value - half, value + half))


def _flips(batches: int) -> Numbers | None:
    """All ways to turn the signs of batches, up to turning all, the first turning none; None where too few to judge."""
    count = 1 << (batches - 1)
    if count * LEVEL < 1:
        return None
    bits: NDArray[np.int64] = np.arange(count)[:, np.newaxis] >> np.arange(batches) & 1
    return np.asarray(1.0 - 2.0 * bits, dtype=np.float64)


def _by_chance_squares(gram: Numbers) -> float | None:
    """Probability that chance alone gives as large a mean product across batches as ``gram`` (B, B) holds.

    Without an effect the sign of a whole batch is arbitrary, so every pattern of signs was as likely as the one seen:
    a randomisation test, which keeps however the points of one batch are correlated.
    """
    signs = _flips(len(gram))
    if signs is None:
        return None
    return _rank(np.einsum("sb,bc,sc->s", signs, gram - np.diag(np.diag(gram)), signs))


def _by_chance_sizes(effects: Numbers) -> float | None:
    """The same for mu* of ``effects`` (T, B)."""
    signs = _flips(effects.shape[1])
    return None if signs is None else _rank(np.abs(effects @ signs.T).mean(axis=0))


def _rank(found: Numbers) -> float:
    """Share of the patterns that reach the first one; rounding does not break ties."""
    slack = 1e-12 * float(np.abs(found).max())
    return float(np.mean(found >= found[0] - slack))
