"""Public money: purses, commitments, receipts. The only code that touches a purse, its postings and its places (D10).

``bind`` promises money to a fund, ``draw_commitment`` pays what was promised, ``release`` frees it, ``receive`` takes
money home; what comes home is used again from the next day, or remitted.
"""

from typing import Final

from sim.clauses import staging
from sim.clauses.rounding import fen
from sim.economy import laws
from sim.engine import codes
from sim.engine.base import balance, open_account, post
from sim.engine.calendar import at, phase_now
from sim.engine.codes import CALL, DATA, GUIDANCE, NOBODY, RECEIPT, STAGE_EQUITY, UNCOMMITTED
from sim.engine.kinds.money import Level, Purse
from sim.engine.rows import add, law
from sim.engine.rules import PLANNED
from sim.engine.state import World

CITY: Final = 0
DISTRICT: Final = 1
LINES: Final = 6
# Ordinals of a level's events within a day.
APPROPRIATED: Final = 0
CLOSED: Final = 1
RETURNED: Final = 2
AGAIN: Final = 8  # and the lines after it
RECALLED: Final = 32  # and the lines after it; after the yearly call, which may still use the money


# ---- places ---------------------------------------------------------------------------------------------------------


@law
def move(w: World, place: int, amount: int) -> None:
    """Record that public money at ``place`` changed by ``amount`` fen."""
    if amount:
        moved = add(w.moves)
        moved.day = w.clock[0].today
        moved.place = place
        moved.fen = amount


# ---- levels and purses ----------------------------------------------------------------------------------------------


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
        purse = add(w.purses)
        purse.level = level.id
        purse.line = line
        purse.cash = open_account(w, codes.GUIDANCE_CASH, line, 0)
        purse.share = w.lines[line].share
        purse.opened = NOBODY
        purse.last_receipt = NOBODY
    if has_money(w, level):
        for y in range(len(w.calls)):
            at(w, w.calls[y].day, CALL, GUIDANCE, level.id, APPROPRIATED, codes.CALL_FOR_FUNDS, level.id, 0)
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
    purse = add(w.purses)
    purse.level = level.id
    purse.cash = open_account(w, codes.DISTRICT_CASH, DISTRICT, 0)
    purse.share = 1.0
    purse.opened = NOBODY
    purse.last_receipt = NOBODY
    if has_money(w, level):
        plan_budget(w, level)


@law
def plan_budget(w: World, level: Level) -> None:
    """The days of a level's appropriations and of its closing."""
    for y in range(len(w.appropriations)):
        one = w.appropriations[y]
        if one.level == level.id:
            at(w, one.day, DATA, GUIDANCE, level.id, APPROPRIATED, codes.APPROPRIATE, level.id, y)
    at(w, level.closing, DATA, GUIDANCE, level.id, CLOSED, codes.CLOSE_BUDGET, level.id, 0)


@law
def purse_of(w: World, line: int) -> Purse:
    """The city's purse of a line."""
    return w.purses[w.levels[CITY].first_purse + line]


@law
def district_purse(w: World) -> Purse:
    """The district's one purse."""
    return w.purses[w.levels[DISTRICT].first_purse]


@law
def shares(w: World, level: Level) -> float:
    """The part of each appropriation that is split over the lines."""
    total = 0.0
    for line in range(level.purses):
        total += w.purses[level.first_purse + line].share
    return total


@law
def has_money(w: World, level: Level) -> int:
    """Whether anything is ever appropriated to a line."""
    total = 0.0
    for y in range(len(w.appropriations)):
        if w.appropriations[y].level == level.id:
            total += w.appropriations[y].yuan
    return int(total > 0.0 and shares(w, level) > 0.0)


@law
def put_in(w: World, purse: Purse, amount: int) -> None:
    """A purse grows; every growth is a receipt whose clock starts that day, where idle money is recalled."""
    purse.available += amount
    months = w.budget[0].recall_idle_months
    if amount <= 0 or months == 0.0:
        return
    today = w.clock[0].today
    if purse.last_receipt == NOBODY or w.receipts[purse.last_receipt].day != today:
        due = today + laws.months_to_days(months)
        at(w, due, CALL, GUIDANCE, purse.level, RECALLED + purse.line, codes.RECALL, purse.id, today)
    receipt = add(w.receipts)
    receipt.day = today
    receipt.fen = amount
    receipt.before = purse.last_receipt
    purse.last_receipt = receipt.id


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
    if idle:
        purse.available -= idle
        remit(w, purse, idle, codes.BY_RECALL)


@law
def remit(w: World, purse: Purse, amount: int, clause: int) -> None:
    """Money goes back to the treasury."""
    level = w.levels[purse.level]
    post(w, level.treasury, purse.cash, amount, codes.REMITTANCE, level.whom, clause)
    move(w, UNCOMMITTED, -amount)


# ---- the year -------------------------------------------------------------------------------------------------------


@law
def appropriate(w: World, at_level: int, y: int) -> None:
    """The year's money, split over the lines; what was paid before its year is taken off."""
    level = w.levels[at_level]
    amount = int(fen(w.appropriations[y].yuan) * shares(w, level) + 0.5)
    for line in range(level.purses):
        part = part_of_line(w, level, amount, line)
        early = min(part, level.advanced) if line == STAGE_EQUITY else 0
        level.advanced -= early
        fund_line(w, w.purses[level.first_purse + line], part - early)


@law
def part_of_line(w: World, level: Level, amount: int, line: int) -> int:
    """A line's part of an appropriation: floors of the shares, the remainder to the first line."""
    whole, left, part = shares(w, level), amount, 0
    for i in range(1, level.purses):
        part = min(left, int(amount * (w.purses[level.first_purse + i].share / whole))) if whole > 0.0 else 0
        left -= part
        if i == line:
            return part
    return left


@law
def fund_line(w: World, purse: Purse, amount: int) -> None:
    """The treasury gives a line money."""
    level = w.levels[purse.level]
    post(w, level.treasury, codes.OUTSIDE, amount, codes.PROVIDE, level.whom, level.by_money)
    post(w, purse.cash, level.treasury, amount, codes.APPROPRIATION, level.whom, level.by_money)
    if amount and purse.opened == NOBODY:
        purse.opened = w.clock[0].today
    put_in(w, purse, amount)
    money_came(w, purse, amount)
    move(w, UNCOMMITTED, amount)


@law
def money_came(w: World, purse: Purse, amount: int) -> None:
    """New money goes first to co-investments applied for and not yet made: today, before today's rounds close."""
    if purse.line == codes.CO_LINE and amount and w.market[0].first_application != NOBODY:
        plan_service(w, w.clock[0].today)


@law
def plan_service(w: World, day: int) -> None:
    """Serve those who wait for co-investment on ``day``."""
    if w.market[0].service_day != day:
        w.market[0].service_day = day
        at(w, day, codes.ROUND, GUIDANCE, 0, 0, codes.SERVE_APPLICATIONS, 0, 0)


@law
def planned(w: World, level: Level) -> int:
    """Appropriations to the first line still to come, where commitments may be covered by the plan."""
    if w.budget[0].cover != PLANNED:
        return 0
    total = 0
    for y in range(len(w.appropriations)):
        one = w.appropriations[y]
        if one.level == level.id and one.day > w.clock[0].today:
            total += int(fen(one.yuan) * w.purses[level.first_purse].share)
    return total - level.advanced


@law
def close_budget(w: World, at_level: int, _: int) -> None:
    """The stated year: no more use of receipts; what is unspent goes back."""
    level = w.levels[at_level]
    for line in range(level.purses):
        purse = w.purses[level.first_purse + line]
        put_in(w, purse, purse.arriving)
        purse.arriving = 0
        remit(w, purse, max(0, purse.available), level.by_closing)
        purse.available = 0


# ---- commitments ----------------------------------------------------------------------------------------------------


@law
def bind(w: World, purse: Purse, amount: int, whom: int) -> None:
    """Money is promised: it leaves the purse and stands as a commitment that waits for a fund to be set up."""
    level = w.levels[purse.level]
    purse.available -= amount
    post(w, level.commitments, level.committed, amount, codes.COMMITMENT, whom, level.by_equity)
    move(w, UNCOMMITTED, -amount)
    move(w, codes.NOT_SET_UP, amount)


@law
def release(w: World, purse: Purse, amount: int, place: int, whom: int) -> None:
    """What was promised and not drawn is free again: back in the purse, or to the treasury after the closing."""
    level = w.levels[purse.level]
    post(w, level.committed, level.commitments, amount, codes.RELEASE, whom, level.by_equity)
    move(w, place, -amount)
    free_again(w, purse, amount)


@law
def free_again(w: World, purse: Purse, amount: int) -> None:
    """Money that was bound is free: back in its purse, or to the treasury after the closing."""
    move(w, UNCOMMITTED, amount)
    if w.clock[0].today < w.levels[purse.level].closing:
        put_in(w, purse, amount)
    else:
        arrive_home(w, purse, amount)


@law
def draw_commitment(w: World, purse: Purse, amount: int, payee: int, whom: int) -> None:
    """What was promised is paid, if need be from a planned appropriation."""
    level = w.levels[purse.level]
    cover(w, purse, amount)
    post(w, payee, purse.cash, amount, codes.CAPITAL_CALL, whom, level.by_equity)
    post(w, level.committed, level.commitments, amount, codes.DRAWN, whom, level.by_equity)


@law
def cover(w: World, purse: Purse, amount: int) -> None:
    """Have the cash for a call at hand, if need be from a planned appropriation."""
    short = amount - balance(w, purse.cash)
    if short > 0:
        w.levels[purse.level].advanced += short
        fund_line(w, purse, short)


@law
def buy_at_cost(w: World, amount: int, whom: int) -> None:
    """A stake grows by what was paid."""
    city = w.levels[CITY]
    post(w, city.stakes, city.contra, amount, codes.STAKE_BOUGHT, whom, codes.BY_STAGE_EQUITY)
    move(w, codes.UNDRAWN, -amount)
    move(w, codes.IN_FUNDS, amount)


@law
def cost_back(w: World, amount: int, whom: int) -> None:
    """A stake shrinks by the cost of what came back or left."""
    city = w.levels[CITY]
    post(w, city.contra, city.stakes, amount, codes.STAKE_OUT, whom, codes.BY_STAGE_EQUITY)
    move(w, codes.IN_FUNDS, -amount)


# ---- receipts -------------------------------------------------------------------------------------------------------


@law
def receive(w: World, purse: Purse, payer: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """Money comes home; after the day's receipts it is used again or remitted."""
    post(w, purse.cash, payer, amount, kind, whom, clause)
    move(w, UNCOMMITTED, amount)
    arrive_home(w, purse, amount)


@law
def arrive_home(w: World, purse: Purse, amount: int) -> None:
    """Money waits for the end of the day's receipts."""
    level = w.levels[purse.level]
    purse.arriving += amount
    if amount and level.settles == 0:
        level.settles = 1
        day = w.clock[0].today if phase_now(w) < RECEIPT else w.clock[0].today + 1
        at(w, day, RECEIPT, GUIDANCE, level.id, RETURNED, codes.SETTLE_RECEIPTS, level.id, 0)


@law
def settle_receipts(w: World, at_level: int, _: int) -> None:
    """After the day's receipts: used again from tomorrow, or remitted."""
    level, rules, today = w.levels[at_level], w.budget[0], w.clock[0].today
    level.settles = 0
    recycles = rules.reuse_receipts and rules.recycle_until_year > 0.0 and today < level.closing
    for line in range(level.purses):
        purse = w.purses[level.first_purse + line]
        amount = purse.arriving
        purse.arriving = 0
        if recycles and amount:
            at(w, today + 1, DATA, GUIDANCE, level.id, AGAIN + line, codes.USE_AGAIN, purse.id, amount)
        elif amount:
            remit(w, purse, amount, level.by_closing)


@law
def use_again(w: World, p: int, amount: int) -> None:
    """Yesterday's receipts are money again, unless the budget has been closed in the meantime."""
    purse = w.purses[p]
    if w.clock[0].today >= w.levels[purse.level].closing:
        remit(w, purse, amount, w.levels[purse.level].by_closing)
    else:
        put_in(w, purse, amount)
        money_came(w, purse, amount)
