"""Dated changes of a rule book: the older book with all of them laid over it is the later book.

A file of changes names both books and holds a table a date, written like a rule book:

    from = "guojia-chengguo-2011"
    to = "guojia-chengguo-2021"

    [2021-10-24.stage_equity]
    share_floor = { value = 0.10, source = "art. 9", read = "text" }
"""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.scenario.checking import nearest, validate
from sim.scenario.difference import differences
from sim.scenario.documents import Document, Origin, lay_over, read_document
from sim.scenario.errors import BadInput, Problem
from sim.scenario.files import Resolved, read_policy
from sim.scenario.policy_schema import Policy
from sim.scenario.said import said
from sim.scenario.shipped import FOLDERS, root, shipped_names
from sim.scenario.spelling import date_meant

OWN_KEYS = ("from", "to")
NAMES = ("title", "title_zh", "citation")


@dataclass(frozen=True)
class Reform:
    """From one shipped rule book to its successor; ``dated`` holds the changes of each date, oldest first."""

    base: str
    successor: str
    dated: tuple[tuple[date, Document], ...]


def shipped_reforms() -> tuple[Path, ...]:
    """The files of changes that come with the program, in alphabetical order."""
    return tuple(sorted((root() / FOLDERS["policy"] / "changes").glob("*.toml")))


def read_reform(path: Path) -> Reform:
    """Read a file of changes; the books it names must be shipped. Raises BadInput with every problem."""
    document = read_document(path)
    problems: list[Problem] = []
    dated: list[tuple[date, Document]] = []
    for key, value in document.values.items():
        if key in OWN_KEYS:
            continue
        day = _date(key)
        origin = document.origin(key)
        if day is None:
            message = said("is no date (YYYY-MM-DD){hint}", hint=_meant(key) or nearest(key, OWN_KEYS))
            problems.append(Problem(origin.file, key, message, origin.line))
        elif not isinstance(value, dict):
            problems.append(Problem(origin.file, key, said("must be a table of clauses"), origin.line))
        else:
            dated.append((day, _of_date(document, key)))
    names = [document.values.get(key) for key in OWN_KEYS]
    for key, name in zip(OWN_KEYS, names, strict=True):
        if not isinstance(name, str):
            problems.append(Problem(document.file, key, said("must be given: the name of a shipped rule book")))
    if problems:
        raise BadInput(problems)
    return Reform(str(names[0]), str(names[1]), tuple(sorted(dated, key=lambda change: change[0])))


def reformed(reform: Reform, on: date | None = None) -> Resolved[Policy]:
    """The older book with every change up to the day ``on`` (that day included; None: all of them).

    Raises BadInput when the result is not a valid rule book.
    """
    base = read_policy(reform.base)
    document = base.document
    for day, changes in reform.dated:
        if on is None or day <= on:
            document = lay_over(document, changes)
    problems: list[Problem] = []
    value = validate(Policy, document, problems)
    if value is None:
        raise BadInput(problems)
    return Resolved(reform.successor if on is None else reform.base, value, document)


def find_reform(ref: str) -> Path | None:
    """The file of changes that a path or a shipped name means, told by its keys; None when it means something else.

    Raises BadInput when the file is no TOML.
    """
    for shipped in shipped_reforms():
        if shipped.stem == ref:
            return shipped
    path = Path(ref)
    if not os.path.isfile(ref):  # which is quiet about names that no file can have
        return None
    keys = read_document(path).values
    return path if any(key in OWN_KEYS or _date(key) for key in keys) else None


def check_reform(path: Path) -> None:
    """Check a file of changes: each day's rule book is valid, and the last one is the successor. Raises BadInput."""
    reform = read_reform(path)
    file = read_document(path)
    for key, name in zip(OWN_KEYS, (reform.base, reform.successor), strict=True):
        if name not in shipped_names("policy"):
            message = said(
                'no shipped policy is called "{name}"{hint}', name=name, hint=nearest(name, shipped_names("policy"))
            )
            raise BadInput([Problem(file.file, key, message, file.origin(key).line)])
    for day, _ in reform.dated:
        reformed(reform, day)
    result, later = reformed(reform), read_policy(reform.successor)
    keys = [difference.key for difference in differences(result, later)]
    keys += [f"policy.{name}" for name in NAMES if getattr(result.value, name) != getattr(later.value, name)]
    if keys:
        message = said(
            "differs from {successor} after all changes; give it the value it has there", successor=reform.successor
        )
        raise BadInput([Problem(file.file, key, message) for key in keys])


def _date(key: str) -> date | None:
    """The day a key names; Python would also read 20211024 and 2021-W42-7."""
    try:
        day = date.fromisoformat(key)
    except ValueError:
        return None
    return day if day.isoformat() == key else None


def _meant(key: str) -> str:
    day = date_meant(key) or (f"{key[:4]}-{key[4:6]}-{key[6:]}" if re.fullmatch(r"\d{8}", key) else "")
    return said("; did you mean {guess}?", guess=day) if day else ""


def _of_date(document: Document, key: str) -> Document:
    """The changes of one date as a document of its own, its keys as in a rule book."""
    above = f"{key}."
    origins: dict[str, Origin] = {}
    for name, origin in document.origins.items():
        if name.startswith(above):
            origins[f"policy.{name.removeprefix(above)}"] = origin
    return Document(document.file, document.values[key], origins, "policy.", document.folder)
