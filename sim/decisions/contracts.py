"""From a rule book's keys to the numbers that the clauses take: the public line's contract inside a sub-fund."""

from collections.abc import Callable

from sim.clauses import draw_order, rate_path
from sim.clauses.concession import Tier
from sim.clauses.distribution import Contract
from sim.clauses.rate_path import NO_STEPS, Steps
from sim.scenario.contract_schema import RECIPIENTS, ConcessionTier
from sim.scenario.policy_schema import StageEquity
from sim.scenario.rate_schema import RateIndex, RateRule

READ = {"transfer": rate_path.TRANSFER, "payment": rate_path.PAYMENT, "path": rate_path.PATH}
StepsOf = Callable[[RateIndex, float], Steps]  # of an index and a spread
DRAW_ORDERS = {"pro_rata": draw_order.PRO_RATA, "first": draw_order.FIRST, "last": draw_order.LAST}


def fixed(index: RateIndex, spread: float) -> Steps:
    """A rate that never changes: all that ``at_index`` leaves. KeyError for an index, whose level is not known here."""
    if index != "fixed":
        raise KeyError(f"the level of {index!r} is not known here; read it with at_index")
    return Steps((1,), (spread,))


def at_index(rules: StageEquity, level: Callable[[RateIndex], float]) -> StageEquity:
    """The rules with every index inside the fund's contract at a constant ``level``, as a partner reckons with it.

    The return cap's rate is handed to the path beside the rules, so that here it only loses its own path.
    """
    terms, tiers = rules.terms, []
    for tier in rules.concession:
        rate = tier.rate
        if rate.index != "fixed":
            rate = rate.model_copy(update={"index": "fixed", "spread": level(rate.index) + rate.spread})
        tiers.append(tier.model_copy(update={"rate": rate}))
    if terms.preferred_index != "fixed":
        rate_now = level(terms.preferred_index) + terms.preferred_rate
        terms = terms.model_copy(update={"preferred_index": "fixed", "preferred_rate": rate_now})
    cap = rules.return_cap
    if cap.rate.index_date == "path":
        cap = cap.model_copy(update={"rate": cap.rate.model_copy(update={"index_date": "transfer"})})
    return rules.model_copy(update={"concession": tuple(tiers), "terms": terms, "return_cap": cap})


def _tier(tier: ConcessionTier, steps_of: StepsOf) -> Tier:
    plain = (tier.hurdle, tier.share, RECIPIENTS.index(tier.to), tier.local_multiple)
    if not tier.indexed:
        return Tier(*plain)
    rate = tier.rate
    steps = steps_of(rate.index, rate.spread)
    return Tier(*plain, steps.days, steps.rates, READ[rate.index_date], rate.compounding == "compound")


def _cap_path(rate: RateRule, steps_of: StepsOf) -> Steps:
    return steps_of(rate.index, rate.spread) if rate.index_date == "path" else NO_STEPS


def contract_of(rules: StageEquity, commitments: float, steps_of: StepsOf = fixed) -> Contract:
    """The public line's terms in a fund of ``commitments`` (any one unit); ``steps_of`` gives an index over time."""
    terms = rules.terms
    tiers = tuple(_tier(tier, steps_of) for tier in rules.concession if tier.share > 0.0)
    follows = terms.preferred_index != "fixed"
    return Contract(
        public_rate=rules.terms.preferred_rate,
        senior=rules.terms.public_senior,
        layer=rules.terms.first_loss_share * commitments,
        residual_share=rules.terms.residual_share,
        capped=rules.return_cap.enabled,
        compound=rules.return_cap.rate.compounding == "compound",
        tiers=tiers,
        preference_first=terms.preference_first,
        for_all=terms.preferred_for == "all",
        public_path=steps_of(terms.preferred_index, terms.preferred_rate) if follows else NO_STEPS,
        cap_path=_cap_path(rules.return_cap.rate, steps_of) if rules.return_cap.enabled else NO_STEPS,
    )


def draw_order_of(rules: StageEquity) -> int:
    """The clause's number of the draw order."""
    return DRAW_ORDERS[rules.draw_order]
