"""A page as a Word document, by python-docx: the same blocks, with Word's own styles, to be edited."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report.document import Block, Command, Figure, Finding, Head, Items, Note, Sheet, Table, Text
from sim.report.terminal import reader, unmarked
from sim.report.texts import Language
from sim.scenario.plain_text import one_line

if TYPE_CHECKING:
    from docx.document import Document

CHINESE_FONT = "宋体"
CODE_FONT = "Courier New"
A4 = (21.0, 29.7)  # cm
MARGIN = 2.0
SMALL = 8  # points, in tables
WIDE = 6  # columns beyond which a table is set smaller
SMALLEST = 6.5


def write_document(page: Iterable[Block], path: Path, lang: Language, pictures: Mapping[str, Path]) -> None:
    """Write the blocks of ``page``; ``pictures`` are its figures by name, and one that is not there is left out.

    Raises ImportError without python-docx, OSError where it cannot be written.
    """
    import docx

    document = docx.Document()
    _set_up(document, lang)
    for block in page:
        _write(document, block, pictures)
    with path.open("wb") as file:
        document.save(file)


def _set_up(document: "Document", lang: Language) -> None:
    """A4, and a Chinese font for Chinese characters in every style."""
    from docx.oxml.ns import qn
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(A4[0]), Cm(A4[1])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN))
    for style in document.styles:
        properties: Any = getattr(style.element, "get_or_add_rPr", lambda: None)()
        if properties is not None:
            properties.get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE_FONT)
    document.core_properties.language = "zh-CN" if lang == "zh" else "en-GB"
    document.core_properties.author = "yindao"


def _write(document: "Document", block: Block, pictures: Mapping[str, Path]) -> None:
    match block:
        case Head(text, level):
            document.add_heading(unmarked(text), 0 if level == 1 else min(level - 1, 9))
            if level == 1:
                document.core_properties.title = one_line(unmarked(text))[:255]
        case Text(text):
            _runs(document.add_paragraph(), text)
        case Note(text):
            _runs(document.add_paragraph(style="Intense Quote"), text)
        case Finding():
            _finding(document, block)
        case Items(items):
            for item in items:
                _runs(document.add_paragraph(style="List Bullet"), item)
        case Command(line):
            document.add_paragraph().add_run(line).font.name = CODE_FONT
        case Table():
            _table(document, block)
        case Figure(name):
            _figure(document, block, pictures.get(name))
        case Sheet():
            document.add_paragraph().paragraph_format.page_break_before = True


def _finding(document: "Document", one: Finding) -> None:
    document.add_heading(unmarked(one.head), 2)
    _runs(document.add_paragraph(), one.text)
    _runs(document.add_paragraph(), one.sure, SMALL)
    if one.beside:
        _runs(document.add_paragraph(style="Quote"), one.beside)


def _runs(paragraph: Any, text: str, size: float | None = None) -> None:
    """Inline Markdown as runs: code, strong and emphasised words as such, the rest plain."""
    from docx.shared import Pt

    (inline,) = reader().parseInline(text)
    bold = italic = False
    for one in inline.children or ():
        bold = one.type == "strong_open" or (bold and one.type != "strong_close")
        italic = one.type == "em_open" or (italic and one.type != "em_close")
        content = "\n" if one.type in ("softbreak", "hardbreak") else one.content
        if not content:
            continue
        run = paragraph.add_run(content)
        run.bold, run.italic = bold or None, italic or None
        if one.type == "code_inline":
            run.font.name = CODE_FONT
        if size is not None:
            run.font.size = Pt(size)


def _table(document: "Document", block: Table) -> None:
    """A table whose heads are repeated on every page, under its name where it has one."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if block.folded:
        document.add_heading(unmarked(block.folded), 3)
    made = document.add_table(rows=1 + len(block.rows), cols=len(block.heads), style="Light Grid Accent 1")
    size = SMALLEST if len(block.heads) > WIDE else SMALL
    for row, cells in zip(made.rows, (block.heads, *block.rows), strict=True):
        for number, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
            _cell(place.paragraphs[0], cell, size, right=number in block.right)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    document.add_paragraph()


def _cell(paragraph: Any, text: str, size: float, *, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _runs(paragraph, text, size)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _figure(document: "Document", block: Figure, picture: Path | None) -> None:
    """The picture, what it shows, and its numbers."""
    from docx.shared import Cm

    if picture is None:
        return
    document.add_picture(str(picture), width=Cm(A4[0] - 2 * MARGIN))
    document.add_paragraph(unmarked(block.caption), style="Caption")
    if block.data is not None:
        _table(document, block.data)
