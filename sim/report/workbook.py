"""Sheets as an Excel workbook, by XlsxWriter: real numbers and dates, live formulas, and text that stays text."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sim.report.sheets import Cell, Column, Formula, Sheet
from sim.report.texts import Language
from sim.scenario.plain_text import one_line

FORMS = {
    "text": "@",
    "whole": "#,##0",
    "number": "#,##0.0000",
    "yuan": "#,##0.00",
    "share": "0.00%",
    "date": "yyyy-mm-dd",
}
MOST_TEXT = 32_767  # characters of a cell
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
}


def write_workbook(sheets: Sequence[Sheet], path: Path, lang: Language, title: str) -> None:
    """Write all sheets; raises ImportError without XlsxWriter, OSError where it cannot be written."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), PLAIN)
    book.set_properties({"title": one_line(title)[:255], "comments": "yindao"})
    book.set_calc_mode("auto")
    forms = {name: book.add_format({"num_format": code, "valign": "top"}) for name, code in FORMS.items()}
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.title(lang)), sheet, lang, forms, head)
    try:
        book.close()
    except FileCreateError as cause:
        raise OSError(str(cause)) from cause


def _write_sheet(place: Any, sheet: Sheet, lang: Language, forms: dict[str, Any], head: Any) -> None:
    for number, column in enumerate(sheet.columns):
        place.set_column(number, number, column.width)
    for row, note in enumerate(sheet.notes):
        place.write_string(row, 0, one_line(note)[:MOST_TEXT])
    first = first_row(sheet)
    place.write_row(first - 1, 0, sheet.heads(lang), head)
    place.freeze_panes(first, 1)
    place.set_landscape()
    place.set_paper(9)  # A4
    place.fit_to_pages(1, 0)
    place.repeat_rows(first - 1)
    for row, cells in enumerate(sheet.rows, first):
        for number, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True)):
            _write_cell(place, row, number, cell, column, forms)


def first_row(sheet: Sheet) -> int:
    """The row, counted from 0, in which the rows of ``sheet`` begin."""
    return len(sheet.notes) + 1


def _write_cell(place: Any, row: int, number: int, cell: Cell, column: Column, forms: dict[str, Any]) -> None:
    form = forms[column.form]
    if cell is None:
        return
    if isinstance(cell, Formula):
        place.write_formula(row, number, cell.text, form, "" if cell.value is None else cell.value)
    elif isinstance(cell, str):
        place.write_string(row, number, one_line(cell)[:MOST_TEXT], forms["text"])
    elif isinstance(cell, date):
        place.write_datetime(row, number, cell, forms["date"])
    else:
        place.write_number(row, number, cell, forms["whole"] if isinstance(cell, int) else form)
