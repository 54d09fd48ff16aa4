"""Article 6: who decides, and what is declared just below a line."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.disposal import (
    BUREAU,
    DEPARTMENT,
    OWNER,
    chance_to_split,
    declared_below,
    months_between,
    who_decides,
)

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
MILLION = 100_000_000  # in fen
LINE = 8 * MILLION
RESULTS = 1051  # that institutions have evaluated in Beijing, a replication
MEAN, SIGMA = 9.46e6, 1.74  # yuan


def at_or_above(yuan: float) -> float:
    """Chance of the lognormal appraisal, from its mean and sigma."""
    return 0.5 * math.erfc((math.log(yuan / MEAN) + SIGMA * SIGMA / 2) / (SIGMA * math.sqrt(2)))


@pytest.mark.parametrize(
    ("own", "below", "at"), [(LINE, OWNER, BUREAU), (0, DEPARTMENT, BUREAU), (5 * MILLION, DEPARTMENT, BUREAU)]
)
def test_what_lies_between_the_lines_is_the_departments(own: int, below: int, at: int) -> None:
    assert who_decides(LINE - 1, own, LINE) == below
    assert who_decides(LINE, own, LINE) == at
    assert who_decides(own, own, LINE) == (at if own == LINE else DEPARTMENT)


def test_below_its_own_line_an_institution_decides() -> None:
    assert who_decides(5 * MILLION - 1, 5 * MILLION, LINE) == OWNER


def test_who_splits_by_hand() -> None:
    # 9 m is an eighth above the line, half of the window of a quarter
    assert chance_to_split(9 * MILLION, LINE, 0.3, 0.25) == pytest.approx(0.15)
    assert chance_to_split(LINE, LINE, 0.3, 0.25) == 0.3
    assert chance_to_split(10 * MILLION, LINE, 0.3, 0.25) == 0.0
    assert chance_to_split(11 * MILLION, LINE, 0.3, 0.25) == 0.0
    assert chance_to_split(LINE - 1, LINE, 0.3, 0.25) == 0.0
    assert chance_to_split(LINE, 0, 0.3, 0.25) == 0.0


def test_what_is_declared_by_hand() -> None:
    assert declared_below(LINE, 0.05, 0.0) == LINE - 1
    assert declared_below(LINE, 0.05, 0.5) == 78 * MILLION // 10 - 1


@QUICK
@given(st.integers(1, 10**13), st.floats(0, 0.2), st.floats(0, 1, exclude_max=True))
def test_a_split_never_declares_the_line(line: int, depth: float, part: float) -> None:
    assert line * (1 - depth) - 2 <= declared_below(line, depth, part) < line


@pytest.mark.parametrize(("line", "moved", "already"), [(8e6, 6.0, 9.3), (20e6, 3.4, 5.4)])
def test_how_many_move_below_the_line_in_beijing(line: float, moved: float, already: float) -> None:
    steps = 4000
    edges = [line * (1 + 0.25 * step / steps) for step in range(steps + 1)]
    middles = [int(100 * (low + high) / 2) for low, high in pairwise(edges)]
    chances = [chance_to_split(middle, int(100 * line), 0.3, 0.25) for middle in middles]
    mass = [at_or_above(low) - at_or_above(high) for low, high in pairwise(edges)]
    assert RESULTS * sum(c * m for c, m in zip(chances, mass, strict=True)) == pytest.approx(moved, abs=0.05)
    assert RESULTS * (at_or_above(0.95 * line) - at_or_above(line)) == pytest.approx(already, abs=0.05)


def test_more_than_a_fifth_of_results_is_at_the_line_or_above() -> None:
    assert at_or_above(8e6) == pytest.approx(0.2196, abs=5e-5)


def test_a_year_of_waiting_is_twelve_months() -> None:
    assert months_between(100, 465) == pytest.approx(12.0)
    assert months_between(100, 100) == 0.0
