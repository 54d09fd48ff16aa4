"""What is wrong with a user's input, one line a problem."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.scenario.said import in_chinese


@dataclass(frozen=True)
class Problem:
    """One mistake: where it stands, which key, what is wrong and what is allowed."""

    file: str
    key: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        """``FILE:LINE: KEY: what is wrong; what is allowed``, leaving out what is not known."""
        return self.text("en")

    def text(self, lang: Literal["en", "zh"]) -> str:
        """The same in a language; what has no Chinese is English."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        message = in_chinese(self.message) if lang == "zh" else self.message
        return ": ".join(part for part in (place, self.key, message) if part)


class BadInput(Exception):
    """A user's input cannot be used; ``problems`` names every mistake found in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["BadInput"], tuple[tuple[Problem, ...]]]:
        """Survive the way back from a worker process (an exception is rebuilt from its arguments)."""
        return type(self), (self.problems,)
