"""What a manager has had on one company (a list a manager, one row a company), and what a cap leaves of more."""

from sim.clauses import rates
from sim.clauses.rounding import fen
from sim.engine.codes import NOBODY
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def had_on(w: World, first: int, company: int) -> int:
    """Fen had on a company, in the list that begins with row ``first``."""
    h = first
    while h != NOBODY:
        if w.had[h].company == company:
            return w.had[h].fen
        h = w.had[h].next
    return 0


@law
def has_more(w: World, first: int, company: int, amount: int) -> int:
    """Add to what was had on a company; gives the list's first row."""
    h = first
    while h != NOBODY:
        if w.had[h].company == company:
            w.had[h].fen += amount
            return first
        h = w.had[h].next
    one = add(w.had)
    one.company = company
    one.fen = amount
    one.next = first
    return one.id


@law
def left_of(cap_yuan: float, had: int) -> int:
    """What a cap leaves in fen; -1 where there is none."""
    return max(0, fen(cap_yuan) - had) if cap_yuan > 0.0 else -1


@law
def year_now(w: World) -> int:
    """The calendar year."""
    return rates.civil(w.clock[0].start + w.clock[0].today)[0]
