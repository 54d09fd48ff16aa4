"""Article 15: a deadline of a year, what converts around it, publication, and haste."""

from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest

from sim.economy.laws import moved_odds
from sim.economy.streams import Draws
from sim.ledger.history import NEVER
from sim.measures.estimates import estimate
from sim.measures.reduce import reduce_history
from tests.opinion.pipelines import PRIVATE_FIRM, converted, evaluated, results, run

OFF = "policy.articles.15.on=false"
MONTH = 365.25 / 12
# Nobody agrees, everybody takes over and converts.
TAKEN = (
    "economy.pipeline.negotiation_median_months=600",
    "economy.pipeline.takeover_share=1.0",
    "economy.pipeline.conversion=1.0",
    "economy.pipeline.evaluation_mean_days=30",
    "economy.pipeline.evaluators=400",
    "economy.pipeline.takeover_median_months=2.0",
    "economy.pipeline.negotiation_sigma=0.6",
)


def ages(*sets: str) -> list[float]:
    """Months from completion to conversion of what the deadline binds, over some replications."""
    found = [one for r in range(3) for one in evaluated(run(r, *TAKEN, *sets)) if one.owner != PRIVATE_FIRM]
    return [(one.converted - one.completed) / MONTH for one in found if one.converted != NEVER]


@pytest.mark.parametrize(("months", "middle"), [(12, 14.0), (6, 8.0), (18, 20.0), (36, 38.0)])
def test_with_nobody_agreeing_all_convert_after_the_deadline_in_closed_form(months: int, middle: float) -> None:
    """The deadline and then a lognormal time of median 2 months: nothing before, half of it by the median."""
    found = ages(f"policy.institutions.takeover_month={months}")
    assert len(found) > 2500
    assert min(found) > months - 0.1
    assert median(found) == pytest.approx(middle, abs=0.15)


def test_conversion_quickens_after_the_year_only_where_there_is_a_deadline() -> None:
    on, off = (
        [reduce_history(run(r, *sets), results(*sets)) for r in range(8)]
        for sets in (("policy.clock.publish=0",), ("policy.clock.publish=0", OFF))
    )
    assert estimate(on)["pipeline.kink"].pooled >= 1.6
    assert estimate(off)["pipeline.kink"].pooled <= 1.4
    for with_it, without in zip(on[:4], off[:4], strict=True):
        assert with_it.values["pipeline.kink"] > without.values["pipeline.kink"]
        assert with_it.values["pipeline.median_months"] < without.values["pipeline.median_months"]
        assert with_it.values["pipeline.unconverted_24m"] < without.values["pipeline.unconverted_24m"]
        assert with_it.values["pipeline.taken_over"] > without.values["pipeline.taken_over"] == 0


def test_until_the_year_is_over_the_deadline_changes_nothing() -> None:
    """Where nobody waits for the bureau: what is taken over leaves its queue to others."""
    free = "policy.institutions.approvers=1000"
    for r in range(4):
        within, same = (early(r, free), early(r, free, OFF))
        assert within == same
        assert len(within) >= 200


def early(replication: int, *sets: str) -> dict[int, int]:
    """Days on which results convert in their first year, by slot."""
    found = run(replication, *sets).achievements
    return {one.slot: one.converted for one in found if 0 <= one.converted - one.completed <= 365}


def test_a_deadline_saves_what_waiting_for_the_department_would_lose() -> None:
    sets = ("economy.response.delay_decay=0.1", "economy.pipeline.takeover_share=1.0")
    slow = ("economy.pipeline.own_decision_median_months=30", "economy.pipeline.own_decision_sigma=0.1")
    assert len(converted(run(0, *sets, *slow))) > len(converted(run(0, *sets, *slow, OFF)))


def test_a_result_complete_before_the_article_has_no_deadline() -> None:
    start = date(2011, 3, 15)
    first = start + timedelta(400)
    history = run(0, f"policy.articles.15.from={first}", "economy.pipeline.takeover_share=1.0")
    late = 0
    for one in evaluated(history):
        if one.completed < 400:
            assert one.taken_over == NEVER
        late += one.taken_over != NEVER
    assert late >= 50


def test_with_articles_the_past_before_the_start_has_no_deadline() -> None:
    past = ("warm_up_years=3", "economy.pipeline.takeover_share=1.0")
    with_articles = run(0, *past, "policy.articles.3.on=false")
    assert all(one.taken_over == NEVER for one in evaluated(with_articles) if one.completed < 0)
    assert any(one.taken_over != NEVER for one in evaluated(with_articles) if one.completed >= 0)
    assert any(one.taken_over != NEVER for one in evaluated(run(0, *past)) if one.completed < 0)


def test_published_results_of_public_money_are_found_more_often_and_those_of_firms_as_often() -> None:
    keyed = Draws(results().seed, 0).stream("discovery")
    for one in run(0, "policy.clock.publish=0.1").achievements:
        chance = 0.32 if one.owner == PRIVATE_FIRM else moved_odds(0.32, 0.1)
        found_late = one.discovered == NEVER and one.completed > 13 * 365 - 400
        assert found_late or (one.discovered != NEVER) == (keyed.u(one.slot) < chance)
    off = run(0, "policy.clock.publish=0.1", OFF)
    assert [one.discovered for one in off.achievements] == [one.discovered for one in run(0, OFF).achievements]


def test_more_publication_only_finds_more() -> None:
    found = [
        {one.slot for one in run(0, f"policy.clock.publish={odds}").achievements if one.discovered != NEVER}
        for odds in (0, 0.1, 0.5)
    ]
    assert all(less < more for less, more in pairwise(found))


def test_who_has_a_deadline_before_it_negotiates_in_haste() -> None:
    """Half the time for publicly funded results decided within the year, nobody else; same draws."""
    sets = ("economy.pipeline.takeover_share=0.0", "economy.pipeline.conversion=1.0")
    usual, haste = (run(0, *sets, f"economy.response.rush={factor}") for factor in (1.0, 0.5))
    counted = [0, 0]
    for one, same in zip(evaluated(haste), evaluated(usual), strict=True):
        assert one.decided == same.decided
        if NEVER in (one.converted, same.converted):
            continue
        days, before = one.converted - one.decided, same.converted - same.decided
        rushed = one.owner != PRIVATE_FIRM and one.decided < one.completed + 365
        assert days == pytest.approx(before / 2, abs=0.51) if rushed else days == before
        counted[rushed] += 1
    assert min(counted) >= 100


def test_without_a_deadline_nobody_hurries() -> None:
    haste, usual = (run(0, OFF, f"economy.response.rush={factor}") for factor in (0.5, 1.0))
    assert [one.converted for one in haste.achievements] == [one.converted for one in usual.achievements]
