"""Help and refused command lines in Chinese: texts from ``words/help.zh.toml``, laid out by the width of characters."""

import re
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

WORDS = Path(__file__).parent / "words" / "help.zh.toml"
WIDEST = 110
INDENT, GAP, MOST_BEFORE = 2, 2, 34  # columns: before all, between name and text, of a name that shares its line
NOT_FIRST = "，。；：、！？）》」”%"  # no line begins with these
# What cannot be broken: a run of half-width text with what closes it, or a wide character with what closes it.
PIECE = re.compile(rf"\s+|[^\s\u2e80-\uffef]+[{NOT_FIRST}]*|.[{NOT_FIRST}]*")


@cache
def words() -> dict[str, Any]:
    """The word file: a table a command (``""`` for the program), one ``common`` to all, and library texts."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def text_of(command: str, name: str) -> str:
    """The Chinese of an option or argument by its name in the function, or of ``about``; empty if there is none."""
    said = words()
    found: str = said["commands"].get(command, {}).get(name) or said["common"].get(name, "")
    return found


def page(command: Any, ctx: Any) -> str:
    """All help of a command, or of the program, in Chinese."""
    said, width = words(), min(WIDEST, shutil.get_terminal_size().columns)
    name = command.name if ctx.parent is not None else ""
    english, _, examples = (command.help or "").replace("\b\n", "").partition("Example:\n")
    about = text_of(name, "about") or english
    parts = [_usage(command, ctx)]
    parts += [_indented(text, width) for text in about.strip().split("\n\n")]
    if examples := examples.rstrip():
        parts.append(f"  {said['heads']['example']}\n{_deeper(examples)}")
    rows = [(one.param_type_name, *_row(one, name, ctx)) for one in command.get_params(ctx)]
    for kind in ("argument", "option"):
        listed = [(left, right) for of, left, right in rows if of == kind]
        parts += [_columns(said["heads"][kind], listed, width)] if listed else []
    if ctx.parent is None:
        summaries = [(one, summary(one)) for one in command.list_commands(ctx)]
        parts.append(_columns(said["heads"]["command"], summaries, width))
    return "\n\n".join(parts)


def summary(command: str) -> str:
    """The first sentence of a command's help."""
    return text_of(command, "about").strip().partition("\n")[0]


def refusal(error: Any) -> str:
    """What is wrong with a command line, in Chinese where the word file knows it, with the usage above."""
    said, ctx = words()["heads"], error.ctx
    head = f"{_usage(ctx.command, ctx)}\n{said['try'].format(command=ctx.command_path)}\n\n" if ctx else ""
    return f"{head}{said['error']}{translated(error.format_message())}"


def translated(text: str) -> str:
    """A sentence of the command-line library in Chinese; as it is where the word file does not know it."""
    for english, chinese in words()["library"].items():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english))
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return str(chinese.format(**{name: translated(value) for name, value in found.groupdict().items()}))
    return text


def _usage(command: Any, ctx: Any) -> str:
    pieces = " ".join(translated(piece) for piece in command.collect_usage_pieces(ctx))
    return f"{words()['heads']['usage']}{ctx.command_path} {pieces}"


def _row(one: Any, command: str, ctx: Any) -> tuple[str, str]:
    """The names of an option and its text, with what the library adds in brackets at the end."""
    left, english = one.get_help_record(ctx) or (one.name, "")
    extra = re.search(r" *\[([^][]*)\]$", english)
    english = english[: extra.start()] if extra else english
    added = "；".join(translated(part) for part in extra[1].split("; ")) if extra else ""
    return left, f"{text_of(command, one.name) or english}{f'［{added}］' if added else ''}"


def _columns(head: str, rows: Sequence[tuple[str, str]], width: int) -> str:
    column = min(max(len(left) for left, _ in rows), MOST_BEFORE) + INDENT + GAP
    lines = [head]
    for left, right in rows:
        first, *rest = list(wrapped(right, width - column)) or [""]
        beside = len(left) + INDENT + GAP <= column
        lines += [f"{' ' * INDENT}{left:<{column - INDENT}}{first}"] if beside else [f"{' ' * INDENT}{left}"]
        lines += [f"{' ' * column}{line}" for line in (rest if beside else [first, *rest])]
    return "\n".join(line.rstrip() for line in lines)


def _indented(text: str, width: int) -> str:
    joined = " ".join(text.split("\n"))
    return "\n".join(f"{' ' * INDENT}{line}" for line in wrapped(joined, width - INDENT))


def _deeper(text: str) -> str:
    return "\n".join(f"{' ' * INDENT}{line}" for line in text.split("\n"))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns; a Chinese character takes two, and no line begins with what closes."""
    line = ""
    for piece in PIECE.findall(text):
        if line and columns(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
