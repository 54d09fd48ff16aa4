"""认定 (京政发[2011]12号 art. 16): companies of the city are recognised on the programme day, for some years.

Who is recognised pays less tax; once, those with the highest scores first, it gets a subsidy while the line has money.
"""

from typing import Final

from sim.clauses.rounding import fen
from sim.engine import codes, runway, steps
from sim.engine.base import tell
from sim.engine.codes import ABOUT_COMPANY, BY_RECOGNITION, NEVER, NOBODY, SUPPORT
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.programmes import applying, purses, supports
from sim.engine.rows import law
from sim.engine.state import World

LEAST_AGE: Final = 365  # days


@law
def company_founded(company: Company) -> None:
    """It has never been recognised."""
    company.recognised = NEVER
    company.recognised_until = NEVER


@law
def is_recognised(w: World, company: Company) -> int:
    """Whether it is, today."""
    return int(w.clock[0].today <= company.recognised_until)


@law
def blur(w: World, company: Company) -> float:
    """Factor on the error of a manager that looks at it today: recognition makes it easier to read."""
    return w.levers[law_today(w)].recognition_on_managers_noise if is_recognised(w, company) else 1.0


@law
def tax_kept(w: World, company: Company) -> float:
    """The part of its taxes that a company of the city still pays."""
    return 1.0 - w.recognition[law_today(w)].tax_cut if is_recognised(w, company) else 1.0


@law
def answer(w: World, year: int) -> None:
    """All that pass the bar are recognised; then the subsidy is paid while it fits."""
    span = law_today(w)
    if not w.recognition[span].enabled:
        return
    applying.nobody_applies(w)
    c = w.market[0].first_operating
    while c != NOBODY:
        company = w.companies[c]
        if eligible(w, company):
            points = applying.score(w, company, applying.FOR_RECOGNITION, year, w.recognition[span].noise)
            if points >= w.recognition[span].bar:
                applying.apply(w, company, points)
        c = company.next_operating
    last = last_day(w, year + w.recognition[span].years)
    subsidy = fen(w.recognition[span].subsidy)
    c = applying.best(w)
    while c != NOBODY:
        recognise(w, w.companies[c], last)
        if subsidy > purses.free(w, codes.RECOGNISED):
            subsidy = 0  # nothing smaller is looked for
        if not supports.doubled(w, w.companies[c], codes.RECOGNISED, w.coordination[span].no_double_months):
            pay(w, w.companies[c], subsidy)
        c = applying.best(w)


@law
def eligible(w: World, company: Company) -> int:
    """Whether it may apply: in the city, a year old, and not recognised beyond today."""
    if applying.open_to(w, company) == 0:
        return 0
    today = w.clock[0].today
    old = today - company.founded >= LEAST_AGE
    return int(company.local > 0 and old and today >= company.recognised_until and applying.in_business(company) > 0)


@law
def last_day(w: World, year: int) -> int:
    """The programme day of a year, beyond the horizon where there is none."""
    return w.programme_days[year].day if year < len(w.programme_days) else w.clock[0].horizon + 1


@law
def recognise(w: World, company: Company, last: int) -> None:
    """From today to its last day it is recognised."""
    if company.recognised == NEVER:
        company.recognised = w.clock[0].today
    company.recognised_until = last
    tell(w, steps.RECOGNISED, company.id)


@law
def pay(w: World, company: Company, subsidy: int) -> None:
    """The subsidy, once a company; it lasts as long as what the company has."""
    if company.subsidised > 0:
        return
    if subsidy == 0:
        if w.recognition[law_today(w)].subsidy > 0.0:
            tell(w, steps.REFUSED_BUDGET, company.id, applying.FOR_RECOGNITION)
        return
    company.subsidised = 1
    supports.record(w, company, codes.RECOGNISED, subsidy)
    about = ABOUT_COMPANY + company.slot
    runway.lengthen(w, company, subsidy)
    purses.pay(w, codes.RECOGNISED, company.cash, subsidy, SUPPORT, about, BY_RECOGNITION)
    tell(w, steps.SUPPORTED, company.id, subsidy, BY_RECOGNITION)
