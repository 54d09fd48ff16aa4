"""Posts for transfer staff, and weights in the assessment of state firms."""

import math

import pytest

from sim.economy import laws
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.scenario.gates import needed
from tests.opinion.small import INSTITUTIONS, PRIVATE_FIRM, REPLICATIONS, STATE_FIRM, reached, results, village

POSTS = ("policy.assessment.title_quota=0.10", "economy.response.quota=0.10", "economy.response.quota_time=0.05")
WEIGHTS = ("policy.assessment.kpi_weight=0.20", "economy.response.kpi=0.5")
STRONG = ("policy.assessment.title_quota=0.30", "economy.response.quota=0.4")


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_institutions_convert_more_lose_none_and_nobody_else_changes(replication: int) -> None:
    before, found = (results(village(*sets), replication) for sets in ((), STRONG))
    assert reached(before, "converted") < reached(found, "converted")
    more = reached(found, "converted") - reached(before, "converted")
    assert {found[slot].owner for slot in more} <= set(INSTITUTIONS)
    assert all(found[slot] == one for slot, one in before.items() if one.owner in (STATE_FIRM, PRIVATE_FIRM))


def test_state_firms_alone_answer_to_their_assessment() -> None:
    more = set()
    for replication in REPLICATIONS:
        before, found = (results(village(*sets), replication) for sets in ((), WEIGHTS))
        assert reached(before, "converted") <= reached(found, "converted")
        assert all(found[slot] == one for slot, one in before.items() if one.owner != STATE_FIRM)
        more |= {(replication, slot) for slot in reached(found, "converted") - reached(before, "converted")}
    assert more


def test_a_chance_of_sixty_becomes_sixty_two_and_a_third_whoever_the_draws_favour() -> None:
    """The one uniform of a result is held against 1 / (1 + (1 / .6 − 1) · e^−.1) = .6237."""
    scenario = village(*POSTS, "economy.pipeline.shelf=3000", "economy.pipeline.evaluators=500")
    found, keyed = results(scenario, 0), Draws(scenario.seed, 0).stream("conversion")
    own = [one for one in found.values() if one.owner in INSTITUTIONS and 0 <= one.decided < 2000]
    chance = 1.0 / (1.0 + (1.0 / 0.6 - 1.0) * math.exp(-0.1))
    assert chance == pytest.approx(0.6237, abs=5e-5)
    assert len(own) > 500
    for one in own:
        assert (one.converted >= 0) == (keyed.u(one.slot) < chance)


def test_an_agreement_that_fails_says_what_the_chance_was() -> None:
    history = simulate(village(*POSTS), 0, tell=True)
    owners = {f"achievement {one.slot}": one.owner for one in history.achievements}
    said = {owners[step.about[0]]: step.facts["chance"] for step in history.story if step.what == "achievement.shelved"}
    assert said[INSTITUTIONS[0]] == pytest.approx(0.6237, abs=5e-5)
    assert said[PRIVATE_FIRM] == 0.6


def test_their_negotiations_are_a_twentieth_shorter_before_rounding() -> None:
    scenario = village(*POSTS, "policy.institutions.takeover_month=0")
    terms, times = scenario.economy.pipeline, Draws(scenario.seed, 0).stream("negotiation_time")
    for one in results(scenario, 0).values():
        if one.converted >= 0:
            median = terms.negotiation_median_months * (0.95 if one.owner in INSTITUTIONS else 1.0)
            months = laws.lognormal(times.u(one.slot), median, terms.negotiation_sigma)
            assert one.converted - one.decided == laws.days(months / 12.0)


def test_posts_that_nobody_answers_to_are_said_to_change_nothing() -> None:
    assert "economy.response.quota" in needed("policy.assessment.title_quota", village(POSTS[0]))
    assert needed("policy.assessment.title_quota", village(*POSTS)) == ""
    assert "policy.assessment.title_quota" in needed("economy.response.quota", village(POSTS[1]))


def test_a_pilot_without_a_statute_binds_the_decisions_before_it_ends_and_no_others() -> None:
    """Whoever was decided by the end converts with posts even if it agrees later; with a statute all do."""
    end, last = "policy.permanence.pilots_end=2013-03-15", 731
    scenario = village(*STRONG, end, "policy.articles.25.on=false", "economy.pipeline.shelf=400")
    kept = village(*STRONG, end, "economy.pipeline.shelf=400")
    strong = 1.0 / (1.0 + (1.0 / 0.6 - 1.0) * math.exp(-0.4 * 3.0))
    lost = 0
    for replication in REPLICATIONS:
        keyed = Draws(scenario.seed, replication).stream("conversion")
        ended, found = results(scenario, replication), results(kept, replication)
        own = [one for one in ended.values() if one.owner in INSTITUTIONS and 0 <= one.decided < 2000]
        assert {one.decided < last for one in own} == {True, False}
        for one in own:
            assert (one.converted >= 0) == (keyed.u(one.slot) < (strong if one.decided < last else 0.6))
        assert reached(ended, "converted") <= reached(found, "converted")
        lost += len(reached(found, "converted")) - len(reached(ended, "converted"))
    assert lost > 0
