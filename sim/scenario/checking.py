"""From what pydantic found to lines a user can act on: file, line, key, what is wrong, what is allowed."""

import difflib
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.scenario.book import KIND_WORDS, Parameter, parameter_at, section_at
from sim.scenario.documents import Document
from sim.scenario.errors import Problem
from sim.scenario.hints import EXAMPLES, elsewhere, entry_example, meant
from sim.scenario.meanings import Meaning
from sim.scenario.parameter import Section
from sim.scenario.replaced import replaced
from sim.scenario.said import either, said
from sim.scenario.toml_mistakes import cut

ENTRY_KINDS = ("model_type", "model_attributes_type")  # what pydantic says of an entry that is no table

SectionType = TypeVar("SectionType", bound=Section)

MOST_NAMED = 3  # suggestions beside the nearest

BOUND_WORDS = {
    "greater_than_equal": ("ge", "at least {bound}"),
    "greater_than": ("gt", "above {bound}"),
    "less_than_equal": ("le", "at most {bound}"),
}


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?`` for the nearest known word, or what is allowed when none is near and they are few.

    Words that hold the whole word, or end in something near it (``share_cap`` for ``policy.stage_equity.share_cap``),
    come next: three of them at most.
    """
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return said("; did you mean {guess}?", guess=near[0])
    leaves = difflib.get_close_matches(word, {one.rpartition(".")[2] for one in words}, n=1, cutoff=0.8)
    holding = [one for one in words if (word and word in one) or one.rpartition(".")[2] in leaves]
    if holding:
        return said("; did you mean {guess}?", guess=either(holding[:MOST_NAMED]))
    return said("; allowed are {words}", words=", ".join(words)) if 0 < len(words) <= 14 else ""


def validate(schema: type[SectionType], document: Document, problems: list[Problem]) -> SectionType | None:
    """Fill a schema from a document. Every mistake is added to ``problems``; None if there was one."""
    try:
        return schema.model_validate(_tuples(document.values), strict=True)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            problems.extend(_problems(schema, details, document))
        return None


def _tuples(value: Any) -> Any:
    """TOML has lists; the schemas hold tuples, which are frozen."""
    if isinstance(value, dict):
        return {name: _tuples(below) for name, below in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(below) for below in value)
    return value


def _problems(schema: type[Section], details: ErrorDetails, document: Document) -> list[Problem]:
    names = [part for part in details["loc"] if isinstance(part, str)]
    key, where = document.prefix, details["loc"]
    if isinstance(where[-1] if where else "", int) and _is_number(document.values, names):
        if where[-1]:  # one number for all entries is wrong once, not once an entry
            return []
        where = where[:-1]
    for part in where:
        key += f"[{part}]" if isinstance(part, int) else part if key == document.prefix else f".{part}"
    if details["type"] != "contradiction":
        origin = document.origin(key)
        return [Problem(origin.file, key, _message(schema, details, names, document.prefix), origin.line)]
    found = []
    for below, message in details["ctx"]["problems"]:
        full = f"{key}.{below}" if names else f"{document.prefix}{below}"
        origin = document.origin(full)
        found.append(Problem(origin.file, full, message, origin.line))
    return found


def _is_number(values: Any, names: list[str]) -> bool:
    """Whether a file gives a single number at a key."""
    for name in names:
        values = values.get(name) if isinstance(values, dict) else None
    return isinstance(values, int | float)


def _message(schema: type[Section], details: ErrorDetails, names: list[str], prefix: str) -> str:
    kind, given = details["type"], details["input"]
    if kind == "extra_forbidden":
        return replaced(f"{prefix}{'.'.join(names)}") or said(
            "unknown key{hint}", hint=_known_key(schema, names, prefix)
        )
    if kind == "rule":
        told: str = details["ctx"]["text"]
        return told
    parameter = parameter_at(schema, names, prefix)
    if kind == "missing":
        if parameter and parameter.doc:
            doc = Meaning(parameter.doc)
            return said("is missing; must be given: {allowed} ({doc})", allowed=parameter.allowed, doc=doc)
        return said("is missing; must be given: {wanted}", wanted=_wanted(schema, parameter, names, kind))
    if parameter is None:
        return said("is {given}; must be a table", given=_shown(given))
    guess = meant(parameter, given, entry=isinstance(details["loc"][-1], int))
    if kind in BOUND_WORDS:
        return said(
            "is {given}; must be {range}{guess}", given=_shown(given), range=_range(parameter, details), guess=guess
        )
    if kind == "finite_number":
        return said("is {given}; must be a finite number", given=_shown(given))
    if kind == "string_too_long":
        return said(
            "has {count} characters; must have at most {most}", count=len(given), most=details["ctx"]["max_length"]
        )
    return said(
        "is {given}; must be {wanted}{guess}",
        given=_shown(given),
        wanted=_wanted(schema, parameter, names, kind),
        guess=guess,
    )


def _known_key(schema: type[Section], names: list[str], prefix: str) -> str:
    """What an unknown key was probably meant to be: one beside it, one of another table, or what is allowed."""
    # "extends" and "set" are taken out of a file before its schema sees it, but a misspelling of them is not.
    taken = [] if len(names) > 1 else ["extends"] if prefix else ["set"]
    if re.fullmatch(r"\d{8}|\d{4}-\d{1,2}-\d{1,2}", names[0]):
        return said("; changes of a date stand in a file of their own, with from and to, under [YYYY-MM-DD.…]")
    around = section_at(schema, names[:-1])
    siblings = nearest(names[-1], [*(around.model_fields if around else ()), *taken])
    return siblings if "did you mean" in siblings else elsewhere(names[-1], prefix) or siblings


def _range(parameter: Parameter, details: ErrorDetails) -> str:
    if parameter.bounds:
        return parameter.bounds
    bound, words = BOUND_WORDS[details["type"]]
    return said(words, bound=details["ctx"][bound])


def _wanted(schema: type[Section], parameter: Parameter | None, names: list[str], kind: str) -> str:
    if parameter is None or parameter.kind == "table":
        section = section_at(schema, names)
        if section is not None and parameter is not None and parameter.count is not None:
            return EXAMPLES[section] if kind in ENTRY_KINDS else entry_example(section, names[-1])
        return said("a table, [{name}]", name=".".join(names))
    if parameter.choices:
        return parameter.allowed
    if parameter.count is not None and kind not in ("tuple_type",):
        return said("a {kind}", kind=KIND_WORDS[parameter.kind])
    article = "" if parameter.kind in ("text", "true or false") else "a "
    return said("{article}{allowed}", article=article, allowed=parameter.allowed)


def _shown(given: Any) -> str:
    """A value as it would stand in TOML, cut to a readable length."""
    if isinstance(given, dict):
        return said("a table")
    if isinstance(given, tuple):
        return said("a list of {count}", count=len(given))
    if isinstance(given, bool):
        text = str(given).lower()
    elif isinstance(given, str):
        text = f'"{cut(given)}"'
    else:
        text = str(given)
    return text if len(text) <= 60 else text[:57] + "..."
