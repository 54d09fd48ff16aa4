"""What the values of a choice are called, in both languages: words for readers in place of the code of a file."""

import tomllib
from functools import cache
from pathlib import Path

from sim.scenario.titles import LANGUAGES, Language

WORDS = Path(__file__).parent / "words" / "choices.toml"
ANY = "any"


def choice_name(key: str, choice: str, lang: Language) -> str:
    """What a value of the choice ``key`` is called; StopIteration for what is none of its values."""
    tables = (key, key.rpartition(".")[2], ANY)
    return next(words()[table][choice][lang] for table in tables if choice in words().get(table, {}))


def called_in_words(key: str, choice: str) -> tuple[str, ...]:
    """What it is called in each language."""
    return tuple(choice_name(key, choice, lang) for lang in LANGUAGES)


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """The words by table (a key, the last part of keys, or any), value and language."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
