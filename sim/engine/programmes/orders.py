"""政府采购 (京政发[2011]12号 art. 20): the city buys first products of companies, once in two years each.

An order is delivered and paid on its day. It is the one programme that also serves who is listed, bought or lingers.
"""

from typing import Final

from sim.clauses import procurement
from sim.clauses.exit_price import LINGERING
from sim.clauses.rounding import fen, part_of
from sim.economy import laws
from sim.engine import codes, operations, runway, steps
from sim.engine.base import count, post, tell
from sim.engine.codes import ABOUT_COMPANY, BY_FIRST_SET, BY_ORDER, NEVER, NOBODY, PROCUREMENT
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.programmes import applying, purses, supports
from sim.engine.rows import law
from sim.engine.state import World
from sim.scenario.economy_schema import SECTORS

START_UP: Final = 1
MONTHS: Final = 24.0  # between two orders
EQUIPMENT: Final = tuple(
    SECTORS.index(name)
    for name in ("new_energy", "new_energy_vehicles", "energy_saving", "aerospace", "high_end_equipment")
)


@law
def company_founded(company: Company) -> None:
    """It has had no order."""
    company.ordered = NEVER


@law
def answer(w: World, year: int) -> None:
    """The city orders from the best sellers, until the next order does not fit."""
    rules = w.procurement[law_today(w)]
    applying.nobody_applies(w)
    c = w.market[0].first_operating if rules.enabled and purses.free(w, PROCUREMENT) > 0 else NOBODY
    while c != NOBODY:
        company = w.companies[c]
        if eligible(w, company):
            applying.apply(w, company, applying.score(w, company, applying.FOR_ORDER, year, rules.noise))
        c = company.next_operating
    c = applying.best(w)
    while c != NOBODY and buy(w, w.companies[c]):
        c = applying.best(w)
    applying.turned_away(w, c, applying.FOR_ORDER)


@law
def eligible(w: World, company: Company) -> int:
    """Whether the city may order: a start-up round has closed, and two years have passed since an order."""
    if company.stage < START_UP or (w.procurement[law_today(w)].local_only and company.local == 0):
        return 0
    if company.ordered != NEVER and w.clock[0].today - company.ordered < laws.months_to_days(MONTHS):
        return 0
    return int(size(w, company) > 0)


@law
def size(w: World, company: Company) -> int:
    """What the city would order (fen)."""
    rules = w.procurement[law_today(w)]
    return procurement.order(sales(w, company), rules.order_share, fen(rules.cap), fen(rules.smallest))


@law
def sales(w: World, company: Company) -> int:
    """Its yearly sales (fen)."""
    return fen(operations.yearly_sales(w, company, company.stage))


@law
def makes_equipment(sector: int) -> int:
    """Whether a sector makes equipment, of which first sets are rewarded (首台套)."""
    for one in EQUIPMENT:
        if one == sector:
            return 1
    return 0


@law
def buy(w: World, company: Company) -> int:
    """An order with its premium, where both fit."""
    rules, amount = w.procurement[law_today(w)], size(w, company)
    premium = procurement.first_set(amount, rules.first_set_rate, makes_equipment(company.sector) > 0)
    if amount + premium > purses.free(w, PROCUREMENT):
        return 0
    supports.record(w, company, PROCUREMENT, amount + premium)
    count(w, codes.PROCURED_USE, part_of(amount, rules.use_value))
    tell(w, steps.ORDERED, company.id, amount + premium)
    pay(w, company, amount, procurement.goods(amount, rules.margin), premium)
    operations.ordered(w, company, procurement.lift(amount, sales(w, company)))
    company.ordered = w.clock[0].today
    company.ordered_stage = company.stage
    return 1


@law
def pay(w: World, company: Company, amount: int, goods: int, premium: int) -> None:
    """Order and premium are paid, the goods made; what is left lengthens the runway of a company in business."""
    about, gain = ABOUT_COMPANY + company.slot, amount - goods + premium
    if applying.in_business(company) and company.state != LINGERING:
        runway.lengthen(w, company, gain)
    purses.pay(w, PROCUREMENT, company.cash, amount, codes.ORDERED, about, BY_ORDER)
    post(w, codes.OUTSIDE, company.cash, goods, codes.GOODS, about, BY_ORDER)
    purses.pay(w, PROCUREMENT, company.cash, premium, codes.FIRST_SET, about, BY_FIRST_SET)
    if company.ended != NEVER:
        runway.burn(w, company, gain)  # nobody keeps accounts of it any more
