"""What articles add to the log odds with which a company comes to its next round, read on the day of its milestone."""

from sim.engine import city_levers, codes
from sim.engine.codes import NEVER, NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.programmes import supports
from sim.engine.rows import law
from sim.engine.state import World


@law
def shift(w: World, company: Company) -> float:
    """All of it, in the order of articles: projects under way and small firms, bases, places, laboratories, orders."""
    terms, x = w.response[0], 0.0
    s = company.first_support
    while s != NOBODY:
        one = w.supports[s]
        if one.state == codes.UNDER_WAY:
            x += terms.grant_on_advance if supports.of_projects(one.line) else terms.sme_on_advance
        s = one.before
    x += city_levers.from_neighbours(w, company)
    if company.incubated != NEVER and company.stage == codes.SEED:
        x += terms.incubator_on_advance
    x += city_levers.from_laboratories(w, company)
    if company.ordered != NEVER and company.ordered_stage == company.stage:
        x += terms.order_on_advance
    return x
