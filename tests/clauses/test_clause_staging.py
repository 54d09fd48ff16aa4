"""Instalments in step with investment, and the recall of idle money."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import staging

THREE = (0.4, 0.3, 0.3)


@pytest.mark.parametrize(
    ("drawn", "invested", "held"), [(0.0, 0.0, False), (100.0, 69.9, False), (100.0, 70.0, True), (100.0, 100.0, True)]
)
def test_a_fund_is_in_step_once_seven_tenths_of_what_it_drew_are_invested(
    drawn: float, invested: float, held: bool
) -> None:
    assert staging.in_step(drawn, invested, 0.7) is held


def test_a_tranche_is_released_only_when_it_is_needed_and_the_fund_is_in_step() -> None:
    assert staging.tranches_released(THREE, 1, 39.0, 100.0, True) == 1
    assert staging.tranches_released(THREE, 1, 41.0, 100.0, False) == 1
    assert staging.tranches_released(THREE, 1, 41.0, 100.0, True) == 2
    assert staging.tranches_released(THREE, 1, 71.0, 100.0, True) == 3
    assert staging.tranches_released(THREE, 2, 10.0, 100.0, False) == 2


def test_the_last_tranche_releases_the_whole_commitment_whatever_the_decimals() -> None:
    assert staging.released((1 / 3, 1 / 3, 1 / 3), 3, 100.0) == 100.0
    assert staging.released(THREE, 2, 100.0) == pytest.approx(70.0)


def test_one_tranche_of_everything_holds_nothing_back() -> None:
    assert staging.released((1.0,), 1, 123.0) == 123.0


def test_first_money_in_is_first_used() -> None:
    """10 came on day 0, 20 on day 100. With 25 left, 5 of the first are idle; with 20 or less none are."""
    days, amounts = [0, 100], [10, 20]
    assert staging.recall(days, amounts, 25, 50) == 5
    assert staging.recall(days, amounts, 20, 50) == 0
    assert staging.recall(days, amounts, 7, 50) == 0
    assert staging.recall(days, amounts, 25, 100) == 25
    assert staging.recall(days, amounts, 30, -1) == 0


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 1000), st.integers(0, 1000)), max_size=20),
    st.integers(0, 60),
)
def test_the_recall_is_that_of_a_queue_of_dated_lots(steps: list[tuple[int, int, int]], last_day: int) -> None:
    """A queue kept lot by lot: each step a receipt on its day, then a payment from the oldest lots."""
    day, lots, days, amounts = 0, [], [], []
    for wait, receipt, wanted in steps:
        day += wait
        lots.append([day, receipt])
        days.append(day)
        amounts.append(receipt)
        for lot in lots:
            used = min(lot[1], wanted)
            lot[1] -= used
            wanted -= used
    available = sum(lot[1] for lot in lots)
    idle = sum(lot[1] for lot in lots if lot[0] <= last_day)
    assert staging.recall(days, amounts, available, last_day) == idle
