"""What a parameter means and why its range is plausible, in Chinese: word files by the English, read when asked."""

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"


class Meaning(str):
    """A parameter's meaning inside something that is said."""

    def in_chinese(self) -> str:
        """The Chinese of it."""
        return meaning_in_chinese(self)


@cache
def meanings() -> dict[str, str]:
    """The Chinese by the English meaning of the schemas; one that parameters share stands once."""
    return _read("meanings")


@cache
def reasons() -> dict[str, str]:
    """The Chinese by the English reason for a plausible range."""
    return _read("reasons")


def meaning_in_chinese(english: str) -> str:
    """The Chinese of a parameter's meaning; the English where it has none yet."""
    return meanings().get(english, english)


def reason_in_chinese(english: str) -> str:
    """The Chinese of the reason for a plausible range; the English where it has none yet."""
    return reasons().get(english, english)


def _read(name: str) -> dict[str, str]:
    with (WORDS / f"{name}.zh.toml").open("rb") as file:
        return tomllib.load(file)
