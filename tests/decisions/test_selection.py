"""Selection by administration: neutral where it is off, and what each number means where it is on."""

import pytest

from sim.decisions import selection


def test_without_administration_nothing_changes() -> None:
    assert selection.noise(0.83, 1.8, administered=False) == 0.83
    assert selection.skill(-0.4, 0.5, administered=False) == -0.4
    assert selection.waiting_days(6.0, administered=False) == 0
    assert selection.waiting_looks(6.0, administered=False) == 0
    assert selection.place((-3, 17), by_slot=False) == (-3, 17)


def test_under_administration_noise_grows_and_skill_is_lost() -> None:
    assert selection.noise(0.5, 1.8, administered=True) == pytest.approx(0.9)
    assert selection.skill(0.2, 0.5, administered=True) == pytest.approx(-0.3)


@pytest.mark.parametrize(("months", "days", "looks"), [(0.0, 0, 0), (3.0, 91, 1), (6.0, 183, 2), (7.0, 213, 3)])
def test_a_delay_is_days_for_an_approval_and_whole_quarters_for_a_deal(months: float, days: int, looks: int) -> None:
    assert selection.waiting_days(months, administered=True) == days
    assert selection.waiting_looks(months, administered=True) == looks


def test_by_slot_the_record_does_not_count() -> None:
    ranks = [(-2, 9), (0, 4), (-1, 6)]
    assert sorted(ranks, key=lambda rank: selection.place(rank, by_slot=True)) == [(0, 4), (-1, 6), (-2, 9)]
    assert sorted(ranks, key=lambda rank: selection.place(rank, by_slot=False)) == [(-2, 9), (-1, 6), (0, 4)]
