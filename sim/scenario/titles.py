"""What rule books are called where people read: by their titles, told apart where two would be called the same."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from sim.scenario.plain_text import one_line
from sim.scenario.policy_schema import Policy

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Titles:
    """Rule books by name, each with what it is called in English and in Chinese; one it does not hold by its name."""

    en: Mapping[str, str] = field(default_factory=dict)
    zh: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str, lang: Language) -> str:
        """What rule book ``name`` is called."""
        return (self.zh if lang == "zh" else self.en).get(name, name)

    def written(self, how: Callable[[str], str]) -> "Titles":
        """The same as ``how`` writes each, for a page whose marks a title must not make."""
        return Titles(*({name: how(title) for name, title in each.items()} for each in (self.en, self.zh)))


def titled(title: str, title_zh: str, name: str, lang: Language) -> str:
    """The title in one language, else in the other, else the name."""
    own, other = (title_zh, title) if lang == "zh" else (title, title_zh)
    return own or other or name


def titles_of(books: Mapping[str, Policy]) -> Titles:
    """The titles of ``books``, each on one line; the name stands behind in brackets where two share one."""
    return Titles(_told_apart(books, "en"), _told_apart(books, "zh"))


def _told_apart(books: Mapping[str, Policy], lang: Language) -> dict[str, str]:
    found = {name: titled(one_line(one.title), one_line(one.title_zh), name, lang) for name, one in books.items()}
    before, behind = ("（", "）") if lang == "zh" else (" (", ")")
    count = Counter(found.values())
    apart = {name: f"{title}{before}{name}{behind}" if count[title] > 1 else title for name, title in found.items()}
    # A title may be written like another with its name behind.
    return apart if len(set(apart.values())) == len(apart) else {name: name for name in books}
