"""Co-investment applied for at a round's closing and not yet made, served in turn as money comes (128号 art. 18).

What the guidance fund did not co-invest at the closing, for want of money or of room in the round, it may still
co-invest within the window: new shares on top of the round, at its price. Who waits stands in the order of closing
days, then of companies.
"""

from typing import Final

from sim.clauses.co_investment import last_day, later_amount
from sim.clauses.rounding import fen
from sim.engine import codes, holdings, money, runway
from sim.engine.base import count
from sim.engine.calendar import at
from sim.engine.codes import BY_CO_WINDOW, CO_LINE, COMPANY, GUIDANCE, NEVER, NOBODY, PAYMENT, ROUND
from sim.engine.instruments import co_investment
from sim.engine.kinds.firms import Company, Deal
from sim.engine.kinds.money import Application, Purse
from sim.engine.rows import add, law
from sim.engine.state import World

LATER: Final = 1  # ordinal of a later payment; a company's own round is paid at 0


@law
def least(w: World) -> int:
    """The smallest co-investment."""
    return max(1, fen(w.co_rule[0].minimum))


@law
def apply(w: World, company: Company, deal: Deal, room: int) -> None:
    """A round has closed: the lead applies for what was not co-invested."""
    months, now = w.co_rule[0].window_months, w.clock[0]
    if months == 0 or w.dates[0].co_on == 0:
        return
    one = add(w.applications)
    one.lead = deal.lead
    one.company = company.id
    one.stage = company.stage
    one.last_day = last_day(now.start + now.today, months) - now.start
    one.ticket = deal.lead_ticket
    one.paid = deal.co_investment
    one.room = room
    one.stake = company.last_co_stake if deal.co_investment else NOBODY
    one.next = NOBODY
    if stands(w, one) == 0 or rest(w, one) < least(w):
        return
    market = w.market[0]
    if market.last_application == NOBODY:
        market.first_application = one.id
    else:
        w.applications[market.last_application].next = one.id
    market.last_application = one.id
    if money.purse_of(w, CO_LINE).available >= least(w):
        plan_service(w, now.today + 1)


@law
def stands(w: World, one: Application) -> int:
    """Whether the application is still good: in time, price not stale, lead and stake in place, eligible.

    The price is stale once the company has reached a milestone, or has raised a later round.
    """
    company, lead = w.companies[one.company], w.funds[one.lead]
    if w.clock[0].today > one.last_day or company.at_round_price == 0 or company.stage != one.stage:
        return 0
    if holdings.holding_of(w, company, lead) == NOBODY:
        return 0
    if one.stake != NOBODY and w.co_stakes[one.stake].exit_day != NEVER:
        return 0
    return co_investment.supports(w, lead, company, one.stage)


@law
def rest(w: World, one: Application) -> int:
    """What the rules still allow in this deal, whatever is in the purse (fen)."""
    rules, company = w.co_rule[0], w.companies[one.company]
    value = company.price * company.shares
    room = co_investment.within_cap(w, company, company.price, value, one.room, 1)
    left = co_investment.left_for(w, company)
    return later_amount(one.ticket, rules.ratio, fen(rules.cap_per_deal), left, one.paid, room, one.room)


@law
def money_came(w: World, purse: Purse, amount: int) -> None:
    """New money goes first to co-investments applied for and not yet made: today, before today's rounds close."""
    if purse.line == CO_LINE and amount and w.market[0].first_application != NOBODY:
        plan_service(w, w.clock[0].today)


@law
def plan_service(w: World, day: int) -> None:
    """Serve those who wait for co-investment on ``day``."""
    if w.market[0].service_day != day:
        w.market[0].service_day = day
        at(w, day, ROUND, GUIDANCE, 0, 0, codes.SERVE_APPLICATIONS, 0, 0)


@law
def serve_applications(w: World, _: int, __: int) -> None:
    """First come, first served; who gets part of what the rules allow, or nothing, waits on for the rest."""
    market = w.market[0]
    a = market.first_application
    market.first_application = NOBODY
    market.last_application = NOBODY
    while a != NOBODY:
        one = w.applications[a]
        a = one.next
        if stands(w, one) and still_waits(w, one):
            one.next = NOBODY
            if market.last_application == NOBODY:
                market.first_application = one.id
            else:
                w.applications[market.last_application].next = one.id
            market.last_application = one.id


@law
def still_waits(w: World, one: Application) -> int:
    """Co-invest what there is money for; whether something worth waiting for is left."""
    left = rest(w, one)
    amount = min(left, money.purse_of(w, CO_LINE).available)
    if amount >= least(w):
        one.paid += amount
        one.room -= amount
        money.hold(w, money.purse_of(w, CO_LINE), amount)
        slot = w.companies[one.company].slot
        at(w, w.clock[0].today, PAYMENT, COMPANY, slot, LATER, codes.PAY_LATER, one.id, amount)
        left -= amount
    return int(left >= least(w))


@law
def pay_later(w: World, a: int, amount: int) -> None:
    """Shares at the round's price; as with a larger round, the runway stays and more is spent a day."""
    one = w.applications[a]
    company = w.companies[one.company]
    runway.spend(w, company)
    shares = runway.issue(company, amount)
    count(w, codes.CO_INVESTMENTS_LATER, 1)
    one.stake = co_investment.invest(w, w.funds[one.lead], company, amount, shares, one.stake, BY_CO_WINDOW)
    runway.round_paid(w, company)
