"""Books written by hand: double entry as the text of the ledger has it, an oracle beside the engine's own books."""

import numpy as np
from numpy.typing import NDArray

from sim.clauses.rounding import LARGEST
from sim.ledger.auditor import LedgerError
from sim.ledger.postings import RECORD, Postings


class Ledger:
    """Accounts with integer balances in fen, and the postings that made them.

    Only memo accounts and ``outside:cash`` may be negative. Zero amounts are never posted.
    """

    def __init__(self) -> None:
        self.balances: list[int] = []
        self._names: list[str] = []
        self._floor: list[bool] = []
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._word_numbers: dict[str, int] = {}
        self._entries: list[tuple[int, int, int, int, int, int, int]] = []

    def account(self, name: str, *, may_be_negative: bool = False) -> int:
        """The number of the account called ``name`` (``party:what``), opened on first use."""
        number = self._numbers.get(name)
        if number is None:
            number = len(self._names)
            self._numbers[name] = number
            self._names.append(name)
            self._floor.append(not may_be_negative)
            self.balances.append(0)
        return number

    def word(self, text: str) -> int:
        """The number of a kind, entity or clause name."""
        number = self._word_numbers.get(text)
        if number is None:
            number = len(self._words)
            self._word_numbers[text] = number
            self._words.append(text)
        return number

    def post(self, day: int, debit: int, credit: int, fen: int, kind: int, entity: int, clause: int) -> None:
        """Move ``fen`` from ``credit`` to ``debit``; a zero amount leaves no trace.

        Raises LedgerError when the amount is negative or beyond 2**53, or the credited account would be overdrawn.
        """
        if fen == 0:
            return
        if not 0 < fen < LARGEST:
            raise LedgerError(f"amount {fen} outside 1..2**53 ({self._words[kind]})")
        balances = self.balances
        balances[credit] -= fen
        balances[debit] += fen
        if balances[credit] < 0 and self._floor[credit]:
            raise LedgerError(
                f"{self._names[credit]} overdrawn by {-balances[credit]} fen on day {day}"
                f" ({self._words[kind]}, {self._words[entity]})"
            )
        self._entries.append((day, fen, debit, credit, kind, entity, clause))

    def close(self) -> Postings:
        """Freeze the postings with name tables sorted and limited to the names that occur."""
        rows = np.array(self._entries, dtype=RECORD) if self._entries else np.empty(0, dtype=RECORD)
        accounts = _table(self._names, rows["debit"], rows["credit"])
        kinds = _table(self._words, rows["kind"])
        entities = _table(self._words, rows["entity"])
        clauses = _table(self._words, rows["clause"])
        for column, (numbers, _) in (
            ("debit", accounts),
            ("credit", accounts),
            ("kind", kinds),
            ("entity", entities),
            ("clause", clauses),
        ):
            rows[column] = numbers[rows[column]]
        return Postings(rows, accounts[1], kinds[1], entities[1], clauses[1])


def _table(names: list[str], *columns: NDArray[np.int32]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """New numbers by old number, and the sorted names of the numbers that occur in ``columns``."""
    used = sorted({names[i] for column in columns for i in np.unique(column)})
    rank = {name: i for i, name in enumerate(used)}
    return np.array([rank.get(name, -1) for name in names], dtype=np.int32), tuple(used)
