"""Text that users wrote, made harmless for a line, a terminal, a page and, on one line, a figure."""

import re
import unicodedata

# What steers a terminal: escape sequences as a whole, then any control character.
SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# What turns the direction of the text after it, and characters no encoding can write.
UNSEEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
MARKDOWN = re.compile(r"([\\`*_\[\]~#$^])")
# What would begin a list or a heading; of a number the mark behind it is escaped, for a digit cannot be.
LEADING = re.compile(r"^(\d*)([-+=.)])(?=\s|$)")


def one_line(text: str) -> str:
    """``text`` on one line, without escape sequences, control characters and turns of direction."""
    kept = UNSEEN.sub("", SEQUENCE.sub("", text))
    return " ".join("".join(" " if unicodedata.category(one) == "Cc" else one for one in kept).split())


def visible(text: str) -> str:
    """Lines for a terminal, without escape sequences, turns of direction, and control characters but line ends."""
    kept = UNSEEN.sub("", SEQUENCE.sub("", text))
    return "".join(one for one in kept if one in "\n\t" or unicodedata.category(one) != "Cc")


def markdown(text: str) -> str:
    """``text`` for a heading, sentence or cell of a Markdown page: no mark, tag or link of its own."""
    line = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return LEADING.sub(r"\1\\\2", MARKDOWN.sub(r"\\\1", line))


def code(text: str) -> str:
    """``text`` as code in a Markdown line, between as many backticks as it needs."""
    line = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", line)), default=0) + 1)
    inside = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{fence}{inside}{fence}" if line else ""


def code_block(text: str, language: str) -> str:
    """Lines as a block of code in a Markdown page, fenced by more backticks than they hold in a row."""
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence}{language}\n{text}\n{fence}"
