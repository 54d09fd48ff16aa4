"""Pages as one HTML file that needs nothing else: no request leaves it, nothing in it runs, and it prints on A4."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from sim.report.csv_text import to_csv
from sim.report.document import Block, Command, Figure, Finding, Head, Items, Note, Sheet, Table, Text
from sim.report.glyphs import font_face
from sim.report.inline_svg import inlined
from sim.report.terminal import reader, unmarked
from sim.report.texts import Language, say

STACKED = 4  # columns from which on a row stands in lines on a telephone
MANY = 7  # columns beyond which paper has smaller letters
STYLE = Path(__file__).with_name("page.css")
LANGUAGE_TAG: Mapping[Language, str] = {"en": "en", "zh": "zh-CN"}
# What a browser may load and run for the page: nothing but what stands in it, and no script at all.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)


def to_html(page: Iterable[Block], lang: Language, pictures: Mapping[str, bytes]) -> str:
    """The blocks of ``page`` as a whole document; ``pictures`` are its figures, SVG by name.

    A figure without a picture is left out. Text is inline Markdown, of which no HTML passes.
    """
    blocks = list(page)
    title = next((unmarked(one.text) for one in blocks if isinstance(one, Head)), "")
    written = (_written(block, f"b{number}", pictures, lang) for number, block in enumerate(blocks))
    body = "\n".join(line for line in written if line)
    style = font_face(title + body, lang) + STYLE.read_text(encoding="utf-8")
    lines = (
        "<!DOCTYPE html>",
        f'<html lang="{LANGUAGE_TAG[lang]}">',
        f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{style}</style></head>",
        f"<body><main>\n{body}\n</main></body>",
        "</html>",
    )
    return "\n".join(lines) + "\n"


def to_fragment(page: Iterable[Block], lang: Language) -> str:
    """The blocks of ``page`` as a part of another page, a notebook's cell: figures are left out, the rest as above."""
    plain = (Text(f"**{one.text}**") if isinstance(one, Head) else one for one in page)  # no names that two cells share
    written = (_written(block, "", {}, lang) for block in plain)
    body = "\n".join(line for line in written if line)
    style = ".yindao .number { text-align: right; } .yindao th { text-align: left; }"
    return f'<div class="yindao" lang="{LANGUAGE_TAG[lang]}"><style>{style}</style>\n{body}\n</div>'


def _written(block: Block, place: str, pictures: Mapping[str, bytes], lang: Language) -> str:
    """A block as HTML; what has names inside has them behind ``place``."""
    match block:
        case Head(text, level):
            return f'<h{level} id="{place}">{_inline(text)}</h{level}>'
        case Text(text):
            return f"<p>{_inline(text)}</p>"
        case Note(text):
            return f"<blockquote><p>{_inline(text)}</p></blockquote>"
        case Finding():
            return _finding(block)
        case Items(items):
            return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
        case Table():
            return _table(block)
        case Figure(name):
            return _figure(block, place, pictures[name], lang) if name in pictures else ""
        case Command(line):
            return f"<pre><code>{escape(line)}</code></pre>"
        case Sheet():
            return '<div class="sheet"></div>'


def _inline(text: str) -> str:
    return str(reader().renderInline(text))


def _finding(one: Finding) -> str:
    beside = f"<aside><p>{_inline(one.beside)}</p></aside>" if one.beside else ""
    told = f'<h3>{_inline(one.head)}</h3><p>{_inline(one.text)}</p><p class="sure">{_inline(one.sure)}</p>'
    kind = "finding beside" if beside else "finding"
    return f'<section class="{kind}"><div>{told}</div>{beside}</section>'


def _table(table: Table) -> str:
    if table.folded:
        return f'<details class="rows"><summary>{_inline(table.folded)}</summary>{_rows(table)}</details>'
    return _rows(table)


def _rows(table: Table) -> str:
    stacked = len(table.heads) >= STACKED
    head = _row("th", table.heads, table.right)
    rows = "\n".join(_row("td", row, table.right, table.heads if stacked else ()) for row in table.rows)
    kind = " ".join(["table", *(["stacked"] if stacked else []), *(["many"] if len(table.heads) > MANY else [])])
    return f'<div class="{kind}"><table>\n<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody></table></div>'


def _row(tag: str, cells: Sequence[str], right: Sequence[int], named: Sequence[str] = ()) -> str:
    """Cells in a row; ``named`` are heads that stand before each of them where a row is too wide for a telephone."""
    marks = [' class="number"' if at in right else "" for at in range(len(cells))]
    if named:
        marks = [f'{mark} data-head="{escape(unmarked(head))}"' for mark, head in zip(marks, named, strict=True)]
    written = (f"<{tag}{mark}>{_inline(cell)}</{tag}>" for mark, cell in zip(marks, cells, strict=True))
    return f"<tr>{''.join(written)}</tr>"


def _figure(figure: Figure, place: str, picture: bytes, lang: Language) -> str:
    """A drawing that is wider than a telephone moves inside its own frame; a caption alone where it cannot be read."""
    drawing = inlined(picture, place, unmarked(figure.caption))
    frame = f'<div class="drawing">{drawing}</div>' if drawing else ""
    numbers = "" if figure.data is None else _numbers(figure.data, figure.name, lang)
    return f"<figure>{frame}<figcaption>{_inline(figure.caption)}</figcaption>{numbers}</figure>"


def _numbers(table: Table, name: str, lang: Language) -> str:
    """The numbers of a figure, to be opened (paper shows them), and as a file for a spreadsheet."""
    data = b64encode(to_csv(table).encode("utf-8-sig")).decode("ascii")
    link = (
        f'<a download="{escape(name)}.csv" href="data:text/csv;charset=utf-8;base64,{data}">{say("data.csv", lang)}</a>'
    )
    return f'<details class="data"><summary>{_inline(table.folded)}</summary>{_rows(table)}<p>{link}</p></details>'
