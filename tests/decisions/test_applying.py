"""Who applies for public money and whom an officer dares to approve: the pure decisions."""

import math
from statistics import NormalDist

import pytest

from sim.decisions import applying, raising

NORMAL = NormalDist()


@pytest.mark.parametrize(
    ("more", "skill", "duty", "answer"),
    [
        (0.031, 0.0, 0.0, True),
        (0.03, 0.0, 0.0, False),  # exactly the burden is not enough
        (0.034, 1.0, 0.0, False),  # .03 + .005 x 1
        (0.036, 1.0, 0.0, True),
        (0.031, -2.0, 0.0, True),  # below the average nobody has less trouble
        (0.041, 1.0, 1.5, False),  # .03 + .005 + .005 x 1.5
        (0.043, 1.0, 1.5, True),
    ],
)
def test_a_manager_applies_when_its_own_gain_exceeds_the_trouble(
    more: float, skill: float, duty: float, answer: bool
) -> None:
    assert applying.applies(more, 0.03, 0.005, skill, 0.005, duty) is answer


def test_the_money_needed_for_a_close_beside_an_offer() -> None:
    assert raising.needed(70.0, 0.0, 0.25) == 70.0
    assert (
        raising.needed(70.0, 25.0, 0.25) == 52.5
    )  # three quarters: the offer may be a quarter of the fund and no more
    assert raising.needed(70.0, 10.0, 0.25) == 60.0  # a small offer, given in full


def test_a_lognormal_answer_within_bounds_by_midpoints_of_its_law() -> None:
    # 200,000 midpoints of the law: half of those above the median are lost with a bound at the median, and so on.
    least, room, median, sigma, n = 60.0, 95.0, 70.0, 0.33, 200_000
    drawn = [median * math.exp(sigma * NORMAL.inv_cdf((i + 0.5) / n)) for i in range(n)]
    reached = [min(one, room) for one in drawn if one >= least]
    assert raising.chance_between(least, room, median, sigma) == pytest.approx(len(reached) / n, abs=1e-5)
    assert raising.mean_between(least, room, median, sigma) == pytest.approx(
        math.fsum(reached) / len(reached), rel=1e-5
    )
    assert raising.mean_between(0.0, 1e9, median, sigma) == pytest.approx(median * math.exp(sigma**2 / 2))
    assert raising.chance_between(0.0, room, median, sigma) == 1.0
    assert raising.chance_between(96.0, room, median, sigma) == 0.0
    assert raising.mean_between(60.0, 95.0, 70.0, 0.0) == 70.0
    assert raising.mean_between(-5.0, 0.0, 70.0, sigma) == 0.0  # the manager's own money is enough, none has room


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
