"""How a co-investment is left: at its deadline, with its lead, with the company, or valued at the horizon (D8)."""

from typing import Final

from sim.clauses import co_investment, exit_price, rates, stage_equity
from sim.economy import laws
from sim.engine import chance, codes, seeing, small_holders, steps, term_sales
from sim.engine.base import post, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import (
    ABOUT_COMPANY,
    BUYERS,
    BY_CO_DEADLINE,
    BY_CO_HOLDING,
    BY_DIRECT_EQUITY,
    BY_NO_EARLIER_EXIT,
    CO,
    FOUNDERS,
    NEVER,
    NOBODY,
    OUTSIDE,
)
from sim.engine.instruments import co_money
from sim.engine.interest import rate_today
from sim.engine.kinds.firms import Company, Holding
from sim.engine.kinds.money import CoStake
from sim.engine.order import CO_DUE, CO_STAKE, OPTION
from sim.engine.rows import law
from sim.engine.rules import CO_RATE, COMPOUND, DIRECT_RATE, OUTSIDERS_TOO
from sim.engine.state import World

STAGE_SLOTS: Final = 8
ASKED_SLOTS: Final = 16
# By scheme: streams, the rate of the price, clauses of what is paid at the deadline.
VALUE: Final = (chance.CO_EXERCISE_VALUE, chance.DE_EXERCISE_VALUE)
LIQUID: Final = (chance.CO_EXERCISE_LIQUID, chance.DE_EXERCISE_LIQUID)
BID: Final = (chance.CO_AUCTION, chance.DE_AUCTION)
RATES: Final = (CO_RATE, DIRECT_RATE)
AT_DEADLINE: Final = (BY_CO_HOLDING, BY_DIRECT_EQUITY)
BIDDING: Final = (BY_CO_DEADLINE, BY_DIRECT_EQUITY)


# ---- the deadline ---------------------------------------------------------------------------------------------------


@law
def plan_deadline(w: World, one: CoStake, day: int) -> None:
    """Ask at the deadline."""
    number = w.companies[one.company].slot * STAGE_SLOTS + one.stage
    at(w, day, OPTION, CO_STAKE, number, CO_DUE + one.scheme, codes.CO_STAKE_DUE, one.id, 0)


@law
def co_stake_due(w: World, s: int, _: int) -> None:
    """Founders, the manager, outsiders, as far as rules ask them; else overdue, and asked again every year."""
    one, now = w.co_stakes[s], w.clock[0]
    if one.exit_day != NEVER:
        return
    price, ordinal = price_today(w, one), one.stage * ASKED_SLOTS + one.asked
    one.asked += 1
    if founders_buy(w, one, price) or manager_buys(w, one, price, ordinal):
        return
    if w.co_rule[one.scheme].at_deadline == OUTSIDERS_TOO and auctioned(w, one, price, ordinal):
        return
    tell(w, steps.CO_OVERDUE, one.company, one.scheme)
    plan_deadline(w, one, rates.anniversary(now.start + now.today, 1) - now.start)


@law
def value_of(w: World, one: CoStake) -> float:
    """Accounting value in fen (D7)."""
    return seeing.value_of_shares(w, w.companies[one.company], one.shares, one.cost)


@law
def price_today(w: World, one: CoStake) -> int:
    """Cost plus rate, payment by payment, and no less than a share of the appraised value."""
    rules, rule, today = w.co_rule[one.scheme], w.rates[RATES[one.scheme]], w.clock[0].start + w.clock[0].today
    formula, n = 0.0, one.first_lot
    while n != NOBODY:
        lot = w.lots[n]
        rate, years = rate_today(w, rule, lot.day, lot.day), rates.years_between(lot.day, today)
        formula += co_investment.lot_price(lot.left, rate, years, rule.compounding == COMPOUND)
        n = lot.next
    return int(co_investment.least_price(formula, value_of(w, one), rules.floor_share) + 0.5)


@law
def founders_buy(w: World, one: CoStake, price: int) -> int:
    """Founders who go first buy what is worth more to them than the price, if they can pay all of it.

    They know their company: they err about its value as little as its books do. What they can pay is what they can
    pay to anybody (``term_sales.founders_offer``): it is drawn once for a company.
    """
    company, terms = w.companies[one.company], w.buy_back[0]
    if one.scheme == CO or w.direct_rule[0].founders_first == 0:
        return 0
    value, u = value_of(w, one), draw(w, chance.BUY_BACK, company.slot, 0)
    bought = int(u < terms.in_full and stage_equity.worth_buying(value, float(price), w.exercise[0].threshold))
    tell(w, steps.DE_FOUNDERS_ASKED, company.id, price, value, bought)
    if bought:
        post(w, FOUNDERS, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + company.slot, BY_DIRECT_EQUITY)
        leave(w, one, FOUNDERS, price, codes.BUY_BACK_PRICE, codes.BY_BUY_BACK)
        small_holders.hold(w, company, codes.FOUNDING, price, one.shares)
    return bought


@law
def manager_buys(w: World, one: CoStake, price: int, ordinal: int) -> int:
    """The entrusted manager has first refusal, and buys what it would rather have than the price."""
    if one.lead == NOBODY or would_buy(w, one, price, ordinal) == 0:
        return 0
    account, company = w.managers[w.funds[one.lead].manager].account, w.companies[one.company]
    post(w, account, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + company.slot, AT_DEADLINE[one.scheme])
    leave(w, one, account, price, codes.FIRST_REFUSAL_PRICE, codes.BY_FIRST_REFUSAL)
    return 1


@law
def would_buy(w: World, one: CoStake, price: int, ordinal: int) -> int:
    """Whether the manager can and wants to: it compares its own value with the price."""
    terms, company, lead, noise = w.exercise[0], w.companies[one.company], w.funds[one.lead], 1.0
    if terms.value_noise > 0.0:
        noise = laws.lognormal(draw(w, VALUE[one.scheme], company.slot, ordinal), 1.0, terms.value_noise)
    value = value_of(w, one) * seeing.present_value(w, lead, company) * noise
    liquid = draw(w, LIQUID[one.scheme], company.slot, ordinal) < terms.liquid
    bought = int(liquid and stage_equity.worth_buying(value, float(price), terms.threshold))
    tell(w, steps.CO_CONSIDERED, company.id, price, value, bought, one.scheme)
    return bought


@law
def auctioned(w: World, one: CoStake, price: int, ordinal: int) -> int:
    """One bid from outside, drawn as for a sub-fund's stake (D7); taken if it reaches the price."""
    terms, company = w.exercise[0], w.companies[one.company]
    z = laws.normal(draw(w, BID[one.scheme], company.slot, ordinal))
    bid = exit_price.auction_bid(value_of(w, one), terms.auction_discount, terms.auction_sigma, z)
    sold = int(bid >= price and bid >= 1.0)
    tell(w, steps.CO_AUCTIONED, company.id, bid, price, sold, one.scheme)
    if sold:
        sell_to_buyers(w, one, int(bid + 0.5), codes.AUCTION_PRICE, codes.BY_SECONDARY, BIDDING[one.scheme])
    return sold


@law
def term_sale(w: World, holding: Holding, paid: int, kind: int) -> None:
    """A fund sells a company at its own end; where it may not go first, what it was entrusted with goes too.

    ``paid`` (fen) and ``kind`` are those of its own sale: founders who buy from it buy this as well.
    """
    company = w.companies[holding.company]
    s = company.first_co_stake
    while s != NOBODY:
        one = w.co_stakes[s]
        s = one.next
        if one.lead == holding.fund and w.co_rule[one.scheme].no_earlier_exit:
            if kind == codes.BUY_BACK_PRICE:
                sell_to_founders(w, one, int(paid / holding.shares * one.shares + 0.5))
            else:
                price, kind_of_sale, route = term_sales.to_buyers(w, company, value_of(w, one))
                tell(w, steps.CO_WITH_LEAD, company.id, price)
                sell_to_buyers(w, one, price, kind_of_sale, route, BY_NO_EARLIER_EXIT)


@law
def sell_to_founders(w: World, one: CoStake, price: int) -> None:
    """Founders who buy back what the lead holds pay as much a share for this."""
    company = w.companies[one.company]
    tell(w, steps.CO_WITH_LEAD, company.id, price)
    post(w, FOUNDERS, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + company.slot, BY_NO_EARLIER_EXIT)
    leave(w, one, FOUNDERS, price, codes.BUY_BACK_PRICE, codes.BY_BUY_BACK)


@law
def sell_to_buyers(w: World, one: CoStake, price: int, kind: int, route: int, clause: int) -> None:
    """Buyers from outside take the shares."""
    post(w, BUYERS, OUTSIDE, price, codes.PROVIDE, ABOUT_COMPANY + w.companies[one.company].slot, clause)
    leave(w, one, BUYERS, price, kind, route)


# ---- leaving --------------------------------------------------------------------------------------------------------


@law
def leave(w: World, one: CoStake, payer: int, proceeds: int, kind: int, route: int) -> None:
    """Proceeds come in; the agreed share of the gain goes to the entrusted manager, unless it is the buyer."""
    company = w.companies[one.company]
    whom, to_itself = ABOUT_COMPANY + company.slot, route == codes.BY_FIRST_REFUSAL
    co_money.receive(w, one.scheme, payer, proceeds, kind, whom)
    share = gain_of_manager(w, one, proceeds, to_itself)
    if one.lead != NOBODY:
        co_money.share_gain(w, one.scheme, w.managers[w.funds[one.lead].manager].account, share, whom)
    one.proceeds += proceeds
    one.paid_away += share
    one.exit_day = w.clock[0].today
    one.route = route
    if route == codes.BY_LIQUIDATION and exit_price.is_write_off(proceeds, one.cost):
        one.route = codes.BY_WRITE_OFF
    unlink(w, company, one)
    co_money.cost_gone(w, one.scheme, one.cost)
    tell(w, steps.CO_LEFT, company.id, proceeds, share, one.scheme)


@law
def gain_of_manager(w: World, one: CoStake, proceeds: int, to_itself: bool) -> int:
    """The entrusted manager's share of the gain (fen); nobody's where nobody was entrusted."""
    if one.lead == NOBODY:
        return 0
    return co_investment.gain_share(proceeds, one.cost, w.co_rule[one.scheme].gain_share, to_itself)


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
    one.nav = whole - gain_of_manager(w, one, whole, False)
