"""What was asked for on top of the files, as words of a command: so that a page can say how it is made again."""

import json
from datetime import date
from typing import Any

from sim.scenario.book import value_at
from sim.scenario.overrides import COMMAND_LINE
from sim.scenario.parameter import Section
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_names

OWN = ("seed", "replications")  # options of their own


def options_of(scenario: Scenario) -> list[str]:
    """``--economy NAME`` for a shipped economy of another name, ``--set KEY=VALUE`` for every value set by hand.

    Loading the scenario's file with these options, its rule book, seed and replications gives the same scenario.
    """
    named = scenario.economy_name != scenario.name and scenario.economy_name in shipped_names("economy")
    words = ["--economy", scenario.economy_name] if named else []
    for key, note in scenario.provenance.items():
        if note.source == f"{COMMAND_LINE} {key}" and key not in OWN:
            words += [COMMAND_LINE, f"{key}={toml_value(_value(scenario, key))}"]
    return words


def _value(scenario: Scenario, key: str) -> Any:
    part, _, rest = key.partition(".")
    return value_at(getattr(scenario, part), rest) if rest else getattr(scenario, part)


def toml_value(value: Any) -> str:
    """A value of a parameter as TOML writes it; tables stand in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Section):
        return toml_value(value.model_dump())
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return repr(value)
