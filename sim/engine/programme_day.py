"""The programme day, once a year: who operates is counted, and what the year brings happens in a fixed order."""

from sim.engine import awards, codes, leaving, operations, otc
from sim.engine.calendar import at
from sim.engine.codes import NOBODY
from sim.engine.money import CITY
from sim.engine.order import CALL, GUIDANCE, PROGRAMMES
from sim.engine.programmes import hooks
from sim.engine.rows import law
from sim.engine.state import World


@law
def open_programme_days(w: World) -> None:
    """One a year, after the call for funds."""
    for y in range(len(w.programme_days)):
        at(w, w.programme_days[y].day, CALL, GUIDANCE, CITY, PROGRAMMES, codes.PROGRAMME_DAY, y, 0)


@law
def programme_day(w: World, year: int, _: int) -> None:
    """Companies are listed once; then all that happens on this day, in its order."""
    list_operating(w)
    operations.count_year(w)
    leaving.leave_year(w, year)
    awards.pay_tax(w, year)
    hooks.answer(w, year)
    otc.admit(w, year)


@law
def list_operating(w: World) -> None:
    """All companies that operate today, in the order of their achievements."""
    market, today = w.market[0], w.clock[0].today
    market.first_operating = NOBODY
    for a in range(len(w.achievements) - 1, -1, -1):
        c = w.achievements[a].company
        if c != NOBODY and today < w.companies[c].operates_until:
            w.companies[c].next_operating = market.first_operating
            market.first_operating = c
