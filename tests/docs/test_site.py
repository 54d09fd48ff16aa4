"""The site of docs/ has every page."""

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def pages_of(entries: list[dict[str, Any]]) -> list[str]:
    """The pages of a navigation in its order, those of its sections among them."""
    found: list[str] = []
    for entry in entries:
        for below in entry.values():
            found += pages_of(below) if isinstance(below, list) else [below]
    return found


def test_every_page_is_in_the_navigation_once_and_records_in_their_index() -> None:
    project = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    there = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    records = {name for name in there if re.match(r"design/\d{4}-", name)}
    assert sorted(pages_of(project["nav"])) == sorted(there - records)
