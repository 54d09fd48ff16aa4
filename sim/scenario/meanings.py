"""What a parameter means, in Chinese: a word file by the English meaning, read only where somebody asks."""

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words" / "meanings.zh.toml"


class Meaning(str):
    """A parameter's meaning inside something that is said."""

    def in_chinese(self) -> str:
        """The Chinese of it."""
        return meaning_in_chinese(self)


@cache
def meanings() -> dict[str, str]:
    """The Chinese by the English meaning of the schemas; one that parameters share stands once."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def meaning_in_chinese(english: str) -> str:
    """The Chinese of a parameter's meaning; the English where it has none yet."""
    return meanings().get(english, english)
