"""Appropriations and the floor under their growth (京政发[2011]12号 art. 13)."""

import itertools
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.appropriation import raised, with_floor
from sim.clauses.rounding import fen

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


# ---- the worked example: 210 million a year for five years, revenue grows by a tenth -------------------------------

FLAT = [210e6] * 5
TENTH = (0.10, 0.10, 0.10, 0.10)


def fen_of(yearly: tuple[float, ...]) -> list[int]:
    return [fen(yuan) for yuan in yearly]


def test_a_flat_plan_follows_revenue_that_grows_by_a_tenth_to_the_fen() -> None:
    found = fen_of(with_floor(FLAT, TENTH))
    assert found == [210_000_000_00, 231_000_000_00, 254_100_000_00, 279_510_000_00, 307_461_000_00]
    assert sum(found) == 1_282_071_000_00  # against 1,050 million without the floor, 22.1 % more


def test_the_last_growth_holds_for_all_later_years_and_one_number_for_all() -> None:
    assert with_floor(FLAT, (0.10,)) == with_floor(FLAT, TENTH) == with_floor(FLAT, 0.10)


def test_growth_is_that_from_one_year_to_the_next() -> None:
    # 100; a tenth more: 110; nothing more: 110; a fifth more: 132.
    assert with_floor([100.0] * 4, (0.10, 0.0, 0.20)) == (100.0, 110.00000000000001, 110.00000000000001, 132.0)


def test_a_falling_plan_never_falls_below_the_floor() -> None:
    found = with_floor([100.0, 80.0, 60.0, 40.0], (0.05,))
    assert all(b >= a * 1.05 for a, b in itertools.pairwise(found))


def test_no_growth_list_is_no_floor_and_no_year_is_added() -> None:
    assert with_floor([3.0, 2.0, 1.0], ()) == (3.0, 2.0, 1.0)
    assert len(with_floor(FLAT, (0.1,) * 9)) == 5
    assert with_floor([0.0, 0.0, 5.0, 1.0], (0.1,)) == (0.0, 0.0, 5.0, 5.5)


# ---- a ceiling over all of a treasury's money -----------------------------------------------------------------------


def test_a_ceiling_cuts_what_floors_add_by_the_same_part() -> None:
    # Second year: 100 + 50 planned, floors ask for 110 + 55, so 15 more than planned; 156 leave 6 of them.
    first, second = raised(([100.0, 100.0], [50.0, 50.0]), ([0.1, 0.1], [0.1, 0.1]), [156.0, 156.0])
    assert (first, second) == ((100.0, 104.0), (50.0, 52.0))


def test_a_ceiling_lowers_no_plan() -> None:
    assert raised(([100.0, 120.0],), ([0.3, 0.3],), [90.0, 90.0]) == ((100.0, 120.0),)


def test_what_is_within_the_ceiling_is_given_to_the_bit() -> None:
    assert raised((FLAT,), ([0.1] * 5,), [307.5e6] * 5)[0] == with_floor(FLAT, TENTH)


def test_growth_goes_on_from_what_was_given_under_the_ceiling() -> None:
    # 100, then 120 cut to 110; from there 132 cut to 110 again.
    assert raised(([100.0] * 3,), ([0.2] * 3,), [110.0] * 3) == ((100.0, 110.0, 110.0),)


def test_paths_of_different_length_end_by_themselves() -> None:
    assert raised(([10.0], [10.0, 10.0]), ([0.1], [0.1, 0.1]), ()) == ((10.0,), (10.0, 11.0))
