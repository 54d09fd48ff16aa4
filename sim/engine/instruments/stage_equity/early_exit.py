"""Leaving before the deadline: a broken duty, a fund that does not invest (财预[2015]210号 art. 20)."""

from sim.clauses import policy_duty, rates, unilateral_exit
from sim.engine import codes, steps
from sim.engine.base import count, tell
from sim.engine.codes import BY_DUTY, BY_UNILATERAL, PUBLIC
from sim.engine.instruments.stage_equity import duties, parts, prices, stakes
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Stake
from sim.engine.lines import committed
from sim.engine.order import BREACH_AGAIN, IDLE_AGAIN
from sim.engine.rows import law
from sim.engine.rules import AT_APPRAISAL, LEAVE, NO_FLOOR
from sim.engine.state import World


@law
def duty_test(w: World, s: int, _: int) -> None:
    """The day of the test."""
    stake = w.stakes[s]
    if duties.judge(w, stake) and w.duty[0].breach == LEAVE and w.funds[stake.fund].over == 0:
        leave_for_breach(w, s, 0)


@law
def leave_for_breach(w: World, s: int, _: int) -> None:
    """Broken duty: offered to the partners at the duty's price, else auctioned; asked again each year."""
    stake = w.stakes[s]
    if parts.held(w, stake) == 0.0 or w.funds[stake.fund].over:
        return
    enabled = w.option[0].enabled > 0
    price = policy_duty.leaving_price(prices.strike(w, stake), stake.outstanding, enabled)
    if w.duty[0].price == AT_APPRAISAL:
        price = stakes.appraised(w, stake)
    offer(w, stake, int(price + 0.5), BY_DUTY, w.deadline_rule[0].floor)
    again_in_a_year(w, stake, BREACH_AGAIN, codes.LEAVE_AGAIN)


@law
def again_in_a_year(w: World, stake: Stake, ordinal: int, code: int) -> None:
    """Nobody took the stake: the right to leave is not used up."""
    if parts.held(w, stake) > 0.0:
        now = w.clock[0]
        day = rates.anniversary(now.start + now.today, 1) - now.start
        stakes.plan(w, w.funds[stake.fund], day, ordinal, code)


@law
def offer(w: World, stake: Stake, price: int, clause: int, floor: int) -> None:
    """To the partners at ``price`` (fen) if it is worth that to them, else to the best bid above the floor."""
    if price > 0 and stakes.offer_to_partners(w, stake, price, clause):
        return
    stakes.auction(w, stake, floor, clause)


@law
def idle_due(w: World, s: int, _: int) -> None:
    """No investment yet: undrawn money is withdrawn, the stake goes at its appraised value or to the best bid."""
    stake, fund = w.stakes[s], w.funds[w.stakes[s].fund]
    if parts.held_by_guidance_fund(w, stake) == 0 or fund.over or not unilateral_exit.is_idle(fund.invested_fen):
        return
    undrawn = w.parts[stake.first_part].undrawn
    w.parts[stake.first_part].undrawn = 0
    tell(w, steps.LEFT_IDLE, fund.id, undrawn)
    count(w, codes.STAKES_LEFT_IDLE, 1)
    stakes.part_left(w, fund, 0, 0)
    lose_public_commitment(w, fund, undrawn)
    sell_idle(w, s, 0)


@law
def sell_idle(w: World, s: int, _: int) -> None:
    """To the partners at the appraised value, else to the best bid, if anybody bids; else asked again in a year."""
    stake = w.stakes[s]
    if parts.held_by_guidance_fund(w, stake) == 0 or w.funds[stake.fund].over:
        return
    offer(w, stake, int(stakes.appraised(w, stake) + 0.5), BY_UNILATERAL, NO_FLOOR)
    again_in_a_year(w, stake, IDLE_AGAIN, codes.IDLE_AGAIN)


@law
def lose_public_commitment(w: World, fund: Fund, amount: int) -> None:
    """Undrawn public commitment is withdrawn before any investment: the fund is smaller and invests less."""
    before = committed(fund)
    fund.commitment[PUBLIC] -= amount
    left = committed(fund) / before
    if fund.investing:
        w.market[0].uninvested -= fund.free - int(fund.free * left)
    fund.free = int(fund.free * left)
    fund.first_money = int(fund.first_money * left)
    fund.follow_on_money = int(fund.follow_on_money * left)
    fund.investable = int(fund.investable * left)
