"""From what pydantic found to lines a user can act on: file, line, key, what is wrong, what is allowed."""

import difflib
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sim.scenario.book import Parameter, by_key
from sim.scenario.documents import Document
from sim.scenario.errors import Problem
from sim.scenario.parameter import Section

SectionType = TypeVar("SectionType", bound=Section)

MOST_NAMED = 3  # suggestions beside the nearest

BOUND_WORDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "above"),
    "less_than_equal": ("le", "at most"),
}


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?`` for the nearest known word, or what is allowed when none is near and they are few.

    Words that hold the whole word, or end in something near it (``share_cap`` for ``policy.stage_equity.share_cap``),
    come next: three of them at most.
    """
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]}?"
    leaves = difflib.get_close_matches(word, {one.rpartition(".")[2] for one in words}, n=1, cutoff=0.8)
    holding = [one for one in words if (word and word in one) or one.rpartition(".")[2] in leaves]
    if holding:
        return f"; did you mean {' or '.join(holding[:MOST_NAMED])}?"
    return f"; allowed are {', '.join(words)}" if 0 < len(words) <= 14 else ""


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
    parts = list(details["loc"])
    names = [part for part in parts if isinstance(part, str)]
    indexes = "".join(f"[{part}]" for part in parts if isinstance(part, int))
    key = document.prefix + ".".join(names)
    if details["type"] != "contradiction":
        origin = document.origin(key)
        return [Problem(origin.file, key + indexes, _message(schema, details, names, key), origin.line)]
    found = []
    for below, message in details["ctx"]["problems"]:
        full = f"{key}.{below}" if names else f"{document.prefix}{below}"
        origin = document.origin(full)
        found.append(Problem(origin.file, full, message, origin.line))
    return found


def _message(schema: type[Section], details: ErrorDetails, names: list[str], key: str) -> str:
    kind, given = details["type"], details["input"]
    parameter = by_key().get(key)
    if kind == "extra_forbidden":
        # "extends" and "set" are taken out of a file before its schema sees it, but a misspelling of them is not.
        taken = [] if len(names) > 1 else ["set"] if key == names[0] else ["extends"]
        return f"unknown key{nearest(names[-1], [*_siblings(schema, names[:-1]), *taken])}"
    if kind == "missing":
        return "is missing; " + (
            f"must be given: {parameter.allowed} ({parameter.doc})" if parameter else "must be given"
        )
    if kind == "rule":
        return details["msg"]
    if kind in BOUND_WORDS:
        return f"is {_shown(given)}; must be {_range(parameter, details)}"
    if kind == "finite_number":
        return f"is {_shown(given)}; must be a finite number"
    if parameter and parameter.choices:
        choice = nearest(given, parameter.choices) if isinstance(given, str) else ""
        return f"is {_shown(given)}; must be {parameter.allowed}" + (choice if "did you mean" in choice else "")
    return f"is {_shown(given)}; must be {_wanted(parameter, kind)}"


def _siblings(schema: type[Section], path: list[str]) -> list[str]:
    """Names allowed in the table at ``path``, none if it is no table."""
    for name in path:
        below = schema.model_fields[name].annotation
        if not (isinstance(below, type) and issubclass(below, Section)):
            return []
        schema = below
    return list(schema.model_fields)


def _range(parameter: Parameter | None, details: ErrorDetails) -> str:
    if parameter and parameter.bounds:
        return parameter.bounds
    bound, words = BOUND_WORDS[details["type"]]
    return f"{words} {details['ctx'][bound]}"


def _wanted(parameter: Parameter | None, kind: str) -> str:
    if parameter is None:
        return "text" if kind == "string_type" else "a table"
    if parameter.count is not None and kind not in ("tuple_type",):
        return f"a {parameter.kind}"
    article = "" if parameter.kind in ("text", "true or false") else "a "
    return f"{article}{parameter.allowed}"


def _shown(given: Any) -> str:
    """A value as it would stand in TOML, cut to a readable length."""
    if isinstance(given, bool):
        text = str(given).lower()
    elif isinstance(given, dict):
        text = "a table"
    elif isinstance(given, tuple):
        text = f"a list of {len(given)}"
    elif isinstance(given, str):
        text = '"' + given.replace("\n", " ") + '"'
    else:
        text = str(given)
    return text if len(text) <= 60 else text[:57] + "..."
