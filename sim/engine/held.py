"""Private money held as another rule book found it: only then is a difference one of price alone (R4.3)."""

from sim.engine.codes import NOBODY
from sim.engine.kinds.firms import Fund
from sim.engine.rows import law
from sim.engine.state import World


@law
def row_of(w: World, fund: Fund) -> int:
    """The row that holds this fund; NOBODY where the other rule book had no such fund or nothing is held."""
    low, high = 0, len(w.held)
    while low < high:
        middle = (low + high) // 2
        if w.held[middle].slot < fund.slot:
            low = middle + 1
        else:
            high = middle
    return low if low < len(w.held) and w.held[low].slot == fund.slot else NOBODY


@law
def applied(w: World, fund: Fund, wants: int) -> int:
    """Whether it applies for public money: as held, else as it ``wants``."""
    row = row_of(w, fund)
    return wants if row == NOBODY else w.held[row].applied


@law
def money(w: World, fund: Fund, free: int) -> int:
    """What private partners bring to this attempt (fen): as held, else ``free``, their answer to this one alone."""
    row = row_of(w, fund)
    if row == NOBODY or w.held[row].private[fund.attempt] < 0:
        return free
    return w.held[row].private[fund.attempt]
