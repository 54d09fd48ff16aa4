"""Whole fen: the one rounding rule, shares written as decimals, and splits whose parts sum to the whole."""

import math
from collections.abc import Sequence

from sim.clauses.faults import ImpossibleError

FEN = 100  # a yuan
LARGEST = 2**53  # beyond it a float no longer holds every whole fen
PARTS = 1_000_000_000  # shares in a rule book are read to the ninth decimal


def fen(yuan: float) -> int:
    """An amount of a scenario file, in yuan, in whole fen."""
    return int(yuan * FEN + 0.5)


def to_fen(x: float) -> int:
    """Yindao's rule for postings: the whole fen nearest to ``x`` fen, halves upwards, that is floor(x + 1/2).

    The half is compared and not added, since ``x + 0.5`` is itself rounded next to 0.5 and above 2**52.
    Raises ImpossibleError when ``x`` is not finite or not below 2**53 in size.
    """
    if not -LARGEST < x < LARGEST:  # NaN is neither
        raise ImpossibleError(f"an amount must be finite and below 2**53 fen; this is {x}")
    whole = math.floor(x)
    return whole + 1 if x - whole >= 0.5 else whole


def decimal_parts(share: float) -> int:
    """Read a share as the decimal its author wrote: whole billionths, never more than ``share`` (0.29 → 290000000).

    The float next to 0.29 lies below it, so that 0.29 of 100 fen would be floored to 28 fen. A millionth of a
    billionth is added before the floor: more than a float's error, far less than any digit a rule book states.
    """
    return math.floor(share * PARTS + 1e-6)


def part_of(amount_fen: int, share: float) -> int:
    """Floor of ``share`` of an amount, in fen, exact for shares of up to nine decimals.

    Whole and rest are multiplied apart, so that no product passes 64 bits when the function is compiled.
    """
    parts = decimal_parts(share)
    return amount_fen // PARTS * parts + amount_fen % PARTS * parts // PARTS


def share_out(amount_fen: int, weights: Sequence[int | float]) -> list[int]:
    """Split an amount pro rata to ``weights`` in whole fen; the remainder goes to the first party (the anchor).

    Every other party gets the floor of its part, so the first gets at most one fen a party more than its own.
    Without any positive weight the first party gets everything. The parts always sum to ``amount_fen``.
    Raises ImpossibleError on a negative amount, a negative weight or no party.
    """
    if amount_fen < 0:
        raise ImpossibleError("an amount to split must not be negative")
    if len(weights) == 0:
        raise ImpossibleError("a split needs a party")
    total: int | float = 0
    for weight in weights:
        if weight < 0:
            raise ImpossibleError("a weight must not be negative")
        total += weight
    parts = [0] * len(weights)
    left = amount_fen
    if total > 0:
        for i in range(1, len(weights)):
            # min: floors of float quotients may reach one fen above what is left when the first weight is 0
            parts[i] = min(left, _floor_part(amount_fen, weights[i], total))
            left -= parts[i]
    parts[0] = left
    return parts


def _floor_part(amount_fen: int, weight: int | float, total: int | float) -> int:
    """Floor of amount × weight / total: exact for whole weights."""
    if isinstance(weight, int) and isinstance(total, int):
        return floor_part(amount_fen, weight, total)
    return math.floor(amount_fen * (weight / total))


def floor_part(amount_fen: int, weight: int, total: int) -> int:
    """Floor of amount × weight / total, exact for whole numbers, none negative.

    The quotient lies below 2**51 and the total below 2**61. A float gives the quotient to a unit or two, and its rest
    puts it right. Compiled, the products of the rest pass 64 bits and wrap, but their difference is small and comes out
    right all the same.
    """
    quotient = int(amount_fen * (weight / total))
    rest = amount_fen * weight - quotient * total
    while rest < 0:
        quotient -= 1
        rest += total
    while rest >= total:
        quotient += 1
        rest -= total
    return quotient
