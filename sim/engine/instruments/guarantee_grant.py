"""Investment guarantee (投资保障): grants to companies before and after a fund invests, reclaimed when none does.

A letter of intent is a manager's yes to a round that is not yet full: its signal cleared its bar and it could pay, but
lead, syndicate and the others do not reach the minimum. A round that fills on the day needs no coaching.
"""

from sim.clauses import guarantee_grant
from sim.clauses.rounding import fen
from sim.economy import laws
from sim.engine import codes, money, runway, steps
from sim.engine.base import balance, tell
from sim.engine.calendar import at
from sim.engine.codes import ABOUT_COMPANY, BY_CLAWBACK, BY_POST_GRANT, BY_PRE_GRANT, GONE, GRANT_LINE, NEVER
from sim.engine.instruments.eligible import eligible
from sim.engine.kinds.firms import Company, Deal
from sim.engine.order import COACHED, COMPANY, TEST
from sim.engine.rows import law
from sim.engine.state import World


@law
def qualifies(w: World, company: Company, stage: int) -> int:
    """Whether a company may have a grant in a round."""
    return eligible(w, company, stage, w.grant[0].last_stage, w.grant[0].local_only)


@law
def round_short(w: World, company: Company, stage: int) -> int:
    """The round is not full though managers would pay: the first grant, once a company; gives days of runway."""
    rules, purse = w.grant[0], money.purse_of(w, GRANT_LINE)
    if rules.pre_grant == 0.0 or purse.available == 0 or qualifies(w, company, stage) == 0:
        return 0
    amount = guarantee_grant.grant(fen(rules.pre_grant), company.coached > 0, purse.available)
    if amount == 0:
        return 0
    company.coached = amount
    day = w.clock[0].today + laws.days(rules.coaching_years)
    at(w, day, TEST, COMPANY, company.slot, COACHED, codes.COACHING_OVER, company.id, amount)
    return pay(w, company, amount, BY_PRE_GRANT)


@law
def pay(w: World, company: Company, amount: int, clause: int) -> int:
    """A grant lengthens the runway; gives the days."""
    purse = money.purse_of(w, GRANT_LINE)
    days = runway.lengthen(w, company, amount)
    money.pay(w, purse, company.cash, amount, GONE, codes.GRANT, ABOUT_COMPANY + company.slot, clause)
    tell(w, steps.GRANTED, company.id, amount, clause, days)
    return days


@law
def coaching_over(w: World, c: int, amount: int) -> None:
    """No fund has invested in time: what is left of the cash, up to the grant, comes back."""
    company = w.companies[c]
    if company.ended != NEVER:
        return
    runway.spend(w, company)
    cash = balance(w, company.cash)
    back = guarantee_grant.reclaimed(amount, cash, company.invested_in > 0, w.grant[0].clawback > 0)
    if back == 0:
        return
    runway.shorten(w, company, back)
    purse, whom = money.purse_of(w, GRANT_LINE), ABOUT_COMPANY + company.slot
    money.receive(w, purse, company.cash, back, codes.GRANT_CLAWBACK, whom, BY_CLAWBACK)
    tell(w, steps.RECLAIMED, c, back)


@law
def round_paid(w: World, company: Company, deal: Deal) -> None:
    """A fund has paid into a round: the coaching has led somewhere, and the second grant is paid."""
    if deal.tickets == 0:
        return
    company.invested_in = 1
    amount = second(w, company, deal.stage)
    if amount:
        company.rewarded = 1
        pay(w, company, amount, BY_POST_GRANT)


@law
def second(w: World, company: Company, stage: int) -> int:
    """The second grant that a company would get today (fen)."""
    rules, purse = w.grant[0], money.purse_of(w, GRANT_LINE).available
    if rules.post_grant == 0.0 or purse == 0 or qualifies(w, company, stage) == 0:
        return 0
    if rules.coached_only and company.coached == 0:
        return 0
    return guarantee_grant.grant(fen(rules.post_grant), company.rewarded > 0, purse)


@law
def expected_help(w: World, company: Company, stage: int, ticket: int) -> float:
    """The new shareholder's part of the second grant to come and of what is left of the first."""
    if company.post_money <= 0.0:
        return 0.0
    held = min(company.coached, balance(w, company.cash))
    return (second(w, company, stage) + held) * (ticket / company.post_money)
