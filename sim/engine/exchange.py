"""The exchange: a queue served by the month's listing capacity (D5).

Filings are kept in order of day, then slot; unused capacity is lost.
"""

from typing import Final

from sim.economy import laws
from sim.engine import codes
from sim.engine.base import count
from sim.engine.calendar import at
from sim.engine.codes import NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.order import COMPANY, DATA, EXIT, LEAVES, MONTH_BEGINS, WORLD
from sim.engine.rows import add, law
from sim.engine.state import World

LISTING_QUEUE: Final = 2  # the queue behind those of the pipeline


@law
def open_exchange(w: World) -> None:
    """A tick on the first of every month."""
    queue = add(w.queues)
    queue.first = NOBODY
    queue.last = NOBODY
    for m in range(len(w.months)):
        at(w, w.months[m].day, DATA, WORLD, 0, MONTH_BEGINS, codes.MONTH, m, 0)


@law
def filed_before(one: Company, other: Company) -> int:
    """Whether ``one`` filed first; ties by slot."""
    if one.filed != other.filed:
        return int(one.filed < other.filed)
    return int(one.slot < other.slot)


@law
def file(w: World, company: Company) -> None:
    """Join the queue."""
    queue = w.queues[LISTING_QUEUE]
    company.next_filed = NOBODY
    if queue.first == NOBODY or filed_before(company, w.companies[queue.first]):
        company.next_filed = queue.first
        queue.first = company.id
        return
    ahead = w.companies[queue.first]
    while ahead.next_filed != NOBODY and filed_before(w.companies[ahead.next_filed], company):
        ahead = w.companies[ahead.next_filed]
    company.next_filed = ahead.next_filed
    ahead.next_filed = company.id


@law
def take_first(w: World) -> int:
    """The company at the head of the queue leaves it; NOBODY when it is empty."""
    queue = w.queues[LISTING_QUEUE]
    first = queue.first
    if first != NOBODY:
        queue.first = w.companies[first].next_filed
        count(w, codes.LISTING_WAITS, 1)
        count(w, codes.LISTING_WAIT_DAYS, w.clock[0].today - w.companies[first].filed)
    return first


@law
def give_up(w: World) -> None:
    """Too long in the queue: the filing becomes a trade sale. The first of the queue have waited longest."""
    today, patience = w.clock[0].today, laws.months_to_days(w.listing[0].patience_months)
    queue = w.queues[LISTING_QUEUE]
    while queue.first != NOBODY and today - w.companies[queue.first].filed >= patience:
        c = take_first(w)
        count(w, codes.FILINGS_EXPIRED, 1)
        at(w, today, EXIT, COMPANY, w.companies[c].slot, LEAVES, codes.TRADE_SALE, c, codes.EXPIRED)
