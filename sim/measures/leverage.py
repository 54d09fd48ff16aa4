"""What public money stands beside: fund leverage, project leverage, private money (K01 to K04)."""

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, History
from sim.ledger.records import column, places_in
from sim.ledger.vocabulary import PUBLIC_MONEY, company_cash
from sim.measures.flows import Books, number_of, sub_funds

Parts = dict[str, tuple[int, int]]


def leverage_parts(books: Books, history: History) -> Parts:
    """Numerators and denominators in fen of ``leverage.*`` and of the local multiple (返投)."""
    calls = books.of_kind("capital_call") & books.about(sub_funds(history.funds))
    public = books.total(calls & books.credited(PUBLIC_MONEY))
    private = books.total(calls & books.credited("partners."))
    backed, public_money = _backed(books, history)
    with_public = np.isin(column(history.rounds, "company"), list(backed))
    raised = int(column(history.rounds, "raised_fen")[with_public].sum())
    local = int(column(history.funds, "local_fen")[column(history.funds, "public_fen") > 0].sum())
    return {
        "sub_fund.local_multiple": (local, public),
        "leverage.fund": (books.total(calls), public),
        "leverage.private_per_public": (private, public),
        "leverage.project": (raised, public_money),
    }


def private_capital(books: Books) -> dict[str, int]:
    """Fen of private money in the whole market: in all, into funds, of that from partners alone, and into rounds.

    Managers' own commitments are money in funds but not partners'; outsiders, angels too, pay companies in rounds.
    """
    calls = books.of_kind("capital_call")
    partners = books.total(calls & books.credited("partners."))
    funds = partners + books.total(calls & books.credited("manager "))
    rounds = books.total(books.of_kind("investment") & books.credited("outside:"))
    rounds += books.total(books.of_kind("angel_investment"))
    return {"": funds + rounds, ".funds": funds, ".partners": partners, ".rounds": rounds}


def _backed(books: Books, history: History) -> tuple[set[int], int]:
    """Companies with public money in them, and how much: co-investments, and the public share of what sub-funds
    invested while the guidance fund was their partner."""
    accounts = books.postings.accounts
    shares = {number_of(accounts, f"{fund}:cash"): share for fund, share in _public_shares(history).items()}
    shares.pop(-1, None)  # funds that never had money
    partner_until = np.full(len(accounts), NEVER, dtype=np.int64)  # by the account that pays
    partner_until[list(shares)] = history.horizon
    for fund, day in _days_left(history).items():
        number = number_of(accounts, f"{fund}:cash")
        if number in shares:
            partner_until[number] = day
    counted = _counted(books, history)
    rows = np.flatnonzero(books.of_kind("investment") & counted)
    rows = rows[books.day[rows] <= partner_until[books.credit[rows]]]
    money = 0
    for fen, payer in zip(books.fen[rows].tolist(), books.credit[rows].tolist(), strict=True):
        public, total = shares[payer]
        money += fen * public // total
    backed = set(books.debit[rows].tolist())
    rows = np.flatnonzero(books.of_kind("co_investment") & books.credited(PUBLIC_MONEY) & counted)
    backed.update(books.debit[rows].tolist())
    return {_slot(accounts[number]) for number in backed}, money + int(books.fen[rows].sum())


def _counted(books: Books, history: History) -> NDArray[np.bool_]:
    """Which postings may be money in a company that counts: in any, unless some were there before the start."""
    if history.begins >= 0:
        return np.ones(books.day.size, dtype=np.bool_)
    ours = {company_cash(slot) for slot in column(history.companies, "slot").tolist()}
    return np.asarray(np.array([name in ours for name in books.postings.accounts], dtype=np.bool_)[books.debit])


def _public_shares(history: History) -> dict[str, tuple[int, int]]:
    """The public commitment and all commitments of each fund that has any of the former, in fen."""
    public, private, manager = (column(history.funds, f"{whose}_fen") for whose in ("public", "private", "manager"))
    pairs = zip(public.tolist(), (public + private + manager).tolist(), strict=True)
    names = column(history.funds, "name", object).tolist()
    return {name: pair for name, pair in zip(names, pairs, strict=True) if pair[0]}


def _days_left(history: History) -> dict[str, int]:
    """The day on which the guidance fund left each fund that it has left."""
    held, day = history.positions, column(history.positions, "exit_day")
    rows = np.flatnonzero((places_in(("stage_equity",), held, "instrument") == 0) & (day != NEVER))
    return dict(zip(column(held, "fund", object)[rows].tolist(), day[rows].tolist(), strict=True))


def _slot(account: str) -> int:
    """Slot of the company that owns an account called ``company <slot>:cash``."""
    return int(account.removeprefix("company ").removesuffix(":cash"))
