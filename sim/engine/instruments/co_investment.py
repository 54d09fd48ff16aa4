"""Co-investment (跟进投资): beside a lead at closing, entrusted to it (D8); how it is left: ``co_leaving``.

Its functions serve two schemes: the guidance fund's, and the direct equity of programmes (``co_money``).
"""

from sim.clauses import co_investment, stage_equity
from sim.clauses.rounding import fen
from sim.engine import codes, holdings, money, runway, steps
from sim.engine.base import count, take_place, tell
from sim.engine.calendar import at
from sim.engine.codes import ABOUT_COMPANY, BY_CO_WINDOW, CO, CO_LINE, DIRECT, NEVER, NOBODY
from sim.engine.instruments import co_money
from sim.engine.instruments.co_leaving import plan_deadline
from sim.engine.instruments.eligible import eligible
from sim.engine.instruments.lots import add_lot
from sim.engine.instruments.private_side import public_commitment
from sim.engine.kinds.firms import Company, Deal, Fund
from sim.engine.kinds.money import Application, Purse
from sim.engine.money import purse_of
from sim.engine.order import COMPANY, GUIDANCE, LATER, PAYMENT, ROUND, SERVICE
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def begin(w: World) -> None:
    """Nobody waits."""
    w.market[0].first_application = NOBODY
    w.market[0].last_application = NOBODY
    w.market[0].service_day = NEVER


@law
def company_founded(w: World, company: Company) -> None:
    """Nothing has been co-invested."""
    company.first_co_stake = NOBODY
    company.last_co_stake = NOBODY


# ---- before a round closes ------------------------------------------------------------------------------------------


@law
def supports(w: World, scheme: int, lead: Fund, company: Company, stage: int) -> int:
    """Whether a deal of ``lead`` may be co-invested today at all."""
    if w.co_rule[scheme].no_double_support and public_commitment(w, lead) > 0:
        return 0
    return supports_company(w, scheme, company, stage)


@law
def supports_company(w: World, scheme: int, company: Company, stage: int) -> int:
    """Whether the company may be invested in today, whoever leads."""
    if scheme == CO and (w.lines[CO_LINE].on == 0 or w.clock[0].today >= w.levels[money.CITY].closing):
        return 0
    rules = w.co_rule[scheme]
    return eligible(w, company, stage, rules.last_stage, rules.local_only)


@law
def gain_beside(w: World, lead: Fund, company: Company, stage: int) -> float:
    """The lead's share of the gain on each yuan that it puts in itself, where the deal can be co-invested today."""
    for scheme in range(len(w.co_rule)):
        if co_money.free(w, scheme) and supports(w, scheme, lead, company, stage):
            return w.co_rule[scheme].gain_share * w.co_rule[scheme].ratio
    return 0.0


@law
def left_for(w: World, scheme: int, company: Company) -> int:
    """What the company may still get in fen; -1 where there is no cap."""
    cap = fen(w.co_rule[scheme].cap_per_company)
    return max(0, cap - company.co_invested) if cap > 0 else -1


@law
def within_cap(
    w: World, scheme: int, company: Company, price: float, company_fen: float, most: int, on_top: int
) -> int:
    """``most`` fen, cut to the cap on the share of the company that all co-investment may hold, of both schemes.

    ``company_fen`` is the company at ``price``, with all its money but this (``on_top``) or with this in its place.
    """
    cap = w.co_rule[scheme].stake_cap
    if cap == 0.0:
        return most
    public, s = 0, company.first_co_stake
    while s != NOBODY:
        public += w.co_stakes[s].shares
        s = w.co_stakes[s].next
    return min(most, co_investment.stake_room(public * price, company_fen, cap, on_top > 0))


@law
def quote(w: World, scheme: int, company: Company, lead_amount: int, gap: int) -> int:
    """What would go in beside ``lead_amount`` (fen)."""
    rules = w.co_rule[scheme]
    left = left_for(w, scheme, company)
    amount = co_investment.amount(
        lead_amount, rules.ratio, fen(rules.cap_per_deal), left, gap, co_money.free(w, scheme)
    )
    return amount if amount >= fen(rules.minimum) else 0


@law
def beside_lead(w: World, scheme: int, company: Company, deal: Deal, left: int, ready: int) -> int:
    """What goes in beside the lead (fen); where outsiders stand ready it takes the place of their money."""
    lead = w.funds[deal.lead]
    if co_money.free(w, scheme) == 0 or supports(w, scheme, lead, company, deal.stage) == 0:
        return 0
    return quote(w, scheme, company, deal.lead_ticket, gap_of(w, scheme, company, deal, left, ready))


@law
def gap_of(w: World, scheme: int, company: Company, deal: Deal, left: int, ready: int) -> int:
    """What a round that lacks ``left`` has room for (fen), within the cap on the share held."""
    value = deal.price * company.shares + (deal.size if ready else deal.size - left)
    return within_cap(w, scheme, company, deal.price, value, left, 1 - ready)


@law
def round_closed(w: World, deal: Deal) -> None:
    """The money is held until the round is paid."""
    co_money.hold(w, CO, deal.co_investment)
    if deal.direct:
        co_money.hold(w, DIRECT, deal.direct)


# ---- buying ---------------------------------------------------------------------------------------------------------


@law
def lead_paid(w: World, company: Company, deal: Deal) -> None:
    """The funds have paid into the round: what was held is paid as well."""
    if deal.co_investment:
        pay_beside(w, CO, company, deal.lead, deal.co_investment)
    if deal.direct:
        pay_beside(w, DIRECT, company, deal.lead, deal.direct)


@law
def pay_beside(w: World, scheme: int, company: Company, lead: int, amount: int) -> None:
    """Shares of the round, at its price."""
    invest(w, scheme, lead, company, amount, runway.issue(company, amount), NOBODY, co_money.MADE[scheme])


@law
def invest(
    w: World, scheme: int, lead: int, company: Company, amount: int, shares: int, stake: int, clause: int
) -> int:
    """Pay for shares, of a ``stake`` held in the deal already or (NOBODY) of a new one; gives the stake."""
    co_money.pay_held(w, scheme, company.cash, amount, ABOUT_COMPANY + company.slot, clause)
    if scheme == CO:
        company.co_invested += amount
    if stake == NOBODY:
        stake = open_co_stake(w, scheme, lead, company)
    one = w.co_stakes[stake]
    add_lot(w, one, amount)
    one.shares += shares
    one.cost += amount
    tell(w, steps.CO_INVESTED, company.id, lead, amount, clause)
    return stake


@law
def open_co_stake(w: World, scheme: int, lead: int, company: Company) -> int:
    """A new position; its deadline runs from this first payment."""
    now = w.clock[0]
    one = add(w.co_stakes)
    one.scheme = scheme
    one.lead = lead
    one.company = company.id
    one.stage = max(company.stage, 0)
    one.order = take_place(w)
    one.first_day = now.today
    one.deadline = NEVER
    one.exit_day = NEVER
    one.first_lot = NOBODY
    one.last_lot = NOBODY
    one.next = NOBODY
    if company.last_co_stake == NOBODY:
        company.first_co_stake = one.id
    else:
        w.co_stakes[company.last_co_stake].next = one.id
    company.last_co_stake = one.id
    due = stage_equity.deadline(now.start + now.today, w.co_rule[scheme].maximum_holding_years)
    if due > 0:
        one.deadline = due - now.start
        plan_deadline(w, one, one.deadline)
    return one.id


# ---- applied for at the closing, made later -------------------------------------------------------------------------
# What was not co-invested at the closing, for want of money or of room in the round, may still be within the window
# (128号 art. 18): new shares on top of the round, at its price. Who waits stands in the order of closing days, then of
# companies.


@law
def least(w: World) -> int:
    """The smallest co-investment."""
    return max(1, fen(w.co_rule[0].minimum))


@law
def round_paid(w: World, company: Company, deal: Deal, room: int) -> None:
    """A round has closed: the lead applies for what was not co-invested; ``room`` is what the round had left."""
    months, now = w.co_rule[0].window_months, w.clock[0]
    if deal.lead == NOBODY or months == 0 or w.lines[CO_LINE].on == 0 or now.today < 0 or deal.direct:
        return  # nobody applies before the start, or for a second public investor in the round
    one = add(w.applications)
    one.lead = deal.lead
    one.company = company.id
    one.stage = company.stage
    one.last_day = co_investment.last_day(now.start + now.today, months) - now.start
    one.ticket = deal.lead_ticket
    one.paid = deal.co_investment
    one.room = room
    one.stake = company.last_co_stake if deal.co_investment else NOBODY
    one.next = NOBODY
    if stands(w, one) == 0:
        return
    asked = rest(w, one)
    if asked < least(w):
        return
    market = w.market[0]
    if market.last_application == NOBODY:
        market.first_application = one.id
    else:
        w.applications[market.last_application].next = one.id
    market.last_application = one.id
    tell(w, steps.CO_APPLIED, company.id, one.lead, asked)
    if purse_of(w, CO_LINE).available >= least(w):
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
    return supports(w, CO, lead, company, one.stage)


@law
def rest(w: World, one: Application) -> int:
    """What the rules still allow in this deal, whatever is in the purse (fen)."""
    rules, company = w.co_rule[0], w.companies[one.company]
    value = company.price * company.shares
    room = within_cap(w, CO, company, company.price, value, one.room, 1)
    left = left_for(w, CO, company)
    return co_investment.later_amount(one.ticket, rules.ratio, fen(rules.cap_per_deal), left, one.paid, room, one.room)


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
        at(w, day, ROUND, GUIDANCE, 0, SERVICE, codes.SERVE_APPLICATIONS, 0, 0)


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
    amount = min(left, purse_of(w, CO_LINE).available)
    if amount >= least(w):
        one.paid += amount
        one.room -= amount
        money.hold(w, purse_of(w, CO_LINE), amount)
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
    one.stake = invest(w, CO, one.lead, company, amount, shares, one.stake, BY_CO_WINDOW)
    runway.round_paid(w, company)
