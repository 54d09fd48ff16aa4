"""Small holders of a company: they buy once, and sell at its sale or winding-up, after funds and the guidance fund.

They get everybody's price a share, or the same share of their cost. Nothing of theirs is anybody else's value.
"""

from typing import Final

from sim.clauses.exit_price import lingering_base
from sim.engine import codes, seeing, steps
from sim.engine.base import open_account, post, tell
from sim.engine.codes import (
    ABOUT_COMPANY,
    ANGEL_EXIT,
    FOUNDERS,
    FOUNDERS_EXIT,
    INCUBATOR_EXIT,
    NEVER,
    NOBODY,
    OUTSIDE,
    PROVIDE,
)
from sim.engine.kinds.firms import Company
from sim.engine.kinds.holders import SmallHolding
from sim.engine.rows import add, law
from sim.engine.state import World

ACCOUNTS: Final = (codes.ANGELS_CASH, codes.INCUBATORS_CASH)  # by ``codes.SMALL_HOLDERS``; founders have theirs
# By ``codes.SMALL_HOLDERS``.
EXITS: Final = (ANGEL_EXIT, INCUBATOR_EXIT, FOUNDERS_EXIT)
CLAUSES: Final = (codes.BY_ANGELS, codes.BY_INCUBATORS, codes.BY_DIRECT_EQUITY)


@law
def begin(w: World) -> None:
    """Nobody holds anything."""
    for kind in range(len(ACCOUNTS)):
        add(w.small_holders).account = open_account(w, ACCOUNTS[kind], 0, 0)
    add(w.small_holders).account = FOUNDERS


@law
def company_founded(company: Company) -> None:
    """Founders alone hold it."""
    company.first_small = NOBODY
    company.last_small = NOBODY


@law
def buy(w: World, company: Company, kind: int, amount: int, shares: int, what: int) -> None:
    """Pay for shares, with money that comes from outside the model; ``what`` is the kind of posting."""
    account, whom, clause = w.small_holders[kind].account, ABOUT_COMPANY + company.slot, CLAUSES[kind]
    post(w, account, OUTSIDE, amount, PROVIDE, whom, clause)
    post(w, company.cash, account, amount, what, whom, clause)
    hold(w, company, kind, amount, shares)


@law
def hold(w: World, company: Company, kind: int, cost: int, shares: int) -> None:
    """Shares that were bought today, behind those of earlier holders."""
    one = add(w.small_holdings)
    one.kind = kind
    one.company = company.id
    one.shares = shares
    one.cost = cost
    one.first_day = w.clock[0].today
    one.exit_day = NEVER
    one.next = NOBODY
    if company.last_small == NOBODY:
        company.first_small = one.id
    else:
        w.small_holdings[company.last_small].next = one.id
    company.last_small = one.id


# ---- leaving --------------------------------------------------------------------------------------------------------


@law
def leave(w: World, one: SmallHolding, proceeds: int) -> None:
    """What is got for the shares comes in."""
    company, account = w.companies[one.company], w.small_holders[one.kind].account
    post(w, account, OUTSIDE, proceeds, EXITS[one.kind], ABOUT_COMPANY + company.slot, CLAUSES[one.kind])
    one.proceeds = proceeds
    one.exit_day = w.clock[0].today
    tell(w, steps.SMALL_HOLDER_LEFT, company.id, one.kind, proceeds)


@law
def gone(company: Company) -> None:
    """Nobody holds any more."""
    company.first_small = NOBODY
    company.last_small = NOBODY


@law
def company_sold(w: World, company: Company, price: float) -> None:
    """The company's shares are sold at ``price`` each."""
    s = company.first_small
    while s != NOBODY:
        one = w.small_holdings[s]
        s = one.next
        leave(w, one, int(one.shares * price + 0.5))
    gone(company)


@law
def company_wound_up(w: World, company: Company, share: float) -> None:
    """The company is wound up: each gets the same share of its cost as the funds."""
    s = company.first_small
    while s != NOBODY:
        one = w.small_holdings[s]
        s = one.next
        leave(w, one, int(one.cost * share + 0.5))
    gone(company)


@law
def lingering_sold(w: World, company: Company, share: float) -> None:
    """A lingering company is sold for ``share`` of its last price, or of the cost where that is less."""
    s = company.first_small
    while s != NOBODY:
        one = w.small_holdings[s]
        s = one.next
        base = lingering_base(float(one.shares), company.price, float(one.cost))
        leave(w, one, int(base * share + 0.5))
    gone(company)


@law
def nav(w: World) -> None:
    """What is still held at the horizon."""
    for s in range(len(w.small_holdings)):
        one = w.small_holdings[s]
        if one.exit_day == NEVER:
            value = seeing.value_of_shares(w, w.companies[one.company], one.shares, one.cost)
            one.nav = int(value + 0.5)
