"""How measures are defined in Chinese: a word file by the English definition, read only where somebody asks."""

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "definitions.zh.toml"


@cache
def definitions() -> dict[str, str]:
    """The Chinese by the English of the catalogue; one that measures share stands once."""
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def definition_in_chinese(english: str) -> str:
    """The Chinese of a definition; the English where it has none yet."""
    return definitions().get(english, english)
