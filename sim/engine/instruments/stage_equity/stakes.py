"""A stage-equity stake (阶段参股): paid in lots, bought out at a price, auctioned at its deadline, or held (D7)."""

from sim.clauses import (
    exit_price,
    option_holder,
    option_schedule,
    rates,
    residual_gain,
    stage_equity,
    unilateral_exit,
)
from sim.economy import laws
from sim.engine import chance, codes, lines, money, seeing, steps
from sim.engine.base import post, take_place, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import (
    ABOUT_FUND,
    BY_BUYER,
    BY_DEADLINE,
    BY_MANAGER,
    BY_OPTION,
    BY_PARTNERS,
    NEVER,
    NOBODY,
    PUBLIC,
)
from sim.engine.instruments.lots import add_lot
from sim.engine.instruments.stage_equity import district, duties, parts, prices, puts
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Stake
from sim.engine.order import DUE, FUND, GRACE_OVER, IDLE, OPTION, PAYS_OUT, SCHEDULE, STAKE, WINDOW_OVER
from sim.engine.partners import split_by_class
from sim.engine.rows import add, law
from sim.engine.rules import ANYONE_BUYS, APPRAISED, AUCTION, HOLD_TO_TERM, MANAGER_BUYS, ORIGINAL, PRICE_IS_FLOOR
from sim.engine.state import World


@law
def open_stake(w: World, fund: Fund) -> None:
    """The public line of a fund that has been set up."""
    stake = add(w.stakes)
    stake.fund = fund.id
    stake.order = take_place(w)
    stake.first_day = NEVER
    stake.deadline = NEVER
    stake.exit_day = NEVER
    stake.asked = NEVER
    stake.first_lot = NOBODY
    stake.last_lot = NOBODY
    stake.first_part = NOBODY
    stake.put_day = NEVER
    stake.put_exit_day = NEVER
    fund.stake = stake.id
    duties.open_duty(w, stake, fund)
    parts.open_parts(w, stake, fund.commitment[PUBLIC])


# ---- money ----------------------------------------------------------------------------------------------------------


@law
def public_called(w: World, fund: Fund, amount: int) -> None:
    """The owners of the public line answer a capital call."""
    if amount == 0:
        return
    stake = w.stakes[fund.stake]
    ours = parts.call(w, stake, amount)
    if ours == 0:
        return
    whom = ABOUT_FUND + fund.slot
    city = ours - district.pay_call(w, fund, ours)
    fund.city_undrawn = money.take_up(w, fund.slot, city, fund.city_undrawn)
    money.draw(w, money.purse_of(w, codes.STAGE_EQUITY), city, fund.cash, whom, codes.BY_STAGE_EQUITY)
    money.buy(w, ours, codes.UNDRAWN, whom)
    add_lot(w, stake, ours)
    stake.outstanding += ours
    stake.at_cost += ours
    stake.cost += ours
    if stake.first_day == NEVER:
        first_payment(w, stake)


@law
def public_paid(w: World, fund: Fund, amount: int, capital: float, ceded: int) -> None:
    """A distribution on the public line goes to its owners; ``ceded`` is what the government hands on of it."""
    if amount == 0:
        return
    stake = w.stakes[fund.stake]
    held = parts.held(w, stake)
    ours = parts.receive(w, stake, amount) - ceded
    if held == 0.0:
        return
    district.take_home(w, fund, fund.cash, ours, codes.PAY_OUT)
    stake.proceeds += ours
    return_capital(w, stake, capital * held)


@law
def return_capital(w: World, stake: Stake, capital: float) -> None:
    """Capital returned takes the oldest payments first off the price base."""
    left = min(capital, stake.outstanding)
    whole = min(stake.at_cost, int(left + 0.5))
    stake.at_cost -= whole
    money.cost_back(w, whole, codes.ABOUT_GUIDANCE)
    stake.outstanding -= left
    if w.option[0].base == ORIGINAL:
        return
    n = stake.first_lot
    while n != NOBODY and left > 0.0:
        lot = w.lots[n]
        taken = min(lot.left, left)
        lot.left -= taken
        left -= taken
        n = lot.next


# ---- dates ----------------------------------------------------------------------------------------------------------


@law
def first_payment(w: World, stake: Stake) -> None:
    """The clock of price and deadline starts (财企[2007]128号 art. 15)."""
    now, rules, option, fund = w.clock[0], w.stage_rule[0], w.option[0], w.funds[stake.fund]
    stake.first_day = now.today
    first = now.start + now.today
    if option.enabled:
        for i in range(len(w.windows)):
            if w.windows[i].to_year > 0.0:
                day = stage_equity.years_after(first, w.windows[i].to_year)
                plan(w, fund, day - now.start, SCHEDULE + w.windows[i].ordinal, codes.CONSIDER_OPTION)
        grace_end = rates.anniversary(first, option.grace_years) - now.start
        if option.grace_years > 0 and len(w.windows) == 0:
            plan(w, fund, grace_end, GRACE_OVER, codes.CONSIDER_OPTION)
        last = window_end(w, stake) - now.start
        if last != grace_end and option.window_years > 0.0:
            plan(w, fund, last, WINDOW_OVER, codes.CONSIDER_OPTION)
    watch_idle(w, stake, first)
    puts.start(w, stake, first)
    duties.start(w, stake, first)
    due = stage_equity.deadline(first, rules.maximum_holding_years)
    if due > 0:
        stake.deadline = due - now.start
        plan(w, fund, stake.deadline, DUE, codes.STAKE_DUE)


@law
def watch_idle(w: World, stake: Stake, first: int) -> None:
    """Look at the fund a day after the time in which it had to invest; ``first`` is the ordinal of the payment."""
    day = unilateral_exit.idle_lapses(first, w.unilateral[0].idle_months)
    if day >= 0:
        plan(w, w.funds[stake.fund], day - w.clock[0].start, IDLE, codes.IDLE_DUE)


@law
def plan(w: World, fund: Fund, day: int, ordinal: int, code: int) -> None:
    """A day on which something is decided about the stake."""
    at(w, day, OPTION, STAKE, fund.slot, ordinal, code, fund.stake, 0)


@law
def window_end(w: World, stake: Stake) -> int:
    """The last day on which the option may be used, as an ordinal: at the latest that of the longest extension.

    Nobody knows before the term how long a fund goes on; once it has ended there is nothing to buy.
    """
    fund, start = w.funds[stake.fund], w.clock[0].start
    longest = w.extensions[len(w.extensions) - 1].years
    end = start + fund.set_up + laws.days(w.fund_terms[0].term_years + longest)
    return stage_equity.window_end(start + stake.first_day, w.option[0].window_years, end)


@law
def option_lives(w: World, stake: Stake) -> int:
    """Whether the holder may buy today."""
    now = w.clock[0]
    if w.option[0].enabled == 0 or parts.held_by_guidance_fund(w, stake) == 0 or stake.first_day == NEVER:
        return 0
    if now.start + now.today > window_end(w, stake) or part_to_buy(w, stake) <= 0.0:
        return 0
    return prices.in_schedule(w, now.start + stake.first_day, now.start + now.today)


@law
def part_to_buy(w: World, stake: Stake) -> float:
    """Which part of what the guidance fund holds its option still covers."""
    return option_schedule.part_to_buy(parts.held(w, stake), stake.bought, w.option[0].max_share)


@law
def distribution_planned(w: World, fund: Fund) -> None:
    """Cash goes out today: the partners look at their option first."""
    if fund.stake != NOBODY and option_lives(w, w.stakes[fund.stake]):
        at(w, w.clock[0].today, OPTION, FUND, fund.slot, PAYS_OUT, codes.DISTRIBUTION_DUE, fund.stake, 0)


@law
def distribution_due(w: World, s: int, _: int) -> None:
    """Before cash goes out: is the public part large enough that partners look at their option?"""
    stake, fund = w.stakes[s], w.funds[w.stakes[s].fund]
    due = lines.line_value(w, fund, w.clock[0].today, float(seeing.distributable(w, fund)), PUBLIC)
    if due > w.exercise[0].distribution_trigger * stake.cost:
        consider(w, stake)


# ---- values ---------------------------------------------------------------------------------------------------------


@law
def appraised(w: World, stake: Stake) -> float:
    """Accounting value of what the guidance fund holds of the public line (fen), as if the fund ended today."""
    fund = w.funds[stake.fund]
    return parts.held(w, stake) * lines.final_value(w, fund, w.clock[0].today, seeing.nav(w, fund), PUBLIC)


@law
def own_value(w: World, stake: Stake, buyer: int) -> float:
    """The buyer's own value of what the guidance fund holds, with their error of the day."""
    fund, terms, noise = w.funds[stake.fund], w.exercise[0], 1.0
    if terms.value_noise > 0.0:
        u = draw(w, chance.EXERCISE_VALUE, fund.slot, stake.decisions)
        noise = laws.lognormal(u, 1.0, terms.value_noise)
    worth = lines.worth_to(w, fund, w.clock[0].today, seeing.own_value(w, fund), buyer)
    return noise * worth * parts.held(w, stake)


# ---- decisions ------------------------------------------------------------------------------------------------------


@law
def consider_option(w: World, s: int, _: int) -> None:
    """A decision day of the option."""
    consider(w, w.stakes[s])


@law
def consider(w: World, stake: Stake) -> None:
    """Holders buy when their own value beats the price and they can pay; where anyone may buy, then an outsider."""
    today, option = w.clock[0].today, w.option[0]
    if option_lives(w, stake) == 0 or stake.asked == today:
        return
    stake.asked = today
    part, is_floor, value = part_to_buy(w, stake), option.price == PRICE_IS_FLOOR, 0.0
    if is_floor:
        value = appraised(w, stake)
    price = option_schedule.price_or_floor(prices.strike(w, stake), value, w.deadline_rule[0].floor_share, is_floor)
    price_fen = int(price * part + 0.5)
    buyer = BY_MANAGER if option.holder == MANAGER_BUYS else BY_PARTNERS
    bought = buy_if_worth(w, stake, price_fen, part, buyer, BY_OPTION)
    if bought == 0 and option.holder == ANYONE_BUYS and outsider_buys(w, stake, price_fen, part):
        bought = 1
        buyer = BY_BUYER
    if bought:
        stake.bought += part * parts.held(w, stake)
        sell(w, stake, price_fen, codes.OPTION_PRICE, codes.BY_OPTION_ROUTE, buyer, BY_OPTION, part)


@law
def buy_if_worth(w: World, stake: Stake, price: int, part: float, buyer: int, clause: int) -> int:
    """Whether ``part`` of what is held is bought at ``price``; what must be handed on later lowers its value."""
    terms, fund = w.exercise[0], w.funds[stake.fund]
    value = own_value(w, stake, buyer) * part
    liquid = draw(w, chance.EXERCISE_LIQUID, fund.slot, stake.decisions) < terms.liquid
    residual = w.option[0].residual_gain_share if clause == BY_OPTION else 0.0
    value -= residual_gain.due(value, float(price), residual, 0.0)
    stake.decisions += 1
    decided = int(liquid and stage_equity.worth_buying(value, float(price), terms.threshold))
    tell(w, steps.CONSIDERED, fund.id, price, value, int(liquid), decided, clause)
    return decided


@law
def outsider_buys(w: World, stake: Stake, price: int, part: float) -> int:
    """Whether an outside investor, who bids as at an auction, pays the option's price.

    His draw has a stream of its own and does not count as a decision: the partners' draws stay what they would be.
    """
    terms, fund = w.exercise[0], w.funds[stake.fund]
    z = laws.normal(draw(w, chance.OUTSIDER_BID, fund.slot, stake.decisions))
    bid = part * exit_price.auction_bid(appraised(w, stake), terms.auction_discount, terms.auction_sigma, z)
    bought = int(option_holder.outsider_buys(bid, float(price)))
    tell(w, steps.OUTSIDER, fund.id, price, bid, bought)
    return bought


@law
def stake_due(w: World, s: int, _: int) -> None:
    """D7: option, then first refusal where no option lives, then auction, else overdue: asked again in a year."""
    stake, fund, rules, now = w.stakes[s], w.funds[w.stakes[s].fund], w.deadline_rule[0], w.clock[0]
    if parts.held(w, stake) == 0.0 or fund.over or rules.rule == HOLD_TO_TERM:
        return
    if option_lives(w, stake):
        consider(w, stake)
    if parts.held(w, stake) > 0.0 and rules.rule == AUCTION and option_lives(w, stake) == 0 and rules.first_refusal:
        first_refusal(w, stake)
    if parts.held(w, stake) > 0.0 and rules.rule == AUCTION:
        auction(w, stake, rules.floor, BY_DEADLINE)
    if parts.held(w, stake) > 0.0 and rules.rule == APPRAISED:
        sell_appraised(w, stake)
    if parts.held(w, stake) > 0.0:
        tell(w, steps.OVERDUE, fund.id)
        again = rates.anniversary(now.start + now.today, 1) - now.start
        plan(w, fund, again, DUE, codes.STAKE_DUE)


@law
def first_refusal(w: World, stake: Stake) -> None:
    """The partners are asked before any auction."""
    share = w.deadline_rule[0].floor_share
    price = int(stage_equity.first_refusal_price(prices.strike(w, stake), appraised(w, stake), share) + 0.5)
    offer_to_partners(w, stake, price, BY_DEADLINE)


@law
def offer_to_partners(w: World, stake: Stake, price: int, clause: int) -> int:
    """The partners buy all that is held at ``price``, if it is worth that to them and they can pay."""
    bought = buy_if_worth(w, stake, price, 1.0, BY_PARTNERS, clause)
    if bought:
        sell(w, stake, price, codes.FIRST_REFUSAL_PRICE, codes.BY_FIRST_REFUSAL, BY_PARTNERS, clause, 1.0)
    return bought


@law
def sell_appraised(w: World, stake: Stake) -> None:
    """财预[2015]210号 art. 21: at the appraised value, to the partners if they want it, else to a buyer."""
    price = int(appraised(w, stake) + 0.5)
    if price and offer_to_partners(w, stake, price, BY_DEADLINE) == 0:
        tell(w, steps.APPRAISED, stake.fund, price)
        sell(w, stake, price, codes.SECONDARY_SALE, codes.BY_SECONDARY, BY_BUYER, BY_DEADLINE, 1.0)


@law
def auction(w: World, stake: Stake, floor: int, clause: int) -> None:
    """One bid; taken if it reaches the floor."""
    terms, fund, value = w.exercise[0], w.funds[stake.fund], appraised(w, stake)
    z = laws.normal(draw(w, chance.AUCTION, fund.slot, stake.decisions))
    stake.decisions += 1
    bid = exit_price.auction_bid(value, terms.auction_discount, terms.auction_sigma, z)
    least = stage_equity.auction_floor(floor, prices.strike(w, stake), value, w.deadline_rule[0].floor_share)
    sold = int(bid >= least and bid >= 1.0)
    tell(w, steps.AUCTIONED, fund.id, bid, least, sold, clause)
    if sold:
        sell(w, stake, int(bid + 0.5), codes.AUCTION_PRICE, codes.BY_SECONDARY, BY_BUYER, clause, 1.0)


@law
def sell(w: World, stake: Stake, price: int, kind: int, route: int, owner: int, clause: int, part: float) -> None:
    """``part`` of what is held changes hands; the buyer takes over its undrawn commitment."""
    fund = w.funds[stake.fund]
    if owner == BY_PARTNERS:
        by_class = split_by_class(w, fund, price)
        for one in range(4):
            pay_price(w, fund, codes.FIRST_PARTNERS + one, by_class[one], kind, clause)
    else:
        pay_price(w, fund, parts.account_of(w, fund, owner), price, kind, clause)
    residual = w.option[0].residual_gain_share if route == codes.BY_OPTION_ROUTE else 0.0
    parts.sell(w, stake, part, owner, price, residual)
    stake.proceeds += price
    if route == codes.BY_OPTION_ROUTE:
        tell(w, steps.EXERCISED, fund.id, price, clause)
    if parts.held(w, stake) == 0.0:
        fund.released = 1
        leave(w, stake, route)
        return
    cost = int(stake.at_cost * part)
    stake.at_cost -= cost
    stake.outstanding *= 1.0 - part
    n = stake.first_lot
    while n != NOBODY:
        w.lots[n].left *= 1.0 - part
        n = w.lots[n].next
    part_left(w, fund, cost, w.parts[stake.first_part].undrawn)


@law
def pay_price(w: World, fund: Fund, payer: int, amount: int, kind: int, clause: int) -> None:
    """A buyer is given the money and pays it."""
    post(w, payer, codes.OUTSIDE, amount, codes.PROVIDE, ABOUT_FUND + fund.slot, clause)
    district.take_home(w, fund, payer, amount, kind)


@law
def free_undrawn(w: World, fund: Fund, amount: int) -> None:
    """Part of the city's commitment will never be drawn by the guidance fund."""
    fund.city_undrawn -= amount
    money.release(w, money.purse_of(w, codes.STAGE_EQUITY), amount, codes.UNDRAWN, ABOUT_FUND + fund.slot)


@law
def part_left(w: World, fund: Fund, cost: int, keep: int) -> None:
    """Part of a stake is gone: its cost leaves the books, and the undrawn commitment beyond ``keep`` is freed."""
    money.cost_back(w, cost, ABOUT_FUND + fund.slot)
    city = keep - district.keep(w, fund, keep)
    free_undrawn(w, fund, fund.city_undrawn - city)


@law
def fund_reduced(w: World, fund: Fund) -> None:
    """The public line is smaller, in whosever hands it is; what the guidance fund will not pay in is freed."""
    if fund.stake == NOBODY:
        return
    stake = w.stakes[fund.stake]
    parts.shrink(w, stake, fund.commitment[PUBLIC] - fund.paid_in[PUBLIC])
    part_left(w, fund, 0, w.parts[stake.first_part].undrawn if parts.held(w, stake) > 0.0 else 0)


@law
def leave(w: World, stake: Stake, route: int) -> None:
    """The stake is gone: its remaining cost and its undrawn commitment leave the books."""
    fund = w.funds[stake.fund]
    stake.route = route
    stake.exit_day = w.clock[0].today
    money.cost_back(w, stake.at_cost, ABOUT_FUND + fund.slot)
    free_undrawn(w, fund, fund.city_undrawn)
    district.left(w, fund)
    stake.at_cost = 0
    stake.outstanding = 0.0
    stake.first_lot = NOBODY
    stake.last_lot = NOBODY


@law
def fund_ended(w: World, fund: Fund) -> None:
    """The fund has paid its last distribution."""
    if fund.stake == NOBODY:
        return
    stake = w.stakes[fund.stake]
    duties.judge(w, stake)
    puts.fund_ended(w, stake)
    if parts.held(w, stake) > 0.0:
        gone = exit_price.is_write_off(stake.proceeds, stake.cost)
        leave(w, stake, codes.BY_WRITE_OFF if gone else codes.BY_LIQUIDATION)
