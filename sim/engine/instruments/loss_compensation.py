"""Loss compensation (风险补偿): deals entered in a register, losses made good after the fact, outside the fund."""

from typing import Final

from sim.clauses import loss_compensation, rates
from sim.clauses.rounding import fen, floor_part
from sim.decisions.losses import loss_chance, lost_share
from sim.engine import codes, lines, money, steps
from sim.engine.base import balance, post, tell
from sim.engine.calendar import at
from sim.engine.codes import ABOUT_FUND, BY_COMPENSATION, BY_OWN_RESERVE, COMPENSATION_LINE, NOBODY
from sim.engine.instruments import risk_subsidy
from sim.engine.instruments.eligible import eligible
from sim.engine.instruments.had import had_on, has_more, left_of, year_now
from sim.engine.instruments.private_side import pay_private, private_share
from sim.engine.kinds.firms import Company, Fund, Holding, Manager
from sim.engine.kinds.money import RegisteredDeal
from sim.engine.order import FEE, FUND, OWN_RESERVE
from sim.engine.rows import add, law
from sim.engine.rules import ALL_MONEY
from sim.engine.state import World

A_LATER_YEAR: Final = -1


@law
def manager_known(w: World, manager: Manager) -> None:
    """Nothing has been compensated."""
    manager.first_compensation = NOBODY


# ---- the register ---------------------------------------------------------------------------------------------------


@law
def ticket_paid(w: World, company: Company, holding: Holding, stage: int, amount: int, subsidy: int) -> None:
    """Enter a payment just made."""
    if w.lines[COMPENSATION_LINE].on == 0:
        return
    deal = add(w.deals_registered)
    deal.day = w.clock[0].today
    deal.stage = stage
    deal.amount = amount
    deal.subsidy = subsidy
    deal.qualifies = qualifies(w, company, stage)
    deal.next = NOBODY
    if holding.last_deal == NOBODY:
        holding.first_deal = deal.id
    else:
        w.deals_registered[holding.last_deal].next = deal.id
    holding.last_deal = deal.id


@law
def qualifies(w: World, company: Company, stage: int) -> int:
    """Whether an investment may be compensated."""
    return eligible(w, company, stage, w.compensation[0].last_stage, w.compensation[0].local_only)


# ---- a loss ---------------------------------------------------------------------------------------------------------


@law
def holding_left(w: World, fund: Fund, company: Company, holding: Holding, proceeds: int, wound_up: int) -> None:
    """A holding is gone: its loss falls on its deals as they were paid, and each is looked at by itself."""
    loss = loss_compensation.loss(holding.cost, proceeds)
    if loss == 0 or holding.first_deal == NOBODY:
        return
    total, rest, d = 0, loss, holding.first_deal
    while d != NOBODY:
        total += w.deals_registered[d].amount
        d = w.deals_registered[d].next
    d = w.deals_registered[holding.first_deal].next
    while d != NOBODY:
        rest -= floor_part(loss, w.deals_registered[d].amount, total)
        d = w.deals_registered[d].next
    d = holding.first_deal
    while d != NOBODY:
        deal = w.deals_registered[d]
        part = rest if d == holding.first_deal else floor_part(loss, deal.amount, total)
        if deal.qualifies and arises(w, deal, wound_up):
            compensate(w, fund, company, deal, part)
        d = deal.next


@law
def arises(w: World, deal: RegisteredDeal, wound_up: int) -> int:
    """Whether a loss on the deal gives a claim today."""
    rules, now = w.compensation[0], w.clock[0]
    opened = money.purse_of(w, COMPENSATION_LINE).opened
    if not loss_compensation.registered(deal.day, opened, rules.preregister > 0):
        return 0
    return int(
        loss_compensation.arises(
            rules.trigger, wound_up > 0, now.start + deal.day, now.start + now.today, rules.window_years
        )
    )


@law
def compensate(w: World, fund: Fund, company: Company, deal: RegisteredDeal, loss: int) -> None:
    """The manager's own reserve pays first, the pool what is left over, while it lasts."""
    manager, purse, year = w.managers[fund.manager], money.purse_of(w, COMPENSATION_LINE), year_now(w)
    claim = due(w, fund, manager, company, deal.stage, loss, deal.subsidy, year)
    own = loss_compensation.from_reserve(claim, balance(w, fund.own_reserve))
    public = min(claim - own, purse.available)
    manager.first_compensation = has_more(w, manager.first_compensation, company.id, own + public)
    if manager.compensation_year != year:
        manager.compensation_year = year
        manager.compensation_of_year = 0
    manager.compensation_of_year += own + public
    if own:
        pay_private(w, fund, fund.own_reserve, own, codes.COMPENSATION, BY_OWN_RESERVE)
    if public:
        payer = money.spend(w, purse, public, codes.GONE)
        pay_private(w, fund, payer, public, codes.COMPENSATION, BY_COMPENSATION)
    tell(w, steps.COMPENSATED, fund.id, company.id, own + public, loss, own)


@law
def due(
    w: World, fund: Fund, manager: Manager, company: Company, stage: int, loss: int, subsidy: int, year: int
) -> int:
    """What the rule gives on a loss in ``year``, before it is known who pays (fen)."""
    rules = w.compensation[0]
    of_year = manager.compensation_of_year if manager.compensation_year == year else 0
    return loss_compensation.amount(
        loss,
        private_share(w, fund),
        rules.base == ALL_MONEY,
        rules.rate_by_stage[stage],
        subsidy if rules.deduct_subsidy else 0,
        fen(rules.cap_per_deal),
        left_of(rules.cap_per_company, had_on(w, manager.first_compensation, company.id)),
        left_of(rules.cap_per_manager_year, of_year),
    )


# ---- the manager's reserve ------------------------------------------------------------------------------------------


@law
def keeps_reserve(w: World) -> int:
    """Whether managers keep a reserve of their own."""
    return int(w.lines[COMPENSATION_LINE].on > 0 and w.compensation[0].manager_reserve_rate > 0.0)


@law
def fund_set_up(w: World, fund: Fund) -> None:
    """The manager of a new fund will pay into its reserve."""
    if keeps_reserve(w):
        plan_reserve(w, fund, 1)


@law
def plan_reserve(w: World, fund: Fund, year: int) -> None:
    """From the first anniversary on, the manager pays into its reserve."""
    start = w.clock[0].start
    day = rates.anniversary(start + fund.set_up, year) - start
    at(w, day, FEE, FUND, fund.slot, OWN_RESERVE, codes.RESERVE_DUE, fund.id, year)


@law
def reserve_due(w: World, f: int, year: int) -> None:
    """A year's reserve, out of the manager's own means; a claim then needs no further proof of payment."""
    fund, whom = w.funds[f], ABOUT_FUND + w.funds[f].slot
    if fund.over:
        return
    account = w.managers[fund.manager].account
    rate = w.compensation[0].manager_reserve_rate if w.clock[0].today >= 0 else 0.0  # no rule before the start
    amount = loss_compensation.yearly_reserve(lines.drawn(fund), rate)
    post(w, account, codes.OUTSIDE, amount, codes.PROVIDE, whom, BY_OWN_RESERVE)
    post(w, fund.own_reserve, account, amount, codes.RESERVE_PAID, whom, BY_OWN_RESERVE)
    plan_reserve(w, fund, year + 1)


@law
def fund_ended(w: World, fund: Fund) -> None:
    """What is left of the reserve is the manager's."""
    if keeps_reserve(w):
        account, rest = w.managers[fund.manager].account, balance(w, fund.own_reserve)
        post(w, account, fund.own_reserve, rest, codes.RESERVE_BACK, ABOUT_FUND + fund.slot, BY_OWN_RESERVE)


# ---- what a manager expects -----------------------------------------------------------------------------------------


@law
def expected_help(w: World, fund: Fund, company: Company, stage: int, ticket: int, quality: float) -> float:
    """Chance of losing the deal times what the pool, as it stands today, would then pay beyond the reserve."""
    rules, purse = w.compensation[0], money.purse_of(w, COMPENSATION_LINE).available
    if w.lines[COMPENSATION_LINE].on == 0 or rules.rate_by_stage[stage] == 0.0 or purse == 0:
        return 0.0
    if qualifies(w, company, stage) == 0:
        return 0.0
    terms, manager = w.company_law[0], w.managers[fund.manager]
    subsidy = risk_subsidy.quote(w, fund, company, stage, ticket)
    claim = due(w, fund, manager, company, stage, int(lost_share(terms) * ticket), subsidy, A_LATER_YEAR)
    own = loss_compensation.from_reserve(claim, balance(w, fund.own_reserve))
    return loss_chance(terms, w.stages, stage, quality, rules.window_years) * min(claim - own, purse)
