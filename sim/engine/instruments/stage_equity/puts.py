"""The private partners' put (回售权): part of the private line, sold to the guidance fund (KVIC 2025)."""

from typing import Final

from sim.clauses import exit_price, put, stage_equity
from sim.clauses.rounding import floor_part
from sim.economy import laws
from sim.engine import chance, codes, lines, money, seeing, steps
from sim.engine.base import take_place, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import ABOUT_FUND, BY_PUT, NEVER, NOBODY, PRIVATE
from sim.engine.instruments.stage_equity.parts import held_by_guidance_fund
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Stake
from sim.engine.order import OPTION, PUT_DAYS, STAKE
from sim.engine.partners import pay_partners
from sim.engine.rows import law
from sim.engine.state import World

PARTNERS: Final = 0  # of ``Stake.put_left``
OURS: Final = 1


@law
def start(w: World, stake: Stake, first: int) -> None:
    """Plan the days on which partners look at it: its first day, the anniversaries of it, its last day."""
    rules, number, years = w.put[0], 0, w.put[0].from_year
    if rules.enabled == 0:
        return
    while years < rules.to_year:
        plan(w, stake, stage_equity.years_after(first, years), number)
        number += 1
        years += 1.0
    plan(w, stake, stage_equity.years_after(first, rules.to_year), number)


@law
def plan(w: World, stake: Stake, day: int, number: int) -> None:
    """A day (ordinal) on which partners look at it, if it lies ahead."""
    now = w.clock[0]
    if day - now.start > now.today:
        at(w, day - now.start, OPTION, STAKE, w.funds[stake.fund].slot, PUT_DAYS + number, codes.PUT_DUE, stake.id, 0)


# ---- the decision ---------------------------------------------------------------------------------------------------


@law
def put_due(w: World, s: int, _: int) -> None:
    """Partners sell when what they keep is worth less to them, and the guidance fund can pay."""
    stake, rules, now = w.stakes[s], w.put[0], w.clock[0]
    fund = w.funds[stake.fund]
    if stake.put_share > 0.0 or fund.over or held_by_guidance_fund(w, stake) == 0:
        return
    if not put.open_on(now.start + stake.first_day, now.start + now.today, rules.from_year, rules.to_year):
        return
    part = rules.max_share
    price = int(put.price(fund.unreturned[PRIVATE], part, rules.cost_share) + 0.5)
    undrawn = int((fund.commitment[PRIVATE] - fund.paid_in[PRIVATE]) * part)
    value = own_value(w, stake, fund) * part
    available = money.purse_of(w, codes.STAGE_EQUITY).available
    wanted = int(put.worth_selling(value, float(price)))
    sold = int(wanted > 0 and put.affordable(price, undrawn, available))
    tell(w, steps.PUT_CONSIDERED, fund.id, price, value, wanted, sold)
    if sold:
        buy(w, stake, fund, part, price, undrawn)


@law
def own_value(w: World, stake: Stake, fund: Fund) -> float:
    """The partners' own value of the private line (fen), with their error of the day."""
    terms, noise = w.exercise[0], 1.0
    if terms.value_noise > 0.0:
        noise = laws.lognormal(draw(w, chance.PUT_VALUE, fund.slot, stake.put_decisions), 1.0, terms.value_noise)
    stake.put_decisions += 1
    return noise * lines.line_value(w, fund, w.clock[0].today, seeing.own_value(w, fund), PRIVATE)


@law
def buy(w: World, stake: Stake, fund: Fund, part: float, price: int, undrawn: int) -> None:
    """The guidance fund pays, binds money for the calls to come, and owns the part."""
    purse = money.purse_of(w, codes.STAGE_EQUITY)
    whom = ABOUT_FUND + fund.slot
    left = fund.commitment[PRIVATE] - fund.paid_in[PRIVATE]
    stake.put_share = part
    stake.put_price = price
    stake.put_left[PARTNERS] = left - undrawn
    stake.put_left[OURS] = undrawn
    money.commit(w, purse, undrawn, codes.UNDRAWN, whom)
    payer = money.spend(w, purse, price, codes.IN_FUNDS)
    pay_partners(w, fund, payer, price, codes.PUT_PRICE, BY_PUT)
    stake.put_order = take_place(w)
    stake.put_day = w.clock[0].today
    grow(stake, price)
    money.book_cost(w, price, whom)


@law
def grow(stake: Stake, amount: int) -> None:
    """The position costs more."""
    stake.put_cost += amount
    stake.put_at_cost += amount


@law
def shrink(w: World, stake: Stake, fund: Fund, amount: int) -> None:
    """Cost has come back or is lost."""
    stake.put_at_cost -= amount
    money.cost_back(w, amount, ABOUT_FUND + fund.slot)


# ---- the part that was sold -----------------------------------------------------------------------------------------


@law
def bought(w: World, fund: Fund) -> int:
    """Fen of the private commitment that the guidance fund bought."""
    return 0 if fund.stake == NOBODY else int(fund.commitment[PRIVATE] * w.stakes[fund.stake].put_share)


@law
def private_called(w: World, fund: Fund, amount: int) -> int:
    """The guidance fund pays its part of a call on the private line; gives what is left for the partners."""
    if fund.stake == NOBODY or w.stakes[fund.stake].put_share == 0.0:
        return amount
    stake = w.stakes[fund.stake]
    theirs, left = stake.put_left[PARTNERS], stake.put_left[OURS]
    total = theirs + left
    money.take_up(w, fund.slot, amount, total)
    partners = floor_part(amount, theirs, total) if total > 0 else 0
    ours = floor_part(amount, left, total) if total > 0 else 0
    more = min(amount - partners - ours, theirs - partners)
    partners += more
    ours += min(amount - partners - ours, left - ours)
    stake.put_left[PARTNERS] -= partners
    stake.put_left[OURS] -= ours
    purse = money.purse_of(w, codes.STAGE_EQUITY)
    money.draw(w, purse, ours, fund.cash, ABOUT_FUND + fund.slot, BY_PUT)
    grow(stake, ours)
    money.buy(w, ours, codes.UNDRAWN, ABOUT_FUND + fund.slot)
    return partners


@law
def private_paid(w: World, fund: Fund, amount: int) -> int:
    """The guidance fund takes its part of a distribution on the private line; gives the partners' part."""
    if fund.stake == NOBODY:
        return amount
    stake = w.stakes[fund.stake]
    ours = int(amount * stake.put_share)
    if ours == 0:
        return amount
    purse = money.purse_of(w, codes.STAGE_EQUITY)
    money.receive(w, purse, fund.cash, ours, codes.PAY_OUT, ABOUT_FUND + fund.slot, BY_PUT)
    stake.put_proceeds += ours
    shrink(w, stake, fund, min(stake.put_at_cost, ours))
    return amount - ours


@law
def of_partners(w: World, fund: Fund) -> tuple[int, int]:
    """What the partners themselves paid in and got back on the private line (fen), with the price of the put."""
    paid_in, received = fund.paid_in[PRIVATE], fund.received[PRIVATE]
    if fund.stake == NOBODY or w.stakes[fund.stake].put_day == NEVER:
        return paid_in, received
    stake = w.stakes[fund.stake]
    called = stake.put_cost - stake.put_price
    return paid_in - called, received - stake.put_proceeds + stake.put_price


@law
def fund_reduced(w: World, fund: Fund) -> None:
    """The private line is smaller: of what was put to it the guidance fund frees its proportion."""
    if fund.stake == NOBODY or w.stakes[fund.stake].put_day == NEVER:
        return
    stake, undrawn = w.stakes[fund.stake], fund.commitment[PRIVATE] - fund.paid_in[PRIVATE]
    total, before = stake.put_left[PARTNERS] + stake.put_left[OURS], stake.put_left[OURS]
    stake.put_left[OURS] = floor_part(undrawn, before, total) if total > 0 else 0
    stake.put_left[PARTNERS] = undrawn - stake.put_left[OURS]
    freed, purse = before - stake.put_left[OURS], money.purse_of(w, codes.STAGE_EQUITY)
    money.release(w, purse, freed, codes.UNDRAWN, ABOUT_FUND + fund.slot)


@law
def fund_ended(w: World, stake: Stake) -> None:
    """The fund is over: what was never drawn is free again."""
    if stake.put_day == NEVER:
        return
    fund, left = w.funds[stake.fund], stake.put_left[OURS]
    gone = exit_price.is_write_off(stake.put_proceeds, stake.put_cost)
    stake.put_exit_day = w.clock[0].today
    stake.put_route = codes.BY_WRITE_OFF if gone else codes.BY_LIQUIDATION
    shrink(w, stake, fund, stake.put_at_cost)
    money.release(w, money.purse_of(w, codes.STAGE_EQUITY), left, codes.UNDRAWN, ABOUT_FUND + fund.slot)
