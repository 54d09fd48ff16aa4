"""Risk subsidy (风险补助): paid into a fund's loss reserve on eligible investments, drawn on realised losses (D8)."""

from sim.clauses import risk_subsidy
from sim.clauses.rounding import fen
from sim.engine import codes, money, steps
from sim.engine.base import balance, tell
from sim.engine.codes import ABOUT_FUND, BY_SUBSIDY, BY_UNUSED, GONE, IN_RESERVES, NOBODY, SUBSIDY_LINE
from sim.engine.instruments.eligible import eligible
from sim.engine.instruments.had import had_on, has_more, left_of, year_now
from sim.engine.instruments.private_side import pay_private, private_share
from sim.engine.kinds.firms import Company, Fund, Holding, Manager
from sim.engine.money import purse_of
from sim.engine.rows import law
from sim.engine.rules import ALL_MONEY, GIVEN_BACK
from sim.engine.state import World


@law
def manager_known(w: World, manager: Manager) -> None:
    """Nothing has been paid on its deals."""
    manager.first_subsidy = NOBODY


# ---- before and when it is paid -------------------------------------------------------------------------------------


@law
def quote(w: World, fund: Fund, company: Company, stage: int, invested: int) -> int:
    """The subsidy ``fund`` would get today for ``invested`` fen in the company."""
    rules, purse = w.subsidy_rule[0], purse_of(w, SUBSIDY_LINE)
    if w.lines[SUBSIDY_LINE].on == 0 or purse.available == 0 or w.clock[0].today >= w.levels[money.CITY].closing:
        return 0
    if eligible(w, company, stage, rules.last_stage, rules.local_only) == 0:
        return 0
    manager = w.managers[fund.manager]
    of_year = manager.subsidy_of_year if manager.subsidy_year == year_now(w) else 0
    left = left_of(rules.cap_total, w.market[0].subsidy_paid)
    return risk_subsidy.amount(
        invested,
        private_share(w, fund),
        rules.base == ALL_MONEY,
        rules.rate,
        fen(rules.cap_per_deal),
        left_of(rules.cap_per_company, had_on(w, manager.first_subsidy, company.id)),
        left_of(rules.cap_per_manager_year, of_year),
        purse.available if left < 0 else min(purse.available, left),
    )


@law
def ticket_paid(w: World, fund: Fund, company: Company, holding: Holding, stage: int, invested: int) -> int:
    """Pay what the rule gives on a ticket just paid; gives the fen."""
    amount = quote(w, fund, company, stage, invested)
    if amount == 0:
        return 0
    manager, purse, year = w.managers[fund.manager], purse_of(w, SUBSIDY_LINE), year_now(w)
    w.market[0].subsidy_paid += amount
    manager.first_subsidy = has_more(w, manager.first_subsidy, company.id, amount)
    if manager.subsidy_year != year:
        manager.subsidy_year = year
        manager.subsidy_of_year = 0
    manager.subsidy_of_year += amount
    money.pay(w, purse, fund.reserve, amount, IN_RESERVES, codes.SUBSIDY, ABOUT_FUND + fund.slot, BY_SUBSIDY)
    holding.subsidised = 1
    tell(w, steps.SUBSIDY_PAID, fund.id, company.id, amount)
    return amount


# ---- the reserve ----------------------------------------------------------------------------------------------------


@law
def holding_left(w: World, fund: Fund, holding: Holding, proceeds: int) -> None:
    """The loss reserve makes good the private partners' and manager's loss on a subsidised deal."""
    if holding.subsidised == 0:
        return
    loss = risk_subsidy.private_loss(holding.cost, proceeds, private_share(w, fund))
    amount = risk_subsidy.draw(balance(w, fund.reserve), loss)
    pay_from_reserve(w, fund, amount, codes.SUBSIDY_DRAW, BY_SUBSIDY)
    tell(w, steps.SUBSIDY_DRAWN, fund.id, holding.company, amount)


@law
def pay_from_reserve(w: World, fund: Fund, amount: int, kind: int, clause: int) -> None:
    """From the loss reserve to private partners and manager."""
    pay_private(w, fund, fund.reserve, amount, kind, clause)
    money.shift(w, IN_RESERVES, GONE, amount)


@law
def fund_ended(w: World, fund: Fund) -> None:
    """The fund has ended: what is left in its reserve stays with partners and manager, or comes back."""
    left = balance(w, fund.reserve)
    if left == 0:
        return
    if w.subsidy_rule[0].unused == GIVEN_BACK:
        money.shift(w, IN_RESERVES, GONE, left)
        whom = ABOUT_FUND + fund.slot
        money.receive(w, purse_of(w, SUBSIDY_LINE), fund.reserve, left, codes.SUBSIDY_RETURN, whom, BY_UNUSED)
    else:
        pay_from_reserve(w, fund, left, codes.SUBSIDY_KEEP, BY_UNUSED)
