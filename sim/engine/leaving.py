"""Companies of the city that leave it: from that day on none of their taxes, jobs and support is the city's."""

import math
from typing import Final

from sim.economy.operations import leave_chance
from sim.engine import chance, city_levers, steps
from sim.engine.base import tell
from sim.engine.calendar import draw
from sim.engine.codes import NEVER, NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.programmes import incubators, supports
from sim.engine.rows import law
from sim.engine.state import World

ON_SALE: Final = 62  # ordinal of the draw on a trade sale, behind those of the years


@law
def leave_year(w: World, year: int) -> None:
    """Of those that operate today in the city, who leaves it this year."""
    c = w.market[0].first_operating
    while c != NOBODY:
        company = w.companies[c]
        if company.local and draw(w, chance.LEAVE, company.slot, year) < leave_chance(hazard(w, company)):
            leave(w, company)
        c = company.next_operating


@law
def hazard(w: World, company: Company) -> float:
    """Its yearly hazard of leaving: less at a base, or if the city has bought from it; outside money may pull at it."""
    stays = w.response[0].order_on_staying if company.ordered != NEVER else 0.0
    shift = city_levers.held_by_base(w, company) - stays + city_levers.pulled(w, company)
    return w.leaving[0].rate * math.exp(shift)


@law
def bought(w: World, company: Company) -> None:
    """It is bought as a whole, and may go to where its buyer is."""
    if company.local and draw(w, chance.LEAVE, company.slot, ON_SALE) < w.leaving[0].sale_moves:
        leave(w, company)


@law
def leave(w: World, company: Company) -> None:
    """It is no longer in the city."""
    w.market[0].neighbours[company.sector] -= city_levers.lives_here(company)
    company.local = 0
    incubators.give_up(w, company)
    company.left = w.clock[0].today
    supports.left_city(w, company)
    tell(w, steps.LEFT, company.id)
