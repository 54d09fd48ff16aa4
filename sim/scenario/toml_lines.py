"""On which line of a TOML file each key stands, so that a message can point at it."""

import re
import tomllib

PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
PATH = rf"{PART}(?:\s*\.\s*{PART})*"
TABLE = re.compile(rf"\s*\[\[?\s*({PATH})\s*\]")
ENTRY = re.compile(rf"\s*({PATH})\s*=(.*)", re.DOTALL)


def key_lines(text: str) -> dict[str, int]:
    """Map each dotted key and table of a valid TOML text to its first line, counted from 1."""
    lines = text.split("\n")
    found: dict[str, int] = {}
    table = ""
    at = 0
    while at < len(lines):
        length = 1
        if header := TABLE.match(lines[at]):
            table = _dotted(header[1])
            found.setdefault(table, at + 1)
        elif entry := ENTRY.match(lines[at]):
            found.setdefault(f"{table}.{_dotted(entry[1])}".lstrip("."), at + 1)
            length = _length(lines, at, entry[2])
        at += length
    return found


def nearest_line(lines: dict[str, int], key: str) -> int | None:
    """The line of ``key`` or of the closest table around it."""
    while key:
        if key in lines:
            return lines[key]
        key = key.rpartition(".")[0]
    return None


def _length(lines: list[str], at: int, value: str) -> int:
    """How many lines a value spans: as many as TOML needs to read it."""
    for length in range(1, len(lines) - at + 1):
        try:
            tomllib.loads("x =" + "\n".join([value, *lines[at + 1 : at + length]]))
        except tomllib.TOMLDecodeError:
            continue
        return length
    return 1


def _dotted(path: str) -> str:
    return ".".join(part.strip("\"'") for part in re.findall(PART, path))
