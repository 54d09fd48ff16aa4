"""Steps that no eye could tell apart are not drawn, and nothing drawn is further off than that."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.report.figures.steps import FINEST, seen

LINES = st.integers(1, 60).flatmap(
    lambda count: st.lists(st.lists(st.floats(0, 1), min_size=count, max_size=count), min_size=1, max_size=4)
)


@given(LINES)
def test_what_is_drawn_is_never_further_off_than_the_finest(lines: list[list[float]]) -> None:
    values = np.array(lines)
    kept = seen(*values)
    drawn = kept[np.searchsorted(kept, np.arange(values.shape[1]), side="right") - 1]
    assert np.abs(values[:, drawn] - values).max() <= FINEST
    assert (kept[0], kept[-1]) == (0, values.shape[1] - 1)


def test_many_small_steps_become_as_many_as_can_be_seen() -> None:
    line = np.linspace(0.0, 1.0, 200_000)
    assert seen(line).size <= 1 / FINEST + 2


def test_no_steps_are_none() -> None:
    assert seen().size == seen(np.array([])).size == 0
