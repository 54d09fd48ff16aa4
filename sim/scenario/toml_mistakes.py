"""What is wrong with a text that is no TOML, and what to write instead."""

import re

from sim.scenario.names import instead, is_chinese
from sim.scenario.said import said
from sim.scenario.spelling import date_meant, number_meant, odd_character, plain
from sim.scenario.toml_text import BeyondLimitError, MalformedError, Word, key_lines, statements, words

SHOWN = 40  # characters of a user's text that a message repeats
CLOSED = re.compile(
    r'''"""(?:[^\\"]|\\.|"(?!""))*"{3,5}|"(?:[^"\\\n]|\\[^\n])*"''' r"""|'''(?:[^']|'(?!''))*'{3,5}|'[^'\n]*'""",
    re.DOTALL,
)
HEAD = re.compile(r"\s*\[+([^\]]+)\]+\s*(?:#.*)?")
ENTRY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*([=＝:：])\s*(.*)""")


def mistake(text: str, error: MalformedError) -> tuple[str, str, int | None]:
    """The key, as far as a mistake lies in its value, one sentence on why a text is no TOML, and the line."""
    if isinstance(error, BeyondLimitError):
        return "", error.reason, error.line
    unclosed = next((word for word in words(text) if _unclosed(word)), None)
    if unclosed is not None and (error.line is None or unclosed.line <= error.line):
        return "", _of_unclosed(unclosed), unclosed.line
    lines = key_lines(text)
    starts = [statement[0].line for statement in statements(text)]
    line = error.line or max(starts, default=None)
    if error.reason == "Cannot overwrite a value":
        return "", said("gives a key a second time, or makes a table of a value; leave one of the two out"), line
    if line is not None:
        written = text.split("\n")[line - 1]
        if told := _of_name(written) or _of_character(written):
            return "", told, line
        if told := _of_value(written, error.column or len(written) + 1, inside=line not in starts):
            return next((key for key, at in reversed(lines.items()) if at <= line), ""), told, line
    return "", said("is not valid TOML ({reason})", reason=cut(error.reason)), line


def cut(text: str) -> str:
    """A user's text on one line, not too long, its control characters made visible."""
    shown = "".join(one if one.isprintable() else repr(one)[1:-1] for one in text[: SHOWN * 3])
    return shown if len(shown) <= SHOWN * 3 else shown[: SHOWN * 3 - 1] + "…"


def _unclosed(word: Word) -> bool:
    return word.kind == "string" and CLOSED.fullmatch(word.text) is None


def _of_unclosed(word: Word) -> str:
    for at, one in enumerate(word.text):
        if one in "“”„‘’":
            mark = '"' if one in "“”„" else "'"
            return said(
                "has {one} at character {column}, which ends no text; write {mark}",
                one=one,
                column=word.column + at,
                mark=mark,
            )
    return said(
        "has a quotation mark at character {column} that is never closed; close it with {mark}",
        column=word.column,
        mark=word.text[0],
    )


def _of_name(line: str) -> str:
    """A Chinese name where a key belongs, and the key; empty where there is none that means something."""
    found = HEAD.fullmatch(line) or ENTRY.match(line)
    keys = instead(found[1]) if found and is_chinese(found[1]) else ""
    return said("has {name} for a key{keys}", name=cut(found[1]), keys=keys) if found and keys else ""


def _of_character(line: str) -> str:
    """The first full-width or typographic character outside texts and comments; empty if there is none."""
    for word in words(line):
        odd = odd_character(word.text) if word.kind == "other" else None
        if odd:
            one = word.text[odd[0]]
            name, instead = odd[1].values["name"], odd[1].values["instead"]
            instead = said("write {form}", form="=") if one == "：" else instead
            meant = said("; {number}", number=_number(line, word)) if one.isdecimal() or one in "％．" else ""
            return said(
                "has {name} at character {column}, not its plain form; {instead}{meant}",
                name=name,
                column=word.column + odd[0],
                instead=instead,
                meant=meant,
            )
    return ""


def _number(line: str, word: Word) -> str:
    meant = number_meant(_around(line, word.column))
    return said("in full {meant}", meant=meant) if meant else said("digits 0 to 9 and a point")


def _of_value(line: str, column: int, *, inside: bool) -> str:
    """What stands where a value belongs: a number as people write it, a word without quotes, a colon for an equals.

    ``inside``: the line goes on with a value that began above.
    """
    entry = ENTRY.match(line)
    if entry and entry[2] in ":：" and column <= entry.end(2) + 1:
        return said("has a colon after {name}; write {name} = {value}", name=cut(entry[1]), value=cut(entry[3]))
    if column <= entry.end(2) if entry else not inside:
        return ""
    value = _around(line, column)
    whole = entry[3].partition("#")[0].strip() if entry else value
    for text in (whole, value):
        meant = number_meant(text) or date_meant(text)
        if meant and meant != text:
            return said(
                "has {text} where TOML wants a plain number or date; write {meant}", text=cut(text), meant=meant
            )
    word = plain(value or whole)
    if word.lower() in ("true", "false"):
        return said("has {word}; write {plain}", word=cut(word), plain=word.lower())
    if re.fullmatch(r"[^\W\d][\w ./-]*", word):
        return said('has {word} without quotes; text needs them: "{word}"', word=cut(word))
    return ""


def _around(line: str, column: int) -> str:
    """The value around a character: between brackets, commas, an equals sign, a comment and the ends of the line."""
    begin = max(line.rfind(mark, 0, column - 1) for mark in "[{,=＝，") + 1
    end = min((found for mark in "]},#，" if (found := line.find(mark, column - 1)) >= 0), default=len(line))
    return line[begin:end].strip()
