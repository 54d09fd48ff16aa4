"""What a reader calls a rule book: its title in the reader's language."""

from collections.abc import Mapping

from sim.report.texts import Language

Titles = Mapping[str, tuple[str, str]]  # by name: title and Chinese title, either of them empty where there is none


def title_of(titles: Titles, name: str, lang: Language) -> str:
    """The title of the rule book called ``name``; a title in one language serves both, the name where there is none.

    Two rule books of one title are told apart by their names.
    """
    title = _title(titles, name, lang)
    if not title:
        return name
    alike = [other for other in titles if _title(titles, other, lang) == title]
    return title if len(alike) == 1 else f"{title} ({name})"


def _title(titles: Titles, name: str, lang: Language) -> str:
    english, chinese = titles.get(name, ("", ""))
    return (chinese or english) if lang == "zh" else (english or chinese)
