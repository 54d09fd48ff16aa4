"""What differs between rule books, clause by clause."""

from collections.abc import Mapping

from sim.report.document import Head, Page, Table, Text
from sim.report.texts import Language, say
from sim.report.units import unit_name
from sim.report.values import meaning_of, value_in_words
from sim.scenario.book import parameters, value_at
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Titles

PART = "policy."
OPEN = 12  # rows of a table that stands open


def clauses(books: Mapping[str, Scenario], titles: Titles, lang: Language) -> Page:
    """A row for each clause that is not the same in all of ``books``, in the order of the schema; titles do not count.

    Nothing for a single rule book.
    """
    if len(books) < 2:
        return []
    head, rows = Head(say("clauses.title", lang)), _rows(books, lang)
    if not rows:
        return [head, Text(say("clauses.none", lang))]
    heads = [say("table.meaning", lang), *(titles.of(name, lang) for name in books)]
    heads += [say("table.unit", lang), say("table.key", lang)]
    folded = say("table.folded", lang, name=say("clauses.folded", lang), count=len(rows)) if len(rows) > OPEN else ""
    return [head, Text(say("clauses.note", lang)), Table(heads, rows, folded=folded)]


def _rows(books: Mapping[str, Scenario], lang: Language) -> list[list[str]]:
    rows = []
    for one in parameters():
        if one.key.startswith(PART):
            values = [value_at(book.policy, one.key.removeprefix(PART)) for book in books.values()]
            if any(value != values[0] for value in values):
                unit = "" if one.unit in ("choice", "switch") else unit_name(one.unit, lang)
                told = [markdown(value_in_words(one.key, value, lang)) for value in values]
                rows.append([meaning_of(one.key, lang), *told, unit, f"`{one.key}`"])
    return rows
