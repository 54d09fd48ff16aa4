"""Who applies for public money and whom an officer dares to approve: the pure decisions."""

import pytest

from sim.decisions import applying


@pytest.mark.parametrize(
    ("uplift", "skill", "duty", "answer"),
    [
        (0.02, 0.0, 0.0, True),  # 2 points against 1
        (0.01, 0.0, 0.0, False),  # exactly the burden is not enough
        (0.02, 1.0, 0.0, False),  # 1 + 1 x 1 = 2 points
        (0.02, -1.0, 0.0, True),
        (0.02, -1.0, 1.5, True),  # 1 - 1 + 1.5 x 1 = 1.5 points
        (0.02, 0.0, 1.0, False),
    ],
)
def test_a_manager_applies_when_the_uplift_exceeds_its_burden(
    uplift: float, skill: float, duty: float, answer: bool
) -> None:
    assert applying.applies(uplift, 0.01, 0.01, skill, 0.01, duty) is answer


@pytest.mark.parametrize(
    ("caution", "tolerated", "exits"), [(3.0, 0.0, 3), (3.0, 0.5, 2), (3.0, 0.9, 0), (3.0, 1.0, 0), (0.0, 0.0, 0)]
)
def test_an_officer_asks_for_a_shorter_record_the_larger_the_loss_he_may_make(
    caution: float, tolerated: float, exits: int
) -> None:
    assert applying.required_record(caution, tolerated) == exits


@pytest.mark.parametrize(
    ("caution", "tolerated", "share"), [(2.0, 0.3, 0.3), (2.0, 1.0, 1.0), (0.0, 0.3, 1.0), (0.5, 0.6, 0.8)]
)
def test_newcomers_may_have_what_may_be_lost_in_all(caution: float, tolerated: float, share: float) -> None:
    assert applying.newcomers_share(caution, tolerated) == pytest.approx(share)
