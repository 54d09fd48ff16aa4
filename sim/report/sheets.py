"""Tables as a person works with them: sheets of cells, which become a workbook or CSV files.

A cell is text, a number, a date or nothing; a ``Formula`` is one with the value that it must have. Text is never read
as a formula, whatever it begins with.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from sim.report.texts import Language, say
from sim.scenario.plain_text import one_line

BOM = "\ufeff"  # by which a spreadsheet knows that a CSV file is UTF-8
LIKE_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Formula:
    """A formula as Excel writes it, and its value, which a program that does not reckon shows."""

    text: str
    value: float | None


Cell = str | int | float | date | None | Formula


@dataclass(frozen=True)
class Column:
    """A column by its key, by which its head and its meaning are known, and how its cells are written.

    ``form``: text, whole, number, yuan, share or date. ``named`` and ``explained`` are head and meaning of a column
    that only some folders have.
    """

    key: str
    form: str = "text"
    width: int = 14
    named: str = ""
    explained: str = ""

    def head(self, lang: Language) -> str:
        """What stands above it."""
        return self.named or say(f"column.{self.key}", lang)

    def meaning(self, lang: Language) -> str:
        """What stands in it."""
        return self.explained or say(f"meaning.{self.key}", lang)


@dataclass(frozen=True)
class Sheet:
    """A table by its key: columns and rows; ``notes`` are sentences above it."""

    key: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()

    def heads(self, lang: Language) -> list[str]:
        """The heads in one language."""
        return [one.head(lang) for one in self.columns]

    def title(self, lang: Language) -> str:
        """What the sheet is called."""
        return say(f"sheet.{self.key}", lang)


def dictionary(sheets: Iterable[Sheet], lang: Language) -> Sheet:
    """Every column of every sheet with its meaning."""
    columns = (
        Column("sheet", width=12),
        Column("column", width=22),
        Column("key", width=22),
        Column("explained", width=90),
    )
    rows = [
        (sheet.title(lang), column.head(lang), column.key, column.meaning(lang))
        for sheet in sheets
        for column in sheet.columns
    ]
    return Sheet("dictionary", columns, rows)


def plain(value: Cell) -> str | int | float | None:
    """A cell as CSV has it; a formula is its value, a date is YYYY-MM-DD."""
    if isinstance(value, Formula):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return harmless(value)
    return value


def harmless(text: str) -> str:
    """Text on one line that a spreadsheet takes for text: an apostrophe stands before what it would reckon."""
    line = one_line(text)
    return f"'{line}" if line.startswith(LIKE_A_FORMULA) else line


def write_table(columns: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write columns of equal length in the same way, names as heads; NaN is an empty field; raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(BOM)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns)
        for row in zip(*(column.tolist() for column in columns.values()), strict=True):
            writer.writerow("" if cell != cell else plain(cell) for cell in row)


def write_csv(sheet: Sheet, path: Path, lang: Language) -> None:
    """Write UTF-8 with a byte order mark, so that a spreadsheet opens Chinese; heads in ``lang``; raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(BOM)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(sheet.heads(lang))
        writer.writerows([plain(cell) for cell in row] for row in sheet.rows)
