"""TOML documents: read, freed of their source notes, laid over one another; values remember where they were written."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said
from sim.scenario.scenario_schema import Read, Sourced
from sim.scenario.toml_mistakes import cut, mistake
from sim.scenario.toml_text import MalformedError, above, nearest_line, parse

NO_SOURCE = Sourced()
READ: tuple[Read, ...] = get_args(Read)
# Ten times the largest file that comes with the program, and what can still be read within some seconds.
MOST_BYTES = 250_000


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
            key = above(key)
        return Origin(self.file, None)


def label(path: Path) -> str:
    """A path as a reader would write it: relative when it lies below the working directory."""
    try:
        relative = os.path.relpath(path)
    except (ValueError, OSError):  # another drive on Windows; a working directory that was removed
        return str(path)
    return str(path) if relative.startswith("..") else relative


def read_text(path: Path, most: int = MOST_BYTES) -> str:
    """The text of a file; BadInput when absent, no regular file, above ``most`` bytes, unreadable or not UTF-8."""
    try:
        return _decoded(path, most)
    except FileNotFoundError:
        message = said("no such file")
    except IsADirectoryError:
        message = said("is a folder; must be a file")
    except UnicodeDecodeError:
        message = said("is not UTF-8 text; must be saved as UTF-8")
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        message = said("cannot be read ({reason})", reason=getattr(error, "strerror", None) or error)
    raise BadInput([Problem(label(path), "", message)])


def _decoded(path: Path, most: int) -> str:
    """A file's text, its line ends as one character; asked what it is before it is opened, since a pipe would wait."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise BadInput([Problem(label(path), "", said("is a device, pipe or socket; must be a regular file"))])
    with path.open("rb") as file:
        read = file.read(most + 1)
    if len(read) > most:
        raise BadInput([Problem(label(path), "", said("is too large; must be at most {most:,} bytes", most=most))])
    return read.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_document(path: Path, prefix: str = "") -> Document:
    """Read a TOML file and free its values of their source notes. Raises BadInput with every problem of the notes."""
    text = read_text(path)
    file = label(path)
    try:
        parsed = parse(text)
    except MalformedError as error:
        key, message, line = mistake(text, error)
        raise BadInput([Problem(file, f"{prefix}{key}" if key else "", message, line)]) from None
    document = Document(file, {}, prefix=prefix, folder=path.resolve().parent)
    problems: list[Problem] = []
    document.values = _strip(parsed.values, document, parsed.lines, "", problems)
    if problems:
        raise BadInput(problems)
    return document


def lay_over(base: Document, top: Document) -> Document:
    """``top`` on ``base``: tables are merged, everything else (arrays too) is replaced."""
    merged = _merge(base.values, top.values)
    kept = {key: origin for key, origin in base.origins.items() if key.partition("[")[0] not in top.origins}
    return Document(top.file, merged, kept | top.origins, top.prefix, top.folder)


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
        if isinstance(value, list):
            _note_entries(value, document, lines, key)
        values[name] = value
    return values


def _note_entries(entries: list[Any], document: Document, lines: dict[str, int], key: str) -> None:
    """Note the origin of every table of an array and of the keys in it."""
    for number, entry in enumerate(entries):
        if isinstance(entry, dict):
            at = f"{key}[{number}]"
            for name in (at, *(f"{at}.{leaf}" for leaf in entry)):
                document.origins[f"{document.prefix}{name}"] = Origin(document.file, nearest_line(lines, name))


def _sourced(note: dict[str, Any]) -> tuple[Sourced, str]:
    """Read a source note; the second part is what is wrong with it, empty if nothing."""
    source, read = note.get("source", ""), note.get("read", "assumption")
    strange = sorted(set(note) - {"value", "source", "read"})
    if strange:
        return Sourced(), said("has {strange!r} beside its value; allowed are source and read", strange=strange[0])
    if not isinstance(source, str):
        return Sourced(), said("source must be text")
    if read not in READ:
        return Sourced(), said("read is {read}; must be one of {known}", read=cut(repr(read)), known=", ".join(READ))
    if read != "assumption" and not source.strip():
        return Sourced(), said(
            'read is "{read}" but no source is named; name it or mark the value "assumption"', read=read
        )
    return Sourced(source, read), ""
