"""The ten measures of a first page of several results folders side by side, and how far they can be compared."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiments.file_names import MANIFEST
from sim.experiments.finished.stored import MOST_BYTES, stored_record
from sim.measures.catalogue import EVERY
from sim.measures.headlines import TEN
from sim.report.document import Head, Page, Table, Text
from sim.report.numbers import in_one_unit
from sim.report.tables.ten import cell
from sim.report.texts import Language, say
from sim.scenario.documents import read_text
from sim.scenario.errors import BadInput
from sim.scenario.plain_text import markdown, one_line
from sim.scenario.titles import titled

MOST = 6  # columns that fit a sheet of A4
ALIKE = ("scenario", "replications", "seed", "version")


@dataclass(frozen=True)
class Column:
    """A rule book of a folder: the folder's ``number`` on the page, title, measures, and what identifies the study."""

    number: int
    title: str
    measures: Mapping[str, Mapping[str, Any]]
    study: Mapping[str, str]


def joint(folders: Sequence[Path], lang: Language) -> Page:
    """Heading, table and notes; nothing where fewer than two folders hold these measures."""
    found = [columns_of(folder, number, lang) for number, folder in enumerate(folders, start=1)]
    columns = [column for each in found for column in each]
    if sum(bool(each) for each in found) < 2:
        return []
    without = [str(number) for number, each in enumerate(found, start=1) if not each]
    table, _ = in_one_unit(lambda: _table(columns[:MOST], lang), lang)
    told = [_alike(columns, lang)]
    told += [say("joint.more", lang, count=len(columns) - MOST)] if len(columns) > MOST else []
    told += [say("joint.without", lang, numbers=_listed(without, lang))] if without else []
    return [Head(say("joint.title", lang)), table, *map(Text, told)]


def columns_of(folder: Path, number: int, lang: Language) -> list[Column]:
    """The rule book of a run, those of a comparison with its worlds; none of other studies and of what is damaged."""
    try:
        summary = stored_record(folder)
    except BadInput:
        return []
    books = summary.get("policies")
    if not isinstance(books, dict):
        books = {str(summary.get("policy", "")): summary}
    study = {key: markdown(one_line(str(summary.get(key, "")))) for key in ALIKE}
    titles = _titles(folder, lang)
    found = []
    for name, one in books.items():
        measures = _measures(one)
        if any(measures.values()):
            found.append(Column(number, markdown(titles.get(name) or one_line(name)), measures, study))
    return found


def _measures(one: Any) -> dict[str, Mapping[str, Any]]:
    """The ten by name; what is no estimate is as good as absent."""
    told = one.get("measures") if isinstance(one, dict) else None
    found = told if isinstance(told, dict) else {}
    return {name: found[name] if _is_estimate(found.get(name)) else {} for name in TEN}


def _is_estimate(one: Any) -> bool:
    if not isinstance(one, dict) or not {"mean", "pooled", "ci95", "pooled_ci95"} <= one.keys():
        return False
    values = [one["mean"], one["pooled"]]
    for ends in (one["ci95"], one["pooled_ci95"]):
        if ends is not None and not (isinstance(ends, list) and len(ends) == 2):
            return False
        values += ends or []
    return all(value is None or (isinstance(value, int | float) and not isinstance(value, bool)) for value in values)


def _titles(folder: Path, lang: Language) -> dict[str, str]:
    """The titles of rule books by name, as the manifest has them; what cannot be read has none."""
    try:
        manifest = json.loads(read_text(folder / MANIFEST, MOST_BYTES))
        books = {manifest["policy"]: manifest["scenario"]["policy"]}
        books |= {name: one["policy"] for name, one in manifest.get("policies", {}).items()}
        return {
            str(name): titled(one_line(str(one["title"])), one_line(str(one["title_zh"])), str(name), lang)
            for name, one in books.items()
        }
    except (OSError, BadInput, ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return {}


def _table(columns: Sequence[Column], lang: Language) -> Table:
    heads = [say("table.meaning", lang), *(f"{one.number} · {one.title}" for one in columns)]
    rows = []
    for name in TEN:
        known = EVERY[name]
        rows.append([known.called(lang), *(cell(one.measures[name], known.unit, lang) for one in columns)])
    return Table(heads, rows)


def _alike(columns: Sequence[Column], lang: Language) -> str:
    """In what the folders differ, so that their values stand on different draws, or that they stand on the same."""
    unlike = []
    for key in ALIKE:
        values = {one.number: one.study[key] for one in columns}
        if len(set(values.values())) > 1:
            listed = _listed([f"{number} · {value}" for number, value in values.items()], lang)
            unlike.append(say(f"joint.unlike.{key}", lang, listed=listed))
    if unlike:
        return say("joint.unpaired", lang, unlike=("；" if lang == "zh" else "; ").join(unlike))
    return say("joint.paired", lang)


def _listed(words: Sequence[str], lang: Language) -> str:
    return ("、" if lang == "zh" else ", ").join(words)
