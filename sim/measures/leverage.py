"""What public money stands beside: fund leverage, project leverage, private money (K01 to K04)."""

from sim.ledger.history import NEVER, History
from sim.ledger.vocabulary import PUBLIC_MONEY
from sim.measures.flows import Books, sub_funds

Parts = dict[str, tuple[int, int]]


def leverage_parts(books: Books, history: History) -> Parts:
    """Numerators and denominators in fen of ``leverage.*`` and of the local multiple (返投)."""
    calls = books.of_kind("capital_call") & books.about(sub_funds(history.funds))
    public = books.total(calls & books.credited(PUBLIC_MONEY))
    private = books.total(calls & books.credited("partners."))
    backed, public_money = _backed(books, history)
    raised = sum(one.raised_fen for one in history.rounds if one.company in backed)
    local = sum(one.local_fen for one in history.funds if one.public_fen > 0)
    return {
        "sub_fund.local_multiple": (local, public),
        "leverage.fund": (books.total(calls), public),
        "leverage.private_per_public": (private, public),
        "leverage.project": (raised, public_money),
    }


def private_capital(books: Books) -> dict[str, int]:
    """Fen of private money in the whole market: in all, into funds, of that from partners alone, and into rounds.

    Managers' own commitments are money in funds but not partners'; outside investors pay companies in rounds.
    """
    calls = books.of_kind("capital_call")
    partners = books.total(calls & books.credited("partners."))
    funds = partners + books.total(calls & books.credited("manager "))
    rounds = books.total(books.of_kind("investment") & books.credited("outside:"))
    return {"": funds + rounds, ".funds": funds, ".partners": partners, ".rounds": rounds}


def _backed(books: Books, history: History) -> tuple[set[int], int]:
    """Companies with public money in them, and how much: co-investments, and the public share of what sub-funds
    invested while the guidance fund was their partner."""
    shares = {
        one.name: (one.public_fen, one.public_fen + one.private_fen + one.manager_fen)
        for one in history.funds
        if one.public_fen
    }
    left = {
        one.fund: one.exit_day
        for one in history.positions
        if one.instrument == "stage_equity" and one.exit_day != NEVER
    }
    accounts, rows = books.postings.accounts, books.postings.rows
    backed: set[int] = set()
    money = 0
    for day, fen, debit, credit in rows[books.of_kind("investment")][["day", "fen", "debit", "credit"]].tolist():
        fund = accounts[credit].removesuffix(":cash")
        if fund in shares and day <= left.get(fund, day):
            public, total = shares[fund]
            money += fen * public // total
            backed.add(_slot(accounts[debit]))
    for fen, debit in rows[books.of_kind("co_investment")][["fen", "debit"]].tolist():
        money += fen
        backed.add(_slot(accounts[debit]))
    return backed, money


def _slot(account: str) -> int:
    """Slot of the company that owns an account called ``company <slot>:cash``."""
    return int(account.removeprefix("company ").removesuffix(":cash"))
