"""The page of a results folder, or of several, made again from what stands in it; nothing is simulated."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sim.experiments.finished.joint import joint
from sim.report.document import Figure, Head, Items, Note, Page, Sheet
from sim.report.html import to_html
from sim.report.stored import from_records, to_records
from sim.report.texts import LANGUAGES, Language, say
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

PAGES = "pages.json"
NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True)
class StoredPages:
    """The page of a results folder in every language; ``drawn`` are those of its figures, that of its report first."""

    folder: Path
    drawn: Sequence[Language]
    pages: dict[Language, Page]

    def pictures_in(self, lang: Language) -> Language:
        """The language in which the folder has figures: ``lang`` where it can be."""
        return next((one for one in (lang, *self.drawn) if list(self.folder.glob(f"figures/*.{one}.svg"))), lang)

    def blocks(self, lang: Language) -> Page:
        """The page in ``lang``, with a note where its figures speak another language."""
        page = self.pages[lang]
        foreign = any(isinstance(block, Figure) for block in page) and self.pictures_in(lang) != lang
        return [*page[:1], *([Note(say("page.other_figures", lang))] if foreign else []), *page[1:]]


def store(folder: Path, pages: dict[Language, Page], languages: Sequence[Language]) -> None:
    """Write the blocks of ``pages`` into ``folder``; ``languages`` are those of its figures, the first its report's."""
    record = {"languages": list(languages), "pages": {lang: to_records(page) for lang, page in pages.items()}}
    (folder / PAGES).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def page_again(folders: Sequence[Path], lang: Language | None) -> str:
    """One HTML page of all ``folders``, in the language of the first one's report where ``lang`` is None.

    Raises BadInput with a problem for each folder that holds no page.
    """
    records: list[StoredPages] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            records.append(stored_pages(folder))
        except BadInput as refused:
            problems += refused.problems
    if problems:
        raise BadInput(problems)
    chosen = lang or records[0].drawn[0]
    found = [_shown(record, chosen, number) for number, record in enumerate(records)]
    pages, pictures = [page for page, _ in found], {name: one for _, many in found for name, one in many.items()}
    return to_html(pages[0] if len(pages) == 1 else _joined(pages, joint(folders, chosen), chosen), chosen, pictures)


def stored_pages(folder: Path) -> StoredPages:
    """What ``store`` wrote, its blocks as blocks; raises BadInput for none and for what is damaged."""
    try:
        record = json.loads((folder / PAGES).read_text(encoding="utf-8"))
        languages = [lang for lang in LANGUAGES if lang in record["pages"] and lang in record["languages"]]
        pages = {lang: from_records(record["pages"][lang]) for lang in LANGUAGES}
        first = next(lang for lang in record["languages"] if lang in LANGUAGES)
    except FileNotFoundError:
        what = said(
            "holds no {pages}: no study wrote it, or an earlier version did and the study is to be run again",
            pages=PAGES,
        )
        raise BadInput([Problem(str(folder), "", what)]) from None
    except (OSError, RecursionError, ValueError, KeyError, TypeError, StopIteration) as cause:
        raise BadInput([Problem(str(folder / PAGES), "", said("is damaged: {cause}", cause=cause))]) from None
    return StoredPages(folder, [first, *(lang for lang in languages if lang != first)], pages)


def _shown(record: StoredPages, lang: Language, number: int) -> tuple[Page, dict[str, bytes]]:
    """The blocks of one folder with its figures under names of their own, and the figures by these names."""
    drawn = record.pictures_in(lang)
    page: Page = []
    pictures: dict[str, bytes] = {}
    for block in record.blocks(lang):
        if isinstance(block, Figure):
            path = record.folder / "figures" / f"{block.name}.{drawn}.svg"
            own = f"{block.name}.{number}" if number else block.name
            if NAME.fullmatch(block.name) and path.is_file():
                pictures[own] = path.read_bytes()
            block = Figure(own, block.caption, block.data)
        page.append(block)
    return page, pictures


def _joined(pages: Sequence[Page], beside: Page, lang: Language) -> Page:
    """Several pages one behind the other, each on a new sheet; before them a list that leads there, and ``beside``."""
    titles = [next((block.text for block in page if isinstance(block, Head)), "") for page in pages]
    blocks: Page = []
    begins = []
    for page in pages:
        begins.append(3 + len(beside) + len(blocks))  # behind the title, the list, the table and the first sheet
        blocks += [*page, Sheet()]
    listed = Items(
        tuple(
            f"{number} · [{title}](#b{begin})" for number, title, begin in zip(count(1), titles, begins, strict=False)
        )
    )
    return [Head(say("page.several", lang, count=len(pages)), 1), listed, *beside, Sheet(), *blocks[:-1]]
