"""How busy the queues between a result's discovery and its decision are: arrivals × service / servers."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sim.clauses.arithmetic import power
from sim.economy import laws
from sim.economy.levers import Levers, levers, zero
from sim.scenario.economy_schema import OWNERS, PRIVATE_FIRM, Economy, Pipeline
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario

DAYS: Final = 365.0
MOST_LOADED: Final = 0.95  # beyond it a queue hardly ever comes to an end
INSTITUTIONS: Final = (OWNERS.index("university"), OWNERS.index("institute"))


@dataclass(frozen=True)
class Load:
    """A queue, how busy its servers are (1 and more: the queue grows without end), and the keys that would mend it."""

    queue: str
    zh: str
    load: float
    mended_by: tuple[str, ...]


def overloaded(scenario: Scenario) -> list[Load]:
    """The queues whose load is above ``MOST_LOADED`` under some law of a scenario, each as busy as it comes to be."""
    unmoved, worst = zero(scenario.economy.response, scenario.reference), dict[str, Load]()
    for span in scenario.spans:
        for one in _loads(scenario.economy, span.policy, levers(span.policy, scenario.economy.response, unmoved)):
            worst[one.queue] = max(one, worst.get(one.queue, one), key=lambda load: load.load)
    return [one for one in worst.values() if one.load > MOST_LOADED]


def _loads(economy: Economy, policy: Policy, pull: Levers) -> Iterator[Load]:
    more = ("economy.pipeline.evaluators", "policy.chain.evaluators_factor")
    yield Load("evaluators", "评价机构", evaluators(economy, pull), more)
    more = ("policy.institutions.approvers", "policy.platform.capacity_factor")
    yield Load("approvers", "审批机构", approvers(economy, policy, pull), more)


def discovered_a_year(terms: Pipeline, pull: Levers) -> float:
    """Results a year that the platforms discover, in the year in which most arrive and without the shelf."""
    private = terms.owner_shares[PRIVATE_FIRM]
    share = private * discovered(terms, pull, 0.0) + (1.0 - private) * published(terms, pull)
    return most_a_year(terms) * share


def most_a_year(terms: Pipeline) -> float:
    """Results disclosed in the year in which most are."""
    last = max(terms.arrival_years - 1, 0)
    return terms.disclosures_per_year * max(1.0, power(1.0 + terms.growth, float(last)))


def published(terms: Pipeline, pull: Levers) -> float:
    """The chance that a result of public money is discovered."""
    return discovered(terms, pull, pull.publication_on_discovery)


def discovered(terms: Pipeline, pull: Levers, more: float) -> float:
    """The chance that a result is discovered, with ``more`` log odds than every result has."""
    channels, platform = pull.channels_on_discovery, pull.platform_on_discovery
    return laws.discovered(terms.discovery, channels, platform, pull.information_on_discovery, more)


def evaluators(economy: Economy, pull: Levers) -> float:
    """The load of the evaluators."""
    terms = economy.pipeline
    busy = discovered_a_year(terms, pull) * terms.evaluation_mean_days / DAYS
    return busy / laws.servers(terms.evaluators, pull.chain_on_evaluators)


def approvers(economy: Economy, policy: Policy, pull: Levers) -> float:
    """The load of those who approve what institutions own and value at the line of approval or above."""
    terms, rules = economy.pipeline, policy.institutions
    owned = sum(terms.owner_shares[owner] for owner in INSTITUTIONS)
    come = most_a_year(terms) * published(terms, pull) * (1.0 - policy.chain.screen_share) * owned
    come *= at_or_above(terms, rules.approval_line)
    service = rules.approval_mean_days * max(economy.response.time_floor, pull.platform_on_approval)
    return come * service / DAYS / laws.servers(rules.approvers, pull.platform_on_approvers)


def at_or_above(terms: Pipeline, line: float) -> float:
    """The chance that a result is appraised at ``line`` yuan or more."""
    sigma = terms.appraisal_sigma
    above = math.log(terms.appraisal_mean) - 0.5 * (sigma * sigma) - (math.log(line) if line > 0.0 else -math.inf)
    if sigma == 0.0:
        return float(above >= 0.0)
    return 0.5 * math.erfc(-above / (sigma * math.sqrt(2.0)))
