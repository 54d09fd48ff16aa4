"""Appropriations and the floor under their growth (京政发[2011]12号 art. 13)."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.appropriation import with_floor

AMOUNTS = st.lists(st.floats(min_value=0, max_value=1e9), max_size=8)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(AMOUNTS)
def test_without_a_floor_each_year_is_as_written(yearly: list[float]) -> None:
    assert with_floor(yearly, -1.0) == tuple(yearly)


def test_a_year_below_the_floor_is_raised_and_carries_the_next() -> None:
    # 100 grows by a tenth to 110; 150 is above 121; then 165 and 181.5 although nothing was planned.
    raised = with_floor([100.0, 90.0, 150.0, 150.0, 0.0], 0.1)
    assert all(math.isclose(a, b) for a, b in zip(raised, (100.0, 110.0, 150.0, 165.0, 181.5), strict=True))


@settings(derandomize=True, deadline=None, max_examples=50)
@given(AMOUNTS, st.floats(min_value=-1, max_value=1))
def test_no_year_is_lowered_and_none_falls_below_the_floor(yearly: list[float], floor: float) -> None:
    raised = with_floor(yearly, floor)
    assert all(after >= before for after, before in zip(raised, yearly, strict=True))
    assert all(b >= a * (1 + floor) for a, b in itertools.pairwise(raised))
