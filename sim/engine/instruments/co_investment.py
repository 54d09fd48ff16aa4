"""Co-investment (跟进投资): beside a lead at closing, entrusted to it, its gain shared, left by a deadline (D8)."""

from typing import Final

from sim.clauses import co_investment, exit_price, rates, stage_equity
from sim.clauses.rounding import fen
from sim.economy import laws
from sim.engine import chance, codes, money, seeing
from sim.engine.base import post, take_place
from sim.engine.calendar import at, draw
from sim.engine.codes import (
    ABOUT_COMPANY,
    BUYERS,
    BY_CO_DEADLINE,
    BY_CO_HOLDING,
    BY_CO_INVESTMENT,
    BY_GAIN_SHARE,
    BY_NO_EARLIER_EXIT,
    CO_LINE,
    CO_STAKE,
    NEVER,
    NOBODY,
    OPTION,
    OUTSIDE,
)
from sim.engine.instruments.eligible import eligible
from sim.engine.instruments.private_side import public_commitment
from sim.engine.interest import rate_today
from sim.engine.kinds.firms import Company, Fund
from sim.engine.kinds.money import CoStake
from sim.engine.money import purse_of
from sim.engine.rows import add, law
from sim.engine.rules import CO_RATE, COMPOUND, OUTSIDERS_TOO
from sim.engine.state import World

STAGE_SLOTS: Final = 8
ASKED_SLOTS: Final = 16


# ---- before a round closes ------------------------------------------------------------------------------------------


@law
def supports(w: World, lead: Fund, company: Company, stage: int) -> int:
    """Whether a deal of ``lead`` may be co-invested today at all."""
    rules = w.co_rule[0]
    if w.dates[0].co_on == 0 or w.clock[0].today >= w.levels[money.CITY].closing:
        return 0
    if rules.no_double_support and public_commitment(w, lead) > 0:
        return 0
    return eligible(w, company, stage, rules.last_stage, rules.local_only)


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


# ---- buying ---------------------------------------------------------------------------------------------------------


@law
def invest(w: World, lead: Fund, company: Company, amount: int, shares: int, stake: int, clause: int) -> int:
    """Pay for shares, of a ``stake`` held in the deal already or (NOBODY) of a new one; gives the stake."""
    purse, whom = purse_of(w, CO_LINE), ABOUT_COMPANY + company.slot
    money.pay_held(w, purse, company.cash, amount, codes.IN_COMPANIES, codes.CO_INVESTMENT, whom, clause)
    company.co_invested += amount
    if stake == NOBODY:
        stake = open_co_stake(w, lead, company)
    one = w.co_stakes[stake]
    lot = add(w.lots)
    lot.day = w.clock[0].start + w.clock[0].today
    lot.left = float(amount)
    lot.next = NOBODY
    if one.last_lot == NOBODY:
        one.first_lot = lot.id
    else:
        w.lots[one.last_lot].next = lot.id
    one.last_lot = lot.id
    one.shares += shares
    one.cost += amount
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
    at(w, day, OPTION, CO_STAKE, number, 0, codes.CO_STAKE_DUE, one.id, 0)


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
    plan_deadline(w, one, rates.anniversary(now.start + now.today, 1) - now.start)


@law
def value_of(w: World, one: CoStake) -> float:
    """Accounting value in fen (D7)."""
    company = w.companies[one.company]
    return exit_price.nav_of_company(float(one.shares), company.price, company.state)


@law
def value(w: World, one: CoStake) -> None:
    """What is still held at the horizon, less the manager's share of the gain."""
    whole = int(value_of(w, one) + 0.5)
    one.nav = whole - co_investment.gain_share(whole, one.cost, w.co_rule[0].gain_share)


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
    return int(liquid and stage_equity.worth_buying(value, float(price), terms.threshold))


@law
def auctioned(w: World, one: CoStake, price: int, ordinal: int) -> int:
    """One bid from outside, drawn as for a sub-fund's stake (D7); taken if it reaches the price."""
    terms, company = w.exercise[0], w.companies[one.company]
    z = laws.normal(draw(w, chance.CO_AUCTION, company.slot, ordinal))
    bid = exit_price.auction_bid(value_of(w, one), terms.auction_discount, terms.auction_sigma, z)
    if bid < price or bid < 1.0:
        return 0
    sell_to_buyers(w, one, int(bid + 0.5), codes.AUCTION_PRICE, BY_CO_DEADLINE)
    return 1


@law
def lead_sells(w: World, lead: Fund, company: Company) -> None:
    """A fund sells a company at its own end; where it may not go first, what it was entrusted with goes too."""
    if w.co_rule[0].no_earlier_exit == 0:
        return
    s = company.first_co_stake
    while s != NOBODY:
        one = w.co_stakes[s]
        s = one.next
        if one.lead == lead.id:
            price = int(exit_price.term_sale(value_of(w, one), w.fund_terms[0].sale_discount) + 0.5)
            sell_to_buyers(w, one, price, codes.SECONDARY_SALE, BY_NO_EARLIER_EXIT)


@law
def sell_to_buyers(w: World, one: CoStake, price: int, kind: int, clause: int) -> None:
    """Buyers from outside take the shares."""
    post(w, BUYERS, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + w.companies[one.company].slot, clause)
    leave(w, one, BUYERS, price, kind, codes.BY_SECONDARY)


# ---- leaving --------------------------------------------------------------------------------------------------------


@law
def leave(w: World, one: CoStake, payer: int, proceeds: int, kind: int, route: int) -> None:
    """Proceeds come in; the agreed share of the gain goes to the entrusted manager."""
    company, purse = w.companies[one.company], purse_of(w, CO_LINE)
    whom = ABOUT_COMPANY + company.slot
    money.receive(w, purse, payer, proceeds, kind, whom, BY_CO_INVESTMENT)
    share = co_investment.gain_share(proceeds, one.cost, w.co_rule[0].gain_share)
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
