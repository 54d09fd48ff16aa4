"""Managers come to market and raise their funds (D3, D4)."""

from sim.clauses.rounding import fen
from sim.decisions import screening
from sim.economy import laws
from sim.engine import chance, codes, funds, pool, steps
from sim.engine.base import count, open_account, tell
from sim.engine.calendar import at, draw
from sim.engine.closing import raise_money, reaches_close
from sim.engine.codes import FUND_SLOTS, NEVER, NOBODY, PRIVATE, PUBLIC
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import Fund, Manager
from sim.engine.order import ARRIVES, FUND_CLOSE, MANAGER, NEXT_FUND
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def open_managers(w: World) -> None:
    """Who they are; each markets its first fund on arrival."""
    terms = w.manager_law[0]
    for slot in range(terms.slots + managers_before(w)):
        manager = add(w.managers)
        manager.slot = slot
        manager.skill = laws.normal(draw(w, chance.MANAGER_SKILL, slot, 0))
        manager.noise = screening.signal_noise(terms.signal_noise, manager.skill, terms.skill_on_noise)
        manager.effect = laws.normal(draw(w, chance.MANAGER_EFFECT, slot, 0))
        manager.first_fund = NOBODY
        manager.last_fund = NOBODY
        dispatch.manager_known(w, manager)
        manager.account = open_account(w, codes.MANAGER_CASH, slot, 0)
        at(w, arrival_day(w, slot), FUND_CLOSE, MANAGER, slot, ARRIVES, codes.MARKET_FUND, slot, 0)


@law
def managers_before(w: World) -> int:
    """How many managers come to market before the start, at the rate of those who come after it."""
    terms, years = w.manager_law[0], -w.clock[0].begins / 365
    return int(terms.slots * years / terms.arrival_years + 0.5)


@law
def arrival_day(w: World, slot: int) -> int:
    """The day on which a manager first comes to market; those with the last slots come before the start."""
    terms, u, first = w.manager_law[0], draw(w, chance.MANAGER_ARRIVAL, slot, 0), w.clock[0].begins
    if slot < terms.slots:
        return int(u * terms.arrival_years * 365)
    return first + int(u * -first)


@law
def market_fund(w: World, m: int, _: int) -> None:
    """A manager arrives."""
    market(w, w.managers[m])


@law
def market(w: World, manager: Manager) -> None:
    """Bring the next fund to market."""
    terms, today = w.manager_law[0], w.clock[0].today
    if manager.raised >= terms.funds_each or today > laws.days(terms.last_marketing_year):
        return
    fund = add(w.funds)
    fund.manager = manager.id
    fund.number = manager.raised
    fund.slot = manager.slot * FUND_SLOTS + fund.number
    manager.raised += 1
    u = draw(w, chance.FUND_TARGET, manager.slot, fund.number)
    fund.target = fen(laws.lognormal(u, terms.target_median, terms.target_sigma))
    fund.marketed = today
    fund.set_up = NEVER
    fund.ended = NEVER
    fund.first_holding = NOBODY
    fund.first_partner = NOBODY
    tell(w, steps.MARKETED, fund.id, fund.target)
    if dispatch.fund_marketed(w, fund) == 0:
        raise_money(w, fund.id, 0)


@law
def give_up_fund(w: World, f: int, reason: int) -> None:
    """An attempt has failed: one more, or the manager's next fund in its time."""
    fund = w.funds[f]
    manager = w.managers[fund.manager]
    count(w, reason, 1)
    tell(w, steps.ATTEMPT_FAILED, f, reason, fund.attempt + 1)
    if fund.attempt + 1 < w.fund_terms[0].attempts:
        fund.attempt += 1
        raise_money(w, f, 0)
        return
    dispatch.fund_given_up(w, fund)
    plan_next(w, manager, fund.marketed)


@law
def set_up_fund(w: World, f: int, _: int) -> None:
    """First close."""
    fund = w.funds[f]
    manager = w.managers[fund.manager]
    if fund.commitment[PUBLIC] > 0 and fund.offer == 0:  # withdrawn since the partners answered
        fund.commitment[PUBLIC] = 0
        fund.district_fen = 0
        if reaches_close(w, fund, 0) == 0:
            give_up_fund(w, f, codes.FAILED_FOR_MONEY)
            return
    fund.set_up = w.clock[0].today
    fund.state = codes.INVESTING
    tell(w, steps.SET_UP, f)
    link_to_manager(w, manager, fund)
    pool.closes(w, fund.commitment[PRIVATE])
    funds.begin(w, fund)
    dispatch.fund_set_up(w, fund)
    plan_next(w, manager, w.clock[0].today)


@law
def link_to_manager(w: World, manager: Manager, fund: Fund) -> None:
    """The manager's newest fund."""
    fund.before = manager.last_fund
    fund.after = NOBODY
    if manager.last_fund == NOBODY:
        manager.first_fund = fund.id
    else:
        w.funds[manager.last_fund].after = fund.id
    manager.last_fund = fund.id


@law
def plan_next(w: World, manager: Manager, since: int) -> None:
    """The next fund comes to market some time after this one."""
    day = max(since + laws.months_to_days(w.manager_law[0].next_fund_months), w.clock[0].today + 1)
    at(
        w,
        day,
        FUND_CLOSE,
        MANAGER,
        manager.slot,
        NEXT_FUND + manager.raised,
        codes.NEXT_FUND,
        manager.id,
        manager.raised,
    )


@law
def next_fund(w: World, m: int, raised: int) -> None:
    """Market the next fund, unless that was done in the meantime."""
    if w.managers[m].raised == raised:
        market(w, w.managers[m])


@law
def investing_fund(w: World, m: int) -> int:
    """The manager's newest fund in its investment period, NOBODY if none."""
    f = w.managers[m].last_fund
    while f != NOBODY and w.funds[f].investing == 0:
        f = w.funds[f].before
    return f
