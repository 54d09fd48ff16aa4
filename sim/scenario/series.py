"""Dated series: texts of CSV files turned into plain tuples, every row checked."""

import csv
import math
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from _csv import Reader as _Reader

Row = TypeVar("Row")

MOST_TOLD = 5  # malformed lines named one by one
MOST_DIGITS = 6  # of a month's listings
SEPARATORS = {";": said("semicolons"), "\t": said("tabs"), "，": said("full-width commas")}

# Before the loan prime rate existed the yardstick was the central bank's benchmark loan rate.
BENCHMARK, PRIME_RATE = "pboc_benchmark_1y", "lpr_1y"


def listings(text: str, file: str = "listings") -> tuple[tuple[str, int], ...]:
    """New A-share listings by month, without the Beijing exchange: ``(("2006-01", 0), …)``, months in unbroken order.

    Raises BadInput naming each malformed line of ``file``.
    """
    lines, rows = _rows(text, file, ("month", "total_ex_BSE"), lambda cells: (_month(cells[0]), _count(cells[1])))
    return _unbroken(rows, lines, file)


def window_states(text: str, file: str = "states") -> tuple[tuple[str, int], ...]:
    """Decoded state of the listing window by month: 0 closed, 1 slow, 2 open; months in unbroken order.

    Raises BadInput naming each malformed line of ``file``.
    """
    lines, rows = _rows(text, file, ("month", "state"), lambda cells: (_month(cells[0]), _state(cells[1])))
    return _unbroken(rows, lines, file)


def loan_rates(text: str, file: str = "loan_rates") -> tuple[tuple[date, float], ...]:
    """Steps of the 1-year loan rate as shares: benchmark until the loan prime rate (LPR) begins, then the LPR.

    Each pair is the first day of a rate and the rate, in order of date. Raises BadInput naming each malformed line.
    """
    columns = ("series", "effective_from", "percent")
    _, rows = _rows(text, file, columns, lambda cells: (cells[0], _day(cells[1]), _percent(cells[2])))
    prime = sorted((day, rate) for series, day, rate in rows if series == PRIME_RATE)
    first_prime = prime[0][0] if prime else date.max
    benchmark = sorted((day, rate) for series, day, rate in rows if series == BENCHMARK and day < first_prime)
    steps = tuple(benchmark + prime)
    if not steps:
        raise BadInput(
            [
                Problem(
                    file,
                    "series",
                    said("has no row of {one} or {other}; at least one is needed", one=BENCHMARK, other=PRIME_RATE),
                )
            ]
        )
    for (day, _), (following, _) in pairwise(steps):
        if day == following:
            raise BadInput(
                [Problem(file, "effective_from", said("gives {day} twice; each day may change the rate once", day=day))]
            )
    return steps


def government_yields(text: str, file: str = "government_yields") -> dict[int, tuple[float, float, float, float]]:
    """Yearly mean government yields as shares: year to (1, 3, 5, 10 years).

    Raises BadInput naming each malformed line of ``file``.
    """
    columns = ("year", "oneYear", "threeYear", "fiveYear", "tenYear")

    def read(cells: Sequence[str]) -> tuple[int, tuple[float, float, float, float]]:
        one, three, five, ten = (_percent(cell) for cell in cells[1:])
        return _year(cells[0]), (one, three, five, ten)

    lines, rows = _rows(text, file, columns, read)
    for (year, _), (following, _), line in zip(rows, rows[1:], lines[1:], strict=False):
        if following != year + 1:
            message = said(
                "{following} does not follow {year}; years must be in unbroken order", following=following, year=year
            )
            raise BadInput([Problem(file, "year", message, line)])
    return dict(rows)


def _rows(
    text: str, file: str, columns: Sequence[str], read: Callable[[Sequence[str]], Row]
) -> tuple[list[int], list[Row]]:
    """Read the named columns of every row: its line and what it holds; malformed rows are reported together."""
    try:
        return _read(csv.reader(text.splitlines()), file, columns, read)
    except csv.Error as error:
        raise BadInput(
            [Problem(file, "", said("is no table of comma-separated values ({error})", error=error))]
        ) from None


def _read(
    reader: "_Reader", file: str, columns: Sequence[str], read: Callable[[Sequence[str]], Row]
) -> tuple[list[int], list[Row]]:
    header = next(reader, [])
    absent = [column for column in columns if column not in header]
    if absent:
        message = said(
            "column is missing; the header must name {columns}{hint}",
            columns=", ".join(columns),
            hint=_separated(header),
        )
        raise BadInput([Problem(file, absent[0], message, 1)])
    places = [header.index(column) for column in columns]
    lines: list[int] = []
    rows: list[Row] = []
    problems: list[Problem] = []
    for cells in reader:
        if not cells:
            continue
        try:
            if len(cells) != len(header):
                raise ValueError(
                    said("row has {count} cells; must have {wanted}", count=len(cells), wanted=len(header))
                )
            rows.append(read([cells[place].strip() for place in places]))
            lines.append(reader.line_num)
        except ValueError as error:
            problems.append(Problem(file, "", error.args[0], reader.line_num))
    if not rows and not problems:
        problems.append(Problem(file, "", said("has no rows; at least one is needed")))
    if len(problems) > MOST_TOLD:
        rest = len(problems) - MOST_TOLD
        problems = [
            *problems[:MOST_TOLD],
            Problem(file, "", said("and {rest} more lines that cannot be read", rest=rest)),
        ]
    if problems:
        raise BadInput(problems)
    return lines, rows


def _separated(header: Sequence[str]) -> str:
    """What to say of a header whose cells something else than a comma stands between."""
    other = next((name for mark, name in SEPARATORS.items() if any(mark in cell for cell in header)), "")
    return said(", with commas between them and no {other}", other=other) if other else ""


def _unbroken(rows: list[tuple[str, int]], lines: list[int], file: str) -> tuple[tuple[str, int], ...]:
    """Refuse a gap, a repetition or a step back between months."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month, _ in rows]
    for number, following, (month, _), line in zip(numbers, numbers[1:], rows[1:], lines[1:], strict=False):
        if following != number + 1:
            message = said("{month} does not follow the month before it; no month may be left out", month=month)
            raise BadInput([Problem(file, "month", message, line)])
    return tuple(rows)


def _month(cell: str) -> str:
    try:
        date.fromisoformat(f"{cell}-01")
    except ValueError:
        raise ValueError(said("month is {cell!r}; must be YYYY-MM", cell=cell)) from None
    return cell


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError(said("date is {cell!r}; must be YYYY-MM-DD", cell=cell)) from None


def _year(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) == 4):
        raise ValueError(said("year is {cell!r}; must be four digits", cell=cell))
    return int(cell)


def _count(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS):
        raise ValueError(said("count is {cell!r:.30}; must be a whole number, 0 or more", cell=cell))
    return int(cell)


def _state(cell: str) -> int:
    if cell not in ("0", "1", "2"):
        raise ValueError(said("state is {cell!r}; must be 0 (closed), 1 (slow) or 2 (open)", cell=cell))
    return int(cell)


def _percent(cell: str) -> float:
    """A percentage as a share; beyond ±100 % it is a slip of the decimal point."""
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(said("rate is {cell!r}; must be a number in percent", cell=cell)) from None
    if not (math.isfinite(value) and abs(value) <= 100.0):
        raise ValueError(said("rate is {cell!r}; must be between -100 and 100 percent", cell=cell))
    return value / 100.0
