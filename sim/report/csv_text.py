"""A table of a page as CSV: bare numbers, a unit that a whole column shares in its head."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

from sim.report.document import Table
from sim.report.numbers import DASH
from sim.report.sheets import harmless
from sim.report.terminal import unmarked

NUMBER = re.compile(r"([+−-]?[\d,]+(?:\.\d+)?)\s*(.*)", re.DOTALL)


def to_csv(table: Table) -> str:
    """Heads and rows in lines; what does not exist is empty."""
    columns = [_column(head, [row[at] for row in table.rows]) for at, head in enumerate(table.heads)]
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return written.getvalue()


def _column(head: str, cells: Sequence[str]) -> list[str]:
    """The head, then the cells: numbers where all that exist are numbers of one unit, else text."""
    words = ["" if cell == DASH else unmarked(cell) for cell in cells]
    found = [NUMBER.fullmatch(word) for word in words if word]
    units = {match[2] for match in found if match is not None}
    if found and None not in found and len(units) == 1:
        unit = units.pop()
        name = f"{unmarked(head)} ({unit})" if unit else unmarked(head)
        return [harmless(name), *("" if not word else _bare(word) for word in words)]
    return [harmless(unmarked(head)), *map(harmless, words)]


def _bare(word: str) -> str:
    match = NUMBER.fullmatch(word)
    number = word if match is None else match[1]
    return number.replace(",", "").replace("−", "-").removeprefix("+")
