"""A company's shares and cash: what it issues, what it spends a day, how long its money lasts."""

from sim.clauses.exit_price import LINGERING
from sim.clauses.guarantee_grant import days_bought
from sim.clauses.rounding import FEN
from sim.economy import laws
from sim.engine.base import balance, post
from sim.engine.codes import ABOUT_COMPANY, BURN, BY_COMPANY, NO_STAGE, OUTSIDE
from sim.engine.kinds.firms import Company
from sim.engine.rows import law
from sim.engine.state import World


@law
def issue(company: Company, amount: int) -> int:
    """New shares for ``amount`` fen at the last price."""
    shares = int(amount / company.price)
    company.shares += shares
    return shares


@law
def lengthen(w: World, company: Company, grant: int) -> int:
    """Money about to be paid lengthens the runway by cash over burn; gives the days.

    Before its first round a company spends its founding cash over the months to that round.
    """
    spend(w, company)
    days = days_bought(grant, spending(w, company))
    company.runway_end = max(company.runway_end, w.clock[0].today) + days
    return days


@law
def spending(w: World, company: Company) -> float:
    """What it spends a day (fen)."""
    if company.stage != NO_STAGE:
        return company.burn
    wait = laws.months_to_days(w.round_law[0].months_to_seed)
    return w.pipeline[0].founding_cash * FEN / wait if wait > 0 else 0.0


@law
def shorten(w: World, company: Company, amount: int) -> None:
    """Cash about to be taken away shortens the runway in proportion; what was spent is posted."""
    cash = usable(w, company)
    if cash > 0:
        company.runway_end -= int((company.runway_end - w.clock[0].today) * (amount / cash))


@law
def round_paid(w: World, company: Company) -> None:
    """All money of a round has come in: it lasts for the runway."""
    company.burn = usable(w, company) / max(1, company.runway_end - w.clock[0].today)


@law
def spend(w: World, company: Company) -> None:
    """Money spent since the last event: cash in proportion to the runway used up."""
    if company.state == LINGERING:
        return  # lives from its sales; what it has left is spent when it ends
    today, cash = w.clock[0].today, usable(w, company)
    left = company.runway_end - company.stage_day
    spent = cash if left <= 0 else int(cash * min(1.0, (today - company.stage_day) / left))
    company.stage_day = today
    burn(w, company, spent)


@law
def usable(w: World, company: Company) -> int:
    """Its cash less what lies in lines of budgets that it cannot use."""
    return max(0, balance(w, company.cash) - company.tied)


@law
def burn(w: World, company: Company, amount: int) -> None:
    """What a company spends leaves the model."""
    post(w, OUTSIDE, company.cash, amount, BURN, ABOUT_COMPANY + company.slot, BY_COMPANY)
