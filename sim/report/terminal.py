"""Pages and tables for a terminal: no marks, Chinese characters counted as two columns."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from sim.report.document import Block, Command, Figure, Finding, Head, Items, Note, Sheet, Table, Text
from sim.scenario.plain_text import one_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def to_terminal(page: Iterable[Block], width: int | None) -> str:
    """The blocks of ``page`` in lines; None asks the terminal for its width. A paragraph behind a table belongs to it.

    Figures and what only a file can hold are left out.
    """
    told: list[str] = []
    before: Block | None = None
    for block in page:
        text = _written(block, width)
        if text:
            close = isinstance(before, Table) and isinstance(block, Text)
            told += [text] if close or before is None else ["", text]
            before = block
    return "\n".join(told)


def _written(block: Block, width: int | None) -> str:
    match block:
        case Head(text) | Text(text) | Note(text):
            return unmarked(text)
        case Finding(head, text, sure, beside):
            return "\n".join(unmarked(line) for line in (head, text, sure, beside) if line)
        case Items(items):
            return "\n".join(f"- {unmarked(item)}" for item in items)
        case Table(heads, rows, right, _):
            shown = [[unmarked(cell) for cell in row] for row in rows]
            return grid([unmarked(head) for head in heads], shown, right=right, width=width)
        case Command(line):
            return line
        case Figure() | Sheet():
            return ""


def unmarked(text: str) -> str:
    """What inline Markdown says, without its marks."""
    if not any(mark in text for mark in "\\`*_[&<"):
        return text
    (inline,) = reader().parseInline(text)
    return "".join("\n" if one.type in ("softbreak", "hardbreak") else one.content for one in inline.children or ())


@cache
def reader() -> "MarkdownIt":
    """What reads inline Markdown; HTML in it is text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def grid(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    right: Sequence[int] = (),
    width: int | None,
) -> str:
    """A table in lines; ``right`` lists right-aligned columns. Where no column has a name there is no heading."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text as Words

    console = Console(width=width, highlight=False)
    drawn = Grid(
        title=Words(one_line(title)) if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        show_header=any(columns),
        show_edge=False,
        pad_edge=False,
    )
    for number, column in enumerate(columns):
        drawn.add_column(Words(column), justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Words(one_line(cell)) for cell in row))
    with console.capture() as written:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in written.get().splitlines())
