"""A rule book as a TOML file of its own: every clause that is not neutral, with its Chinese name and its source."""

import json
import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.scenario.book import Parameter, parameters, value_at
from sim.scenario.parameter import Section
from sim.scenario.scenario_schema import Scenario, Sourced

POLICY = "policy."
NAMES = ("title", "title_zh", "citation")


def rulebook(scenario: Scenario, about: str) -> str:
    """The rule book of ``scenario`` as a file; ``about`` is a comment on its first line."""
    policy = scenario.policy
    heads = [f"{name} = {written(getattr(policy, name))}" for name in NAMES if getattr(policy, name)]
    lines = [f"# {' '.join(about.split())}", *heads]
    sections: dict[str, list[Parameter]] = {}
    for one in parameters():
        if one.key.startswith(POLICY) and _told(one, scenario):
            sections.setdefault(one.key.removeprefix(POLICY).rpartition(".")[0], []).append(one)
    for section, group in sections.items():
        lines += ["", f"[{'.'.join(map(_name, section.split('.')))}]", *(_line(one, scenario) for one in group)]
    return "\n".join(lines) + "\n"


def written(value: Any) -> str:
    """A value as TOML; raises TypeError for one that no rule book holds."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return repr(value) if math.isfinite(value) else str(value)
        case int():
            return str(value)
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case tuple() | list():
            return f"[{', '.join(map(written, value))}]"
        case Section():
            return f"{{ {', '.join(_entries(value))} }}"
    raise TypeError(f"{type(value).__name__} cannot be written")


def _entries(section: Section) -> Iterator[str]:
    """What of a table is not as the schema has it anyway; all of it where that would be nothing."""
    fields = type(section).model_fields
    own = [name for name, field in fields.items() if field.is_required() or getattr(section, name) != field.default]
    for name in own or fields:
        yield f"{name} = {written(getattr(section, name))}"


def _told(one: Parameter, scenario: Scenario) -> bool:
    """Whether a clause says anything: it was written somewhere, or is not neutral."""
    value = value_at(scenario.policy, one.key.removeprefix(POLICY))
    return value is not None and (one.key in scenario.provenance or value != one.default)


def _line(one: Parameter, scenario: Scenario) -> str:
    value = written(value_at(scenario.policy, one.key.removeprefix(POLICY)))
    note = scenario.provenance.get(one.key, Sourced())
    sourced = f"{{ value = {value}, source = {written(note.source)}, read = {written(note.read)} }}"
    name = _name(one.key.rpartition(".")[2])
    zh = " ".join(one.zh.split())
    return f"{name} = {sourced if note.source else value}" + (f" # {zh}" if zh else "")


def _name(part: str) -> str:
    return part if part.replace("_", "").isalpha() else json.dumps(part)
