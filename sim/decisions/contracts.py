"""From a rule book's keys to the numbers that the clauses take: the public line's contract inside a sub-fund."""

from sim.clauses import draw_order
from sim.clauses.concession import Tier
from sim.clauses.distribution import Contract
from sim.scenario.contract_schema import RECIPIENTS
from sim.scenario.policy_schema import StageEquity

DRAW_ORDERS = {"pro_rata": draw_order.PRO_RATA, "first": draw_order.FIRST, "last": draw_order.LAST}


def contract_of(rules: StageEquity, commitments: float) -> Contract:
    """The public line's terms in a fund of ``commitments`` (any one unit)."""
    tiers = tuple(
        Tier(tier.hurdle, tier.share, RECIPIENTS.index(tier.to), tier.local_multiple)
        for tier in rules.concession
        if tier.share > 0.0
    )
    return Contract(
        public_rate=rules.terms.preferred_rate,
        senior=rules.terms.public_senior,
        layer=rules.terms.first_loss_share * commitments,
        residual_share=rules.terms.residual_share,
        capped=rules.return_cap.enabled,
        compound=rules.return_cap.rate.compounding == "compound",
        tiers=tiers,
    )


def draw_order_of(rules: StageEquity) -> int:
    """The clause's number of the draw order."""
    return DRAW_ORDERS[rules.draw_order]
