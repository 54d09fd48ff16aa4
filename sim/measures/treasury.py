"""What the treasury pays and gets, and when: appropriations against remittances of all levels' guidance funds.

Measures of ``public.*`` follow the guidance fund's money with the outside; these follow the budget's, so that money
which waits in the guidance fund is out as well.
"""

import numpy as np

from sim.ledger.history import NEVER
from sim.ledger.vocabulary import PUBLIC_MONEY
from sim.measures.budget import Parts
from sim.measures.catalogue import BACK_YEARS
from sim.measures.flows import Books, Dated, Days, Fen, running
from sim.measures.survival import YEAR


def cash_left(books: Books) -> int:
    """Fen in the accounts of all levels' guidance funds after the last posting."""
    return books.held(PUBLIC_MONEY)


def back_day(flows: Dated) -> int:
    """First day from which on remittances cover all that was appropriated so far, NEVER without one.

    ``flows`` are remittances less appropriations by day; a later appropriation that puts the treasury out again counts.
    """
    days, fen = flows
    if fen.size == 0:
        return NEVER
    short = np.flatnonzero(np.cumsum(fen) < 0)
    first = int(short[-1]) + 1 if short.size else 0
    return int(days[first]) if first < days.size else NEVER


def treasury_parts(given: Dated, remitted: Dated, held: int, months: Days) -> Parts:
    """Numerators and denominators in fen of ``treasury.tvpi`` and ``treasury.back_share.*``.

    ``held`` is cash and NAV of the guidance funds at the horizon; ``months`` the days of months 0, 1, ... of the run,
    beyond which a share does not exist.
    """
    appropriated, back = int(given[1].sum()), int(remitted[1].sum())
    parts: Parts = {"treasury.tvpi": (back + held, appropriated)}
    so_far = running(remitted, months)
    return parts | {f"treasury.back_share.{years}": back_parts(so_far, appropriated, years) for years in BACK_YEARS}


def back_parts(remitted: Fen, appropriated: int, years: int) -> tuple[int, int]:
    """Fen back after whole ``years``, and all that was ever ``appropriated``: 0 and 0 beyond the horizon.

    ``remitted`` (M,) is what came back so far at the end of months 0, 1, ... of the run.
    """
    month = 12 * years
    return (int(remitted[month]), appropriated) if month < remitted.size else (0, 0)


def back_year(flows: Dated) -> float | None:
    """Years from the first day to ``back_day``; None where it is not reached."""
    day = back_day(flows)
    return None if day == NEVER else day / YEAR
