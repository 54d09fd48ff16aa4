"""What a fund raises and how long it takes (D4). Pure scalar functions."""

import math
from typing import Final

from sim.clauses.arithmetic import power
from sim.clauses.rounding import to_fen

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
    wanted = target_fen * fill * math.exp(response * uplift) * part
    capacity = target_fen * (1.0 - displacement * public_share)
    return to_fen(max(0.0, min(wanted, capacity)))
