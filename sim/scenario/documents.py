"""TOML documents: read, freed of their source notes, laid over one another; values remember where they were written."""

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario.errors import BadInput, Problem
from sim.scenario.scenario_schema import Sourced
from sim.scenario.toml_lines import key_lines, nearest_line

NO_SOURCE = Sourced()
READ = ("text", "secondary", "memory", "assumption")


@dataclass(frozen=True)
class Origin:
    """Where a value was written, and on what grounds."""

    file: str
    line: int | None
    sourced: Sourced = NO_SOURCE


@dataclass
class Document:
    """A tree of values under ``prefix`` (``policy.`` or ``economy.``); ``origins`` is keyed by full dotted key."""

    file: str
    values: dict[str, Any]
    origins: dict[str, Origin] = field(default_factory=dict)
    prefix: str = ""
    folder: Path = Path()

    def origin(self, key: str) -> Origin:
        """Where ``key`` or the closest table around it was written; the file itself if nowhere."""
        while key:
            if key in self.origins:
                return self.origins[key]
            key = key.rpartition(".")[0]
        return Origin(self.file, None)


def label(path: Path) -> str:
    """A path as a reader would write it: relative when it lies below the working directory."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive on Windows
        return str(path)
    return str(path) if relative.startswith("..") else relative


def read_text(path: Path) -> str:
    """The text of a file; BadInput when it is absent, a folder, unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        message = "no such file"
    except IsADirectoryError:
        message = "is a folder; must be a file"
    except UnicodeDecodeError:
        message = "is not UTF-8 text; must be saved as UTF-8"
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        message = f"cannot be read ({getattr(error, 'strerror', None) or error})"
    raise BadInput([Problem(label(path), "", message)])


def read_document(path: Path, prefix: str = "") -> Document:
    """Read a TOML file and free its values of their source notes. Raises BadInput with every problem of the notes."""
    text = read_text(path)
    file = label(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = re.sub(r" *\(at .*\)$", "", str(error))
        line = int(place[1]) if place else None
        raise BadInput([Problem(file, "", f"is not valid TOML ({reason})", line)]) from None
    except RecursionError:
        raise BadInput([Problem(file, "", "is nested too deeply; tables go three levels deep")]) from None
    document = Document(file, {}, prefix=prefix, folder=path.resolve().parent)
    problems: list[Problem] = []
    document.values = _strip(raw, document, key_lines(text), "", problems)
    if problems:
        raise BadInput(problems)
    return document


def lay_over(base: Document, top: Document) -> Document:
    """``top`` on ``base``: tables are merged, everything else (arrays too) is replaced."""
    merged = _merge(base.values, top.values)
    return Document(top.file, merged, base.origins | top.origins, top.prefix, top.folder)


def leaves(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a tree of tables with its dotted key."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _merge(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in top.items():
        below = merged.get(name)
        if isinstance(below, dict) and isinstance(value, dict):
            value = _merge(below, value)
        merged[name] = value
    return merged


def _strip(
    raw: dict[str, Any], document: Document, lines: dict[str, int], above: str, problems: list[Problem]
) -> dict[str, Any]:
    """Copy a tree, noting the origin of every table and value; ``{ value, source, read }`` becomes its value."""
    values: dict[str, Any] = {}
    for name, value in raw.items():
        key = f"{above}{name}"
        line = nearest_line(lines, key)
        sourced = Sourced()
        if isinstance(value, dict) and "value" in value:
            sourced, message = _sourced(value)
            value = value["value"]
            if message:
                problems.append(Problem(document.file, f"{document.prefix}{key}", message, line))
        document.origins[f"{document.prefix}{key}"] = Origin(document.file, line, sourced)
        if isinstance(value, dict):
            value = _strip(value, document, lines, f"{key}.", problems)
        values[name] = value
    return values


def _sourced(note: dict[str, Any]) -> tuple[Sourced, str]:
    """Read a source note; the second part is what is wrong with it, empty if nothing."""
    source, read = note.get("source", ""), note.get("read", "assumption")
    strange = sorted(set(note) - {"value", "source", "read"})
    if strange:
        return Sourced(), f"has {strange[0]!r} beside its value; allowed are source and read"
    if not isinstance(source, str):
        return Sourced(), "source must be text"
    if read not in READ:
        return Sourced(), f"read is {read!r}; must be one of {', '.join(READ)}"
    if read != "assumption" and not source.strip():
        return Sourced(), f'read is "{read}" but no source is named; name it or mark the value "assumption"'
    return Sourced(source, read), ""
