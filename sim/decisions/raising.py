"""What a fund raises and how long it takes (D4). Pure scalar functions."""

import math
from typing import Final

from sim.clauses.arithmetic import power
from sim.clauses.rounding import to_fen
from sim.decisions.losses import below

MOST_OF_POOL: Final = 1.5  # by which a market with few funds is taken to be richer than usual


def fill(median: float, sigma: float, persistence: float, z_manager: float, z_attempt: float) -> float:
    """Share of target that private partners would give without public money; lasting manager effect and chance."""
    z = math.sqrt(persistence) * z_manager + math.sqrt(1.0 - persistence) * z_attempt
    return median * math.exp(sigma * z)


def reaches_first_close(total_fen: int, target_fen: int, minimum_share: float, minimum_fen: int) -> bool:
    """Whether the money suffices for a first close."""
    return total_fen >= minimum_share * target_fen and total_fen >= minimum_fen


def part_of_pool(pool_fen: int, sought_fen: int, elasticity: float) -> float:
    """Factor on an answer when ``sought_fen`` are asked within a year of a market that usually gives ``pool_fen``.

    ``min(1.5, pool / sought) ** (1 − elasticity)``: with an elasticity of 1 all private money grows with what is asked,
    with 0 it stays the pool. 1 where nothing is sought or no pool is known.
    """
    if pool_fen <= 0 or sought_fen <= 0 or elasticity == 1.0:
        return 1.0
    return power(min(MOST_OF_POOL, pool_fen / sought_fen), 1.0 - elasticity)


def answer(
    target_fen: int,
    fill: float,
    uplift: float,
    public_share: float,
    response: float,
    displacement: float,
    part: float = 1.0,
) -> int:
    """What private partners bring to a first close, in fen, when the public offers ``public_share`` of the target (D4).

    ``target × fill × exp(response × uplift) × part``, at most ``target × (1 − displacement × public_share)``; ``part``
    is that of ``part_of_pool``.
    """
    capacity = target_fen * (1.0 - displacement * public_share)
    return to_fen(max(0.0, min(wanted(target_fen, fill, uplift, response) * part, capacity)))


def wanted(target_fen: int, fill: float, uplift: float, response: float) -> float:
    """What private partners would bring (fen) were there room for all of it and nobody else asked."""
    return target_fen * fill * math.exp(response * uplift)


# ---- what a manager expects -----------------------------------------------------------------------------------------


def spread(sigma: float, persistence: float) -> float:
    """Sigma of the logarithm of an attempt's fill for one who knows the manager's lasting effect."""
    return sigma * math.sqrt(1.0 - persistence)


def needed(total: float, offer: float, most: float) -> float:
    """Private and manager's money for a close of ``total`` beside ``offer``, within ``most`` of the fund."""
    return max(total - offer, total * (1.0 - most)) if offer > 0.0 else total


def chance_between(least: float, room: float, median: float, spread: float) -> float:
    """Chance that a lognormal answer reaches ``least``; 0 where there is no room for it."""
    if least > room:
        return 0.0
    return 1.0 - below(math.log(least / median), spread) if least > 0.0 else 1.0


def mean_between(least: float, room: float, median: float, spread: float) -> float:
    """Mean of a lognormal answer cut at ``room``, of those that reach ``least`` (with a chance above 0)."""
    chance = chance_between(least, room, median, spread)
    if chance <= 0.0 or spread == 0.0 or room <= 0.0:
        return max(0.0, min(median, room))
    squared = spread * spread
    inside = below(math.log(room / median) - squared, spread)
    if least > 0.0:
        inside -= below(math.log(least / median) - squared, spread)
    full = room * (1.0 - below(math.log(room / median), spread))
    return (median * math.exp(0.5 * squared) * inside + full) / chance
