"""A platform across levels of government: joint approval, more approvers, results found, a reason to land."""

import statistics

import pytest

from sim.economy import laws
from sim.economy.streams import Draws
from tests.opinion.small import REPLICATIONS, reached, results, village

PLACE = ("policy.platform.intensity=1.0", "economy.response.platform_on_landing=0.2")
FINDS = ("policy.platform.intensity=1.0", "economy.response.platform_on_discovery=0.1")
JOINT = ("policy.platform.joint_factor=0.6",)
# Everything is appraised at the line or above, owned by universities and open to the end: an office and nothing else.
OFFICE = (
    "economy.pipeline.owner_shares=[1.0, 0.0, 0.0, 0.0]",
    "policy.institutions.approval_line=0.0",
    "policy.institutions.takeover_month=0",
    "economy.pipeline.shelf=400",
    "economy.pipeline.evaluators=500",
)
ABUNDANT = (*OFFICE, "policy.institutions.approvers=500")


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_the_same_companies_are_founded_and_more_of_them_in_the_city(replication: int) -> None:
    before, found = (results(village(*sets), replication) for sets in ((), PLACE))
    assert reached(before, "converted") == reached(found, "converted")
    landed = [{slot for slot, one in these.items() if one.local} for these in (before, found)]
    assert landed[0] <= landed[1]
    keyed = Draws(village().seed, replication).stream("landing")
    share = laws.moved_odds(village().economy.pipeline.local_share, 0.2)
    assert landed[1] == {slot for slot in reached(found, "converted") if keyed.u(slot) < share}


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_a_platform_finds_more_results_and_loses_none(replication: int) -> None:
    strong = (FINDS[0], "economy.response.platform_on_discovery=0.5")
    before, found = (reached(results(village(*sets), replication), "discovered") for sets in ((), strong))
    assert before < found


def test_with_abundant_approvers_joint_approval_takes_six_tenths_of_the_time_case_by_case() -> None:
    """An approval takes 36 days in the mean instead of 60, a review six tenths of its months, each before rounding."""
    scenario = village(*ABUNDANT, *JOINT)
    terms = scenario.economy.pipeline
    draws = Draws(scenario.seed, 0)
    service, review = draws.stream("approval_time"), draws.stream("review_time")
    found = results(scenario, 0)
    assert len(reached(found, "decided")) > 100
    for slot in reached(found, "decided"):
        one = found[slot]
        assert one.decided - one.approval_opened == laws.days(laws.exponential(service.u(slot), 36.0) / 365.0)
        months = laws.lognormal(review.u(slot), terms.review_median_months * 0.6, terms.review_sigma)
        assert one.approval_opened - one.evaluated == laws.days(months / 12.0)
    before = results(village(*ABUNDANT), 0)
    times = [
        statistics.median(these[slot].decided - these[slot].approval_opened for slot in reached(these, "decided"))
        for these in (before, found)
    ]
    assert times[1] == pytest.approx(0.6 * times[0], abs=1.0)


def test_in_a_busy_office_joint_approval_and_more_approvers_both_shorten_the_long_waits() -> None:
    """The ninth decile of waiting for the bureau, paired by replication."""
    more = []
    for replication in range(8):
        nine = []
        for sets in ((), JOINT, ("policy.platform.capacity_factor=1.5",)):
            found = results(village(*OFFICE, *sets), replication)
            waits = sorted(found[slot].decided - found[slot].approval_opened for slot in reached(found, "decided"))
            nine.append(waits[int(0.9 * len(waits))])
        more.append((nine[0] - nine[1], nine[0] - nine[2]))
    for way in range(2):
        saved = [one[way] for one in more]
        assert statistics.mean(saved) > 2.0 * statistics.stdev(saved) / len(saved) ** 0.5


def test_no_time_falls_below_its_floor_however_many_articles_shorten_it() -> None:
    together = ("policy.platform.joint_factor=0.3", "policy.coordination.review_factor=0.6")
    scenario = village(*ABUNDANT, *together)
    terms, review = scenario.economy.pipeline, Draws(scenario.seed, 0).stream("review_time")
    for one in results(scenario, 0).values():
        if one.decided >= 0:
            months = laws.lognormal(review.u(one.slot), terms.review_median_months * 0.25, terms.review_sigma)
            assert one.approval_opened - one.evaluated == laws.days(months / 12.0)
