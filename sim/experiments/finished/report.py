"""The report of a finished folder as blocks, in the language asked for."""

import re
from pathlib import Path

from sim.report.document import Head, Page
from sim.report.reading import from_markdown
from sim.report.texts import Language
from sim.scenario.documents import read_text
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MOST_BYTES = 50_000_000


def report_of(folder: Path, lang: Language) -> Page:
    """The blocks of the folder's report in ``lang``; raises BadInput where it has none in that language."""
    there = [path for path in (folder / f"report.{lang}.md", folder / "report.md") if path.is_file()]
    if not there:
        raise BadInput([Problem(str(folder), "", said("has no {name}", name="report.md"))])
    page = from_markdown(read_text(there[0], MOST_BYTES))
    if language_of(page) != lang:
        what = said("its report is not in this language; the run with --lang {lang}, or both, writes it", lang=lang)
        raise BadInput([Problem(str(folder), "--lang", what)])
    return page


def language_of(page: Page) -> Language:
    """The language of the headings below the title, most of which the program wrote."""
    heads = [one.text for one in page if isinstance(one, Head) and one.level > 1]
    return "zh" if 2 * sum(bool(CHINESE.search(one)) for one in heads) > len(heads) else "en"
