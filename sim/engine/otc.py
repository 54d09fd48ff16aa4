"""The over-the-counter board: who is admitted on a programme day."""

from typing import Final

from sim.engine import chance, operations, steps
from sim.engine.base import tell
from sim.engine.calendar import draw
from sim.engine.codes import NEVER, NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.rows import law
from sim.engine.state import World
from sim.scenario.credit_schema import Otc

FIRST_STAGE: Final = 2  # growth


@law
def admit(w: World, year: int) -> None:
    """Companies of the city that operate and are large enough enter by chance, once."""
    span = law_today(w)
    terms = w.otc[span]
    if terms.rate == 0.0:
        return
    c = w.market[0].first_operating
    while c != NOBODY:
        company = w.companies[c]
        if may_enter(w, terms, company) and draw(w, chance.OTC, company.slot, year) < terms.rate:
            company.otc = w.clock[0].today
            tell(w, steps.OTC, company.id)
        c = company.next_operating


@law
def may_enter(w: World, terms: Otc, company: Company) -> int:
    """Whether the board is open to the company: in the city, past start-up, not on it, with no filing, large enough."""
    private = company.otc == NEVER and company.filed == NEVER and company.ended == NEVER
    if company.local == 0 or company.stage < FIRST_STAGE or not private:
        return 0
    return int(operations.yearly_sales(w, company, company.stage) >= terms.sales)


@law
def ready_at_least(w: World, company: Company, ready: float) -> float:
    """The chance that outsiders stand ready for a round, where the company's being on the board raises it."""
    return max(ready, w.otc[law_today(w)].ready) if company.otc != NEVER else ready
