"""Co-investment (跟进投资): beside a lead at closing, entrusted to it, its gain shared, left by a deadline (D8)."""

from typing import Final

from sim.clauses import co_investment, exit_price, rates, stage_equity
from sim.clauses.rounding import fen
from sim.economy import laws
from sim.engine import chance, codes, holdings, money, runway, seeing, steps, term_sales
from sim.engine.base import count, post, take_place, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import (
    ABOUT_COMPANY,
    BUYERS,
    BY_CO_DEADLINE,
    BY_CO_HOLDING,
    BY_CO_INVESTMENT,
    BY_CO_WINDOW,
    BY_GAIN_SHARE,
    BY_NO_EARLIER_EXIT,
    CO_LINE,
    NEVER,
    NOBODY,
    OUTSIDE,
)
from sim.engine.instruments.eligible import eligible
from sim.engine.instruments.lots import add_lot
from sim.engine.instruments.private_side import public_commitment
from sim.engine.interest import rate_today
from sim.engine.kinds.firms import Company, Deal, Fund
from sim.engine.kinds.money import Application, CoStake, Purse
from sim.engine.money import purse_of
from sim.engine.order import CO_DUE, CO_STAKE, COMPANY, GUIDANCE, LATER, OPTION, PAYMENT, ROUND, SERVICE
from sim.engine.rows import add, law
from sim.engine.rules import CO_RATE, COMPOUND, OUTSIDERS_TOO
from sim.engine.state import World

STAGE_SLOTS: Final = 8
ASKED_SLOTS: Final = 16


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
def supports(w: World, lead: Fund, company: Company, stage: int) -> int:
    """Whether a deal of ``lead`` may be co-invested today at all."""
    rules = w.co_rule[0]
    if w.lines[CO_LINE].on == 0 or w.clock[0].today >= w.levels[money.CITY].closing:
        return 0
    if rules.no_double_support and public_commitment(w, lead) > 0:
        return 0
    return eligible(w, company, stage, rules.last_stage, rules.local_only)


@law
def gain_beside(w: World, lead: Fund, company: Company, stage: int) -> float:
    """The lead's share of the gain on each yuan that it puts in itself, where the deal can be co-invested today."""
    rules = w.co_rule[0]
    if purse_of(w, CO_LINE).available == 0 or supports(w, lead, company, stage) == 0:
        return 0.0
    return rules.gain_share * rules.ratio


@law
def left_for(w: World, company: Company) -> int:
    """What the company may still get in fen; -1 where there is no cap."""
    cap = fen(w.co_rule[0].cap_per_company)
    return max(0, cap - company.co_invested) if cap > 0 else -1


@law
def within_cap(w: World, company: Company, price: float, company_fen: float, most: int, on_top: int) -> int:
    """``most`` fen, cut to the cap on the share of the company that all co-investment may hold.

    ``company_fen`` is the company at ``price``, with all its money but this (``on_top``) or with this in its place.
    """
    cap = w.co_rule[0].stake_cap
    if cap == 0.0:
        return most
    public, s = 0, company.first_co_stake
    while s != NOBODY:
        public += w.co_stakes[s].shares
        s = w.co_stakes[s].next
    return min(most, co_investment.stake_room(public * price, company_fen, cap, on_top > 0))


@law
def quote(w: World, lead: Fund, company: Company, stage: int, lead_amount: int, gap: int) -> int:
    """What the guidance fund would put in beside ``lead_amount`` (fen)."""
    rules, available = w.co_rule[0], purse_of(w, CO_LINE).available
    if available == 0 or supports(w, lead, company, stage) == 0:
        return 0
    amount = co_investment.amount(
        lead_amount, rules.ratio, fen(rules.cap_per_deal), left_for(w, company), gap, available
    )
    return amount if amount >= fen(rules.minimum) else 0


@law
def beside_lead(w: World, company: Company, deal: Deal, left: int, ready: int) -> int:
    """What goes in beside the lead (fen); where outsiders stand ready it takes the place of their money."""
    value = deal.price * company.shares + (deal.size if ready else deal.size - left)
    gap = within_cap(w, company, deal.price, value, left, 1 - ready)
    return quote(w, w.funds[deal.lead], company, deal.stage, deal.lead_ticket, gap)


@law
def round_closed(w: World, deal: Deal) -> None:
    """The money is held until the round is paid."""
    money.hold(w, purse_of(w, CO_LINE), deal.co_investment)


# ---- buying ---------------------------------------------------------------------------------------------------------


@law
def lead_paid(w: World, company: Company, deal: Deal) -> None:
    """The funds have paid into the round: what was held is paid as well."""
    if deal.co_investment:
        shares = runway.issue(company, deal.co_investment)
        invest(w, w.funds[deal.lead], company, deal.co_investment, shares, NOBODY, BY_CO_INVESTMENT)


@law
def invest(w: World, lead: Fund, company: Company, amount: int, shares: int, stake: int, clause: int) -> int:
    """Pay for shares, of a ``stake`` held in the deal already or (NOBODY) of a new one; gives the stake."""
    purse, whom = purse_of(w, CO_LINE), ABOUT_COMPANY + company.slot
    money.pay_held(w, purse, company.cash, amount, codes.IN_COMPANIES, codes.CO_INVESTMENT, whom, clause)
    company.co_invested += amount
    if stake == NOBODY:
        stake = open_co_stake(w, lead, company)
    one = w.co_stakes[stake]
    add_lot(w, one, amount)
    one.shares += shares
    one.cost += amount
    tell(w, steps.CO_INVESTED, company.id, lead.id, amount, clause)
    return stake


@law
def open_co_stake(w: World, lead: Fund, company: Company) -> int:
    """A new position; its deadline runs from this first payment."""
    now = w.clock[0]
    one = add(w.co_stakes)
    one.lead = lead.id
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
    due = stage_equity.deadline(now.start + now.today, w.co_rule[0].maximum_holding_years)
    if due > 0:
        one.deadline = due - now.start
        plan_deadline(w, one, one.deadline)
    return one.id


@law
def plan_deadline(w: World, one: CoStake, day: int) -> None:
    """Ask at the deadline."""
    number = w.companies[one.company].slot * STAGE_SLOTS + one.stage
    at(w, day, OPTION, CO_STAKE, number, CO_DUE, codes.CO_STAKE_DUE, one.id, 0)


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
    if deal.lead == NOBODY or months == 0 or w.lines[CO_LINE].on == 0 or now.today < 0:
        return  # nobody applies before the start
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
    return supports(w, lead, company, one.stage)


@law
def rest(w: World, one: Application) -> int:
    """What the rules still allow in this deal, whatever is in the purse (fen)."""
    rules, company = w.co_rule[0], w.companies[one.company]
    value = company.price * company.shares
    room = within_cap(w, company, company.price, value, one.room, 1)
    left = left_for(w, company)
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
    one.stake = invest(w, w.funds[one.lead], company, amount, shares, one.stake, BY_CO_WINDOW)
    runway.round_paid(w, company)


# ---- the deadline ---------------------------------------------------------------------------------------------------


@law
def co_stake_due(w: World, s: int, _: int) -> None:
    """The manager first, then outsiders where the rules ask them; else overdue, and asked again every year."""
    one, now = w.co_stakes[s], w.clock[0]
    if one.exit_day != NEVER:
        return
    price, ordinal = price_today(w, one), one.stage * ASKED_SLOTS + one.asked
    one.asked += 1
    if manager_buys(w, one, price, ordinal):
        account, company = w.managers[w.funds[one.lead].manager].account, w.companies[one.company]
        post(w, account, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + company.slot, BY_CO_HOLDING)
        leave(w, one, account, price, codes.FIRST_REFUSAL_PRICE, codes.BY_FIRST_REFUSAL)
        return
    if w.co_rule[0].at_deadline == OUTSIDERS_TOO and auctioned(w, one, price, ordinal):
        return
    tell(w, steps.CO_OVERDUE, one.company)
    plan_deadline(w, one, rates.anniversary(now.start + now.today, 1) - now.start)


@law
def value_of(w: World, one: CoStake) -> float:
    """Accounting value in fen (D7)."""
    return seeing.value_of_shares(w, w.companies[one.company], one.shares, one.cost)


@law
def price_today(w: World, one: CoStake) -> int:
    """Cost plus rate, payment by payment, and no less than a share of the appraised value."""
    rules, rule, today = w.co_rule[0], w.rates[CO_RATE], w.clock[0].start + w.clock[0].today
    formula, n = 0.0, one.first_lot
    while n != NOBODY:
        lot = w.lots[n]
        rate, years = rate_today(w, rule, lot.day, lot.day), rates.years_between(lot.day, today)
        formula += co_investment.lot_price(lot.left, rate, years, rule.compounding == COMPOUND)
        n = lot.next
    return int(co_investment.least_price(formula, value_of(w, one), rules.floor_share) + 0.5)


@law
def manager_buys(w: World, one: CoStake, price: int, ordinal: int) -> int:
    """The entrusted manager has first refusal; it compares its own value with the price."""
    terms, company, lead, noise = w.exercise[0], w.companies[one.company], w.funds[one.lead], 1.0
    if terms.value_noise > 0.0:
        noise = laws.lognormal(draw(w, chance.CO_EXERCISE_VALUE, company.slot, ordinal), 1.0, terms.value_noise)
    value = value_of(w, one) * seeing.present_value(w, lead, company) * noise
    liquid = draw(w, chance.CO_EXERCISE_LIQUID, company.slot, ordinal) < terms.liquid
    bought = int(liquid and stage_equity.worth_buying(value, float(price), terms.threshold))
    tell(w, steps.CO_CONSIDERED, company.id, price, value, bought)
    return bought


@law
def auctioned(w: World, one: CoStake, price: int, ordinal: int) -> int:
    """One bid from outside, drawn as for a sub-fund's stake (D7); taken if it reaches the price."""
    terms, company = w.exercise[0], w.companies[one.company]
    z = laws.normal(draw(w, chance.CO_AUCTION, company.slot, ordinal))
    bid = exit_price.auction_bid(value_of(w, one), terms.auction_discount, terms.auction_sigma, z)
    sold = int(bid >= price and bid >= 1.0)
    tell(w, steps.CO_AUCTIONED, company.id, bid, price, sold)
    if sold:
        sell_to_buyers(w, one, int(bid + 0.5), codes.AUCTION_PRICE, codes.BY_SECONDARY, BY_CO_DEADLINE)
    return sold


@law
def term_sale(w: World, lead: Fund, company: Company) -> None:
    """A fund sells a company at its own end; where it may not go first, what it was entrusted with goes too."""
    if w.co_rule[0].no_earlier_exit == 0:
        return
    s = company.first_co_stake
    while s != NOBODY:
        one = w.co_stakes[s]
        s = one.next
        if one.lead == lead.id:
            price, kind, route = term_sales.to_buyers(w, company, value_of(w, one))
            tell(w, steps.CO_WITH_LEAD, company.id, price)
            sell_to_buyers(w, one, price, kind, route, BY_NO_EARLIER_EXIT)


@law
def sell_to_buyers(w: World, one: CoStake, price: int, kind: int, route: int, clause: int) -> None:
    """Buyers from outside take the shares."""
    post(w, BUYERS, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + w.companies[one.company].slot, clause)
    leave(w, one, BUYERS, price, kind, route)


# ---- leaving --------------------------------------------------------------------------------------------------------


@law
def leave(w: World, one: CoStake, payer: int, proceeds: int, kind: int, route: int) -> None:
    """Proceeds come in; the agreed share of the gain goes to the entrusted manager, unless it is the buyer."""
    company, purse = w.companies[one.company], purse_of(w, CO_LINE)
    whom, to_itself = ABOUT_COMPANY + company.slot, route == codes.BY_FIRST_REFUSAL
    money.receive(w, purse, payer, proceeds, kind, whom, BY_CO_INVESTMENT)
    share = co_investment.gain_share(proceeds, one.cost, w.co_rule[0].gain_share, to_itself)
    account = w.managers[w.funds[one.lead].manager].account
    money.hand_on(w, purse, account, share, codes.GAIN_SHARE, whom, BY_GAIN_SHARE)
    one.proceeds += proceeds
    one.paid_away += share
    one.exit_day = w.clock[0].today
    one.route = route
    if route == codes.BY_LIQUIDATION and exit_price.is_write_off(proceeds, one.cost):
        one.route = codes.BY_WRITE_OFF
    unlink(w, company, one)
    money.shift(w, codes.IN_COMPANIES, codes.GONE, one.cost)
    tell(w, steps.CO_LEFT, company.id, proceeds, share)


@law
def unlink(w: World, company: Company, one: CoStake) -> None:
    """The shares are gone; the row stays as a record."""
    ahead, s = NOBODY, company.first_co_stake
    while s != one.id:
        ahead = s
        s = w.co_stakes[s].next
    if ahead == NOBODY:
        company.first_co_stake = one.next
    else:
        w.co_stakes[ahead].next = one.next
    if company.last_co_stake == one.id:
        company.last_co_stake = ahead


# ---- with the company, or at the horizon ----------------------------------------------------------------------------


@law
def company_wound_up(w: World, company: Company, share: float) -> None:
    """The company is wound up: each position gets the same share of its cost as the funds."""
    s = company.first_co_stake
    while s != NOBODY:
        one = w.co_stakes[s]
        s = one.next
        leave(w, one, OUTSIDE, int(one.cost * share + 0.5), codes.RECOVERY, codes.BY_LIQUIDATION)


@law
def company_sold(w: World, company: Company, price: float, kind: int, route: int) -> None:
    """The company's shares are sold at ``price`` each."""
    s = company.first_co_stake
    while s != NOBODY:
        one = w.co_stakes[s]
        s = one.next
        leave(w, one, OUTSIDE, int(one.shares * price + 0.5), kind, route)


@law
def lingering_sold(w: World, company: Company, share: float) -> None:
    """A lingering company is sold for ``share`` of its last price, or of the cost where that is less."""
    s = company.first_co_stake
    while s != NOBODY:
        one = w.co_stakes[s]
        s = one.next
        base = exit_price.lingering_base(float(one.shares), company.price, float(one.cost))
        leave(w, one, OUTSIDE, int(base * share + 0.5), codes.SALE, codes.BY_TRADE_SALE)


@law
def nav(w: World) -> None:
    """What is still held at the horizon."""
    for c in range(len(w.co_stakes)):
        if w.co_stakes[c].exit_day == NEVER:
            value(w, w.co_stakes[c])


@law
def value(w: World, one: CoStake) -> None:
    """What is still held at the horizon, less the manager's share of the gain."""
    whole = int(value_of(w, one) + 0.5)
    one.nav = whole - co_investment.gain_share(whole, one.cost, w.co_rule[0].gain_share, False)
