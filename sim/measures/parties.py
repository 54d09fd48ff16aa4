"""Who gains and who loses: net receipts of each party, which sum to zero (K50).

Every posting that is no memo and no ``provide`` (money that outside hands a party to pay with) moves money from one
party to another, so each amount is received once and paid once. What a company burns stays with the companies: it is
what their founders, staff and suppliers live on. What the guidance fund, direct equity and the private partners still
hold at the horizon counts as received on the last day from outside, at book value; so the sums are zero with it too.
The public is the treasuries and the guidance funds of city and district and the purses of programmes; the guarantor
and its cash are outside.
"""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, History
from sim.ledger.records import column, places_in
from sim.ledger.vocabulary import MEMO
from sim.measures.flows import Books, Dated, add, by_day, range_of

Party = Literal["public", "partners", "managers", "companies", "outside"]
PARTIES: tuple[Party, ...] = get_args(Party)
# By what an account's name begins with; all else (outside, buyers, money resting in funds) is ``outside``.
_OWNERS: dict[str, Party] = {
    "treasury:": "public",
    "guidance_fund.": "public",
    "district_treasury:": "public",
    "district_fund:": "public",
    "programme.": "public",
    "partners.": "partners",
    "manager ": "managers",
    "company ": "companies",
    "founders:": "companies",
}


def party_flows(books: Books, history: History) -> dict[Party, Dated]:
    """Net receipts of each of PARTIES as (days, fen), what is still held at the horizon included."""
    flows = _nets(books)
    navs = history.navs
    public = navs.get("public", 0) + navs.get("direct_equity", 0)
    held: dict[Party, int] = {"public": public, "partners": navs.get("private", 0)}
    held["partners"] += private_funds_value(books, history)
    last = np.array([history.horizon], dtype=np.int64)
    for party, fen in held.items():
        if fen:
            flows[party] = add(flows[party], (last, np.array([fen], dtype=np.int64)))
            flows["outside"] = add(flows["outside"], (last, np.array([-fen], dtype=np.int64)))
    return flows


def private_funds_value(books: Books, history: History) -> int:
    """The private partners' part of what funds without public money hold at the horizon, before carry, in fen."""
    open_now = (column(history.funds, "set_up") != NEVER) & (column(history.funds, "ended") == NEVER)
    rows = np.flatnonzero(open_now & (column(history.funds, "public_fen") == 0))
    names = column(history.funds, "name", object)[rows].tolist()
    private, manager = (column(history.funds, name)[rows].tolist() for name in ("private_fen", "manager_fen"))
    held = np.zeros(len(names) + 1, dtype=np.int64)  # the last one for all that is held by others
    place = places_in(names, history.positions, "fund")
    own = column(history.positions, "instrument", object) == "fund_holding"
    np.add.at(held, np.where(own, place, -1), column(history.positions, "nav_fen"))
    funds = zip(names, held.tolist(), private, manager, strict=False)
    return sum((nav + books.held(f"{name}:")) * part // (part + own) for name, nav, part, own in funds if part + own)


def _nets(books: Books) -> dict[Party, Dated]:
    """Net receipts of each party by day: its postings with the others."""
    owner = _owners(books.postings.accounts)
    memo = np.array([name in MEMO for name in books.postings.accounts], dtype=np.bool_)
    receives, pays = owner[books.debit], owner[books.credit]
    receives[books.of_kind("burn")] = PARTIES.index("companies")
    moved = (receives != pays) & ~books.of_kind("provide") & ~memo[books.debit] & ~memo[books.credit]
    rows = np.flatnonzero(moved)
    day, fen, receives, pays = books.day[rows], books.fen[rows], receives[rows], pays[rows]
    flows: dict[Party, Dated] = {}
    for number, party in enumerate(PARTIES):
        involved = np.flatnonzero((receives == number) | (pays == number))
        flows[party] = by_day(day[involved], np.where(receives == number, fen, -fen)[involved])
    return flows


def _owners(accounts: tuple[str, ...]) -> NDArray[np.int8]:
    """The place in PARTIES of who owns each of the sorted accounts (A,)."""
    owner = np.full(len(accounts), PARTIES.index("outside"), dtype=np.int8)
    for prefix, party in _OWNERS.items():
        owner[range_of(accounts, prefix)] = PARTIES.index(party)
    return owner
