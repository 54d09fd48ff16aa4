"""The 25 articles of the opinion in words: what each says, how it enters the model, and what it moves.

Which keys an article owns is said by the schema (``sim.scenario.articles.keys_of``); no number stands in the words.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from sim.scenario.titles import Language

WORDS = Path(__file__).with_name("article_words.toml")
COUNT = 25
MOST_SIGNS = 120  # of a quotation
REPLICATIONS = 6  # of the town that shows the signs, with the article and without (tests/opinion/town.py)

Kind = Literal["core", "module", "context"]
# In brackets: of the mechanism, not told apart from chance in so many replications.
Sign = Literal["+", "-", "0", "±", "(+)", "(-)"]


@dataclass(frozen=True)
class Article:
    """One article: its Chinese and English title, a passage of its text, and what of it is in the model.

    ``mechanism`` and ``off`` (the world without it) are sentences by language. ``events`` are steps of a story;
    ``measures`` the sign by which each moves when the article is switched on; ``frictions`` the keys of the economy
    that an article which only states something stands for, each with the articles that relax it. ``beside`` are
    articles one of which must be on for it to do anything. ``note`` says why signs are not what one would expect.
    """

    number: int
    zh: str
    title: str
    kind: Kind
    text: str
    mechanism: dict[Language, str]
    off: dict[Language, str]
    events: tuple[str, ...]
    measures: dict[str, Sign]
    frictions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    beside: tuple[int, ...] = ()
    note: dict[Language, str] = field(default_factory=dict)

    @property
    def assumed(self) -> bool:
        """Whether it is assumed and not simulated: there is nothing to switch."""
        return self.kind == "context"

    def named(self, lang: Language) -> str:
        """What it is called: ``article 6 (disposal of state-owned results)``."""
        if lang == "zh":
            return f"第 {self.number} 条（{self.zh}）"
        return f"article {self.number} ({self.title[0].lower()}{self.title[1:]})"


@cache
def articles() -> dict[int, Article]:
    """All articles by number, in their order."""
    with WORDS.open("rb") as file:
        read = tomllib.load(file)
    found = {}
    for name, words in read.items():
        words["kind"] = words.pop("class")
        words["events"] = tuple(words["events"])
        words["beside"] = tuple(words.pop("beside", ()))
        words["frictions"] = {key: tuple(by) for key, by in words.pop("frictions", {}).items()}
        found[int(name)] = Article(int(name), **words)
    return found
