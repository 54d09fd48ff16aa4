"""The words of the page, in both languages: all keys that begin with ``web.``."""

from sim.report.texts import Language, say, texts
from sim.scenario.economy_schema import STAGES

PREFIX = "web."
STAGE = "stage."


def words(lang: Language) -> dict[str, str]:
    """Every text of the page by its key without the prefix, and the names of stages by number; places to fill stay."""
    own = {key.removeprefix(PREFIX): text[lang] for key, text in texts().items() if key.startswith(PREFIX)}
    return own | {f"{STAGE}{number}": say(f"{STAGE}{name}", lang) for number, name in enumerate(STAGES)}
