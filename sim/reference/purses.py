"""Uncommitted money by line, and the clock on each receipt: what lies idle too long is recalled (财预〔2020〕7号)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sim.clauses import staging
from sim.economy import laws
from sim.reference.calendar import CALL, GUIDANCE, key
from sim.reference.world import World

FIRST_ORDINAL = 32  # after the yearly call of the same day, which may still use the money


class Purses(dict[str, int]):
    """Fen free to be committed, by line; every increase is a receipt whose clock starts that day.

    ``take_back(line, amount)`` is called after ``amount`` has left the purse. ``months`` 0 keeps no clock at all.
    """

    def __init__(
        self, world: World, lines: Sequence[str], months: float, level: int, take_back: Callable[[str, int], None]
    ) -> None:
        super().__init__(dict.fromkeys(lines, 0))
        self._w = world
        self._months = months
        self._level = level
        self._take_back = take_back
        self._lines = tuple(lines)
        self._receipts: dict[str, tuple[list[int], list[int]]] = {line: ([], []) for line in lines}

    def __setitem__(self, line: str, amount: int) -> None:
        more = amount - self[line]
        super().__setitem__(line, amount)
        if more > 0 and self._months > 0.0:
            self._start_clock(line, more)

    def _start_clock(self, line: str, amount: int) -> None:
        today = self._w.today
        days, amounts = self._receipts[line]
        if not days or days[-1] != today:
            ordinal = FIRST_ORDINAL + self._lines.index(line)
            due = today + laws.months_to_days(self._months)
            self._w.calendar.call(due, key(CALL, GUIDANCE, self._level, ordinal), self._due, line, today)
        days.append(today)
        amounts.append(amount)

    def _due(self, line: str, since: int) -> None:
        """What came on or before ``since`` and was not used goes back."""
        days, amounts = self._receipts[line]
        idle = staging.recall(days, amounts, self[line], since)
        if idle:
            super().__setitem__(line, self[line] - idle)
            self._take_back(line, idle)
