"""How a key answers to a moment that misses its target, and when a moment is met. Pure numbers.

A rule gives the next value of the key from its value, what was observed, the target and the strength of the rule.
Where a moment cannot be answered to (a share of 0 or 1 has no odds) the observed value is taken from within.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from sim.economy.laws import normal

EDGE = 1e-6  # the nearest that a share may come to 0 or 1 before its odds are taken
FEWEST = 1e-3  # the same before it is taken as a quantile: what was never seen may be near
FURTHEST = 4.0  # a key that is multiplied moves by no more than this factor in a round

Step = Callable[[float, float, float, float], float]


def log_odds(share: float) -> float:
    """Logarithm of share : rest, for a share in [0, 1]."""
    inside = _inside(share, EDGE)
    return math.log(inside / (1.0 - inside))


def _inside(share: float, edge: float) -> float:
    return min(1.0 - edge, max(edge, share))


def _difference(value: float, target: float) -> float:
    return value - target


def _share_apart(value: float, target: float) -> float:
    return value / target - 1.0 if target else math.inf


def _odds_apart(value: float, target: float) -> float:
    return log_odds(value) - log_odds(target)


@dataclass(frozen=True)
class Rule:
    """``step(key, observed, target, strength)`` is the next value of the key; ``apart`` how far a moment misses.

    That is a difference, of chances in log odds one of log odds, of levels a share of the level. ``exact``: the moment
    does not hang on its own key, so the step leaves nothing to search for.
    """

    step: Step
    apart: Callable[[float, float], float] = _difference
    exact: bool = False


def _add_log_odds(key: float, value: float, target: float, strength: float) -> float:
    """A key that is added to log odds, of which the moment is the mean chance."""
    return key + strength * (log_odds(target) - log_odds(value))


def _fewer_left(key: float, value: float, target: float, strength: float) -> float:
    """A key that is a chance to close what would fail otherwise: its rest falls as the rest of the moment is to."""
    factor: float = ((1.0 - target) / max(EDGE, 1.0 - value)) ** strength
    return 1.0 - (1.0 - key) * factor


def _power(key: float, value: float, target: float, strength: float) -> float:
    """A key under which the moment falls as a power of it."""
    return key * _within(max(EDGE, value / target) ** strength)


def _threshold(key: float, value: float, target: float, strength: float) -> float:
    """A key above which something passes, where the moment is the share that does not.

    At once where the logarithm of what is measured is normal with standard deviation ``strength``.
    """
    missing = normal(_inside(target, FEWEST)) - normal(_inside(value, FEWEST))
    return key * _within(math.exp(strength * missing))


def _within(factor: float) -> float:
    return min(FURTHEST, max(1.0 / FURTHEST, factor))


def _level(key: float, value: float, target: float, strength: float) -> float:
    """A key that is itself the level of what is observed."""
    return key + strength * (value - key)


RULES: dict[str, Rule] = {
    "add_log_odds": Rule(_add_log_odds, _odds_apart),
    "fewer_left": Rule(_fewer_left),
    "power": Rule(_power),
    "threshold": Rule(_threshold),
    "level": Rule(_level, _share_apart, exact=True),
}
