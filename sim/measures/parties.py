"""Who gains and who loses: net receipts of each party, which sum to zero (K50).

Every posting that is no memo and no ``provide`` (money that outside hands a party to pay with) moves money from one
party to another, so each amount is received once and paid once. What a company burns stays with the companies: it is
what their founders, staff and suppliers live on. What the guidance fund and the private partners still hold at the
horizon counts as received on the last day from outside, at book value; so the sums are zero with it too.
"""

import numpy as np

from sim.ledger.history import NEVER, History
from sim.ledger.vocabulary import MEMO
from sim.measures.flows import Books, Dated, Mask, add, by_day, net

PARTIES = ("public", "partners", "managers", "companies", "outside")
# By what an account's name begins with; all else (outside, buyers, money resting in funds) is ``outside``.
_OWNERS = {
    "treasury:": "public",
    "guidance_fund.": "public",
    "district_treasury:": "public",
    "district_fund:": "public",
    "partners.": "partners",
    "manager ": "managers",
    "company ": "companies",
    "founders:": "companies",
}


def party_flows(books: Books, history: History) -> dict[str, Dated]:
    """Net receipts of each of PARTIES as (days, fen), what is still held at the horizon included."""
    flows = {party: _net(books, party) for party in PARTIES}
    held = {"public": history.navs.get("public", 0), "partners": history.navs.get("private", 0)}
    held["partners"] += private_funds_value(books, history)
    last = np.array([history.horizon], dtype=np.int64)
    for party, fen in held.items():
        if fen:
            flows[party] = add(flows[party], (last, np.array([fen], dtype=np.int64)))
            flows["outside"] = add(flows["outside"], (last, np.array([-fen], dtype=np.int64)))
    return flows


def private_funds_value(books: Books, history: History) -> int:
    """The private partners' part of what funds without public money hold at the horizon, before carry, in fen."""
    shares = {
        one.name: (one.private_fen, one.private_fen + one.manager_fen)
        for one in history.funds
        if one.public_fen == 0 and one.set_up != NEVER and one.ended == NEVER
    }
    held = dict.fromkeys(shares, 0)
    for position in history.positions:
        if position.instrument == "fund_holding" and position.fund in shares:
            held[position.fund] += position.nav_fen
    for name in shares:
        cash = f"{name}:"
        held[name] += books.total(books.debited(cash)) - books.total(books.credited(cash))
    return sum(held[name] * private // total for name, (private, total) in shares.items() if total)


def _net(books: Books, party: str) -> Dated:
    counted = ~books.of_kind("provide")
    debit, credit = _sides(books, party)
    counted &= ~_memo(books, "debit") & ~_memo(books, "credit")
    received, paid = counted & debit & ~credit, counted & credit & ~debit
    return net(by_day(books.day[paid], books.fen[paid]), by_day(books.day[received], books.fen[received]))


def _memo(books: Books, side: str) -> Mask:
    accounts = np.array([name in MEMO for name in books.postings.accounts], dtype=np.bool_)
    return np.asarray(accounts[books.postings.rows[side]]) if accounts.size else np.zeros(0, dtype=np.bool_)


def _sides(books: Books, party: str) -> tuple[Mask, Mask]:
    """Which postings the party receives, and which it pays."""
    accounts = np.array([_owner(name) == party for name in books.postings.accounts], dtype=np.bool_)
    if not accounts.size:
        return np.zeros(0, dtype=np.bool_), np.zeros(0, dtype=np.bool_)
    debit, credit = accounts[books.postings.rows["debit"]], accounts[books.postings.rows["credit"]]
    burned = books.of_kind("burn")
    if party == "companies":
        return debit | burned, credit
    return debit & ~burned, credit


def _owner(account: str) -> str:
    return next((party for prefix, party in _OWNERS.items() if account.startswith(prefix)), "outside")
