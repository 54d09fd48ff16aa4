"""A fund from first close to its end: calls, fees, investments, distributions (D6, D9)."""

from sim.clauses.distribution import WholeFen, in_whole_fen
from sim.clauses.exit_price import is_write_off
from sim.economy import laws
from sim.engine import chance, codes, holdings, lines, reduction, steps, term_sales
from sim.engine.base import balance, open_account, post, tell
from sim.engine.calendar import at, draw, phase_now
from sim.engine.codes import (
    ABOUT_COMPANY,
    ABOUT_FUND,
    BUYERS,
    BY_FUND,
    EARLY,
    FOUNDERS,
    NEVER,
    NOBODY,
    OUTSIDE,
    OWN,
    PRIVATE,
    PUBLIC,
)
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import Company, Fund, Holding
from sim.engine.order import (
    BOOKS_CLOSED,
    DISTRIBUTED,
    DISTRIBUTION,
    EXIT,
    EXTENSION_OVER,
    FEE,
    FEE_PAID,
    FREED,
    FUND,
    FUND_CLOSE,
    MANAGER,
    MOSTLY_INVESTED,
    STOPS,
    TERM_OVER,
)
from sim.engine.partners import partners_pay_in, pay_in, pay_partners
from sim.engine.rows import law
from sim.engine.state import World


@law
def begin(w: World, fund: Fund) -> None:
    """First close: the money is set apart, and the days of fees, release, end of investing and term are planned."""
    terms, today = w.fund_terms[0], w.clock[0].today
    fund.cash = open_account(w, codes.FUND_CASH, fund.slot, 0)
    fund.reserve = open_account(w, codes.FUND_RESERVE, fund.slot, 0)
    fund.own_reserve = open_account(w, codes.MANAGER_RESERVE, fund.slot, 0)
    kept = terms.fee_rate * terms.investment_years + terms.expense_allowance
    fund.investable = int(lines.committed(fund) * max(0.0, 1.0 - kept))
    fund.follow_on_money = int(fund.investable * terms.reserve_share)
    fund.free = fund.investable - fund.follow_on_money
    fund.first_money = fund.free
    fund.born = today
    fund.investing = 1
    fund.tranches = 1
    fund.public_at_close = fund.commitment[PUBLIC]
    fund.own_at_close = fund.commitment[OWN]
    fund.size_at_close = lines.committed(fund)
    lines.set_terms(w, fund)
    fund.first_holding = NOBODY
    fund.distributing = NEVER
    w.market[0].uninvested += fund.free
    at(w, today, FEE, FUND, fund.slot, FEE_PAID, codes.FEE_DUE, fund.id, 0)
    release = today + laws.months_to_days(terms.reserve_release_month)
    at(w, release, FEE, FUND, fund.slot, FREED, codes.RELEASE_RESERVE, fund.id, 0)
    last = today + laws.days(terms.investment_years)
    reduction.plan(w, fund, last)
    at(w, last, FEE, FUND, fund.slot, STOPS, codes.STOP_INVESTING, fund.id, 0)
    at(w, today + laws.days(terms.term_years), EXIT, FUND, fund.slot, TERM_OVER, codes.TERM, fund.id, 0)


# ---- dates ----------------------------------------------------------------------------------------------------------


@law
def fee_due(w: World, f: int, months: int) -> None:
    """A management fee, ``months`` after first close: on commitments while it invests, then on cost held."""
    fund, terms = w.funds[f], w.fund_terms[0]
    if fund.over:
        return
    following = months + terms.fee_interval_months
    if following < int(terms.term_years * 12 + 0.5):
        day = fund.born + laws.months_to_days(float(following))
        at(w, day, FEE, FUND, fund.slot, FEE_PAID, codes.FEE_DUE, f, following)
    base = lines.committed(fund) if fund.investing else holdings.cost_held(w, fund)
    fund.fees_owed += int(terms.fee_rate * (terms.fee_interval_months / 12.0) * base + 0.5)
    room = uncalled(w, fund) if fund.investing else max(0, uncalled(w, fund) - fund.follow_on_money)
    amount = min(fund.fees_owed, room)
    if amount:
        call(w, fund, amount, codes.PAY_FEE)
        pay_fee(w, fund, amount)


@law
def pay_fee(w: World, fund: Fund, amount: int) -> None:
    """Pay part of the fees owed."""
    fund.fees_owed -= amount
    post(w, manager_account(w, fund), fund.cash, amount, codes.PAY_FEE, ABOUT_FUND + fund.slot, BY_FUND)


@law
def release_reserve(w: World, f: int, _: int) -> None:
    """Part of the unused reserve is freed for new companies, while there are any to be bought."""
    fund = w.funds[f]
    if fund.over or fund.investing == 0:
        return
    freed = int(fund.follow_on_money * w.fund_terms[0].reserve_release_share)
    fund.follow_on_money -= freed
    fund.free += freed
    w.market[0].uninvested += freed


@law
def stop_investing(w: World, f: int, _: int) -> None:
    """The investment period is over: what is free is kept for follow-ons."""
    fund = w.funds[f]
    if fund.over == 0:
        close_to_new(w, fund)
        end_if_empty(w, fund)


@law
def close_to_new(w: World, fund: Fund) -> None:
    """No new companies any more."""
    fund.investing = 0
    w.market[0].uninvested -= fund.free
    fund.follow_on_money += fund.free
    fund.free = 0


@law
def term(w: World, f: int, _: int) -> None:
    """Term reached: extended while holdings remain, then whatever is left is sold."""
    fund = w.funds[f]
    if fund.over:
        return
    if fund.first_holding == NOBODY:
        finish(w, fund)
        return
    years = extension(w, fund)
    if years == 0.0:
        sell_rest(w, f, 0)
    else:
        day = w.clock[0].today + laws.days(years)
        at(w, day, EXIT, FUND, fund.slot, EXTENSION_OVER, codes.SELL_REST, f, 0)


@law
def extension(w: World, fund: Fund) -> float:
    """Years by which a fund goes on: drawn at its term, so that nobody reckons with it before."""
    last = len(w.extensions) - 1
    if last > 0:
        u = draw(w, chance.EXTENSION, fund.slot, 0)
        for i in range(last):
            if u < w.extensions[i].chance:
                return w.extensions[i].years
    return w.extensions[last].years


@law
def sell_rest(w: World, f: int, _: int) -> None:
    """End of term: remaining holdings go to who takes them at a fund's end."""
    fund = w.funds[f]
    if fund.over:
        return
    h = fund.first_holding
    while h != NOBODY:
        holding = w.holdings[h]
        h = holding.next_of_fund
        price, kind, route = term_sales.best(w, holding)
        dispatch.term_sale(w, holding, price, kind)
        leave(w, holding, price, kind, route)
    finish(w, fund)


@law
def end_if_empty(w: World, fund: Fund) -> None:
    """A fund past its investment period with nothing left ends early."""
    if fund.investing == 0 and fund.first_holding == NOBODY and fund.over == 0 and fund.pledged == 0:
        finish(w, fund)


@law
def finish(w: World, fund: Fund) -> None:
    """The last distribution comes later the same day, or the next if its phase has passed."""
    if fund.over:
        return
    fund.over = 1
    if fund.investing:
        close_to_new(w, fund)
    day = w.clock[0].today if phase_now(w) < DISTRIBUTION else w.clock[0].today + 1
    at(w, day, DISTRIBUTION, FUND, fund.slot, BOOKS_CLOSED, codes.CLOSE_BOOKS, fund.id, 0)


# ---- money in -------------------------------------------------------------------------------------------------------


@law
def manager_account(w: World, fund: Fund) -> int:
    """The account of the fund's manager."""
    return w.managers[fund.manager].account


@law
def uncalled(w: World, fund: Fund) -> int:
    """Commitments that are neither drawn nor pledged, without public money that is held back."""
    left = lines.committed(fund) - lines.drawn(fund) - fund.pledged
    withheld = dispatch.withheld(w, fund)
    return max(0, left - withheld) if withheld else left


@law
def call(w: World, fund: Fund, amount: int, purpose: int) -> None:
    """Capital call for a kind of payment, pro rata to commitments; partners receive from outside on the day."""
    parts = dispatch.call_split(w, fund, lines.shares_of_call(w, fund, amount))
    dispatch.public_called(w, fund, parts[PUBLIC])
    partners_pay_in(w, fund, dispatch.private_called(w, fund, parts[PRIVATE]), BY_FUND)
    pay_in(w, fund, manager_account(w, fund), parts[OWN], BY_FUND)
    lines.book_call(w, fund, w.clock[0].today, parts)
    fund.drawn_fen += amount
    tell(w, steps.CALLED, fund.id, amount, purpose, parts[PUBLIC])


# ---- investing ------------------------------------------------------------------------------------------------------


@law
def room_for_new(w: World, fund: Fund) -> int:
    """Fen available for a company not yet held."""
    if fund.investing == 0:
        return 0
    terms = w.fund_terms[0]
    age = 1.0 + (w.clock[0].today - fund.born) / 365.0
    paced = fund.free
    if terms.yearly_pace * age < 1.0:
        paced = int(fund.first_money * terms.yearly_pace * age) - fund.new_money
    most = int(terms.company_cap * lines.committed(fund))
    return max(0, min(min(fund.free, paced), min(most, uncalled(w, fund))))


@law
def smallest_ticket(w: World, fund: Fund) -> int:
    """Least fen worth putting into a company not yet held."""
    return int(w.fund_terms[0].smallest_ticket * lines.committed(fund))


@law
def room_for_follow_on(w: World, fund: Fund, holding: Holding) -> int:
    """Fen available for a later round of a company held."""
    terms = w.fund_terms[0]
    most = int(terms.follow_on_multiple * holding.first_ticket)
    cap = min(most, int(terms.company_cap * lines.committed(fund))) - holding.cost
    if fund.over or w.clock[0].today - fund.born >= laws.days(terms.term_years):
        return 0
    return max(0, min(fund.follow_on_money, min(cap, uncalled(w, fund))))


@law
def pledge(w: World, fund: Fund, amount: int, follow_on: int) -> None:
    """Bind money for a round that closes today."""
    fund.pledged += amount
    if follow_on:
        fund.follow_on_money -= amount
    else:
        fund.free -= amount
        fund.new_money += amount
        w.market[0].uninvested -= amount


@law
def invest(w: World, fund: Fund, company: Company, stage: int, amount: int, shares: int) -> None:
    """Call the pledged money and buy the shares."""
    fund.pledged -= amount
    call(w, fund, amount, codes.INVESTMENT)
    post(w, company.cash, fund.cash, amount, codes.INVESTMENT, ABOUT_COMPANY + company.slot, BY_FUND)
    h = holdings.holding_of(w, company, fund)
    if h == NOBODY:
        h = holdings.new_holding(w, fund, company, amount)
    holding = w.holdings[h]
    holding.shares += shares
    holding.cost += amount
    holding.fen_days += amount * w.clock[0].today
    fund.invested_fen += amount
    fund.early_fen += amount if stage <= EARLY else 0
    fund.local_fen += amount if company.local else 0
    tell(w, steps.INVESTED, fund.id, company.id, stage, amount)
    if fund.announced == 0 and fund.invested_fen >= w.manager_law[0].next_fund_invested * fund.investable:
        fund.announced = 1
        invested_enough(w, fund)


@law
def invested_enough(w: World, fund: Fund) -> None:
    """A fund that is mostly invested lets its manager market the next one, from the next day."""
    manager = w.managers[fund.manager]
    if manager.raised == fund.number + 1:
        day, ordinal = w.clock[0].today + 1, MOSTLY_INVESTED + manager.raised
        at(w, day, FUND_CLOSE, MANAGER, manager.slot, ordinal, codes.NEXT_FUND, manager.id, manager.raised)


# ---- money out ------------------------------------------------------------------------------------------------------


@law
def leave(w: World, holding: Holding, proceeds: int, kind: int, route: int) -> None:
    """Sell or lose a holding; cash is distributed later the same day."""
    fund, company, payer = w.funds[holding.fund], w.companies[holding.company], OUTSIDE
    if kind == codes.SECONDARY_SALE or kind == codes.OTC_SALE:
        payer = BUYERS
    elif kind == codes.BUY_BACK_PRICE:
        payer = FOUNDERS
    if payer != OUTSIDE:
        post(w, payer, OUTSIDE, proceeds, codes.PROVIDE, ABOUT_FUND + fund.slot, BY_FUND)
    post(w, fund.cash, payer, proceeds, kind, ABOUT_COMPANY + company.slot, BY_FUND)
    holding.proceeds += proceeds
    holding.exit_day = w.clock[0].today
    holding.route = route
    if route == codes.BY_LIQUIDATION and is_write_off(proceeds, holding.cost):
        holding.route = codes.BY_WRITE_OFF
    holdings.unlink(w, holding)
    if proceeds > holding.cost and (route == codes.BY_LISTING or route == codes.BY_TRADE_SALE):
        w.managers[fund.manager].record += 1
    dispatch.holding_left(w, fund, company, holding, proceeds, int(kind == codes.RECOVERY))
    plan_distribution(w, fund)
    end_if_empty(w, fund)


@law
def plan_distribution(w: World, fund: Fund) -> None:
    """Cash that came in today is distributed today."""
    today = w.clock[0].today
    if fund.distributing == today or fund.over:
        return
    fund.distributing = today
    dispatch.distribution_planned(w, fund)
    at(w, today, DISTRIBUTION, FUND, fund.slot, DISTRIBUTED, codes.DISTRIBUTE, fund.id, 0)


@law
def distribute_today(w: World, f: int, _: int) -> None:
    """A distribution; a fund that is over has its last one when its books close."""
    if w.funds[f].over == 0:
        distribute(w, w.funds[f], 0)


@law
def distribute(w: World, fund: Fund, last: int) -> None:
    """Fees owed first, then all cash to the lines; at the end public capital may come first."""
    fee, today = min(fund.fees_owed, balance(w, fund.cash)), w.clock[0].today
    if fee:
        pay_fee(w, fund, fee)
    amount = balance(w, fund.cash)
    if amount == 0:
        return
    lines.accrue(w, fund, today)
    first = lines.public_first(w, fund, float(amount)) if last else 0
    found = lines.hand_on(w, fund, today, lines.share(w, fund, today, float(amount), first))
    parts = in_whole_fen(amount, found, dispatch.public_held(w, fund))
    lines.book_distribution(w, fund, found, parts)
    pay_out(w, fund, parts, found.split.capital[PUBLIC])


@law
def pay_out(w: World, fund: Fund, parts: WholeFen, public_capital: float) -> None:
    """Pay the lines, what the public line hands on, and the carry."""
    whom = ABOUT_FUND + fund.slot
    ceded = parts.over_cap + parts.to_partners + parts.to_manager + parts.to_founders
    dispatch.public_paid(w, fund, parts.public, public_capital, ceded)
    pay_cessions(w, fund, parts)
    pay_partners(w, fund, fund.cash, dispatch.private_paid(w, fund, parts.private), codes.PAY_OUT, BY_FUND)
    account = manager_account(w, fund)
    post(w, account, fund.cash, parts.manager, codes.PAY_OUT, whom, BY_FUND)
    post(w, account, fund.cash, parts.carry, codes.CARRY, whom, BY_FUND)
    tell(w, steps.DISTRIBUTED, fund.id, parts.public, parts.private, parts.manager, parts.carry)


@law
def pay_cessions(w: World, fund: Fund, parts: WholeFen) -> None:
    """The fund pays what the public line hands on straight to partners, manager and founders."""
    whom = ABOUT_FUND + fund.slot
    fund.ceded_to_partners += parts.over_cap + parts.to_partners
    pay_partners(w, fund, fund.cash, parts.over_cap, codes.CONCESSION, codes.BY_CAP)
    pay_partners(w, fund, fund.cash, parts.to_partners, codes.CONCESSION, codes.BY_TIERS)
    post(w, manager_account(w, fund), fund.cash, parts.to_manager, codes.CONCESSION, whom, codes.BY_TIERS)
    post(w, FOUNDERS, fund.cash, parts.to_founders, codes.CONCESSION, whom, codes.BY_TIERS)
    tell(w, steps.CAPPED, fund.id, parts.over_cap)
    tell(w, steps.CONCEDED, fund.id, parts.to_partners, parts.to_manager, parts.to_founders)


@law
def close_books(w: World, f: int, _: int) -> None:
    """The last distribution and the clawback."""
    fund = w.funds[f]
    distribute(w, fund, 1)
    fund.fees_owed = 0
    owed = lines.clawback(w, fund)
    if owed:
        post(w, fund.cash, manager_account(w, fund), owed, codes.CLAWBACK, ABOUT_FUND + fund.slot, BY_FUND)
        fund.carry_paid -= owed
        distribute(w, fund, 1)
    fund.ended = w.clock[0].today
    fund.state = codes.ENDED
    dispatch.fund_ended(w, fund)
