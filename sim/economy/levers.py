"""The levers: how articles of the opinion act on decisions that are there anyway, as shifts of odds and factors.

A *shift* is added to the log odds, or the log, of what a draw is held against; a *factor* multiplies a time, a noise or
a number of servers. Each part belongs to one article and is measured from where the economy was calibrated: from the
world in which nothing of the opinion holds, or from one in which all of it does (``economy.response.anchor``). What the
rule book there says then moves nothing, exactly: a shift is 0.0 and a factor 1.0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sim.scenario.articles import without
from sim.scenario.articles_schema import SWITCHED
from sim.scenario.disposal_schema import SAME
from sim.scenario.policy_schema import Policy
from sim.scenario.response_schema import Response

TEN_POINTS: Final = 0.10  # responses to a share are given for ten percentage points of it


@dataclass(frozen=True)
class Levers:
    """The parts of every lever under one rule book, a field per article and lever: ``<what>_on_<lever>``."""

    channels_on_discovery: float  # log odds; more channels
    platform_on_discovery: float  # log odds; results of central units
    information_on_discovery: float  # log odds; published information
    publication_on_discovery: float  # log odds; what public money paid for is published
    chain_on_evaluators: float  # factor on how many there are
    platform_on_approvers: float  # factor on how many there are
    matching_on_evaluation_noise: float  # factor on the error of evaluations
    matching_on_managers_noise: float  # factor on managers' error about companies in the city
    platform_on_review: float  # factor on the time; joint approval
    coordination_on_review: float  # factor on the time; joint screening
    platform_on_approval: float  # factor on the time; joint approval
    push_on_negotiation: float  # factor on the time; several parties push
    posts_on_negotiation: float  # factor on the time, of universities and institutes
    matching_on_negotiation: float  # factor on the time; matched partners
    rush_on_negotiation: float  # factor on the time, of publicly funded results before their deadline
    posts_on_conversion: float  # log odds, of universities and institutes
    weights_on_conversion: float  # log odds, of state firms
    ownership_on_conversion: float  # log odds, of universities and institutes; rights that stay with them
    indirect_on_conversion: float  # log odds, of universities and institutes
    transfer_on_conversion: float  # log odds, of universities and institutes; private firms take results up
    platform_on_landing: float  # log odds; a place for results of central units
    recognition_on_managers_noise: float  # factor on managers' error about a company that is recognised
    bases_on_landing: tuple[float, ...]  # log odds by sector
    roadshows_on_landing: float  # log odds
    cluster_on_advance: tuple[float, ...]  # log odds by sector, per log unit of neighbours
    labs_on_advance: float  # log odds; open laboratories
    mobility_on_advance: float  # log odds, of companies that convert an institution's result
    bases_on_staying: tuple[float, ...]  # log hazard of leaving, by sector
    pull_on_leaving: float  # log hazard, of companies whose last round outsiders led
    labs_on_runway: float  # factor on the runway that a round of a young company buys
    roadshows_on_ready: float  # log odds that outsiders stand ready for a round after the first
    partners_on_fill: float  # log of private money; insurers and social security
    roadshows_on_fill: float  # log of private money


Quantity = Callable[[Policy], float]
Weight = Callable[[Response], float]
Value = Callable[[Policy, Response], float]


def one(_: Response) -> float:
    """The weight of a quantity that the rule book states in log odds itself."""
    return 1.0


# Every shift is a quantity of the rule book, less that where the economy was calibrated, times what people make of it.
SHIFTS: Final[dict[str, tuple[Quantity, Weight]]] = {
    "channels_on_discovery": (lambda p: p.chain.channels, one),
    "platform_on_discovery": (lambda p: p.platform.intensity, lambda r: r.platform_on_discovery),
    "information_on_discovery": (lambda p: p.matching.channels_info, one),
    "publication_on_discovery": (lambda p: p.clock.publish, one),
    "posts_on_conversion": (lambda p: p.assessment.title_quota / TEN_POINTS, lambda r: r.quota),
    "weights_on_conversion": (lambda p: p.assessment.kpi_weight / TEN_POINTS, lambda r: r.kpi),
    "ownership_on_conversion": (lambda p: p.disposal.owner_keeps, lambda r: r.ownership),
    "indirect_on_conversion": (
        lambda p: p.research_money.indirect_rate / TEN_POINTS,
        lambda r: r.indirect_on_conversion,
    ),
    "transfer_on_conversion": (lambda p: p.private_access.transfer, lambda r: r.transfer),
    "platform_on_landing": (lambda p: p.platform.intensity, lambda r: r.platform_on_landing),
    "roadshows_on_landing": (lambda p: p.outside_capital.roadshows, lambda r: r.roadshow_on_landing),
    "labs_on_advance": (lambda p: p.open_labs.intensity, lambda r: r.labs),
    "mobility_on_advance": (lambda p: p.open_labs.mobility_rate / TEN_POINTS, lambda r: r.mobility),
    "pull_on_leaving": (lambda p: p.outside_capital.roadshows, lambda r: r.outside_pull),
    "roadshows_on_ready": (lambda p: p.outside_capital.roadshows, lambda r: r.roadshow_on_ready),
    "partners_on_fill": (lambda p: p.partners.lp_open, one),
    "roadshows_on_fill": (lambda p: p.outside_capital.roadshows, lambda r: r.roadshow_on_fill),
}
# Of these a sector has its own, where it has a base.
AT_BASES: Final[dict[str, Weight]] = {
    "bases_on_landing": lambda r: r.base_on_landing,
    "cluster_on_advance": lambda r: r.cluster,
    "bases_on_staying": lambda r: -r.base_on_staying,
}
# Every factor is what it is under the rule book, over what it is where the economy was calibrated.
FACTORS: Final[dict[str, Value]] = {
    "chain_on_evaluators": lambda p, r: p.chain.evaluators_factor,
    "platform_on_approvers": lambda p, r: p.platform.capacity_factor,
    "matching_on_evaluation_noise": lambda p, r: p.matching.noise_factor,
    "matching_on_managers_noise": lambda p, r: p.matching.noise_factor_market,
    "platform_on_review": lambda p, r: p.platform.joint_factor,
    "coordination_on_review": lambda p, r: p.coordination.review_factor,
    "platform_on_approval": lambda p, r: p.platform.joint_factor,
    "push_on_negotiation": lambda p, r: p.chain.promote_factor,
    "posts_on_negotiation": lambda p, r: 1.0 - r.quota_time * p.assessment.title_quota / TEN_POINTS,
    "matching_on_negotiation": lambda p, r: p.matching.match_factor,
    "rush_on_negotiation": lambda p, r: r.rush if p.institutions.takeover_month > 0 else 1.0,
    "labs_on_runway": lambda p, r: 1.0 / (1.0 - p.open_labs.cost_cut),
}


# What a company has received is a fact about it: it acts by itself, wherever the economy was calibrated.
FACTS: Final[dict[str, Weight]] = {
    "recognition_on_managers_noise": lambda r: r.recognition_noise,
}


@dataclass(frozen=True)
class UsualAward:
    """An award of shares to inventors under the rule book whose parts move nothing."""

    share: float  # of the technology's shares
    agreed: float  # after a take-over, -1 = the same
    tax_rate: float  # on it
    instalments: int  # in which that is paid


def usual_award(zero: Policy) -> UsualAward:
    """From which answers to awards are measured."""
    agreed = zero.clock.inventor_share if zero.institutions.takeover_month > 0 else SAME
    rules = zero.inventors
    return UsualAward(zero.institutions.inventor_share, agreed, rules.tax_rate, rules.instalments)


def zero(response: Response, reference: Policy | None) -> Policy:
    """The rule book whose parts move nothing: without any article, or the one that the economy was calibrated with.

    Raises ValueError where the economy is anchored in a rule book (``response.anchor`` 1) and ``reference`` is None.
    """
    if response.anchor == 0:
        return without(Policy(), SWITCHED)
    if reference is None:
        raise ValueError("response.anchor is 1, but the rule book that response.reference names was not read")
    return reference


def levers(policy: Policy, response: Response, unmoved: Policy) -> Levers:
    """All parts under ``policy``, measured from ``unmoved`` (``zero``)."""
    found: dict[str, Any] = {
        name: float(weight(response) * (quantity(policy) - quantity(unmoved)))
        for name, (quantity, weight) in SHIFTS.items()
    }
    found |= {name: float(value(policy, response) / value(unmoved, response)) for name, value in FACTORS.items()}
    found |= {name: float(weight(response)) for name, weight in FACTS.items()}
    moved = zip(policy.bases.has_base, unmoved.bases.has_base, strict=True)
    there = [now - then for now, then in moved]
    found |= {name: tuple(float(weight(response) * part) for part in there) for name, weight in AT_BASES.items()}
    return Levers(**found)
