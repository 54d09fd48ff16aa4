"""Every text of figures, tables, pages and stories, in English and Chinese, read from ``words/*.toml``."""

import tomllib
from functools import cache
from pathlib import Path

from sim.scenario.titles import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "known", "name_of", "say", "texts"]

WORDS = Path(__file__).parent / "words"


@cache
def texts() -> dict[str, dict[str, str]]:
    """All texts: key -> language -> text. Raises ValueError when two files define one key."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(WORDS.glob("*.toml")):
        with path.open("rb") as file:
            read = tomllib.load(file)
        if double := sorted(found.keys() & read.keys()):
            raise ValueError(f"{path.name} defines again: {', '.join(double)}")
        found |= read
    return found


def say(key: str, lang: Language, **values: object) -> str:
    """The text of ``key`` in ``lang`` with ``values`` filled in; KeyError when the key is unknown."""
    return texts()[key][lang].format(**values)


def name_of(kind: str, word: str, lang: Language) -> str:
    """What ``word`` is called among its ``kind`` (route, place, party, step of the funnel); "other" without a text."""
    key = f"{kind}.{word}"
    return say(key, lang) if known(key) else say("other", lang, name=word)


def known(key: str) -> bool:
    """Whether there is a text of that key."""
    return key in texts()
