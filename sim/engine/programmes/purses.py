"""Money of programmes: the verbs that move it, the only code that touches the purse of a line.

``pay`` spends what is free; ``commit`` promises it, ``draw`` pays what was promised, ``release`` frees it; ``receive``
takes money home. None of it is the guidance fund's: it stands at none of its places, and is in none of its measures.
"""

from sim.engine import codes
from sim.engine.base import open_account, post
from sim.engine.codes import ABOUT_PROGRAMME, BY_PROGRAMME
from sim.engine.kinds.programmes import ProgrammePurse
from sim.engine.money import CITY
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def open_purses(w: World) -> None:
    """An empty purse for each line."""
    promised = open_account(w, codes.PROMISED, CITY, 0)
    promises = open_account(w, codes.PROMISES, CITY, 1)
    for line in range(codes.PROGRAMMES):
        purse = add(w.programmes)
        purse.cash = open_account(w, codes.PROGRAMME_CASH, line, 0)
        purse.promised = promised
        purse.promises = promises


@law
def free(w: World, line: int) -> int:
    """What a line may still pay or promise, in fen."""
    return w.programmes[line].available


# ---- the treasury ---------------------------------------------------------------------------------------------------


@law
def appropriate(w: World, line: int, amount: int) -> None:
    """The treasury gives a line money."""
    purse, treasury = w.programmes[line], w.levels[CITY].treasury
    about, clause = ABOUT_PROGRAMME + line, BY_PROGRAMME + line
    post(w, treasury, codes.OUTSIDE, amount, codes.PROVIDE, about, clause)
    post(w, purse.cash, treasury, amount, codes.PROGRAMME_APPROPRIATION, about, clause)
    purse.available += amount


@law
def give_back(w: World, line: int, keeps: int, reuses: int) -> None:
    """What is free goes back: of its own money what it does not keep, of what has come home what it does not reuse."""
    purse = w.programmes[line]
    home = purse.returned
    purse.returned = home if reuses else 0
    back = (0 if keeps else purse.available - home) + (home - purse.returned)
    purse.available -= back
    treasury, about = w.levels[CITY].treasury, ABOUT_PROGRAMME + line
    post(w, treasury, purse.cash, back, codes.PROGRAMME_REMITTANCE, about, BY_PROGRAMME + line)


# ---- what is free ---------------------------------------------------------------------------------------------------


@law
def pay(w: World, line: int, payee: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """Free money is paid."""
    purse = w.programmes[line]
    take(purse, amount)
    post(w, payee, purse.cash, amount, kind, whom, clause)


@law
def pay_held(w: World, line: int, payee: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """What was taken today is paid."""
    post(w, payee, w.programmes[line].cash, amount, kind, whom, clause)


@law
def to_invest(w: World, line: int) -> int:
    """What is free today without what has come home, where that is not used again."""
    purse, year = w.programmes[line], len(w.anniversaries) - 1
    if purse.available == 0:
        return 0
    while year > 0 and w.anniversaries[year].day > w.clock[0].today:
        year -= 1
    reused = year >= 0 and w.anniversaries[year].reuses > 0
    return purse.available if reused else purse.available - purse.returned


@law
def take(purse: ProgrammePurse, amount: int) -> None:
    """Less is free: the year's own money goes first."""
    purse.available -= amount
    purse.returned = min(purse.returned, purse.available)


@law
def receive(w: World, line: int, payer: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """Money comes home: it is free, and goes back on the next anniversary where receipts are not used again."""
    purse = w.programmes[line]
    post(w, purse.cash, payer, amount, kind, whom, clause)
    purse.available += amount
    purse.returned += amount


@law
def hand_on(w: World, line: int, payee: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """Part of what has just come home is somebody else's."""
    purse = w.programmes[line]
    purse.available -= amount
    purse.returned -= amount
    post(w, payee, purse.cash, amount, kind, whom, clause)


# ---- what is promised -----------------------------------------------------------------------------------------------


@law
def commit(w: World, line: int, amount: int, whom: int, clause: int) -> None:
    """Free money is promised."""
    purse = w.programmes[line]
    take(purse, amount)
    purse.committed += amount
    post(w, purse.promised, purse.promises, amount, codes.COMMITMENT, whom, clause)


@law
def draw(w: World, line: int, payee: int, amount: int, kind: int, whom: int, clause: int) -> None:
    """What was promised is paid."""
    purse = w.programmes[line]
    purse.committed -= amount
    post(w, payee, purse.cash, amount, kind, whom, clause)
    post(w, purse.promises, purse.promised, amount, codes.DRAWN, whom, clause)


@law
def release(w: World, line: int, amount: int, whom: int, clause: int) -> None:
    """What was promised and is not paid is free again."""
    purse = w.programmes[line]
    purse.committed -= amount
    purse.available += amount
    post(w, purse.promises, purse.promised, amount, codes.RELEASE, whom, clause)
