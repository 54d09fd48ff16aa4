"""Pages read back from the Markdown that ``sim.report.markdown`` writes: the same blocks, and nothing is simulated."""

import re
from collections.abc import Iterator

from sim.report.document import Block, Command, Figure, Head, Items, Note, Page, Table, Text

PICTURE = re.compile(r"!\[(.*)\]\(figures/([^/()]+)\.(en|zh)\.png\)", re.DOTALL)
CELL = re.compile(r"(?<!\\)\|")
HEAD = re.compile(r"(#{1,6}) (.*)", re.DOTALL)


def from_markdown(text: str) -> Page:
    """The blocks of a report, in their order; the caption that stands below a figure belongs to it."""
    page: Page = []
    for part in _parts(text):
        block = _read(part)
        caption = isinstance(page[-1], Figure) and part == f"*{page[-1].caption}*" if page else False
        if not caption:
            page.append(block)
    return page


def _parts(text: str) -> Iterator[str]:
    """What stands between empty lines; a block of code is one part whatever it holds."""
    part: list[str] = []
    fence = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("```") and (not fence or line == fence):
            fence = "" if fence else line[: len(line) - len(line.lstrip("`"))]
        if line or fence:
            part.append(line)
        elif part:
            yield "\n".join(part)
            part = []


def _read(part: str) -> Block:
    if part.startswith("```"):
        return Command("\n".join(part.splitlines()[1:-1]))
    if found := HEAD.fullmatch(part):
        return Head(found[2], len(found[1]))
    if found := PICTURE.fullmatch(part):
        return Figure(found[2], found[1])
    if part.startswith("> "):
        return Note(part[2:])
    if part.startswith("- "):
        return Items(tuple(part[2:].split("\n- ")))
    return _table(part.splitlines()) if part.startswith("| ") else Text(part)


def _table(lines: list[str]) -> Table:
    heads, ruler, *rows = [[cell.strip().replace("\\|", "|") for cell in CELL.split(line)[1:-1]] for line in lines]
    return Table(heads, rows, tuple(number for number, one in enumerate(ruler) if one.endswith(":")))
