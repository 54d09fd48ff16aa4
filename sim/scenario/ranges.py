"""Which parameters a study varies and how far: groups and keys resolved to their declared plausible ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.scenario.articles import keys_of
from sim.scenario.book import Parameter, ValueKind, by_key, parameters, value_at
from sim.scenario.checking import nearest
from sim.scenario.errors import BadInput, Problem
from sim.scenario.gates import needed
from sim.scenario.names import key_or_group_of, unknown_name
from sim.scenario.parameter import ABSENT
from sim.scenario.replaced import replaced
from sim.scenario.scenario_schema import Scenario

NUMBERS: tuple[ValueKind, ...] = ("number", "whole number")


@dataclass(frozen=True)
class Range:
    """A parameter and the closed range in which it is plausible, in the parameter's own unit; ``why`` gives the reason.

    ``integer`` says that only whole numbers count; ``zh`` is the Chinese name.
    """

    key: str
    low: float
    high: float
    integer: bool
    why: str
    unit: str
    zh: str


def ranges(groups_or_keys: Sequence[str], scenario: Scenario) -> list[Range]:
    """The plausible ranges of the parameters named, each once, in the order of the parameter book.

    A name is a key (``economy.private.response``), a group of keys (``economy``, ``policy.stage_equity``), or the
    Chinese name of either. A group leaves out the keys that act on nothing in this scenario, because their clause is
    switched off or stands at a neutral value outside its range, or because nothing is said of their article; such a key
    is given when it is named itself. Raises BadInput, with every problem, for a name that is unknown, for a key without
    a range, and for a group of which nothing is left.
    """
    problems: list[Problem] = []
    wanted: set[str] = set()
    for name in in_keys(groups_or_keys):
        keys, message = _resolve(name, scenario)
        wanted.update(keys)
        if message:
            problems.append(Problem("", name, message))
    if problems:
        raise BadInput(problems)
    return [found for parameter in parameters() if parameter.key in wanted and (found := range_of(parameter))]


def in_keys(groups_or_keys: Sequence[str]) -> tuple[str, ...]:
    """The same with keys and groups for their Chinese names, as records hold them; what means none stays."""
    return tuple(map(key_or_group_of, groups_or_keys))


def range_of(parameter: Parameter) -> Range | None:
    """The declared range of one parameter; None if it has none."""
    if parameter.plausible is None:
        return None
    low, high = parameter.plausible
    integer = parameter.kind == "whole number"
    return Range(parameter.key, low, high, integer, parameter.why, parameter.unit, parameter.zh)


def acts(parameter: Parameter, scenario: Scenario) -> bool:
    """Whether a parameter acts on anything in this scenario, so that varying it varies a clause that is there."""
    if needed(parameter.key, scenario) or _silent(parameter, scenario):
        return False
    if parameter.default is None or parameter.plausible is None:
        return True
    value = _value(parameter, scenario)
    low, high = parameter.plausible
    if isinstance(value, tuple):
        return bool(value != parameter.default or all(low <= one <= high for one in value))
    # A neutral value beyond the range is how a rule book says "no such clause": 0 = none, a tolerance of 1.
    return bool(value != parameter.default or low <= value <= high)


def _silent(parameter: Parameter, scenario: Scenario) -> bool:
    """Whether a rule book says nothing of the article that owns a clause: all keys that can be off are, by default."""
    owned = keys_of(parameter.article) if parameter.article and parameter.key.startswith("policy.") else ()
    own = [one for one in owned if one.off is not ABSENT]
    return bool(own) and all(_value(one, scenario) == one.default == one.off for one in own)


def _value(parameter: Parameter, scenario: Scenario) -> Any:
    part, _, key = parameter.key.partition(".")
    return value_at(getattr(scenario, part), key)


def _resolve(name: str, scenario: Scenario) -> tuple[list[str], str]:
    """The keys behind one name and what is wrong with it, if anything."""
    book = by_key()
    if name in book:
        return ([name], "") if book[name].plausible else ([], _unranged(book[name]))
    below = [parameter for parameter in parameters() if parameter.key.startswith(f"{name}.")]
    if not below:
        return [], replaced(name) or unknown_name(
            name
        ) or f"unknown parameter or group{nearest(name, [*book, *_groups()])}"
    ranged = [parameter for parameter in below if parameter.plausible]
    if not ranged:
        return (
            [],
            "is a group without plausible ranges; name one that has some",
        )
    acting = [parameter.key for parameter in ranged if acts(parameter, scenario)]
    if not acting:
        return (
            [],
            "is switched off in this scenario; switch it on, or name the keys to vary",
        )
    return acting, ""


def _unranged(parameter: Parameter) -> str:
    if parameter.count is not None or parameter.kind not in NUMBERS:
        return "is no single number, so it has no plausible range"
    return f"has no plausible range: {parameter.why}" if parameter.why else "has no plausible range"


def _groups() -> list[str]:
    """Every prefix of a key that has a range, once, in the order of the book."""
    found: dict[str, None] = {}
    for parameter in parameters():
        parts = parameter.key.split(".")
        for depth in range(1, len(parts)) if parameter.plausible else ():
            found[".".join(parts[:depth])] = None
    return list(found)
