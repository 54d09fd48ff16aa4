"""Loans to companies, and how funds leave companies at their own end (K40, K47)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, History, Loan
from sim.ledger.records import column, places_in
from sim.ledger.vocabulary import GUARANTOR
from sim.measures.counting import count
from sim.measures.flows import Books

Parts = dict[str, tuple[int, int]]
Mask = NDArray[np.bool_]
FEN = 100
AT_THE_END = ("otc", "buy_back")  # routes that a fund takes at its own end, beside a secondary sale


def loan_parts(history: History) -> Parts:
    """Shares of ``loan.*`` and ``fund.exit.*``: numerator and denominator."""
    loans = history.loans
    over, lost = places_in(("open",), loans, "end") < 0, places_in(("defaulted",), loans, "end") == 0
    principal = column(loans, "principal_fen")
    return {
        "loan.private_share": (count(column(loans, "private", np.bool_)), len(loans)),
        "loan.default_rate": (count(lost), count(over)),
        "loan.loss_rate": (int(column(loans, "lost_fen").sum()), int(principal[over].sum())),
        **_exits(history),
    }


def guarantor_parts(history: History, books: Books) -> Parts:
    """``guarantor.leverage``: what the guarantor has covered of loans, over the capital put into it (fen)."""
    covered = column(history.loans, "covered_fen")[places_in(("guarantee",), history.loans, "coverer") == 0]
    capital = books.total(books.of_kind("capital_in") & books.debited(GUARANTOR))
    return {"guarantor.leverage": (int(covered.sum()), capital)}


def _exits(history: History) -> Parts:
    """Of the companies that funds have left, those sold on the board, or back to their founders."""
    held = history.positions
    own = places_in(("fund_holding",), held, "instrument") == 0
    left = own & (column(held, "exit_day") != NEVER)
    return {
        f"fund.exit.{route}": (count(left & (places_in((route,), held, "route") == 0)), count(left))
        for route in AT_THE_END
    }


def loan_values(history: History) -> dict[str, float | None]:
    """Loans by number and amount, and what they brought the bank (yuan)."""
    loans = history.loans
    return {
        "loan.count": float(len(loans)),
        "loan.amount": int(column(loans, "principal_fen").sum()) / FEN,
        "bank.result": result(loans) / FEN,
    }


def result(loans: Sequence[Loan]) -> int:
    """What loans that are over brought beyond their principal (fen)."""
    over = places_in(("open",), loans, "end") < 0
    back = sum(column(loans, name) for name in ("paid_fen", "cover_paid_fen", "sold_fen"))
    return int((back - column(loans, "principal_fen"))[over].sum())
