"""What companies sell and whom they employ beside their rounds: a path of sales with one anchor, moved at events.

Only where the economy says so (``operations.mode``, path); else a company has the size that is usual at its stage.
"""

import math
from typing import Final

from sim.clauses.rounding import FEN, fen
from sim.economy import laws, operations
from sim.engine import chance
from sim.engine.base import balance, post
from sim.engine.calendar import draw
from sim.engine.codes import ABOUT_CITY, BY_OPERATIONS, NOBODY, OUTSIDE, SEED, TAX
from sim.engine.kinds.firms import Company
from sim.engine.money import CITY
from sim.engine.programmes import recognition
from sim.engine.rows import add, law
from sim.engine.rules import ON_PATH
from sim.engine.state import World

AFTER_LISTING: Final = 8  # ordinals of growth behind those of the stages
AFTER_SALE: Final = 9


@law
def on_path(w: World) -> int:
    """Whether sales go their own way."""
    return int(w.operations[0].mode == ON_PATH)


# ---- the path -------------------------------------------------------------------------------------------------------


@law
def begin(w: World, company: Company) -> None:
    """A company is founded: it sells little, and goes to the size of a company at seed."""
    company.operates_until = w.clock[0].horizon + 1
    if on_path(w):
        lean = inclination(w, company)
        company.anchored = w.clock[0].today
        company.log_sales = math.log(w.operations[0].founding_sales) + lean
        company.log_target = w.usual[0].log_sales[SEED] + lean


@law
def inclination(w: World, company: Company) -> float:
    """What a company's own size and quality add to log sales for all its life."""
    return math.log(company.size) + w.operations[0].quality * company.quality


@law
def log_sales(w: World, company: Company) -> float:
    """Log of its yearly sales today."""
    days = w.clock[0].today - company.anchored
    return operations.log_sales_after(company.log_sales, company.log_target, w.operations[0].rate, days)


@law
def anchor(w: World, company: Company) -> None:
    """From today on the path begins anew at today's sales."""
    company.log_sales = log_sales(w, company)
    company.anchored = w.clock[0].today


@law
def aim(w: World, company: Company, stage: int) -> None:
    """Its round of ``stage`` has closed, or it goes on after a stall there: sales go to that stage's size."""
    if on_path(w):
        anchor(w, company)
        z = laws.normal(draw(w, chance.GROWTH, company.slot, stage))
        company.log_target = w.usual[0].log_sales[stage] + inclination(w, company) + w.operations[0].sigma * z
        company.log_target += company.order_lift


@law
def rest(w: World, company: Company) -> None:
    """It stalls or lingers: sales stay where they are."""
    if on_path(w):
        anchor(w, company)
        company.log_target = company.log_sales


@law
def ordered(w: World, company: Company, lift: float) -> None:
    """An order lifts sales at once; a part of it stays, and goes with the company from stage to stage."""
    stays = lift * w.response[0].order_persistence
    company.order_lift += stays
    if on_path(w):
        anchor(w, company)
        company.log_sales += lift
        company.log_target += stays


# ---- after the model's own end of a company -------------------------------------------------------------------------


@law
def listed(w: World, company: Company) -> None:
    """It is listed and operates on, for some years."""
    if on_path(w):
        terms = w.operations[0]
        grow(w, company, terms.listed_growth, terms.listed_growth_sigma, AFTER_LISTING)
        live_on(w, company)


@law
def sold(w: World, company: Company) -> None:
    """It is bought as a whole and operates on, for some years."""
    if on_path(w):
        terms = w.operations[0]
        grow(w, company, terms.sold_growth, terms.sold_growth_sigma, AFTER_SALE)
        live_on(w, company)


@law
def sold_lingering(w: World, company: Company) -> None:
    """A lingering company is bought and operates on as it did, for some years."""
    if on_path(w):
        live_on(w, company)


@law
def investors_gone(w: World, company: Company) -> None:
    """The end of a company for its investors is that of its operations where nothing is known of them."""
    if not on_path(w):
        close(w, company)


@law
def grow(w: World, company: Company, mean: float, sigma: float, ordinal: int) -> None:
    """Sales go to more than today's, never to less."""
    anchor(w, company)
    z = laws.normal(draw(w, chance.GROWTH, company.slot, ordinal))
    company.log_target = operations.grown(company.log_sales, mean, sigma, z)


@law
def live_on(w: World, company: Company) -> None:
    """The years of a company that has left its investors; a listing comes before the sale after the lock-up."""
    terms = w.operations[0]
    years = laws.lognormal(draw(w, chance.LIFE_AFTER, company.slot, 0), math.exp(terms.life_mu), terms.life_sigma)
    company.operates_until = w.clock[0].today + laws.days(years)


@law
def close(w: World, company: Company) -> None:
    """Its operations end today."""
    company.operates_until = w.clock[0].today


# ---- the year -------------------------------------------------------------------------------------------------------


@law
def count_year(w: World) -> None:
    """What every company that operates today sells in the year, and employs; the city's taxes come as one sum."""
    taxes = 0.0
    c = w.market[0].first_operating if on_path(w) else NOBODY
    while c != NOBODY:
        company = w.companies[c]
        year = add(w.operated)
        year.company = c
        year.day = w.clock[0].today
        year.local = company.local
        year.before = company.counted
        company.counted = year.id
        sold_for = yearly_sales(w, company, SEED)
        year.sales = fen(sold_for)
        year.staff = staff(w, company, SEED)
        year.tax = tax(w, company, sold_for)
        taxes += year.tax
        c = company.next_operating
    post(w, w.levels[CITY].treasury, OUTSIDE, fen(taxes), TAX, ABOUT_CITY, BY_OPERATIONS)


@law
def tax(w: World, company: Company, sold_for: float) -> float:
    """What the city gets of the taxes of a company with such sales (yuan), nothing of one that is not there."""
    if company.local:
        terms = w.operations[0]
        return operations.city_tax(sold_for, terms.tax_rate, terms.tax_local_share) * recognition.tax_kept(w, company)
    return 0.0


# ---- size -----------------------------------------------------------------------------------------------------------


@law
def yearly_sales(w: World, company: Company, stage: int) -> float:
    """Its yearly sales in yuan, at ``stage``, which says all without a path."""
    if on_path(w):
        return operations.yuan(log_sales(w, company))
    return w.company_law[0].sales[stage] * company.size


@law
def staff(w: World, company: Company, stage: int) -> int:
    """How many it employs, likewise."""
    if on_path(w):
        sizes = w.usual[0]
        return operations.headcount(operations.along(log_sales(w, company), sizes.log_sales, sizes.log_staff))
    return int(w.company_law[0].staff[stage] * company.size + 0.5)


@law
def net_assets(w: World, company: Company, stage: int) -> float:
    """Its net assets in yuan, likewise; on a path with the cash that it has."""
    if on_path(w):
        sizes = w.usual[0]
        usual = operations.yuan(operations.along(log_sales(w, company), sizes.log_sales, sizes.log_assets))
        return usual + balance(w, company.cash) / FEN
    return w.company_law[0].net_assets[stage] * company.size
