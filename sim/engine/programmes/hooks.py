"""What programmes do on the programme day and at events of companies: the one list, by hand, in its fixed order."""

from sim.economy import fates
from sim.engine.kinds.firms import Company
from sim.engine.programmes import gazelles, grants, orders, recognition, small_firms, supports
from sim.engine.rows import law
from sim.engine.state import World


@law
def answer(w: World, year: int) -> None:
    """Programmes answer those that apply this year, each from its own line."""
    recognition.answer(w, year)
    grants.answer(w, year)
    small_firms.answer(w, year)
    gazelles.name_year(w, year)
    orders.answer(w, year)


@law
def company_founded(company: Company) -> None:
    """No programme knows it."""
    recognition.company_founded(company)
    supports.company_founded(company)
    orders.company_founded(company)


@law
def milestone(w: World, company: Company, kind: int) -> None:
    """A milestone has been reached: projects are accepted where it is a success."""
    if kind != fates.STALL and kind != fates.FAIL:
        supports.milestone(w, company, int(kind == fates.ADVANCE))
