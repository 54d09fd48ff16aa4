"""Public money: the verbs that move it, the only code that touches a purse, its postings and its places (D10).

``commit`` promises money to a fund, ``draw`` pays what was promised, ``release`` frees it; ``pay`` spends what is free;
``receive`` takes money home, where it is used again from the next day, or remitted. What is promised and paid within a
day is held (``hold``, ``pay_held``); what is kept for a loss that may come is ``set_aside`` and settled.
"""

from typing import Final

from sim.clauses.rounding import fen
from sim.economy import laws
from sim.engine import codes, steps
from sim.engine.base import balance, post, stop, tell
from sim.engine.calendar import at, phase_now
from sim.engine.codes import BEYOND_PROMISE, GONE, NEVER, NOBODY, UNCOMMITTED
from sim.engine.kinds.money import Level, Purse
from sim.engine.order import CALL, GUIDANCE, RECALLED, RECEIPT, RETURNED
from sim.engine.rows import add, law
from sim.engine.rules import PLANNED
from sim.engine.state import World

CITY: Final = 0
DISTRICT: Final = 1


# ---- places ---------------------------------------------------------------------------------------------------------


@law
def move(w: World, place: int, amount: int) -> None:
    """Record that public money at ``place`` changed by ``amount`` fen; what is GONE stands nowhere."""
    if amount and place != GONE:
        moved = add(w.moves)
        moved.day = w.clock[0].today
        moved.place = place
        moved.fen = amount


@law
def shift(w: World, place: int, to: int, amount: int) -> None:
    """Public money goes from one place to another, or (``to`` is GONE) into other hands."""
    move(w, place, -amount)
    move(w, to, amount)


# ---- purses ---------------------------------------------------------------------------------------------------------


@law
def open_purse(w: World, level: Level, line: int, cash: int, share: float) -> None:
    """A purse of a level: what it holds lies in the account ``cash``; ``share`` of each appropriation is its own."""
    purse = add(w.purses)
    purse.level = level.id
    purse.line = line
    purse.cash = cash
    purse.share = share
    purse.opened = NEVER
    purse.last_receipt = NOBODY


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
def remit(w: World, purse: Purse, amount: int, clause: int) -> None:
    """Money goes back to the treasury."""
    level = w.levels[purse.level]
    post(w, level.treasury, purse.cash, amount, codes.REMITTANCE, level.whom, clause)
    move(w, UNCOMMITTED, -amount)
    tell(w, steps.REMITTED, purse.id, amount, clause)


@law
def fund_line(w: World, purse: Purse, amount: int) -> None:
    """The treasury gives a line money."""
    level = w.levels[purse.level]
    post(w, level.treasury, codes.OUTSIDE, amount, codes.PROVIDE, level.whom, level.by_money)
    post(w, purse.cash, level.treasury, amount, codes.APPROPRIATION, level.whom, level.by_money)
    if amount and purse.opened == NEVER:
        purse.opened = w.clock[0].today
    put_in(w, purse, amount)
    move(w, UNCOMMITTED, amount)


@law
def give_back(w: World, purse: Purse, amount: int, clause: int) -> None:
    """Free money goes back to the treasury."""
    purse.available -= amount
    remit(w, purse, amount, clause)


@law
def empty(w: World, purse: Purse, clause: int) -> None:
    """All that is free, or came home today, goes back to the treasury."""
    put_in(w, purse, take_arrived(purse))
    remit(w, purse, max(0, purse.available), clause)
    purse.available = 0


# ---- what is free is spent ------------------------------------------------------------------------------------------


@law
def hold(w: World, purse: Purse, amount: int) -> None:
    """Free money is promised and will be paid today."""
    purse.available -= amount


@law
def pay_held(w: World, purse: Purse, payee: int, amount: int, place: int, kind: int, whom: int, clause: int) -> None:
    """Money that is held is paid; it then stands at ``place``, or is GONE."""
    post(w, payee, purse.cash, amount, kind, whom, clause)
    shift(w, UNCOMMITTED, place, amount)


@law
def pay(w: World, purse: Purse, payee: int, amount: int, place: int, kind: int, whom: int, clause: int) -> None:
    """Free money is paid; it then stands at ``place``, or is GONE."""
    hold(w, purse, amount)
    pay_held(w, purse, payee, amount, place, kind, whom, clause)


@law
def spend(w: World, purse: Purse, amount: int, place: int) -> int:
    """Free money is paid to several at once: gives the account from which whoever asks pays them all of it."""
    hold(w, purse, amount)
    shift(w, UNCOMMITTED, place, amount)
    return purse.cash


@law
def set_aside(w: World, purse: Purse, amount: int, place: int) -> None:
    """Free money is kept for a payment that may come."""
    hold(w, purse, amount)
    shift(w, UNCOMMITTED, place, amount)


@law
def settle(w: World, purse: Purse, amount: int, place: int, used: int) -> int:
    """Of what was set aside, ``used`` is paid from the account that this gives, the rest is free again."""
    shift(w, place, GONE, amount)
    free_again(w, purse, amount - used)
    return purse.cash


# ---- commitments ----------------------------------------------------------------------------------------------------


@law
def commit(w: World, purse: Purse, amount: int, place: int, whom: int) -> None:
    """Money is promised: it leaves the purse and stands as a commitment at ``place``."""
    level = w.levels[purse.level]
    hold(w, purse, amount)
    post(w, level.commitments, level.committed, amount, codes.COMMITMENT, whom, level.by_equity)
    shift(w, UNCOMMITTED, place, amount)


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
def take_up(w: World, fund: int, amount: int, undrawn: int) -> int:
    """What is still to be drawn after a call of ``fund`` (its slot); nobody pays more than was promised."""
    if amount > undrawn:
        stop(w, BEYOND_PROMISE, fund, amount - undrawn)
    return undrawn - amount


@law
def draw(w: World, purse: Purse, amount: int, payee: int, whom: int, clause: int) -> None:
    """What was promised is paid, if need be from a planned appropriation."""
    level = w.levels[purse.level]
    cover(w, purse, amount)
    post(w, payee, purse.cash, amount, codes.CAPITAL_CALL, whom, clause)
    post(w, level.committed, level.commitments, amount, codes.DRAWN, whom, level.by_equity)


@law
def cover(w: World, purse: Purse, amount: int) -> None:
    """Have the cash for a call at hand, if need be from a planned appropriation."""
    short = amount - balance(w, purse.cash)
    if short > 0:
        w.levels[purse.level].advanced += short
        fund_line(w, purse, short)


@law
def buy(w: World, amount: int, place: int, whom: int) -> None:
    """A stake grows by what was paid from ``place``."""
    book_cost(w, amount, whom)
    shift(w, place, codes.IN_FUNDS, amount)


@law
def book_cost(w: World, amount: int, whom: int) -> None:
    """What was paid stands in the books as the cost of a stake."""
    city = w.levels[CITY]
    post(w, city.stakes, city.contra, amount, codes.STAKE_BOUGHT, whom, codes.BY_STAGE_EQUITY)


@law
def cost_back(w: World, amount: int, whom: int) -> None:
    """A stake shrinks by the cost of what came back or left."""
    city = w.levels[CITY]
    post(w, city.contra, city.stakes, amount, codes.STAKE_OUT, whom, codes.BY_STAGE_EQUITY)
    shift(w, codes.IN_FUNDS, GONE, amount)


# ---- receipts -------------------------------------------------------------------------------------------------------


@law
def receive(w: World, purse: Purse, payer: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """Money comes home; after the day's receipts it is used again or remitted."""
    post(w, purse.cash, payer, amount, kind, whom, clause)
    move(w, UNCOMMITTED, amount)
    arrive_home(w, purse, amount)


@law
def hand_on(w: World, purse: Purse, payee: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """Part of what has just come home is somebody else's."""
    post(w, payee, purse.cash, amount, kind, whom, clause)
    purse.arriving -= amount
    shift(w, UNCOMMITTED, GONE, amount)


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
def take_arrived(purse: Purse) -> int:
    """The day's receipts wait no more; gives them."""
    amount = purse.arriving
    purse.arriving = 0
    return amount
