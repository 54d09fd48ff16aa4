"""Fen-days are exact however large they are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.measures.budget import integral
from sim.measures.flows import by_day

DATED = st.lists(st.tuples(st.integers(0, 7305), st.integers(-(2**52), 2**52)), max_size=30)


@given(DATED, st.integers(0, 7305))
def test_the_area_is_that_of_whole_numbers_without_bounds(changes, horizon):
    days, fen = (np.array([one[place] for one in changes], dtype=np.int64) for place in (0, 1))
    assert integral((days, fen), horizon) == sum(amount * max(horizon - day, 0) for day, amount in changes)


@given(DATED)
def test_amounts_of_a_day_are_added_in_whatever_order_they_come(changes):
    days, fen = (np.array([one[place] for one in changes], dtype=np.int64) for place in (0, 1))
    found = dict(zip(*(one.tolist() for one in by_day(days, fen)), strict=True))
    assert found == {day: sum(amount for other, amount in changes if other == day) for day, _ in changes}
    assert list(found) == sorted(found)
