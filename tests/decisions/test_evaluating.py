"""How an evaluation reads results: by the normal law, in shares and in pairs."""

import math

import pytest

from sim.decisions.evaluating import NURTURED, OUT, PASSED, line, verdict
from sim.economy.laws import normal
from sim.economy.streams import Draws

MANY = 20_000


@pytest.mark.parametrize("share", [0.1, 0.25])
@pytest.mark.parametrize("nurtured", [0.0, 0.5, 1.0])
def test_without_error_exactly_the_lowest_share_of_quality_is_held_back_and_its_best_part_nurtured(
    share: float, nurtured: float
) -> None:
    for i in range(1000):
        rank = (i + 0.5) / 1000
        expected = PASSED if rank > share else NURTURED if rank > share * (1.0 - nurtured) else OUT
        assert verdict(normal(rank), 0.0, share, nurtured) == expected


def test_nobody_is_held_back_without_a_share() -> None:
    assert verdict(-40.0, 1.0, 0.0, 0.5) == PASSED


def test_a_score_on_the_line_passes_and_one_just_below_does_not() -> None:
    edge = line(0.1, 1.0)
    assert edge == pytest.approx(math.sqrt(2.0) * -1.2815515655446004)
    assert verdict(edge, 1.0, 0.1, 0.0) == PASSED
    assert verdict(math.nextafter(edge, -9.0), 1.0, 0.1, 0.0) == OUT


def scores(noise: float) -> tuple[list[float], list[float]]:
    """Qualities of many results, and their scores."""
    draws = Draws(7, 0)
    quality, error = draws.stream("quality"), draws.stream("signal")
    found = [normal(quality.u(i)) for i in range(MANY)]
    return found, [q + noise * normal(error.u(i)) for i, q in enumerate(found)]


@pytest.mark.parametrize("noise", [0.5, 1.0, 2.0])
def test_whatever_the_error_the_share_held_back_is_the_one_asked_for(noise: float) -> None:
    found = [verdict(score, noise, 0.1, 0.5) for score in scores(noise)[1]]
    for result, share in ((PASSED, 0.9), (NURTURED, 0.05), (OUT, 0.05)):
        assert abs(found.count(result) / MANY - share) < 3.0 * math.sqrt(share * (1.0 - share) / MANY)


@pytest.mark.parametrize(("noise", "right"), [(1.0, 0.750), (0.9, 0.767)])
def test_the_share_of_pairs_ranked_right_is_that_of_two_normal_variables(noise: float, right: float) -> None:
    """P(s1 > s2 | q1 > q2) = 1/2 + arcsin(1 / sqrt(1 + noise²)) / pi."""
    closed = 0.5 + math.asin(1.0 / math.sqrt(1.0 + noise * noise)) / math.pi
    assert closed == pytest.approx(right, abs=5e-4)
    quality, score = scores(noise)
    pairs = range(0, MANY, 2)
    ranked = sum((quality[i] > quality[i + 1]) == (score[i] > score[i + 1]) for i in pairs) / len(pairs)
    assert abs(ranked - closed) < 3.0 * math.sqrt(closed * (1.0 - closed) / len(pairs))
