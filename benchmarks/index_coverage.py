"""How often the intervals of Sobol indices hold the truth, and how often chance is taken for an effect.

    python benchmarks/index_coverage.py

The response is 2 x2 + 3 x3 on the unit cube, x1 does nothing: indices 0, 4/13 and 9/13, variance 13/12. Chance is
independent at every point, alike at all points of a batch, or a slope of the batch's own in every parameter.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from SALib.sample import sobol

from sim.measures.estimates import Interval, Numbers
from sim.measures.indices import SobolIndices, sobol_indices

SLOPES = np.array([0.0, 2.0, 3.0])
SHARES = SLOPES**2 / (SLOPES**2).sum()
STUDIES, DRAWS, LEVEL = 150, 100, 0.05
SIZES = ((8, 3), (16, 8), (64, 3), (64, 8), (256, 8))  # base samples and batches
PROBLEM = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0.0, 1.0]] * 3}
ROUNDING = 1e-12

Chance = Callable[[Generator, Numbers, int], Numbers]
CHANCE: dict[str, Chance] = {
    "independent": lambda generator, x, batches: generator.normal(size=(len(x), batches)),
    "alike": lambda generator, x, batches: np.tile(generator.normal(scale=3.0, size=batches), (len(x), 1)),
    "slopes": lambda generator, x, batches: (x - 0.5) @ generator.normal(scale=1.5, size=(3, batches)),
}


def study(seed: int, size: int, batches: int, chance: Chance) -> SobolIndices | None:
    x = sobol.sample(PROBLEM, size, calc_second_order=False, seed=seed)
    y = (x @ SLOPES)[:, np.newaxis] + chance(np.random.default_rng([seed, batches, size]), x, batches)
    return sobol_indices(y.reshape(size, 5, batches), seed, draws=DRAWS)


def holds(ends: Interval | None, truth: float) -> bool:
    return ends is not None and ends[0] - ROUNDING <= truth <= ends[1] + ROUNDING


def per_cent(hits: list[list[bool]]) -> str:
    return " ".join(f"{100 * one:4.0f}" for one in np.mean(hits, axis=0))


def line(size: int, batches: int, name: str) -> str:
    found = [one for seed in range(STUDIES) if (one := study(seed, size, batches, CHANCE[name])) and one.variance > 0]
    first = [[holds(index.ci95, truth) for index, truth in zip(one.first, SHARES, strict=True)] for one in found]
    total = [[holds(index.ci95, truth) for index, truth in zip(one.total, SHARES, strict=True)] for one in found]
    verdicts = [chance <= LEVEL for one in found if (chance := one.chance[0]) is not None]
    alarms = f"{100 * np.mean(verdicts):4.1f}" if verdicts else "   –"
    means = " ".join(
        f"{one:6.3f}" for one in np.mean([[index.value or 0.0 for index in one.total] for one in found], axis=0)
    )
    return f"{size:4d} {batches:2d} {name:11s} | {per_cent(first)} | {per_cent(total)} | {alarms} | {means}"


def main() -> None:
    print(f"{STUDIES} studies; true totals {' '.join(f'{one:.3f}' for one in SHARES)}")
    print("   N  B chance      | held, first    | held, total    | x1 marked | mean totals")
    for size, batches in SIZES:
        for name in CHANCE:
            print(line(size, batches, name), flush=True)


if __name__ == "__main__":
    main()
