"""The site of docs/ has every page, and the Makefile says what each of its targets does."""

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


def test_the_makefile_says_of_each_target_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.*)$", text, re.M)
    assert re.findall(r"^# make (\w+)  +\S", text.partition("\n\n")[0], re.M) == targets.split()
    for target in targets.split():
        assert re.search(rf"^{target}:", text, re.M), f"no rule for {target}"
