"""What a manager has had on one company: a list a manager, one row a company."""

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
