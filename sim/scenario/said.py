"""Texts that know what they were made from: code writes and compares the English, a reader may ask for the Chinese.

The Chinese of a text stands in ``words/said.zh.toml`` under its English: who reads the code reads what is said, and a
text that changes has no Chinese until it is given one (a test names it).
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "words" / "said.zh.toml"


class Said(str):
    """An English text, the template it was filled from and what filled it; a ``str`` to all who do not ask."""

    template: str
    values: dict[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way back from a worker process."""
        return _said, (self.template, self.values)

    def in_chinese(self) -> str:
        """The Chinese, with what fills it in Chinese too; English where there is none."""
        template = chinese().get(self.template) or self.template.replace("}, {part_", "}、{part_")  # of a list
        return template.format(**{name: _inside(value) for name, value in self.values.items()})


def said(template: str, /, **values: Any) -> Said:
    """The English of a template. Values may be such texts themselves, or exceptions that carry one."""
    return _said(template, values)


def either(words: Sequence[str]) -> Said:
    """``A or B or C``."""
    first, *rest = words
    return said("{first} or {second}", first=first, second=either(rest)) if rest else said("{first}", first=first)


def not_among(given: str, known: Sequence[str]) -> Said:
    """What is wrong with a word that is none of two or more ``known``."""
    return said('is "{given}"; must be {known} or {last}', given=given, known=", ".join(known[:-1]), last=known[-1])


def listed(parts: Sequence[str], mark: str = ", ") -> Said:
    """Texts one after the other with a mark between them; a comma is 、 in Chinese."""
    names = {f"part_{number}": part for number, part in enumerate(parts)}
    return said(mark.join(f"{{{name}}}" for name in names), **names)


def in_chinese(text: str) -> str:
    """The Chinese of a text that was said; any other text as it is."""
    return text.in_chinese() if isinstance(text, Said) else text


@cache
def chinese() -> dict[str, str]:
    """The Chinese by the English."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def _said(template: str, values: dict[str, Any]) -> Said:
    text = Said(template.format(**values))
    text.template, text.values = template, values
    return text


def _inside(value: Any) -> Any:
    if isinstance(value, Exception) and len(value.args) == 1:
        value = value.args[0]
    return value.in_chinese() if hasattr(value, "in_chinese") else value
