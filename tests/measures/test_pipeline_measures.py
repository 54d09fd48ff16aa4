"""Measures of results on their way, on histories made by hand."""

import math
from typing import Any

import pytest

from sim.ledger.history import NEVER, Achievement
from sim.measures.estimates import estimate

MONTH = 365.25 / 12
UNIVERSITY, STATE_FIRM = 0, 2


def result(slot: int, **days: Any) -> Achievement:
    return Achievement(slot=slot, sector=0, owner=UNIVERSITY, appraised_fen=0, quality=0.0, completed=0, **days)


def converting(before: int, after: int, never: int) -> list[Achievement]:
    """So many in the months 9 to 12, 12 to 15, and none; one too late to be watched, one before all of them."""
    ages = [300] * before + [400] * after + [NEVER] * never
    found = [result(slot, converted=age) for slot, age in enumerate(ages)]
    late = result(9000, converted=3600)
    late.completed = 3300
    return [*found, late, result(9001, converted=200)]


def test_kink_by_hand(hand: Any) -> None:
    hand.lists["achievements"] = converting(2, 6, 12)
    one = hand.reduce()
    assert one.parts["pipeline.converting_9_12m"] == (2, 20)
    assert one.parts["pipeline.converting_12_15m"] == (6, 18)
    assert one.values["pipeline.kink"] == pytest.approx((6 / 18) / (2 / 20))
    hand.lists["achievements"] = converting(0, 6, 12)
    assert hand.reduce().values["pipeline.kink"] is None


def test_kink_of_all_replications_is_that_of_their_sums(hand: Any) -> None:
    reduced = []
    for before, after, never in ((2, 6, 12), (0, 3, 7), (4, 4, 12)):
        hand.lists["achievements"] = converting(before, after, never)
        reduced.append(hand.reduce())
    found = estimate(reduced)["pipeline.kink"]
    assert found.pooled == pytest.approx((13 / 44) / (6 / 50))
    assert found.n == 2


def test_unconverted_after_two_years_by_hand(hand: Any) -> None:
    results = [result(slot, converted=day) for slot, day in enumerate((731, 732, NEVER, 100))]
    results[3].completed = 3000  # less than two years before the horizon
    hand.lists["achievements"] = results
    assert hand.reduce().parts["pipeline.unconverted_24m"] == (2, 3)


def test_decision_times_by_hand(hand: Any) -> None:
    asked = {"needs_approval": True, "approval_opened": 150}
    results = [
        result(1, passed=100, decided=130),
        result(2, passed=100, decided=190),
        result(3, passed=100, decided=110),
        result(4, passed=100, decided=400, **asked),
        result(5, passed=100, **asked),
        result(6, passed=100, decided=500),
    ]
    results[5].owner = STATE_FIRM
    hand.lists["achievements"] = results
    values = hand.reduce().values
    assert values["pipeline.decision_median_months.below"] == pytest.approx(30 / MONTH)
    assert values["pipeline.decision_median_months.above"] == pytest.approx(300 / MONTH)


def test_bunching_is_what_the_law_of_appraisals_does_not_explain(hand: Any) -> None:
    terms = hand.scenario.economy.pipeline
    assert (terms.appraisal_mean, terms.appraisal_sigma) == (9.46e6, 1.74)

    def above(yuan: float) -> float:
        z = (math.log(yuan / 9.46e6) + 1.74 * 1.74 / 2) / 1.74
        return 0.5 * math.erfc(z / math.sqrt(2))

    fen = [760_000_000, 799_999_999, 800_000_000, 759_999_999, *[100] * 996, 780_000_000, 0]
    results = [result(slot, declared_fen=declared) for slot, declared in enumerate(fen)]
    results[1000].owner = STATE_FIRM
    hand.lists["achievements"] = results
    expected = 1000 * (above(7.6e6) - above(8e6))
    assert hand.reduce().values["disposal.bunching"] == pytest.approx(2 / expected - 1, abs=1e-6)


def test_who_was_refused_and_taken_over_is_counted(hand: Any) -> None:
    hand.lists["achievements"] = [result(1, refused=100, taken_over=400), result(2, refused=50), result(3)]
    values = hand.reduce().values
    assert (values["pipeline.refused"], values["pipeline.taken_over"]) == (2, 1)
