"""Pages as one HTML file that needs nothing else: no request leaves it, and it prints on A4."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from sim.report.document import Block, Command, Figure, Head, Items, Note, Table, Text
from sim.report.terminal import reader, unmarked
from sim.report.texts import Language

STYLE = Path(__file__).with_name("page.css")
LANGUAGE_TAG: Mapping[Language, str] = {"en": "en", "zh": "zh-CN"}


def to_html(page: Iterable[Block], lang: Language, pictures: Mapping[str, bytes]) -> str:
    """The blocks of ``page`` as a whole document; ``pictures`` are its figures, SVG by name.

    A figure without a picture is left out. Text is inline Markdown, of which no HTML passes.
    """
    blocks = list(page)
    title = next((unmarked(one.text) for one in blocks if isinstance(one, Head)), "")
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_TAG[lang]}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>",
        "<body><main>",
        *(_written(block, pictures) for block in blocks),
        "</main></body>",
        "</html>",
    )
    return "\n".join(line for line in lines if line) + "\n"


def _written(block: Block, pictures: Mapping[str, bytes]) -> str:
    match block:
        case Head(text, level):
            return f"<h{level}>{_inline(text)}</h{level}>"
        case Text(text):
            return f"<p>{_inline(text)}</p>"
        case Note(text):
            return f"<blockquote><p>{_inline(text)}</p></blockquote>"
        case Items(items):
            return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
        case Table():
            return _table(block)
        case Figure(name, caption):
            return _figure(pictures[name], caption) if name in pictures else ""
        case Command(line):
            return f"<pre><code>{escape(line)}</code></pre>"


def _inline(text: str) -> str:
    return str(reader().renderInline(text))


def _table(table: Table) -> str:
    head = _row("th", table.heads, table.right)
    rows = "\n".join(_row("td", row, table.right) for row in table.rows)
    return f'<div class="table"><table>\n<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody></table></div>'


def _row(tag: str, cells: Sequence[str], right: Sequence[int]) -> str:
    marks = (' class="number"' if at in right else "" for at in range(len(cells)))
    written = (f"<{tag}{mark}>{_inline(cell)}</{tag}>" for mark, cell in zip(marks, cells, strict=True))
    return f"<tr>{''.join(written)}</tr>"


def _figure(picture: bytes, caption: str) -> str:
    source = f"data:image/svg+xml;base64,{b64encode(picture).decode('ascii')}"
    words = escape(unmarked(caption), quote=True)
    return f'<figure><img src="{source}" alt="{words}"><figcaption>{_inline(caption)}</figcaption></figure>'
