"""What a fund raises and how long it takes (D4). Pure scalar functions."""

import math

from sim.clauses.rounding import to_fen


def fill(median: float, sigma: float, persistence: float, z_manager: float, z_attempt: float) -> float:
    """Share of target that private partners would give without public money; lasting manager effect and chance."""
    z = math.sqrt(persistence) * z_manager + math.sqrt(1.0 - persistence) * z_attempt
    return median * math.exp(sigma * z)


def reaches_first_close(total_fen: int, target_fen: int, minimum_share: float, minimum_fen: int) -> bool:
    """Whether the money suffices for a first close."""
    return total_fen >= minimum_share * target_fen and total_fen >= minimum_fen


def answer(
    target_fen: int, fill: float, uplift: float, public_share: float, response: float, displacement: float
) -> int:
    """What private partners bring to a first close, in fen, when the public offers ``public_share`` of the target (D4).

    ``target × fill × exp(response × uplift)``, at most ``target × (1 − displacement × public_share)``.
    """
    wanted = target_fen * fill * math.exp(response * uplift)
    capacity = target_fen * (1.0 - displacement * public_share)
    return to_fen(max(0.0, min(wanted, capacity)))
