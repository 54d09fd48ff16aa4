"""Exact Shapley values: what each player adds to a coalition, averaged over all orders in which players can join.

Shapley (1953), "A value for n-person games", Contributions to the Theory of Games II, 307. The weights are integers,
|S|! (n - |S| - 1)!, over n!; each sum is rounded once (``math.fsum``), so the order of the players changes no bit, a
player that never changes anything gets exactly zero, and the values sum to v(all) - v(nobody) but for that rounding.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def weights(players: int) -> list[int]:
    """By size of the coalition that a player joins, 0 … players - 1: in how many of the n! orders it is met so."""
    return [math.factorial(size) * math.factorial(players - size - 1) for size in range(players)]


def shapley(worth: Numbers) -> Numbers:
    """Shapley values (n, K) of K games of n players on the same coalitions.

    ``worth`` (2**n, K) is the worth of each coalition; bit i of a row's number says that player i is in it. A game with
    NaN in a coalition has NaN values. Raises ValueError when the number of rows is no power of two.
    """
    players = max(0, worth.shape[0].bit_length() - 1)
    if worth.ndim != 2 or worth.shape[0] != 1 << players:
        raise ValueError(f"{worth.shape[0]} coalitions are not all of a set of players")
    by_size = weights(players)
    orders = math.factorial(players)
    values = np.empty((players, worth.shape[1]))
    for player in range(players):
        added = [by_size[size] * (worth[larger] - worth[smaller]) for size, smaller, larger in _steps(players, player)]
        values[player] = [math.fsum(column) / orders for column in np.array(added).T.tolist()]
    return values


def _steps(players: int, player: int) -> Iterator[tuple[int, int, int]]:
    """Each coalition without the player: its size, its number, and its number with the player."""
    for coalition in range(1 << players):
        if not coalition >> player & 1:
            yield coalition.bit_count(), coalition, coalition | 1 << player
