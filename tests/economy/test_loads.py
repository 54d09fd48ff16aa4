"""How busy queues are, by hand from the shipped levels."""

import pytest

from sim.economy import loads
from sim.economy.levers import levers, zero
from sim.scenario.files import load
from sim.scenario.pipeline_schema import Chain, Matching
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario


def evaluators(chain: Chain, matching: Matching) -> float:
    economy = load("beijing-2011").economy
    found = levers(Policy(chain=chain, matching=matching), economy.response, zero(economy.response, None))
    return loads.evaluators(economy, found)


@pytest.mark.parametrize(
    ("channels", "information", "factor", "load"),
    # 420 · .32 · 45 / 365 / 20; then with .5 more log odds, .4369 discovered; then by 25 evaluators.
    [(0.0, 0.0, 1.0, 0.828), (0.4, 0.1, 1.0, 1.131), (0.4, 0.1, 1.25, 0.905)],
)
def test_evaluators_are_as_busy_as_arrivals_and_service_make_them(
    channels: float, information: float, factor: float, load: float
) -> None:
    chain = Chain(channels=channels, evaluators_factor=factor)
    assert evaluators(chain, Matching(channels_info=information)) == pytest.approx(load, abs=5e-4)


def test_approvers_get_what_institutions_value_at_the_line_or_above() -> None:
    """P(v ≥ 8 m) = .2196 of the shipped appraisal."""
    scenario = load("beijing-2011")
    terms = scenario.economy.pipeline
    assert loads.at_or_above(terms, 8e6) == pytest.approx(0.2196, abs=5e-4)
    assert loads.at_or_above(terms, 0.0) == 1.0
    owned = terms.owner_shares[0] + terms.owner_shares[1]
    found = levers(scenario.law, scenario.economy.response, zero(scenario.economy.response, None))
    by_hand = 420 * 0.32 * owned * 0.2196 * 60 / 365 / 6
    assert loads.approvers(scenario.economy, scenario.law, found) == pytest.approx(by_hand, rel=2e-3)


def test_what_is_published_is_discovered_more_often_unless_a_private_firm_owns_it() -> None:
    """.8 of results by LO(.32, .4) = .412, the others by .32: (.8 x .412 + .2 x .32) over .32 as many."""
    scenario = load("beijing-2011", settings=["policy.clock.publish=0.4"])
    found = levers(scenario.law, scenario.economy.response, zero(scenario.economy.response, None))
    chance = 1 / (1 + (1 / 0.32 - 1) * 2.718281828**-0.4)
    assert loads.evaluators(scenario.economy, found) == pytest.approx(
        0.8284 * (0.8 * chance + 0.2 * 0.32) / 0.32, abs=5e-4
    )


def test_a_law_of_later_years_counts_too() -> None:
    def beijing(*settings: str) -> Scenario:
        return load("beijing-2011", settings=settings)

    assert loads.overloaded(beijing()) == []
    more = "policy.chain.channels=0.5"
    (busy,) = loads.overloaded(beijing(more, "policy.articles.3.from=2015-01-01"))
    assert busy.queue == "evaluators"
    assert busy.load == pytest.approx(1.131, abs=5e-4)
    assert loads.overloaded(beijing(more, "policy.chain.evaluators_factor=1.25")) == []


def test_what_is_published_is_found_more_often_unless_a_firm_of_its_own_paid_for_it() -> None:
    scenario = load("beijing-2011", settings=("policy.clock.publish=0.5",))
    terms = scenario.economy.pipeline
    found = levers(scenario.law, scenario.economy.response, zero(scenario.economy.response, None))
    private = terms.owner_shares[3]
    assert loads.discovered_a_year(terms, found) == pytest.approx(
        420 * (private * 0.32 + (1 - private) * 0.43688), rel=1e-4
    )
