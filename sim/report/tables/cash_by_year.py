"""Cash back by year: what the treasury gives and gets in each year since the start, of one rule book or of several."""

from collections.abc import Mapping, Sequence
from datetime import date

from sim.measures.cash_by_year import CashYear
from sim.report.document import Head, Page, Table, Text
from sim.report.tables.ten import cell
from sim.report.texts import Language, say
from sim.scenario.titles import Titles

COLUMNS = ("year", "year_ends", "given_in", "back_in", "back_so_far", "n")


def cash_by_year(cash: Sequence[CashYear], start: date, lang: Language) -> Page:
    """Heading, note and table of a run; nothing where nothing is appropriated."""
    return [*_head(lang), _table(cash, start, lang)] if cash else []


def cash_of_books(cash: Mapping[str, Sequence[CashYear]], start: date, titles: Titles, lang: Language) -> Page:
    """Heading, note and a folded table for each rule book under which anything is appropriated."""
    tables = [_table(found, start, lang, titles.of(name, lang)) for name, found in cash.items() if found]
    return [*_head(lang), *tables] if tables else []


def _head(lang: Language) -> Page:
    return [Head(say("cash_by_year", lang), 3), Text(say("cash_by_year.note", lang))]


def _table(cash: Sequence[CashYear], start: date, lang: Language, folded: str = "") -> Table:
    rows = [
        [
            str(one.year),
            date(start.year + one.year, start.month, 1).isoformat()[:7],
            *(cell(found.as_dict(), found.unit, lang) for found in (one.given, one.back, one.share)),
            str(one.share.n),
        ]
        for one in cash
    ]
    return Table([say(f"table.{name}", lang) for name in COLUMNS], rows, (0, 2, 3, 4, 5), folded)
