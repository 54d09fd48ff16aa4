"""What articles of the opinion move, read for a case: parts of several articles added up or multiplied, in their order.

A case is bound by the law of its own day: its disclosure, its evaluation, its owner's decision, its founding.
"""

from sim.economy import laws
from sim.engine import awards, disposal
from sim.engine.codes import NEVER
from sim.engine.kinds.firms import Achievement
from sim.engine.law_of_day import law_on, law_today, row_for
from sim.engine.owners import STATE_FIRM, of_institution, publicly_funded
from sim.engine.rows import law
from sim.engine.state import World
from sim.scenario.articles import article_of
from sim.scenario.articles_schema import COVERING

RESEARCH_MONEY = COVERING.index(article_of("research_money.mode"))  # a pilot


@law
def floored(w: World, factor: float) -> float:
    """A factor on a time: below some part of the usual nothing is quicker."""
    return max(w.response[0].time_floor, factor)


@law
def chance_discovered(w: World, one: Achievement) -> float:
    """The chance that the platforms discover a result, by the law of its disclosure."""
    pull = w.levers[law_on(w, one.completed)]
    channels, platform, chance = pull.channels_on_discovery, pull.platform_on_discovery, w.pipeline[0].discovery
    published = w.levers[one.clock_law].publication_on_discovery if publicly_funded(one) else 0.0
    return laws.discovered(chance, channels, platform, pull.information_on_discovery, published)


@law
def evaluators(w: World) -> int:
    """How many evaluations can run side by side today."""
    return laws.servers(w.pipeline[0].evaluators, w.levers[law_today(w)].chain_on_evaluators)


@law
def approvers(w: World) -> int:
    """How many approvals can run side by side today."""
    return laws.servers(w.institutions[0].approvers, w.levers[law_today(w)].platform_on_approvers)


@law
def review_time(w: World, span: int) -> float:
    """Factor on the time of a review."""
    pull = w.levers[span]
    return floored(w, pull.platform_on_review * pull.coordination_on_review)


@law
def approval_time(w: World, span: int) -> float:
    """Factor on the time of an approval."""
    return floored(w, w.levers[span].platform_on_approval)


@law
def negotiation_time(w: World, one: Achievement) -> float:
    """Factor on the time from decision to agreement."""
    pull = w.levers[one.agreement_law]
    factor = pull.push_on_negotiation
    if of_institution(one):
        factor *= pull.posts_on_negotiation
    factor *= pull.matching_on_negotiation
    if one.agent:
        factor *= w.services[one.agreement_law].agent_factor
    if publicly_funded(one) and (one.deadline == NEVER or w.clock[0].today < one.deadline):
        factor *= w.levers[one.clock_law].rush_on_negotiation
    return floored(w, factor)


@law
def chance_converted(w: World, one: Achievement) -> float:
    """The chance that an evaluated result becomes a company, after the time that it has waited for a decision."""
    return laws.moved_odds(w.pipeline[0].conversion, shift_of_conversion(w, one) - disposal.lost_by_waiting(w, one))


@law
def chance_at_once(w: World, one: Achievement) -> float:
    """The chance that it would have had without any waiting."""
    return laws.moved_odds(w.pipeline[0].conversion, shift_of_conversion(w, one))


@law
def shift_of_conversion(w: World, one: Achievement) -> float:
    """What articles add to the log odds of conversion, in their order."""
    pull = w.levers[one.agreement_law]
    if of_institution(one):
        paid = w.levers[row_for(w, one.agreement_law, one.slot, RESEARCH_MONEY)]
        shift = pull.posts_on_conversion + awards.on_conversion(w, one)
        shift += w.levers[one.path_law].ownership_on_conversion + paid.indirect_on_conversion
        return shift + pull.transfer_on_conversion
    return (pull.weights_on_conversion if one.owner == STATE_FIRM else 0.0) + awards.on_conversion(w, one)


@law
def chance_landed(w: World, one: Achievement, place: float) -> float:
    """The chance that a company founded today is founded in the city; ``place`` is what an offered place adds."""
    pull = w.levers[law_today(w)]
    shift = pull.platform_on_landing + pull.bases_on_landing[one.sector] + place + pull.roadshows_on_landing
    return laws.moved_odds(w.pipeline[0].local_share, shift)


@law
def blur(w: World, local: int) -> float:
    """Factor on managers' error about a company that they look at today; ``local`` = 1 for one in the city."""
    return w.levers[law_today(w)].matching_on_managers_noise if local else 1.0
