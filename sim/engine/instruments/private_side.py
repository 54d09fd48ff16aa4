"""What private partners and manager hold of a fund, and how help reaches them beside the waterfall."""

from sim.clauses.rounding import floor_part
from sim.engine.base import post
from sim.engine.codes import ABOUT_FUND, NEVER, NOBODY, OWN, PRIVATE, PUBLIC
from sim.engine.instruments.stage_equity import parts, puts
from sim.engine.kinds.firms import Fund
from sim.engine.lines import committed
from sim.engine.partners import pay_partners
from sim.engine.rows import law
from sim.engine.state import World


@law
def public_commitment(w: World, fund: Fund) -> int:
    """Fen committed by the guidance fund, 0 once its stake is sold; what it bought by a put counts too."""
    if fund.stake == NOBODY or fund.ended != NEVER:
        return 0
    return int(fund.commitment[PUBLIC] * parts.held(w, w.stakes[fund.stake])) + puts.bought(w, fund)


@law
def private_share(w: World, fund: Fund) -> float:
    """What partners and manager hold of the fund."""
    return 1.0 - public_commitment(w, fund) / committed(fund)


@law
def pay_private(w: World, fund: Fund, payer: int, amount: int, kind: int, clause: int) -> None:
    """To private partners and manager, pro rata to their own commitments, outside the waterfall."""
    private, own = fund.commitment[PRIVATE] - puts.bought(w, fund), fund.commitment[OWN]
    to_manager = floor_part(amount, own, private + own) if private + own > 0 else 0
    fund.helped += amount - to_manager
    pay_partners(w, fund, payer, amount - to_manager, kind, clause)
    post(w, w.managers[fund.manager].account, payer, to_manager, kind, ABOUT_FUND + fund.slot, clause)
