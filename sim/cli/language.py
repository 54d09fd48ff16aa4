"""Which language a person is spoken to in: one answer for help, refusals, messages and results."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Literal

from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import either, in_chinese, said

Spoken = Literal["en", "zh"]
KNOWN: tuple[Spoken, ...] = ("en", "zh")
OPTION, VARIABLE = "--lang", "YINDAO_LANG"
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as everywhere

_SPOKEN: ContextVar[Spoken] = ContextVar("spoken", default="en")


def spoken() -> Spoken:
    """The language in which this command line is answered."""
    return _SPOKEN.get()


def choose(words: Sequence[str], environ: Mapping[str, str]) -> Spoken:
    """Answer in the language that ``chosen`` finds from now on. Raises BadInput as it does."""
    _SPOKEN.set(chosen(words, environ))
    return spoken()


def chosen(words: Sequence[str], environ: Mapping[str, str]) -> Spoken:
    """The language of a command line: that of its own ``--lang``, of the one before the command, of YINDAO_LANG, of
    the locale, else English. With ``both`` the terminal speaks English.

    Raises BadInput where YINDAO_LANG is asked and names no language; a ``--lang`` that names none its option refuses.
    """
    asked = [_value(words, place) for place, word in enumerate(words) if word.partition("=")[0] == OPTION]
    if asked and asked[-1] in (*KNOWN, "both"):
        return "zh" if asked[-1] == "zh" else "en"
    if given := environ.get(VARIABLE):
        if given not in KNOWN:
            raise BadInput(
                [Problem(VARIABLE, "", said('is "{given}"; must be {known}', given=given, known=either(KNOWN)))]
            )
        return given
    return "zh" if next(filter(None, map(environ.get, LOCALE)), "").startswith("zh") else "en"


def told(text: str) -> str:
    """A text that was said, in the language that is spoken."""
    return in_chinese(text) if spoken() == "zh" else text


def told_of(cause: Exception) -> str:
    """What an exception says, in the language that is spoken."""
    return told(cause.args[0]) if cause.args and isinstance(cause.args[0], str) else str(cause)


def _value(words: Sequence[str], place: int) -> str:
    _, equals, value = words[place].partition("=")
    return value if equals else next(iter(words[place + 1 : place + 2]), "")
