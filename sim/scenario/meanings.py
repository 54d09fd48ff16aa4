"""What a parameter means, in Chinese: a word file by the English meaning, read only where somebody asks."""

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words" / "meanings.zh.toml"


@cache
def meanings() -> dict[str, str]:
    """The Chinese by the English meaning of the schemas; one that parameters share stands once."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def meaning_in_chinese(english: str) -> str:
    """The Chinese of a parameter's meaning; the English where it has none yet."""
    return meanings().get(english, english)
