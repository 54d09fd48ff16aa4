"""What is wrong with what a page asks, in the page's language and by the names that stand on it."""

from collections.abc import Sequence
from dataclasses import replace

from sim.scenario.book import by_key
from sim.scenario.errors import Problem
from sim.scenario.names import full_name
from sim.scenario.overrides import COMMAND_LINE
from sim.scenario.said import in_chinese
from sim.scenario.titles import Language


def problems_in(problems: Sequence[Problem], lang: Language) -> list[str]:
    """Each problem in a line; in Chinese a key that the page sets goes by its name."""
    return [(_named(one) if lang == "zh" else one).text(lang) for one in problems]


def told_in(what: str | Exception, lang: Language) -> str:
    """A text, or what an exception says, in a language; English where it was not said."""
    if isinstance(what, Exception):
        what = what.args[0] if what.args and isinstance(what.args[0], str) else str(what)
    return in_chinese(what) if lang == "zh" else what


def _named(problem: Problem) -> Problem:
    if problem.key not in by_key():
        return problem
    return replace(problem, key=full_name(problem.key), file=problem.file.removeprefix(COMMAND_LINE))
