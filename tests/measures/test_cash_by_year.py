"""Cash back by year: three ledgers by hand, and the village, whose shares are those of its measures."""

from typing import Any

import pytest
from scipy import stats

from sim.measures.cash_by_year import cash_by_year
from sim.measures.estimates import estimate
from sim.measures.reduce import reduce_history
from sim.report.tables.cash_by_year import cash_by_year as page_of
from tests.villages import run, village

STAGE, TREASURY = "guidance_fund.stage_equity:cash", "treasury:cash"
YEAR = 366  # days from 2011-03-15 to 2012-03-15, over a leap day


def ledger(new_hand: Any, replication: int, back: dict[int, int]) -> Any:
    """60 appropriated on the first day and 40 on the first anniversary, ``back`` by day in yuan."""
    hand = new_hand(replication=replication)
    hand.post(0, STAGE, TREASURY, 60, "appropriation", "")
    hand.post(YEAR, STAGE, TREASURY, 40, "appropriation", "")
    for day, yuan in back.items():
        hand.post(day, TREASURY, STAGE, yuan, "remittance", "")
    return hand.reduce()


def test_by_hand_each_year_holds_what_is_given_and_back_within_it_and_the_share_of_all(
    new_hand: Any, scenario: Any
) -> None:
    backs = ({YEAR + 1: 30, 1461: 60}, {YEAR: 10, 1462: 20}, {1000: 20})
    rows = cash_by_year([ledger(new_hand, r, back) for r, back in enumerate(backs)])
    assert [one.year for one in rows] == list(range(11))
    assert [one.given.mean for one in rows[:4]] == [60, 40, 0, 0]  # an anniversary belongs to the year that it ends
    assert rows[0].given.ci95 == (60, 60)
    rows = rows[1:]
    assert [one.back.mean for one in rows[:5]] == pytest.approx([10 / 3, 10, 20 / 3, 20, 20 / 3])
    assert [one.share.pooled for one in rows[:5]] == pytest.approx([10 / 300, 40 / 300, 60 / 300, 120 / 300, 140 / 300])
    mean, error = 140 / 3, stats.sem([90, 30, 20])
    low, high = rows[4].share.pooled_ci95 or (0, 0)
    half = stats.t.ppf(0.975, 2) * error / 100
    assert low <= max(mean / 100 - half, 0) + 1e-9
    assert high >= mean / 100 + half - 1e-9  # moved out only, for skewness
    assert {one.share.n for one in rows} == {3}


def test_shares_of_the_table_are_the_measures_with_their_intervals() -> None:
    reduced = [reduce_history(run(r), village()) for r in range(1, 4)]
    found, rows = estimate(reduced), {one.year: one for one in cash_by_year(reduced)}
    shown = [year for year in (5, 8, 10, 12, 15) if year in rows]
    assert len(shown) >= 3
    for year in shown:
        assert rows[year].share.pooled == found[f"treasury.back_share.{year}"].pooled
        assert rows[year].share.pooled_ci95 == found[f"treasury.back_share.{year}"].pooled_ci95
    assert sum(one.given.mean or 0 for one in rows.values()) == pytest.approx(found["budget.appropriated"].mean)
    assert sum(one.back.mean or 0 for one in rows.values()) == pytest.approx(found["budget.remitted"].mean)


def test_without_appropriations_there_is_no_table(new_hand: Any, scenario: Any) -> None:
    reduced = [new_hand(replication=0).reduce()]
    assert cash_by_year(reduced) == []
    assert page_of([], scenario.start, "en") == []
