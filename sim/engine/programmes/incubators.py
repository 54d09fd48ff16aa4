"""Incubators (孵化器): places for companies of the city, first come, first served, against shares (art. 17).

A company in a place spends less, so that its seed round lasts longer. It leaves after some months, with the round after
seed, when it leaves the city, and at its end.
"""

from typing import Final

from sim.clauses.rounding import fen
from sim.economy import laws
from sim.engine import chance, codes, runway, small_holders, steps
from sim.engine.base import tell
from sim.engine.calendar import at, draw
from sim.engine.codes import ABOUT_COMPANY, BY_PLACES, NEVER, SEED
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.order import CALL, COMPANY, PLACE
from sim.engine.programmes import purses
from sim.engine.rows import law
from sim.engine.state import World

YEAR_MONTHS: Final = 12


@law
def is_offered(w: World, slot: int) -> int:
    """Whether the founders of a company would take a place today, and there is one."""
    terms = w.services[law_today(w)]
    if w.clock[0].today < 0 or w.market[0].placed >= terms.places:
        return 0
    return int(draw(w, chance.INCUBATED, slot, 0) < terms.demand)


@law
def landing(w: World, slot: int) -> float:
    """What an offered place adds to the log odds of founding in the city."""
    return w.response[0].incubator_on_landing if is_offered(w, slot) else 0.0


@law
def company_founded(w: World, company: Company, shares: int) -> None:
    """It takes the place that it is offered, if it is in the city; ``shares`` are all that there are."""
    company.incubated = NEVER
    if company.local == 0 or is_offered(w, company.slot) == 0:
        return
    company.placed = 1
    company.incubated = w.clock[0].today
    w.market[0].placed += 1
    tell(w, steps.INCUBATED, company.id)
    buy(w, company, shares)
    year(w, company, 0)


@law
def buy(w: World, company: Company, shares: int) -> None:
    """The incubator pays for a part of the founders' shares; the company's money lasts longer by it."""
    terms = w.services[law_today(w)]
    amount, part = fen(terms.equity_cash), int(shares * terms.equity_share)
    if amount > 0 and part > 0:
        runway.lengthen(w, company, amount)
        small_holders.buy(w, company, codes.INCUBATORS, amount, part, codes.INCUBATOR_EQUITY)


@law
def year(w: World, company: Company, months: int) -> None:
    """A year in the place begins: it is paid for, and the next year or the end of the stay is waited for."""
    terms = w.services[law_today(w)]
    fee = fen(terms.place_fee)
    if 0 < fee <= purses.free(w, codes.SERVICES):
        account, about = w.small_holders[codes.INCUBATORS].account, ABOUT_COMPANY + company.slot
        purses.pay(w, codes.SERVICES, account, fee, codes.PLACE_SUPPORT, about, BY_PLACES)
    due = min(months + YEAR_MONTHS, terms.stay_months)
    day = company.incubated + max(1, laws.months_to_days(due))
    if day > w.clock[0].today:
        at(w, day, CALL, COMPANY, company.slot, PLACE, codes.PLACE_DUE, company.id, due)


@law
def place_due(w: World, c: int, months: int) -> None:
    """So many months in a place are over."""
    company = w.companies[c]
    if company.placed == 0:
        return
    if months >= w.services[law_today(w)].stay_months:
        give_up(w, company)
    else:
        year(w, company, months)


@law
def give_up(w: World, company: Company) -> None:
    """The place is free for another."""
    if company.placed:
        company.placed = 0
        w.market[0].placed -= 1
        tell(w, steps.OUT_OF_INCUBATOR, company.id)


@law
def stretch(w: World, company: Company) -> float:
    """Factor on the time that the money of its round lasts; after the seed round the place is given up."""
    if company.stage > SEED:
        give_up(w, company)
    return 1.0 / (1.0 - w.services[law_today(w)].saving) if company.placed else 1.0
