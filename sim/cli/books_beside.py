"""Several rule books in one prospectus: what each gives whom, side by side for each gross multiple."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sim.cli.output import Lang, message, table
from sim.cli.rates_told import rates_told

if TYPE_CHECKING:
    from sim.decisions.prospectus_table import Question, Row
    from sim.scenario.scenario_schema import Scenario

COLUMNS = {
    Lang.en: (
        "gross multiple", "rule book", "public share", "private IRR", "public IRR",
        "private gets", "public gets", "manager gets", "given up",
    ),
    Lang.zh: (
        "毛倍数", "规则", "政府出资占比", "社会资本收益率", "公共资金收益率",
        "社会资本所得", "公共所得", "管理机构所得", "让出",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """A rule book with what was asked of it and answered: a row a gross multiple."""

    scenario: "Scenario"
    question: "Question"
    rows: "list[Row]"


def as_records(books: list[Book], *, given: bool) -> dict[str, Any]:
    """Of each rule book, by name, the object that ``yindao prospectus`` prints of it alone."""
    from sim.decisions.prospectus_asked import head

    return {
        one.scenario.policy_name: head(one.scenario, one.question, given=given)
        | {"rows": [asdict(row) for row in one.rows]}
        for one in books
    }


def print_beside(books: list[Book], lang: Lang, *, given: bool, quiet: bool) -> None:
    """A row for each gross multiple and rule book; below, the rates of each and what the columns hold."""
    from sim.report.texts import say

    first = books[0]
    words = {"day": first.scenario.start, "years": f"{first.question.hold:g}"}
    rows = [_cells(one, at) for at in range(len(first.rows)) for one in books]
    table(COLUMNS[lang], rows, title=say("prospectus.beside", lang.value, **words), right=(0, *range(2, 9)))
    if quiet:
        return
    message(say("prospectus.manager_gets" if first.question.fees else "prospectus.without_fees", lang.value))
    for one in books:
        for line in rates_told(one.scenario, one.question, lang, given=given):
            message(say("prospectus.of_book", lang.value, book=one.scenario.policy_name, line=line))


def _cells(book: Book, at: int) -> tuple[str, ...]:
    row = book.rows[at]
    rates = ("" if one is None else f"{one:.2%}" for one in (row.private_irr, row.public_irr))
    manager = row.manager_receives + row.manager_fees
    amounts = (row.private_receives, row.public_receives, manager, row.given_up)
    share = f"{book.question.public_share:.2%}"
    return (
        f"{row.gross_multiple:g}",
        book.scenario.policy_name,
        share,
        *rates,
        *(f"{100.0 * one:.2f}" for one in amounts),
    )
