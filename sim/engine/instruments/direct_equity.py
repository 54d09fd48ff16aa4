"""Direct equity (股权投资): programmes buy shares in a round, beside a lead fund or with outsiders who lead (art. 14).

It is co-investment under rules of its own, from the line of direct equity; it never stands beside other public money.
"""

from sim.clauses.rounding import part_of
from sim.engine.codes import DIRECT, NOBODY
from sim.engine.instruments import co_investment, co_money
from sim.engine.instruments.private_side import public_commitment
from sim.engine.kinds.firms import Company, Deal
from sim.engine.rows import law
from sim.engine.state import World


@law
def in_round(w: World, company: Company, deal: Deal, left: int, ready: int) -> int:
    """What goes into a round that somebody leads and that lacks ``left`` (fen)."""
    if co_money.free(w, DIRECT) == 0 or deal.co_investment or public_in_round(w, deal):
        return 0
    if deal.lead != NOBODY:
        return co_investment.beside_lead(w, DIRECT, company, deal, left, ready)
    if w.direct_rule[0].alone == 0 or co_investment.supports_company(w, DIRECT, company, deal.stage) == 0:
        return 0
    theirs = part_of(left, 1.0 / (1.0 + w.co_rule[DIRECT].ratio))
    return co_investment.quote(w, DIRECT, company, theirs, co_investment.gap_of(w, DIRECT, company, deal, left, ready))


@law
def public_in_round(w: World, deal: Deal) -> int:
    """Whether a sub-fund with public money pays into the round."""
    for t in range(deal.first_ticket, deal.first_ticket + deal.tickets):
        if w.tickets[t].fen and public_commitment(w, w.funds[w.tickets[t].fund]) > 0:
            return 1
    return 0
