"""The page of a results folder, or of several, made again from what stands in it; nothing is simulated."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.report.document import Figure, Head, Items, Note, Page, Sheet
from sim.report.html import to_html
from sim.report.stored import from_records, to_records
from sim.report.texts import LANGUAGES, Language, say
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

PAGES = "pages.json"
NAME = re.compile(r"[\w.-]+")


def store(folder: Path, pages: dict[Language, Page], languages: Sequence[Language]) -> None:
    """Write the blocks of ``pages`` into ``folder``; ``languages`` are those of its figures, the first its report's."""
    record = {"languages": list(languages), "pages": {lang: to_records(page) for lang, page in pages.items()}}
    (folder / PAGES).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def page_again(folders: Sequence[Path], lang: Language | None) -> str:
    """One HTML page of all ``folders``, in the language of the first one's report where ``lang`` is None.

    Raises BadInput with a problem for each folder that holds no page.
    """
    records: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            records.append(_read(folder))
        except BadInput as refused:
            problems += refused.problems
    if problems:
        raise BadInput(problems)
    chosen = lang or records[0]["languages"][0]
    each = enumerate(zip(folders, records, strict=True))
    found = [_shown(folder, record, chosen, number) for number, (folder, record) in each]
    pages, pictures = [page for page, _ in found], {name: one for _, many in found for name, one in many.items()}
    return to_html(pages[0] if len(pages) == 1 else _joined(pages, chosen), chosen, pictures)


def _read(folder: Path) -> dict[str, Any]:
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
    return {"languages": [first, *(lang for lang in languages if lang != first)], "pages": pages}


def _shown(folder: Path, record: dict[str, Any], lang: Language, number: int) -> tuple[Page, dict[str, bytes]]:
    """The blocks of one folder with its figures under names of their own, and the figures by these names."""
    drawn = next((one for one in (lang, *record["languages"]) if list(folder.glob(f"figures/*.{one}.svg"))), lang)
    page: Page = []
    pictures: dict[str, bytes] = {}
    for block in record["pages"][lang]:
        if isinstance(block, Figure):
            path = folder / "figures" / f"{block.name}.{drawn}.svg"
            own = f"{block.name}.{number}" if number else block.name
            if NAME.fullmatch(block.name) and path.is_file():
                pictures[own] = path.read_bytes()
            block = Figure(own, block.caption, block.data)
        page.append(block)
    other = [Note(say("page.other_figures", lang))] if pictures and drawn != lang else []
    return [*page[:1], *other, *page[1:]], pictures


def _joined(pages: Sequence[Page], lang: Language) -> Page:
    """Several pages one behind the other, each on a new sheet, with a list of them that leads to each."""
    titles = [next((block.text for block in page if isinstance(block, Head)), "") for page in pages]
    blocks: Page = []
    begins = []
    for page in pages:
        begins.append(3 + len(blocks))  # behind the title, the list and the first sheet
        blocks += [*page, Sheet()]
    listed = Items(tuple(f"[{title}](#b{begin})" for title, begin in zip(titles, begins, strict=True)))
    return [Head(say("page.several", lang, count=len(pages)), 1), listed, Sheet(), *blocks[:-1]]
