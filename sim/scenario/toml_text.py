"""TOML read with limits, so that no file can hang or fell the program, and with the line on which each key stands.

One pass over the words of a text tells where keys and tables begin and how deep it goes; the values are tomllib's.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

# Far above what any file here needs. tomllib takes quadratic time for long dotted keys and recurses into nesting.
MOST_PARTS = 12
DEEPEST = 12
LONGEST_WORD = 200

# Every text can be cut into these words, in linear time: a string that is never closed ends with its line or the text,
# so no repeat is ever taken back. (Possessive repeats would say it, but early releases of Python 3.11 match wrongly.)
WORDS = re.compile(
    r'''(?P<string>"""(?:[^\\"]|\\.|"(?!""))*(?:"{3,5}|\\?\Z)|"(?:[^"\\\n]|\\[^\n])*(?:"|\\?(?=\n|\Z))'''
    r"""|\'\'\'(?:[^']|'(?!''))*(?:'{3,5}|\Z)|'[^'\n]*'?)"""
    r"""|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<space>[ \t\r]+)|(?P<bare>[A-Za-z0-9_+-]+)"""
    r"""|(?P<mark>[][{}=,.])|(?P<other>[^\x00-\x7f]+|.)""",
    re.DOTALL,
)
PLACE = re.compile(r" *\(at (?:line (\d+), column (\d+)|end of document)\)$")


class Word(NamedTuple):
    """A word of a TOML text: its kind (string, comment, newline, space, bare, mark, other), text, line and column."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True)
class Parsed:
    """The values of a TOML text and the line, from 1, on which each dotted key or table first stands.

    A key of the nth table of an array also stands under its number: ``tiers[0].share``.
    """

    values: dict[str, Any]
    lines: dict[str, int]


class MalformedError(Exception):
    """A text is no TOML, or beyond the limits: why, on which line and at which character (from 1) if that is known."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        self.reason, self.line, self.column = reason, line, column
        super().__init__(reason)


class BeyondLimitError(MalformedError):
    """A text is nested deeper, or has a longer word, than any file here needs; ``reason`` is a whole sentence."""


@lru_cache(maxsize=32)
def parse(text: str) -> Parsed:
    """Read a TOML text. Raises MalformedError.

    What was read is kept for a text that is read again at once, as a file is that several others extend: whoever asks
    copies what he changes.
    """
    lines = key_lines(text)
    try:
        return Parsed(tomllib.loads(text), lines)
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        reason = PLACE.sub("", str(error))
        line, column = (int(part) for part in place.groups()) if place and place[1] else (None, None)
        raise MalformedError(reason, line, column) from None
    except (RecursionError, ValueError, OverflowError) as error:  # a number too long to be read
        raise MalformedError(str(error)) from None


def key_lines(text: str) -> dict[str, int]:
    """Map each dotted key and table of a text to its first line, counted from 1. Raises BeyondLimitError."""
    found: dict[str, int] = {}
    count: dict[str, int] = {}  # tables of an array so far
    table = numbered = ""
    for statement in statements(text):
        opened = sum(1 for word in statement[:2] if word.text == "[")
        parts = _parts(statement[opened:])
        if opened:
            table = ".".join(parts)
            if opened == 2:
                count[table] = count.get(table, 0) + 1
            numbered = _numbered(parts, count)
            _note(found, (table, numbered), statement[0].line)
        else:
            key = ".".join(parts)
            _note(found, (f"{table}.{key}".lstrip("."), f"{numbered}.{key}".lstrip(".")), statement[0].line)
    return found


def nearest_line(lines: dict[str, int], key: str) -> int | None:
    """The line of ``key`` or of the closest table around it."""
    while key:
        if key in lines:
            return lines[key]
        key = above(key)
    return None


def above(key: str) -> str:
    """The table around a key, the array around one of its entries; empty for a key at the top."""
    if key.endswith("]"):
        return key.rpartition("[")[0]
    return key.rpartition(".")[0]


def statements(text: str) -> Iterator[list[Word]]:
    """The statements of a TOML text, each as its words without space and comments. Raises BeyondLimitError."""
    statement: list[Word] = []
    depth = parts = 0
    for word in words(text):
        if word.kind == "newline" and depth == 0:
            if statement:
                yield statement
            statement, parts = [], 0
        if word.kind in ("newline", "space", "comment"):
            continue
        depth = max(0, depth + (word.text in ("[", "{")) - (word.text in ("]", "}")))
        parts = parts + 1 if word.text == "." else parts if word.kind in ("bare", "string") else 0
        _within(word, depth, parts)
        statement.append(word)
    if statement:
        yield statement


def words(text: str) -> Iterator[Word]:
    """Every word of a text in order; together they are the text."""
    line, begin = 1, 0
    for match in WORDS.finditer(text):
        found = match[0]
        yield Word(str(match.lastgroup), found, line, match.start() - begin + 1)
        breaks = found.count("\n")
        if breaks:
            line += breaks
            begin = match.start() + found.rindex("\n") + 1


def _within(word: Word, depth: int, parts: int) -> None:
    if depth > DEEPEST:
        raise BeyondLimitError(f"is nested more than {DEEPEST} deep", word.line, word.column)
    if parts > MOST_PARTS:
        raise BeyondLimitError(f"has a key of more than {MOST_PARTS} parts", word.line, word.column)
    if word.kind == "bare" and len(word.text) > LONGEST_WORD:
        what = "number" if word.text.strip("+-").isdecimal() else "word"
        message = f"has a {what} of {len(word.text)} characters; at most {LONGEST_WORD} are allowed"
        raise BeyondLimitError(message, word.line, word.column)


def _parts(statement: list[Word]) -> list[str]:
    """The parts of the key a statement begins with."""
    parts = []
    for word in statement:
        if word.kind in ("bare", "string"):
            parts.append(word.text.strip("\"'"))
        elif word.text != ".":
            break
    return parts


def _numbered(parts: list[str], count: dict[str, int]) -> str:
    """A table's path with the number of the latest entry behind every array in it."""
    path = numbered = ""
    for part in parts:
        path, numbered = f"{path}.{part}".lstrip("."), f"{numbered}.{part}".lstrip(".")
        if path in count:
            numbered += f"[{count[path] - 1}]"
    return numbered


def _note(found: dict[str, int], keys: tuple[str, ...], line: int) -> None:
    for key in keys:
        found.setdefault(key, line)
