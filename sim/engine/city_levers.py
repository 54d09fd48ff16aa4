"""What articles of the opinion move after a company is founded: odds of advancing, runway, outsiders, money, leaving.

Parts of several articles are added up in their order; each is read by the law of the day on which it acts.
"""

import math
from typing import Final

from sim.economy import fates, laws
from sim.engine.codes import NEVER
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.owners import of_institution
from sim.engine.rows import law
from sim.engine.state import World

YOUNG: Final = 1  # the last stage whose money open laboratories make last longer


@law
def from_neighbours(w: World, company: Company) -> float:
    """What the others of its industry add today to the log odds of advancing of a company in the city."""
    weight = w.levers[law_today(w)].cluster_on_advance[company.sector]
    if not company.local or weight == 0.0:
        return 0.0
    return fates.cluster_gain(weight, neighbours(w, company), w.response[0].cluster_size)


@law
def from_laboratories(w: World, company: Company) -> float:
    """What open laboratories add, and people who move to a company that converts an institution's result."""
    pull = w.levers[law_today(w)]
    if of_institution(w.achievements[company.achievement]):
        return pull.labs_on_advance + pull.mobility_on_advance
    return pull.labs_on_advance


@law
def neighbours(w: World, company: Company) -> int:
    """How many other companies of its sector live in the city."""
    return w.market[0].neighbours[company.sector] - lives_here(company)


@law
def lives_here(company: Company) -> int:
    """1 for a company that lives in the city today."""
    return int(company.local and company.ended == NEVER)


@law
def runway(w: World, stage: int) -> float:
    """Factor on the runway that a round of today buys."""
    return w.levers[law_today(w)].labs_on_runway if stage <= YOUNG else 1.0


@law
def chance_ready(w: World, stage: int) -> float:
    """The chance that outside investors stand ready for a round."""
    ready = w.round_law[0].outside_ready[stage]
    return laws.moved_odds(ready, w.levers[law_today(w)].roadshows_on_ready) if stage > 0 else ready


@law
def on_fill(w: World) -> float:
    """Factor on the private money of a fund that asks today, and on the market's pool."""
    pull = w.levers[law_today(w)]
    return math.exp(pull.partners_on_fill + pull.roadshows_on_fill)


@law
def held_by_base(w: World, company: Company) -> float:
    """What a base of its industry adds to the log hazard with which a company leaves the city this year."""
    return w.levers[law_today(w)].bases_on_staying[company.sector]


@law
def pulled(w: World, company: Company) -> float:
    """What outside investors who led its last round add to it."""
    return w.levers[law_today(w)].pull_on_leaving if company.led_outside else 0.0
