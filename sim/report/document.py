"""What people read, as blocks: a page is a list of them, rendered to a terminal, to Markdown and to HTML.

All text in blocks is one line of inline Markdown (code, emphasis, links). What a user named (titles, files, rule books)
is escaped by ``sim.scenario.plain_text.markdown`` or ``code`` where it enters a block, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass


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
class Items:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Headings (C,) and rows of cells (R, C); ``right`` names the columns whose cells are set to the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()

    def coded(self, column: int) -> "Table":
        """The same with the cells of ``column``, names by which commands know things, as code."""
        rows = [[f"`{cell}`" if at == column else cell for at, cell in enumerate(row)] for row in self.rows]
        return Table(self.heads, rows, self.right)


@dataclass(frozen=True)
class Figure:
    """A figure by the name of its files in ``figures/``, language and ending aside; a terminal shows none."""

    name: str
    caption: str


@dataclass(frozen=True)
class Command:
    """Words for a shell, each quoted where it has to be."""

    line: str


Block = Head | Text | Note | Items | Table | Figure | Command
Page = list[Block]
