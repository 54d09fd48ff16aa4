"""Agencies that screen jointly review faster."""

import pytest

from sim.economy import laws
from sim.economy.streams import Draws
from tests.opinion.small import REPLICATIONS, reached, results, village
from tests.opinion.test_article_09 import ABUNDANT

JOINTLY = ("policy.coordination.review_factor=0.9",)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_every_review_takes_nine_tenths_of_its_time_before_rounding(replication: int) -> None:
    scenario = village(*ABUNDANT, *JOINTLY)
    terms, review = scenario.economy.pipeline, Draws(scenario.seed, replication).stream("review_time")
    before, found = results(village(*ABUNDANT), replication), results(scenario, replication)
    asked = reached(found, "approval_opened")
    assert reached(before, "approval_opened") <= asked
    for slot in asked:
        months = laws.lognormal(review.u(slot), terms.review_median_months * 0.9, terms.review_sigma)
        assert found[slot].approval_opened - found[slot].evaluated == laws.days(months / 12.0)


def test_the_times_of_both_articles_multiply() -> None:
    scenario = village(*ABUNDANT, *JOINTLY, "policy.platform.joint_factor=0.6")
    terms, review = scenario.economy.pipeline, Draws(scenario.seed, 0).stream("review_time")
    found = results(scenario, 0)
    for slot in reached(found, "approval_opened"):
        months = laws.lognormal(review.u(slot), terms.review_median_months * (0.6 * 0.9), terms.review_sigma)
        assert found[slot].approval_opened - found[slot].evaluated == laws.days(months / 12.0)
