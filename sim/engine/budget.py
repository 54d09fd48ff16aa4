"""The budget of a guidance fund, city or district: its purses, appropriations, recalls, closing, and what returns."""

from sim.clauses import staging
from sim.clauses.rounding import fen
from sim.engine import codes, money, steps
from sim.engine.base import open_account, tell
from sim.engine.calendar import at
from sim.engine.codes import NOBODY, STAGE_EQUITY
from sim.engine.instruments import dispatch
from sim.engine.kinds.money import Level
from sim.engine.money import CITY, DISTRICT
from sim.engine.order import AGAIN, APPROPRIATED, CALL, CALLED, CLOSED, DATA, GUIDANCE, LINES
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def open_city(w: World) -> None:
    """The guidance fund: a purse for each instrument, and the days of its appropriations, calls and closing."""
    level = add(w.levels)
    level.whom = codes.ABOUT_GUIDANCE
    level.treasury = open_account(w, codes.TREASURY_CASH, CITY, 0)
    level.commitments = open_account(w, codes.COMMITMENTS, CITY, 1)
    level.committed = open_account(w, codes.COMMITTED, CITY, 1)
    level.stakes = open_account(w, codes.STAKES, CITY, 1)
    level.contra = open_account(w, codes.STAKES_CONTRA, CITY, 1)
    level.by_money = codes.BY_BUDGET
    level.by_closing = codes.BY_RECYCLING
    level.by_equity = codes.BY_STAGE_EQUITY
    level.closing = w.dates[0].closing
    level.first_purse = len(w.purses)
    level.purses = LINES
    for line in range(LINES):
        money.open_purse(w, level, line, open_account(w, codes.GUIDANCE_CASH, line, 0), w.lines[line].share)
    if w.dates[0].city_money:
        for y in range(len(w.calls)):
            at(w, w.calls[y].day, CALL, GUIDANCE, level.id, CALLED, codes.CALL_FOR_FUNDS, level.id, 0)
        plan_budget(w, level)


@law
def open_district(w: World) -> None:
    """A district guidance fund (区县引导基金): beside the city in its sub-funds, from its own purse."""
    level = add(w.levels)
    level.whom = codes.ABOUT_DISTRICT
    level.treasury = open_account(w, codes.DISTRICT_TREASURY, DISTRICT, 0)
    level.commitments = open_account(w, codes.DISTRICT_COMMITMENTS, DISTRICT, 1)
    level.committed = open_account(w, codes.DISTRICT_COMMITTED, DISTRICT, 1)
    level.by_money = codes.BY_DISTRICT
    level.by_closing = codes.BY_DISTRICT
    level.by_equity = codes.BY_DISTRICT
    level.closing = w.dates[0].district_closing
    level.first_purse = len(w.purses)
    level.purses = 1
    money.open_purse(w, level, 0, open_account(w, codes.DISTRICT_CASH, DISTRICT, 0), 1.0)
    if w.dates[0].district_money:
        plan_budget(w, level)


@law
def plan_budget(w: World, level: Level) -> None:
    """The days of a level's appropriations and of its closing."""
    for y in range(len(w.appropriations)):
        one = w.appropriations[y]
        if one.level == level.id:
            at(w, one.day, DATA, GUIDANCE, level.id, APPROPRIATED, codes.APPROPRIATE, level.id, y)
    at(w, level.closing, DATA, GUIDANCE, level.id, CLOSED, codes.CLOSE_BUDGET, level.id, 0)


# ---- the year -------------------------------------------------------------------------------------------------------


@law
def appropriate(w: World, at_level: int, y: int) -> None:
    """The year's money, split over the lines; what was paid before its year is taken off."""
    level = w.levels[at_level]
    amount = int(fen(w.appropriations[y].yuan) * money.shares(w, level) + 0.5)
    for line in range(level.purses):
        part = part_of_line(w, level, amount, line)
        early = min(part, level.advanced) if line == STAGE_EQUITY else 0
        level.advanced -= early
        purse = w.purses[level.first_purse + line]
        money.fund_line(w, purse, part - early)
        dispatch.money_came(w, purse, part - early)
    tell(w, steps.APPROPRIATED, at_level, amount)


@law
def part_of_line(w: World, level: Level, amount: int, line: int) -> int:
    """A line's part of an appropriation: floors of the shares, the remainder to the first line."""
    whole, left, part = money.shares(w, level), amount, 0
    for i in range(1, level.purses):
        part = min(left, int(amount * (w.purses[level.first_purse + i].share / whole))) if whole > 0.0 else 0
        left -= part
        if i == line:
            return part
    return left


@law
def recall(w: World, p: int, since: int) -> None:
    """What came on or before ``since`` and was not used goes back to the treasury."""
    purse = w.purses[p]
    young, r = 0, purse.last_receipt
    while r != NOBODY:
        if w.receipts[r].day > since:
            young += w.receipts[r].fen
        r = w.receipts[r].before
    idle = staging.idle(purse.available, young)
    money.give_back(w, purse, idle, codes.BY_RECALL)


@law
def close_budget(w: World, at_level: int, _: int) -> None:
    """The stated year: no more use of receipts; what is unspent goes back."""
    level = w.levels[at_level]
    for line in range(level.purses):
        money.empty(w, w.purses[level.first_purse + line], level.by_closing)


# ---- after a day's receipts -----------------------------------------------------------------------------------------


@law
def settle_receipts(w: World, at_level: int, _: int) -> None:
    """After the day's receipts: used again from tomorrow, or remitted."""
    level, rules, today = w.levels[at_level], w.budget[0], w.clock[0].today
    level.settles = 0
    recycles = rules.reuse_receipts and rules.recycle_until_year > 0.0 and today < level.closing
    for line in range(level.purses):
        purse = w.purses[level.first_purse + line]
        amount = money.take_arrived(purse)
        if recycles and amount:
            at(w, today + 1, DATA, GUIDANCE, level.id, AGAIN + line, codes.USE_AGAIN, purse.id, amount)
        elif amount:
            money.remit(w, purse, amount, level.by_closing)


@law
def use_again(w: World, p: int, amount: int) -> None:
    """Yesterday's receipts are money again, unless the budget has been closed in the meantime."""
    purse = w.purses[p]
    if w.clock[0].today >= w.levels[purse.level].closing:
        money.remit(w, purse, amount, w.levels[purse.level].by_closing)
    else:
        money.put_in(w, purse, amount)
        dispatch.money_came(w, purse, amount)
        tell(w, steps.RECYCLED, p, amount)
