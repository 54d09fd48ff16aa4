"""The duty that comes with public money (政策投资任务、返投): followed deal by deal, tested once."""

from typing import Final

from sim.clauses import policy_duty, stage_equity
from sim.decisions.duty import leaves_enough
from sim.economy import laws
from sim.engine import codes, steps
from sim.engine.base import count, tell
from sim.engine.calendar import at
from sim.engine.codes import NEVER, NOBODY, PUBLIC
from sim.engine.instruments.eligible import eligible
from sim.engine.instruments.stage_equity import parts
from sim.engine.kinds.firms import Company, Fund
from sim.engine.kinds.money import Stake
from sim.engine.order import STAKE, TEST, TESTED
from sim.engine.rows import law
from sim.engine.rules import BY_MANAGERS_FUNDS
from sim.engine.state import World

LAST_EARLY_STAGE: Final = 1


@law
def open_duty(w: World, stake: Stake, fund: Fund) -> None:
    """What a fund owes from the day on which it is set up."""
    rules = w.duty[0]
    owed = rules.multiple > 0.0 or rules.eligible_share > 0.0 or rules.early_share > 0.0 or rules.local_multiple > 0.0
    stake.has_duty = int(owed or fund.early_bound > 0.0)
    stake.early_share = max(rules.early_share, fund.early_bound)
    stake.others_local = by_other_funds(w, fund)


@law
def start(w: World, stake: Stake, first: int) -> None:
    """Plan the test; ``first`` is the ordinal of the first payment."""
    if stake.has_duty == 0:
        return
    fund, now, years = w.funds[stake.fund], w.clock[0], w.duty[0].test_years
    day = fund.born + laws.days(w.fund_terms[0].investment_years)
    if years > 0.0:
        day = stage_equity.years_after(first, years) - now.start
    day = max(day, now.today)  # money drawn last may be paid for the first time after the test day
    at(w, day, TEST, STAKE, fund.slot, TESTED, codes.DUTY_TEST, stake.id, 0)


@law
def by_other_funds(w: World, fund: Fund) -> float:
    """Counted local investment (fen) of the manager's other funds so far."""
    total, f = 0.0, w.managers[fund.manager].first_fund
    while f != NOBODY:
        if f != fund.id:
            total += w.funds[f].counted_local
        f = w.funds[f].after
    return total


@law
def counted_local(w: World, stake: Stake) -> float:
    """Local investment (fen) as the rule counts it."""
    fund = w.funds[stake.fund]
    if w.duty[0].counting == BY_MANAGERS_FUNDS:
        return fund.counted_local + by_other_funds(w, fund) - stake.others_local
    return fund.counted_local


@law
def over(w: World, stake: Stake) -> int:
    """Whether nothing is owed any more."""
    return int(w.funds[stake.fund].duty_tested != NEVER or parts.held(w, stake) == 0.0)


# ---- choosing deals -------------------------------------------------------------------------------------------------


@law
def serves(w: World, company: Company, stage: int) -> int:
    """Whether an investment counts for the multiple and share of eligible companies."""
    return eligible(w, company, stage, LAST_EARLY_STAGE, 0)


@law
def may_buy(w: World, fund: Fund, company: Company, stage: int, ticket: int) -> int:
    """Whether the manager can afford the deal: what it does not serve must stay within reach afterwards."""
    if fund.stake == NOBODY or w.stakes[fund.stake].has_duty == 0 or over(w, w.stakes[fund.stake]):
        return 1
    stake = w.stakes[fund.stake]
    in_eligible, in_early, in_city = needed(w, stake, fund)
    most = 0.0
    if stage > LAST_EARLY_STAGE:
        most = max(most, in_early)
    if in_eligible > 0.0 and serves(w, company, stage) == 0:
        most = max(most, in_eligible)
    if company.local == 0:
        most = max(most, in_city)
    if most == 0.0 or leaves_enough(float(fund.free), float(ticket), most):
        return 1
    count(w, codes.DUTY_PASSED_OVER, 1)
    tell(w, steps.PASSED_OVER, company.id, fund.id, ticket, most)
    return 0


@law
def needed(w: World, stake: Stake, fund: Fund) -> tuple[float, float, float]:
    """Money (fen) still to go into eligible, early and local companies if all public money is drawn."""
    rules = w.duty[0]
    public = parts.held(w, stake) * fund.commitment[PUBLIC]
    total, done = float(fund.invested_fen + fund.free + fund.follow_on_money), float(stake.eligible_fen)
    in_eligible = max(
        policy_duty.missing_of_multiple(rules.multiple, public, done),
        policy_duty.missing_of_share(rules.eligible_share, total, done),
    )
    in_early = policy_duty.missing_of_share(stake.early_share, total, float(fund.early_fen))
    local = policy_duty.missing_of_multiple(rules.local_multiple, public, counted_local(w, stake))
    return in_eligible, in_early, local / w.dates[0].best_weight if local > 0.0 else 0.0


@law
def ticket_paid(w: World, fund: Fund, company: Company, stage: int, amount: int) -> None:
    """An investment has been paid."""
    weight = w.duty[0].local_weights[stage]
    fund.counted_local += policy_duty.counted_local(float(amount), company.local > 0, weight)
    if fund.stake != NOBODY and w.stakes[fund.stake].has_duty and serves(w, company, stage):
        w.stakes[fund.stake].eligible_fen += amount


# ---- the test -------------------------------------------------------------------------------------------------------


@law
def missing(w: World, stake: Stake) -> float:
    """The largest shortfall today (fen), against the public money really paid in."""
    rules, fund = w.duty[0], w.funds[stake.fund]
    public = parts.held(w, stake) * fund.paid_in[PUBLIC]
    total, done = float(fund.invested_fen), float(stake.eligible_fen)
    short = max(
        policy_duty.missing_of_multiple(rules.multiple, public, done),
        policy_duty.missing_of_share(rules.eligible_share, total, done),
    )
    short = max(short, policy_duty.missing_of_share(stake.early_share, total, float(fund.early_fen)))
    return max(short, policy_duty.missing_of_multiple(rules.local_multiple, public, counted_local(w, stake)))


@law
def judge(w: World, stake: Stake) -> int:
    """On the day of the test, or when the fund ends before it: whether the duty is found broken."""
    fund = w.funds[stake.fund]
    if stake.has_duty == 0 or over(w, stake):
        return 0
    short = missing(w, stake)
    kept = policy_duty.kept(short)
    fund.duty_tested = w.clock[0].today
    fund.duty_kept = int(kept)
    tell(w, steps.DUTY_TESTED, fund.id, short)
    return int(not kept)
