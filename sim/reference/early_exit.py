"""Leaving before the deadline: a broken duty, a fund not set up, a fund that does not invest (210号 art. 20)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.clauses import policy_duty, rates, unilateral_exit
from sim.ledger.history import NEVER
from sim.reference.calendar import CALL, FUND, OPTION, STAKE, key
from sim.reference.stake_parts import PARTNERS

if TYPE_CHECKING:
    from sim.reference.guidance import GuidanceFund
    from sim.reference.managers import Attempt
    from sim.reference.stakes import Stake

DUTY, UNILATERAL = "stage_equity.duty", "stage_equity.unilateral"
IDLE, AGAIN, IDLE_AGAIN = 8, 9, 10  # ordinals of a day
FUND_SLOTS = 16  # as managers number their funds


def leave_for_breach(stake: Stake) -> None:
    """Broken duty: offered to the partners at the duty's price, else auctioned; asked again each year."""
    if not stake.parts.held or stake.fund.ended:
        return
    price = policy_duty.leaving_price(stake.strike(), stake.outstanding, stake.rules.option.enabled)
    if stake.rules.duty.price == "appraised":
        price = stake.appraised()
    _offer(stake, int(price + 0.5), DUTY, stake.rules.at_deadline.floor)
    _again_in_a_year(stake, AGAIN, leave_for_breach)


def _again_in_a_year(stake: Stake, ordinal: int, action: Callable[[Stake], None]) -> None:
    """Nobody took the stake: the right to leave is not used up."""
    if not stake.parts.held:
        return
    again = rates.anniversary(stake.w.start + stake.w.today, 1) - stake.w.start
    stake.w.calendar.call(again, key(OPTION, STAKE, stake.fund.entity_number, ordinal), action, stake)


def watch_idle(stake: Stake, first: int) -> None:
    """Look at the fund a day after the time in which it had to invest; ``first`` is the ordinal of the payment."""
    day = unilateral_exit.idle_lapses(first, stake.rules.unilateral.idle_months)
    if day >= 0:
        stake.w.calendar.call(
            day - stake.w.start, key(OPTION, STAKE, stake.fund.entity_number, IDLE), _leave_if_idle, stake
        )


def _leave_if_idle(stake: Stake) -> None:
    """No investment yet: undrawn money is withdrawn, the stake goes at its appraised value or to the best bid."""
    fund = stake.fund
    if not stake.held_by_guidance_fund() or fund.ended or not unilateral_exit.is_idle(fund.record.invested_fen):
        return
    undrawn = stake.parts.withdraw()
    stake.w.tell((fund.name,), "unilateral.idle", undrawn, UNILATERAL)
    stake.w.count("stakes_left_idle")
    stake.g.part_left(fund, 0, 0)
    fund.lose_public_commitment(undrawn)
    _sell_idle(stake)


def _sell_idle(stake: Stake) -> None:
    """To the partners at the appraised value, else to the best bid, if anybody bids; else asked again in a year.

    Our reading of 财预[2015]210号 art. 20(2): who has said that it leaves goes on leaving, whatever the fund does.
    """
    if not stake.held_by_guidance_fund() or stake.fund.ended:
        return
    _offer(stake, int(stake.appraised() + 0.5), UNILATERAL, "none")
    _again_in_a_year(stake, IDLE_AGAIN, _sell_idle)


def _offer(stake: Stake, price: int, clause: str, floor: str) -> None:
    """To the partners at ``price`` (fen) if it is worth that to them, else to the best bid above the floor."""
    if price and stake.buy_if_worth(price, "leave.offered", clause):
        stake.sell(price, "first_refusal_price", "first_refusal", PARTNERS, clause)
        return
    stake.auction(floor, clause, "leave.auction")


def watch_setup(guidance: GuidanceFund, attempt: Attempt) -> None:
    """An offer has been made: it lapses when the fund is not set up in time."""
    w = guidance.w
    day = unilateral_exit.setup_lapses(w.start + w.today, w.policy.stage_equity.unilateral.setup_months)
    if day >= 0:
        entity = attempt.manager.slot * FUND_SLOTS + attempt.number
        w.calendar.call(day - w.start, key(CALL, FUND, entity), _withdraw_offer, guidance, attempt)


def _withdraw_offer(guidance: GuidanceFund, attempt: Attempt) -> None:
    """The fund may still be set up, without public money."""
    if attempt.record.set_up != NEVER or attempt.offer == 0:
        return
    guidance.w.tell((attempt.record.name,), "unilateral.not_set_up", attempt.offer, UNILATERAL)
    guidance.w.count("offers_withdrawn")
    guidance.release_offer(attempt.record.name, attempt.offer, attempt.district_offer)
    attempt.offer = attempt.district_offer = 0
