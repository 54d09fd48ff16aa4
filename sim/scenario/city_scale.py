"""A city that is so large against another: which of an economy's numbers grow with the city, and which do not.

What is counted for the whole city or is money of the whole city grows: results, who evaluates them, managers, private
money, money that chases deals, places in the queue of listings. Shares, times, prices and sizes of one company or fund
do not; nor does the spread of yearly arrivals (each result of a negative binomial kept with one chance leaves its size
as it was), nor the number of neighbours from which a cluster counts.
"""

from dataclasses import dataclass
from typing import Any

from sim.scenario.book import value_at
from sim.scenario.economy_schema import Economy
from sim.scenario.policy_schema import Policy

GROWS = (
    "pipeline.disclosures_per_year",
    "pipeline.shelf",
    "pipeline.evaluators",
    "rounds.heat_base",
    "rounds.heat_reference",
    "listing.share",
    "managers.slots",
    "private.pool",
    "private.eligible_funds",
)
GROWS_IN_RULES = ("institutions.approvers",)  # who approves belongs to the rule book
AT_LEAST_ONE = frozenset({"private.eligible_funds"})
DIGITS = 6  # of a scaled number: as many as the calibration has at most
COARSE = 0.1  # a whole number so far from its exact value, as a share of it, is told


@dataclass(frozen=True)
class Scaled:
    """A key, its value in the city, and the exact value where rounding to a whole number moved it noticeably."""

    key: str
    value: Any
    exact: float | None = None


def scaled_economy(economy: Economy, scale: float) -> list[Scaled]:
    """What of ``economy`` is otherwise in a city of ``scale`` times its size, in the order of GROWS."""
    return [_scaled(key, value_at(economy, key), scale) for key in GROWS]


def scaled_rules(policy: Policy, scale: float) -> list[Scaled]:
    """What of a rule book belongs to the city's size."""
    return [_scaled(key, value_at(policy, key), scale) for key in GROWS_IN_RULES]


def _scaled(key: str, value: Any, scale: float) -> Scaled:
    if isinstance(value, int):
        exact = value * scale
        whole = max(1, round(exact))
        return Scaled(key, whole, exact if abs(whole - exact) > COARSE * exact else None)
    if isinstance(value, tuple):
        return Scaled(key, tuple(_rounded(one * scale) for one in value))
    found = _rounded(value * scale)
    return Scaled(key, max(1.0, found) if key in AT_LEAST_ONE else found)


def _rounded(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")
