"""More channels, more evaluators, a screen with a second look, a push."""

import math

import pytest

from sim.economy import laws
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER
from sim.measures.reduce import reduce_history
from tests.opinion.small import REPLICATIONS, reached, results, village

MANY = ("economy.pipeline.shelf=3000", "economy.pipeline.disclosures_per_year=0", "economy.pipeline.evaluators=500")
SCREEN = ("policy.chain.screen_share=0.1",)
SECOND_LOOK = (*SCREEN, "policy.chain.nurture_share=0.5", "policy.chain.nurture_gain=0.3")


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_more_channels_find_more_results_and_lose_none(replication: int) -> None:
    before = reached(results(village(), replication), "discovered")
    found = reached(results(village("policy.chain.channels=0.5"), replication), "discovered")
    assert before < found


def test_two_tenths_of_log_odds_turn_thirty_two_of_a_hundred_into_thirty_six_and_a_half() -> None:
    found = results(village(*MANY, "policy.chain.channels=0.2", "horizon_years=60"), 0)
    share = len(reached(found, "discovered")) / len(found)
    assert abs(share - 0.365) < 3.0 * math.sqrt(0.365 * 0.635 / len(found))


def test_with_more_evaluators_results_wait_less() -> None:
    few, more = (
        village("economy.pipeline.evaluators=4"),
        village("economy.pipeline.evaluators=4", "policy.chain.evaluators_factor=1.5"),
    )
    for replication in REPLICATIONS:
        waits = []
        for scenario in (few, more):
            found = results(scenario, replication).values()
            waits.append([one.evaluated - one.discovered for one in found if one.evaluated != NEVER])
        assert sum(waits[1]) / len(waits[1]) < sum(waits[0]) / len(waits[0])


def test_without_error_exactly_the_lowest_tenth_by_quality_is_held_back() -> None:
    found = results(village(*MANY, *SCREEN, "policy.chain.screen_noise=0.0"), 0)
    evaluated, line = reached(found, "evaluated"), laws.normal(0.1)
    assert reached(found, "screened") == {slot for slot in evaluated if found[slot].quality < line}
    assert not reached(found, "screened") & (reached(found, "decided") | reached(found, "taken_over"))
    kept = sorted(found[slot].quality for slot in evaluated - reached(found, "screened"))
    rest = [(1.0 + math.erf(one / math.sqrt(2.0)) - 0.2) / 1.8 for one in kept]  # their law, cut at the line
    distance = max(max(u - i / len(rest), (i + 1) / len(rest) - u) for i, u in enumerate(rest))
    assert distance < 1.63 / math.sqrt(len(rest))  # Kolmogorov at 1 %


def test_a_second_look_comes_nine_months_later_with_the_gain_and_its_own_error_and_is_final() -> None:
    scenario = village(*MANY, *SECOND_LOOK)
    plain, found = results(village(*MANY), 0), results(scenario, 0)
    errors, line = Draws(scenario.seed, 0).stream("screen"), math.sqrt(2.0) * laws.normal(0.1)
    nurtured = reached(found, "nurtured")
    assert len(nurtured) >= 20
    for slot in nurtured:
        one, quality = found[slot], plain[slot].quality
        first = quality + laws.normal(errors.u(slot, 0))
        assert math.sqrt(2.0) * laws.normal(0.05) <= first < line
        assert one.nurtured == one.evaluated
        if one.nurtured + 274 <= 3650:
            assert one.quality == quality + 0.3
            passes = one.quality + laws.normal(errors.u(slot, 1)) >= line
            assert one.screened == (NEVER if passes else one.nurtured + 274)
            assert one.decided == NEVER or one.decided > one.nurtured + 274
    assert any(found[slot].converted != NEVER for slot in nurtured)
    lost = reached(found, "screened") - nurtured
    assert all(found[slot].screened == found[slot].evaluated for slot in lost)


def test_the_quality_that_nurturing_adds_stays_with_the_company() -> None:
    scenario = village(*MANY, *SECOND_LOOK, "policy.chain.nurture_gain=3.0")
    plain, history = results(village(*MANY), 0), simulate(scenario, 0, tell=True)
    told = {step.about[0]: step for step in history.story if step.what == "achievement.nurtured"}
    again = [one for one in history.achievements if one.nurtured != NEVER and one.converted != NEVER]
    assert again
    for one in again:
        assert one.quality == plain[one.slot].quality + 3.0
        assert told[f"achievement {one.slot}"].day == one.nurtured


def test_screening_raises_the_quality_of_what_converts() -> None:
    for replication in REPLICATIONS:
        means = []
        for scenario in (village(), village("policy.chain.screen_share=0.3")):
            found = [one.quality for one in results(scenario, replication).values() if one.converted != NEVER]
            means.append(sum(found) / len(found))
        assert means[1] > means[0]


def test_a_push_shortens_every_negotiation_by_a_tenth_before_rounding() -> None:
    scenario = village("policy.chain.promote_factor=0.9", "policy.institutions.takeover_month=0")
    terms, times = scenario.economy.pipeline, Draws(scenario.seed, 0).stream("negotiation_time")
    seen = 0
    for slot, one in results(scenario, 0).items():
        if one.converted != NEVER:
            months = laws.lognormal(times.u(slot), terms.negotiation_median_months * 0.9, terms.negotiation_sigma)
            assert one.converted - one.decided == laws.days(months / 12.0)
            seen += 1
    assert seen >= 10


def test_a_result_is_bound_by_the_law_of_its_disclosure_whenever_it_is_found() -> None:
    """Channels from the second year on: results of the first are found as without them, those of later as with them."""
    channels, start = "policy.chain.channels=1.0", "policy.articles.3.from=2012-03-15"
    before, dated, after = (results(village(*sets), 1) for sets in ((), (channels, start), (channels,)))
    for slot, one in dated.items():
        like = after if one.completed >= 366 else before
        assert one.discovered == like[slot].discovered
    assert reached(before, "discovered") < reached(dated, "discovered") < reached(after, "discovered")


def test_measures_count_what_was_found_held_back_and_waited_for() -> None:
    scenario = village(*SECOND_LOOK)
    history = simulate(scenario, 0)
    values = reduce_history(history, scenario).values
    found = history.achievements
    for name, step in (("discovered", "discovered"), ("screened_out", "screened"), ("nurtured", "nurtured")):
        assert values[f"pipeline.{name}"] == sum(getattr(one, step) != NEVER for one in found) > 0
    qualities = [one.quality for one in found if one.converted != NEVER]
    assert values["pipeline.mean_quality"] == pytest.approx(sum(qualities) / len(qualities))
    days = sorted(one.evaluated - one.discovered for one in found if one.evaluated != NEVER)
    assert values["pipeline.evaluation_wait_median"] == pytest.approx(days[(len(days) - 1) // 2] / (365.25 / 12))
