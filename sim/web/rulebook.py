"""A rule book as a TOML file of its own: every clause that is not neutral, with its Chinese name and its source."""

import json

from sim.scenario.book import Parameter, parameters, value_at
from sim.scenario.scenario_schema import Scenario, Sourced
from sim.scenario.toml_values import sourced, written

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


def _told(one: Parameter, scenario: Scenario) -> bool:
    """Whether a clause says anything: it was written somewhere, or is not neutral."""
    value = value_at(scenario.policy, one.key.removeprefix(POLICY))
    return value is not None and (one.key in scenario.provenance or value != one.default)


def _line(one: Parameter, scenario: Scenario) -> str:
    value = value_at(scenario.policy, one.key.removeprefix(POLICY))
    note = scenario.provenance.get(one.key, Sourced())
    told = sourced(value, note.source, note.read) if note.source else written(value)
    name = _name(one.key.rpartition(".")[2])
    zh = " ".join(one.zh.split())
    return f"{name} = {told}" + (f" # {zh}" if zh else "")


def _name(part: str) -> str:
    return part if part.replace("_", "").isalpha() else json.dumps(part)
