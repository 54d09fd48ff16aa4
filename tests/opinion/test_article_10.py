"""Information and matching: results found, partners found sooner, evaluations and managers see better."""

import statistics

import pytest

from sim.economy import laws
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER
from sim.measures.reduce import reduce_history
from sim.scenario.files import load
from tests.opinion.small import REPLICATIONS, VILLAGE, reached, results, village

MATCHED = ("policy.matching.match_factor=0.85",)
MARKET = ("policy.matching.noise_factor_market=0.5",)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_nobody_is_found_later_and_every_negotiation_is_shorter(replication: int) -> None:
    """Without information nothing more is found, so that nobody waits longer for it."""
    own = "policy.institutions.takeover_month=0"
    before, found = (results(village(own, *sets), replication) for sets in ((), MATCHED))
    assert reached(before, "decided") == reached(found, "decided")
    assert reached(before, "converted") <= reached(found, "converted")
    waits = [
        [these[slot].converted - these[slot].decided for slot in sorted(reached(before, "converted"))]
        for these in (before, found)
    ]
    assert all(sooner <= later for later, sooner in zip(*waits, strict=True))
    assert sum(waits[1]) < sum(waits[0])


def test_seven_and_a_half_months_become_six_and_three_eighths() -> None:
    scenario = village(
        *MATCHED, "economy.pipeline.negotiation_median_months=7.5", "policy.institutions.takeover_month=0"
    )
    times, sigma = Draws(scenario.seed, 0).stream("negotiation_time"), scenario.economy.pipeline.negotiation_sigma
    for one in results(scenario, 0).values():
        if one.converted != NEVER:
            assert one.converted - one.decided == laws.days(laws.lognormal(times.u(one.slot), 6.375, sigma) / 12.0)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_information_finds_more_results_and_loses_none(replication: int) -> None:
    before, found = (
        reached(results(village(*sets), replication), "discovered")
        for sets in ((), ("policy.matching.channels_info=0.5",))
    )
    assert before < found


def test_a_clearer_view_holds_back_results_that_are_worse() -> None:
    """The mean quality of what is held back, over all replications."""
    screen = ("policy.chain.screen_share=0.3", "economy.pipeline.shelf=400")
    means = []
    for sets in (screen, (*screen, "policy.matching.noise_factor=0.5")):
        found = [results(village(*sets), replication) for replication in REPLICATIONS]
        lost = [these[slot].quality for these in found for slot in reached(these, "screened")]
        means.append(sum(lost) / len(lost))
    assert means[1] < means[0]


def test_evaluations_rank_as_many_pairs_right_as_two_normal_variables_do() -> None:
    """1/2 + arcsin(1 / sqrt(1 + noise²)) / pi: .750 at a noise of 1, .767 at .9; nurturing changes no first score."""
    screen = ("policy.chain.screen_share=0.1", "policy.chain.nurture_share=0.5", "policy.chain.nurture_gain=2.0")
    many = (*screen, "economy.pipeline.shelf=3000", "economy.pipeline.evaluators=500")
    shares = []
    for sets, closed in ((many, 0.750), ((*many, "policy.matching.noise_factor=0.9"), 0.767)):
        scenario = village(*sets)
        found = [reduce_history(simulate(scenario, replication), scenario).values for replication in REPLICATIONS]
        own = [float(values["pipeline.screening_auc"] or 0.0) for values in found]
        mean = statistics.mean(own)
        assert abs(mean - closed) < 3.0 * max(statistics.stdev(own), 0.004) / len(own) ** 0.5
        shares.append(own)
    assert all(clearer > before for before, clearer in zip(*shares, strict=True))
    assert reduce_history(simulate(village(), 0), village()).values["pipeline.screening_auc"] is None


def signals(*sets: str) -> dict[tuple[str, str, int], float]:
    """What managers saw, by company, fund and day."""
    story = simulate(load(VILLAGE, settings=sets), 0, tell=True).story
    return {(*step.about[:2], step.day): step.facts["x"] for step in story if step.what == "fund.signal"}


def test_managers_see_what_they_saw_where_the_market_gets_no_information() -> None:
    assert signals("policy.matching.noise_factor=0.5") == signals()


def test_managers_see_companies_in_the_city_with_half_their_error_and_others_as_before() -> None:
    history = simulate(load(VILLAGE), 0)
    quality = {f"company {one.slot}": one.quality for one in history.achievements}
    local = {f"company {one.slot}": one.local for one in history.companies}
    before, found = signals(), signals(*MARKET)
    halved = [local[about[0]] for about in before.keys() & found.keys()]
    for about in before.keys() & found.keys():
        error, own = before[about] - quality[about[0]], found[about] - quality[about[0]]
        assert own == pytest.approx(0.5 * error if local[about[0]] else error, abs=1e-12)
    assert 0 < sum(halved) < len(halved)
