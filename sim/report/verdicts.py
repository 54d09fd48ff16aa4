"""What of a difference between two rule books is sure: better, worse, other, the same, or not to be told apart.

A difference is told apart where its own 95 % interval leaves out zero. Where it does not, about how many replications
would do is reckoned as if what was seen were the truth: the interval shrinks with the root of their number.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sim.measures.catalogue import EVERY
from sim.measures.headlines import JUDGED

COST = "public.net_cost_pv"
MOST = 1_000_000  # replications; of a difference that takes more nobody will know
Kind = Literal["better", "worse", "other", "open", "same"]


@dataclass(frozen=True)
class Verdict:
    """What is known of the difference in one measure.

    ``mean`` with its ``ends``; ``needed`` is about how many replications would tell it from zero, None where it is told
    already, is none, or takes more than anybody would wait for.
    """

    measure: str
    mean: float
    ends: tuple[float, float] | None
    kind: Kind
    needed: int | None = None


def verdicts(differences: Mapping[str, Any], replications: int, names: Iterable[str] = JUDGED) -> list[Verdict]:
    """One for each measure of ``names`` that exists under both; ``differences`` as in a comparison's summary."""
    found = ((name, differences.get(name, {})) for name in names)
    return [verdict_of(name, one, replications) for name, one in found if one.get("mean") is not None]


def verdict_of(name: str, one: Mapping[str, Any], replications: int) -> Verdict:
    """What is known of one difference, with ``mean`` and ``ci95``, found with that many replications."""
    mean = float(one["mean"])
    ends = None if one["ci95"] is None else (float(one["ci95"][0]), float(one["ci95"][1]))
    if mean == 0.0 and (ends is None or ends == (0.0, 0.0)):
        return Verdict(name, mean, ends, "same")
    if ends is None or ends[0] <= 0.0 <= ends[1]:
        return Verdict(name, mean, ends, "open", needed(mean, ends, replications))
    better = EVERY[name].better * (1 if mean > 0 else -1)
    return Verdict(name, mean, ends, "other" if better == 0 else "better" if better > 0 else "worse")


def needed(mean: float, ends: tuple[float, float] | None, replications: int) -> int | None:
    """About how many replications bring the end of the interval towards zero to zero: two digits, rounded up."""
    if ends is None or mean == 0.0:
        return None
    half = mean - ends[0] if mean > 0 else ends[1] - mean
    wanted = replications * (half / mean) ** 2
    if not math.isfinite(wanted) or wanted > MOST:
        return None
    step: int = 10 ** max(0, math.floor(math.log10(wanted)) - 1)
    return max(replications + 1, math.ceil(wanted / step) * step)


def nearest(found: Iterable[Verdict]) -> Verdict | None:
    """Of those that cannot be told apart the one that the fewest replications would tell; None without any."""
    open_ones = [one for one in found if one.needed is not None]
    return min(open_ones, key=lambda one: one.needed or 0, default=None)
