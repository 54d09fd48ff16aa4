"""Keyed tables: what is read never depends on who else is there or on the order of reading."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Philox

from sim.economy import streams
from sim.economy.streams import STREAMS, Draws, bootstrap_weights, stream_hash

CELLS = st.tuples(st.integers(0, 3000), st.integers(0, 40))


def by_the_definition(seed: int, replication: int, name: str, entity: int, ordinal: int) -> float:
    """D2 spelt out with numpy's own ``advance``: a second way to the same cell."""
    block, column = divmod(ordinal, STREAMS[name])
    index = entity * STREAMS[name] + column
    generator = Philox(key=np.array([seed, replication * 2**32 + stream_hash(name)], dtype=np.uint64))
    generator.advance(block * 2**64 + index // 4)
    raw = int(generator.random_raw(4)[index % 4])
    return min(((raw >> 11) + 0.5) * 2.0**-53, 1.0 - 2.0**-53)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(seed=st.integers(0, 2**63 - 1), replication=st.integers(0, 2**32 - 1), cell=CELLS)
def test_a_cell_is_the_philox_number_of_its_key_and_counter(seed: int, replication: int, cell: tuple[int, int]) -> None:
    entity, ordinal = cell
    got = Draws(seed, replication).stream("fate").u(entity, ordinal)
    assert got == by_the_definition(seed, replication, "fate", entity, ordinal)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(wanted=st.lists(CELLS, min_size=1, max_size=20), others=st.lists(CELLS, max_size=40))
def test_adding_entities_or_draws_shifts_no_draw_of_another(
    wanted: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    alone = Draws(7, 3).stream("exit_price")
    expected = [alone.u(*cell) for cell in wanted]
    crowded = Draws(7, 3).stream("exit_price")
    mixed = wanted + others
    random.Random(1).shuffle(mixed)
    for cell in mixed:
        crowded.u(*cell)
    assert [crowded.u(*cell) for cell in wanted] == expected


def test_ordinals_beyond_the_width_come_from_another_block() -> None:
    stream = Draws(1, 0).stream("quality")
    within = {stream.u(entity) for entity in range(600)}
    beyond = {stream.u(entity, ordinal) for entity in range(600) for ordinal in (1, 2)}
    assert len(within) == 600
    assert len(beyond) == 1200
    assert not within & beyond


def test_seed_replication_and_name_each_change_every_draw() -> None:
    tables = [
        Draws(1, 0).stream("fate"),
        Draws(2, 0).stream("fate"),
        Draws(1, 1).stream("fate"),
        Draws(1, 0).stream("fate_time"),
    ]
    for entity in range(50):
        assert len({table.u(entity) for table in tables}) == len(tables)


def test_uniforms_look_uniform_and_stay_inside_the_open_interval() -> None:
    stream = Draws(20110315, 5).stream("quality")
    values = np.array([stream.u(entity) for entity in range(20_000)])
    assert values.min() > 0.0
    assert values.max() < 1.0
    counts = np.bincount((values * 20).astype(int), minlength=20)
    chi_square = float((((counts - 1000) ** 2) / 1000).sum())
    assert chi_square < 43.8  # 99.9 % point of chi-square with 19 degrees of freedom
    lag = float(np.corrcoef(values[:-1], values[1:])[0, 1])
    assert abs(lag) < 4 / np.sqrt(len(values))


def test_the_largest_raw_number_does_not_round_up_to_one() -> None:
    ends = streams._uniforms(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert ends[0] == 2.0**-54
    assert ends[1] == 1.0 - 2.0**-53


def test_opening_a_stream_twice_is_refused() -> None:
    draws = Draws(1, 0)
    draws.stream("fate")
    with pytest.raises(ValueError, match="already open"):
        draws.stream("fate")


def test_two_streams_with_one_key_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "stream_hash", lambda name: 5)
    draws = Draws(1, 0)
    draws.stream("fate")
    with pytest.raises(ValueError, match=r"'step' has the key of 'fate'"):
        draws.stream("step")


def test_declared_streams_have_distinct_keys() -> None:
    assert len({stream_hash(name) for name in STREAMS}) == len(STREAMS)


def test_undeclared_names_and_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(KeyError, match="not declared"):
        Draws(1, 0).stream("weather")
    with pytest.raises(KeyError, match="not declared"):
        Draws(1, 0).override("weather", lambda entity, ordinal: 0.5)
    for seed, replication in ((-1, 0), (2**63, 0), (0, -1), (0, 2**32)):
        with pytest.raises(ValueError, match="must lie in"):
            Draws(seed, replication)
    with pytest.raises(ValueError, match="negative"):
        Draws(1, 0).stream("quality").u(-1)


def test_a_test_can_dictate_a_stream() -> None:
    draws = Draws(1, 0)
    draws.override("quality", lambda entity, ordinal: 0.25 if entity == 3 else 0.5)
    stream = draws.stream("quality")
    assert [stream.u(3), stream.u(4)] == [0.25, 0.5]
    with pytest.raises(ValueError, match="already open"):
        draws.override("quality", lambda entity, ordinal: 0.1)


def test_bootstrap_weights_are_multinomial_counts_and_prefix_stable() -> None:
    weights = bootstrap_weights(11, 400, 30)
    assert weights.shape == (400, 30)
    assert (weights.sum(axis=1) == 30).all()
    # a cell is Binomial(30, 1/30): mean 1, variance 29/30
    assert abs(weights.mean() - 1.0) < 1e-12
    assert abs(weights.var() - 29 / 30) < 0.06
    assert (bootstrap_weights(11, 50, 30) == weights[:50]).all()
    assert not (bootstrap_weights(12, 50, 30) == weights[:50]).all()
