"""What people read, as blocks: a page is a list of them, rendered to a terminal, to Markdown and to HTML.

All text in blocks is one line of inline Markdown (code, emphasis, links). What a user named (titles, files, rule books)
is escaped by ``sim.scenario.plain_text.markdown`` or ``code`` where it enters a block, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Head:
    """A heading; level 1 is the title of the page."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Note:
    """A paragraph set apart: what a reader must know before the numbers."""

    text: str


@dataclass(frozen=True)
class Finding:
    """One thing that a reader takes away.

    ``head`` names it, ``text`` says it with its intervals, ``sure`` what these cover; ``beside`` how far it moves with
    what was assumed, empty where nobody knows.
    """

    head: str
    text: str
    sure: str
    beside: str = ""


@dataclass(frozen=True)
class Sheet:
    """What follows begins on a new sheet of paper; nothing to see elsewhere."""


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings (C,) and rows of cells (R, C); ``right`` names the columns whose cells are set to the right.

    A long one is ``folded`` away under that name where a page can be opened and shut.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()
    folded: str = ""

    def coded(self, column: int) -> "Table":
        """The same with the cells of ``column``, names by which commands know things, as code."""
        rows = [[f"`{cell}`" if at == column else cell for at, cell in enumerate(row)] for row in self.rows]
        return replace(self, rows=rows)


@dataclass(frozen=True)
class Figure:
    """A figure by the name of its files in ``figures/``, language and ending aside; a terminal shows none.

    ``data`` are the numbers that it shows, for a page that can be opened and shut.
    """

    name: str
    caption: str
    data: Table | None = None


@dataclass(frozen=True)
class Command:
    """Words for a shell, each quoted where it has to be."""

    line: str


Block = Head | Text | Note | Finding | Items | Table | Figure | Command | Sheet
Page = list[Block]
