"""Angels (天使投资): people who pay into seed rounds, after the guidance fund and before others from outside (art. 21).

They do not chase: what all of them have in a year is a sum of the rule book.
"""

from sim.clauses.rounding import fen
from sim.engine import chance, codes, runway, small_holders, steps
from sim.engine.base import tell
from sim.engine.calendar import draw
from sim.engine.codes import SEED
from sim.engine.kinds.firms import Company, Deal
from sim.engine.law_of_day import law_today
from sim.engine.rows import law
from sim.engine.state import World

YEAR_DAYS = 365


@law
def left_of_pool(w: World) -> int:
    """What angels still have this year, in fen; nothing before the start."""
    today, angels = w.clock[0].today, w.small_holders[codes.ANGELS]
    if today < 0:
        return 0
    pool = fen(w.angels[law_today(w)].pool_per_year)
    return max(0, pool - angels.paid) if angels.year == today // YEAR_DAYS else pool


@law
def before_outsiders(w: World, company: Company, deal: Deal, left: int) -> int:
    """What an angel pays (fen) into a seed round that lacks ``left``: never held back, whoever else is there."""
    terms = w.angels[law_today(w)]
    if deal.stage != SEED or (terms.local_only and company.local == 0):
        return 0
    amount = min(min(fen(terms.ticket), left), left_of_pool(w))
    if amount <= 0 or terms.chance == 0.0 or draw(w, chance.ANGEL, company.slot, 0) >= terms.chance:
        return 0
    return amount


@law
def round_closed(w: World, deal: Deal) -> None:
    """The money is bound until the round is paid today."""
    if deal.angels:
        angels, year = w.small_holders[codes.ANGELS], w.clock[0].today // YEAR_DAYS
        angels.paid = deal.angels + (angels.paid if angels.year == year else 0)
        angels.year = year


@law
def lead_paid(w: World, company: Company, deal: Deal) -> None:
    """Funds and the guidance fund have paid into the round: the angel pays as well."""
    if deal.angels:
        shares = runway.issue(company, deal.angels)
        small_holders.buy(w, company, codes.ANGELS, deal.angels, shares, codes.ANGEL_INVESTMENT)
        tell(w, steps.ANGEL_PAID, company.id, deal.angels)
