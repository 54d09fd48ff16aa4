"""What a reader may change: keys by instrument, each described from the parameter book and the scenario at hand."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.report.units import read_name, unit_name
from sim.scenario.book import Parameter, by_key, parameter_at, section_at, value_at
from sim.scenario.choices import choice_name
from sim.scenario.gates import needed
from sim.scenario.parameter import Section
from sim.scenario.policy_schema import Policy
from sim.scenario.rate_schema import RateRule
from sim.scenario.scenario_schema import Scenario, Sourced
from sim.scenario.titles import Language

POLICY = "policy."
KEY = re.compile(r"(?:policy|economy)(?:\.\w+)+")
RELATIONS = ((" above 0", "大于 0"), (" below 1", "小于 1"), (" and ", "且"), (" or ", "或"), (", ", "，"),
             (" = true", "为“是”"), (" = false", "为“否”"))  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Controls of one instrument, in their order; ``opened`` says whether they are in sight at first."""

    name: str
    en: str
    zh: str
    keys: tuple[str, ...]
    opened: bool = False

    def called(self, lang: Language) -> str:
        """Its heading."""
        return self.zh if lang == "zh" else self.en


@cache
def groups() -> tuple[Group, ...]:
    """All groups."""
    read = tomllib.loads(Path(__file__).with_name("controls.toml").read_text(encoding="utf-8"))
    return tuple(Group(**{**one, "keys": tuple(one["keys"])}) for one in read["group"])


@cache
def keys() -> frozenset[str]:
    """Every key that the page can set, and no other."""
    return frozenset(key for group in groups() for key in group.keys)


def described(lang: Language) -> list[dict[str, Any]]:
    """The groups as the page draws them: of every key its names, unit, range and choices."""
    return [
        {
            "name": group.name,
            "title": group.called(lang),
            "opened": group.opened,
            "controls": [_control(by_key()[key], lang) for key in group.keys],
        }
        for group in groups()
    ]


def states(scenario: Scenario, lang: Language) -> dict[str, dict[str, Any]]:
    """Of every key its value in ``scenario``, on what grounds, and what it needs to act where it does not."""
    return {key: _state(key, scenario, lang) for key in sorted(keys())}


def plain_value(value: Any) -> Any:
    """A value of a rule book as JSON knows it; a rate in a table as its index and spread."""
    if isinstance(value, Section):
        return value.model_dump(mode="json")
    return [plain_value(one) for one in value] if isinstance(value, tuple) else value


def _state(key: str, scenario: Scenario, lang: Language) -> dict[str, Any]:
    note = scenario.provenance.get(key, Sourced())
    return {
        "value": plain_value(value_at(scenario.policy, key.removeprefix(POLICY))),
        "source": note.source,
        "read": read_name(note.read, lang) if key in scenario.provenance else "",
        "needs": _in_words(needed(key, scenario), lang),
    }


def _in_words(needs: str, lang: Language) -> str:
    """What a key needs to act, in Chinese by the names of the keys; what cannot be said so stays as it is."""
    if lang == "en":
        return needs
    named = KEY.sub(lambda found: f"“{by_key()[found[0]].zh}”" if found[0] in by_key() else found[0], needs)
    for english, chinese in RELATIONS:
        named = named.replace(english, chinese)
    return needs if re.search("[a-z]{2}", named) else named


def _control(one: Parameter, lang: Language) -> dict[str, Any]:
    found = _described(one, lang) | {"key": one.key, "count": one.count}
    if one.kind == "table":
        found["columns"] = _columns(one.key, lang)
    return found


def _described(one: Parameter, lang: Language) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "zh": one.zh,
        "doc": one.doc,
        "unit": one.unit,
        "unit_name": unit_name(one.unit, lang),
        "minimum": one.minimum if one.above is None else one.above,
        "maximum": one.maximum,
        "default": plain_value(one.default),
        "plausible": one.plausible,
        "why": one.why,
        "choices": [{"value": choice, "name": choice_name(one.key, choice, lang)} for choice in one.choices],
    }


def _columns(key: str, lang: Language) -> list[dict[str, Any]]:
    """The columns of a list of tables; those of a rate inside follow as ``rate.index``."""
    path = key.removeprefix(POLICY).split(".")
    section = section_at(Policy, path)
    names: list[list[str]] = []
    for name, field in section.model_fields.items() if section else ():
        inside = ["index", "spread"] if field.annotation is RateRule else []
        names += [[name, one] for one in inside] or [[name]]
    found = []
    for column in names:
        one = parameter_at(Policy, [*path, *column], POLICY)
        if one is not None:
            found.append(_described(one, lang) | {"key": ".".join(column)})
    return found
