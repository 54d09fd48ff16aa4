"""How a manager reads a company and decides on a round (D6). Pure scalar functions."""

import math

from sim.clauses.arithmetic import power


def signal_noise(base: float, skill: float, effect: float) -> float:
    """Standard deviation of the signal: ``base`` at skill 0, shrinking with skill."""
    return base * math.exp(-effect * skill)


def signal(quality: float, noise: float, z: float) -> float:
    """What the manager sees: true quality plus noise; ``z`` is a standard normal draw."""
    return quality + noise * z


def heat(uninvested: float, base: float, reference: float, elasticity: float) -> float:
    """Price of a share over its fundamental value when ``uninvested`` plus ``base`` yuan chase deals."""
    if elasticity == 0.0:
        return 1.0
    return power((uninvested + base) / reference, elasticity)


def money_for(part: float, pre_money: float) -> float:
    """What investors pay for ``part`` (below 1) of a company worth ``pre_money`` before they do."""
    return pre_money * part / (1.0 - part)


def worth(expected: float, warmth: float, subsidy: float, ticket: float, weight: float, gain: float) -> float:
    """What a manager reckons to get for each yuan: the expected multiple at today's prices, and the weighted subsidy.

    ``gain`` is what the manager makes beside it on the public money that follows, for each yuan of its own ticket and
    of gain a yuan: weight × share of the gain × co-investment a yuan.
    """
    multiple = expected / warmth
    help_per_yuan = weight * subsidy / ticket if ticket > 0.0 else 0.0
    return multiple + help_per_yuan + gain * max(0.0, multiple - 1.0)
