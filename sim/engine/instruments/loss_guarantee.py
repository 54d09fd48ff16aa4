"""A guarantee on private capital (WFG, Inbal): set aside when a fund is set up, paid on its loss when it ends."""

from sim.clauses import loss_guarantee
from sim.clauses.rounding import fen
from sim.decisions.losses import loss_chance, lost_share
from sim.engine import codes, lines, money, steps
from sim.engine.base import tell
from sim.engine.codes import BY_GUARANTEE, GUARANTEE_LINE, PRIVATE, PUBLIC
from sim.engine.instruments.stage_equity import puts
from sim.engine.kinds.firms import Fund
from sim.engine.partners import pay_partners
from sim.engine.rows import law
from sim.engine.rules import SUB_FUNDS_ONLY
from sim.engine.state import World


@law
def fund_set_up(w: World, fund: Fund) -> None:
    """Set aside the most that the guarantee on a new fund can cost."""
    rules, purse = w.guarantee[0], money.purse_of(w, GUARANTEE_LINE)
    if w.lines[GUARANTEE_LINE].on == 0 or (rules.scope == SUB_FUNDS_ONLY and fund.commitment[PUBLIC] == 0):
        return
    amount = loss_guarantee.bound(fund.commitment[PRIVATE], rules.rate, fen(rules.cap_per_fund), purse.available)
    fund.guaranteed = amount
    money.set_aside(w, purse, amount, codes.UNDRAWN)
    tell(w, steps.GUARANTEED, fund.id, amount)


@law
def fund_ended(w: World, fund: Fund) -> None:
    """Pay on the private partners' loss; what was set aside and is not needed is free again."""
    bound = fund.guaranteed
    if bound == 0:
        return
    fund.guaranteed = 0
    rules, purse = w.guarantee[0], money.purse_of(w, GUARANTEE_LINE)
    paid_in, back = puts.of_partners(w, fund)
    received = back + fund.ceded_to_partners + fund.helped
    owed = loss_guarantee.due(float(paid_in), float(received), rules.rate, float(fen(rules.cap_per_fund)))
    paid = min(int(owed), bound)
    payer = money.settle(w, purse, bound, codes.UNDRAWN, paid)
    pay_partners(w, fund, payer, paid, codes.GUARANTEE, BY_GUARANTEE)
    tell(w, steps.GUARANTEE_PAID, fund.id, paid, bound)


@law
def expected_help(w: World, fund: Fund, stage: int, ticket: int, quality: float) -> float:
    """Chance that the fund ends in loss times what the guarantee would then pay on the loss of this deal."""
    if fund.guaranteed == 0:
        return 0.0
    terms = w.company_law[0]
    chance = loss_chance(terms, w.stages, stage, quality, 0.0) * w.dates[0].fund_loss_chance
    private = fund.commitment[PRIVATE] / lines.committed(fund)
    lost = private * lost_share(terms) * ticket
    return chance * min(loss_guarantee.due(lost, 0.0, w.guarantee[0].rate, 0.0), float(fund.guaranteed))
