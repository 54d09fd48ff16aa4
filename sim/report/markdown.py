"""Pages as Markdown, for a forge, an editor, or a person who reads plain text."""

from collections.abc import Iterable, Sequence

from sim.report.document import Block, Command, Figure, Finding, Head, Items, Note, Sheet, Table, Text
from sim.report.texts import Language
from sim.scenario.plain_text import code_block


def to_markdown(page: Iterable[Block], lang: Language) -> str:
    """The blocks of ``page`` one below the other; figures are those of ``lang`` in ``figures/`` beside it, as PNG."""
    return "\n\n".join(text for text in (_written(block, lang) for block in page) if text) + "\n"


def _written(block: Block, lang: Language) -> str:
    match block:
        case Head(text, level):
            return f"{'#' * level} {text}"
        case Text(text):
            return text
        case Note(text):
            return f"> {text}"
        case Finding(head, text, sure, beside):
            told = "" if not beside else f"\n\n{beside}"
            return f"### {head}\n\n{text}\n\n*{sure}*{told}"
        case Items(items):
            return "\n".join(f"- {item}" for item in items)
        case Table(folded=folded):
            return f"### {folded}\n\n{_table(block)}" if folded else _table(block)
        case Figure(name, caption, _):
            return f"![{caption}](figures/{name}.{lang}.png)\n\n*{caption}*"
        case Command(line):
            return code_block(line, "sh")
        case Sheet():
            return ""


def _table(table: Table) -> str:
    ruler = ["---:" if number in table.right else "---" for number in range(len(table.heads))]
    heads, *rows = ([_cell(cell) for cell in row] for row in (table.heads, *table.rows))
    return "\n".join(_row(row) for row in (heads, ruler, *rows))


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
