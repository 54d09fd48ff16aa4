"""Shapley values against hand calculations and against the definition itself, order by order."""

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.measures.shapley import Numbers, shapley, weights


def game(*worth: float) -> Numbers:
    """One game from the worth of coalitions 0 … 2**n - 1."""
    return np.array(worth, dtype=np.float64)[:, np.newaxis]


def by_orders(worth: Numbers, players: int) -> list[float]:
    """The definition: the mean over all orders of what each player adds when it joins."""
    added = [0.0] * players
    for order in permutations(range(players)):
        coalition = 0
        for player in order:
            added[player] += worth[coalition | 1 << player, 0] - worth[coalition, 0]
            coalition |= 1 << player
    return [one / math.factorial(players) for one in added]


def relabelled(worth: Numbers, order: tuple[int, ...]) -> Numbers:
    """The same games with player ``order[i]`` as the i-th."""
    rows = [sum(1 << order[i] for i in range(len(order)) if number >> i & 1) for number in range(len(worth))]
    return worth[rows]


def test_the_weights_count_the_orders_in_which_a_coalition_is_met() -> None:
    assert [weights(n) for n in (1, 2, 3, 4)] == [[1], [1, 1], [2, 1, 2], [6, 2, 2, 6]]


def test_a_symmetric_game_is_divided_equally() -> None:
    # A majority of three wins 12: each gets 4, whoever they are.
    assert shapley(game(0, 0, 0, 12, 0, 12, 12, 12))[:, 0].tolist() == [4.0, 4.0, 4.0]


def test_the_glove_game_is_divided_as_by_hand() -> None:
    # One left glove, two right ones; a pair is worth 6. In 4 of 6 orders the left glove completes a pair.
    assert shapley(game(0, 0, 0, 6, 0, 6, 0, 6))[:, 0].tolist() == [4.0, 1.0, 1.0]


def test_without_interaction_everybody_gets_its_own_worth() -> None:
    own = (3.0, -5.0, 7.5)
    worth = [math.fsum(value for i, value in enumerate(own) if number >> i & 1) for number in range(8)]
    assert shapley(game(*worth))[:, 0].tolist() == pytest.approx(own, rel=1e-15)


def test_of_two_who_need_each_other_each_gets_half() -> None:
    assert shapley(game(2, 2, 2, 10))[:, 0].tolist() == [4.0, 4.0]


WORTH = st.floats(-1e12, 1e12, allow_nan=False)


@given(st.lists(WORTH, min_size=16, max_size=16), st.permutations(range(4)))
@settings(max_examples=50, derandomize=True, deadline=None)
def test_values_are_the_mean_over_orders_sum_to_the_whole_and_know_no_names(
    worth: list[float], order: list[int]
) -> None:
    table = game(*worth)
    found = shapley(table)[:, 0]
    scale = max(map(abs, worth)) or 1.0
    assert found.tolist() == pytest.approx(by_orders(table, 4), abs=1e-12 * scale)
    assert math.fsum(found) == pytest.approx(worth[15] - worth[0], abs=1e-9 * scale)
    again = shapley(relabelled(table, tuple(order)))[:, 0]
    assert [again[i] for i in range(4)] == [found[order[i]] for i in range(4)]


@given(st.lists(WORTH, min_size=8, max_size=8))
@settings(max_examples=50, derandomize=True, deadline=None)
def test_a_player_that_never_changes_anything_gets_exactly_zero(worth: list[float]) -> None:
    with_idler = game(*(worth[number & 0b11 | number >> 1 & 0b100] for number in range(16)))
    assert shapley(with_idler)[2, 0] == 0.0


@given(st.lists(WORTH, min_size=8, max_size=8))
@settings(max_examples=50, derandomize=True, deadline=None)
def test_a_veto_player_gets_at_least_its_share_of_every_joint_effect(worth: list[float]) -> None:
    vetoed = [abs(one) if number & 1 else 0.0 for number, one in enumerate(worth)]
    monotone = [max(vetoed[part] for part in range(8) if part & number == part) for number in range(8)]
    found = shapley(game(*monotone))[:, 0]
    assert all(found[0] >= one - 1e-9 * max(monotone) for one in found)


def test_games_are_columns_and_a_missing_worth_leaves_its_game_without_values() -> None:
    table = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, np.nan], [5.0, 4.0]])
    found = shapley(table)
    assert found[:, 0].tolist() == [2.0, 3.0]
    assert np.isnan(found[:, 1]).all()


@pytest.mark.parametrize("rows", [3, 6, 0])
def test_coalitions_that_are_not_all_are_refused(rows: int) -> None:
    with pytest.raises(ValueError, match=f"{rows} coalitions are not all"):
        shapley(np.zeros((rows, 1)))
