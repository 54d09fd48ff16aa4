"""Companies that live on from their own sales: no rounds, no burn, wound up or sold some day (D5)."""

from typing import Final

from sim.clauses.exit_price import LINGERING
from sim.economy import fates, laws
from sim.engine import chance, codes, operations, steps
from sim.engine.base import tell
from sim.engine.calendar import at, draw
from sim.engine.codes import NO_STAGE
from sim.engine.kinds.firms import Company
from sim.engine.order import COMPANY, EXIT, LEAVES
from sim.engine.rows import law
from sim.engine.state import World

YEAR: Final = 365


@law
def lingers(w: World, company: Company) -> int:
    """Whether a company that would be wound up lives on instead."""
    terms = w.company_law[0]
    share = terms.linger_share if company.stage != NO_STAGE else terms.linger_unfunded
    return int(share > 0.0 and draw(w, chance.LINGERS, company.slot, company.stage + 1) < share)


@law
def begin(w: World, company: Company) -> None:
    """From today on it lives from its own sales, for what is left of the life of a firm without finance."""
    today = w.clock[0].today
    u = draw(w, chance.LINGER_LIFE, company.slot, 0)
    years = fates.remaining_years(w.company_law[0], (today - company.founded) / YEAR, u)
    company.state = LINGERING
    company.lingering = today
    operations.rest(w, company)
    company.linger_end = today + laws.days(years)
    tell(w, steps.LINGERS, company.id)
    wait(w, company, 1)


@law
def wait(w: World, company: Company, anniversary: int) -> None:
    """The next thing that happens to it: an anniversary, or the end where that comes no later."""
    day, slot = company.lingering + anniversary * YEAR, company.slot
    if company.linger_end <= day:
        at(w, company.linger_end, EXIT, COMPANY, slot, LEAVES, codes.LINGER_OVER, company.id, 0)
    else:
        at(w, day, EXIT, COMPANY, slot, LEAVES, codes.LINGER_YEAR, company.id, anniversary)
