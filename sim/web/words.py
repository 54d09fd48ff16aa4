"""The words of the page, in both languages: all keys that begin with ``web.``."""

from sim.report.texts import Language, known, say, texts
from sim.scenario.economy_schema import STAGES

PREFIX = "web."
STAGE = "stage."


def words(lang: Language) -> dict[str, str]:
    """Every text of the page by its key without the prefix, and the names of stages by number; places to fill stay."""
    own = {key.removeprefix(PREFIX): text[lang] for key, text in texts().items() if key.startswith(PREFIX)}
    return own | {f"{STAGE}{number}": say(f"{STAGE}{name}", lang) for number, name in enumerate(STAGES)}


def choice_name(choice: str, lang: Language) -> str:
    """What a choice of a rule book is called; one without a word stands as it is written."""
    key = f"{PREFIX}choice.{choice}"
    return say(key, lang) if known(key) else choice
