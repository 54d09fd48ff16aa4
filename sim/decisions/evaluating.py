"""How an evaluation reads a result and what becomes of it. Pure scalar functions."""

import math
from typing import Final

from sim.economy.laws import normal

PASSED: Final = 0
NURTURED: Final = 1  # held back, and looked at once more
OUT: Final = 2


def line(share: float, noise: float) -> float:
    """The score below which the worst ``share`` (inside 0 and 1) of all results lie.

    A score is quality, standard normal, plus an error of standard deviation ``noise``.
    """
    return math.sqrt(1.0 + noise * noise) * normal(share)


def verdict(score: float, noise: float, share: float, nurtured: float) -> int:
    """What a score means where the worst ``share`` (below 1) is held back, the best part ``nurtured`` of it for a time.

    With ``nurtured`` 0 whoever is held back is out.
    """
    if share == 0.0 or score >= line(share, noise):
        return PASSED
    lost = share * (1.0 - nurtured)
    return NURTURED if lost == 0.0 or score >= line(lost, noise) else OUT
