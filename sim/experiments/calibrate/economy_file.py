"""The economy file of a calibration: it extends the economy it began with, and each value says what it was set by."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from sim.experiments.calibrate.settle import State
from sim.scenario.book import value_at
from sim.scenario.economy_schema import Economy
from sim.scenario.files import economy_named
from sim.scenario.scenario_schema import Scenario

CALIBRATED = (", calibrated", "（已校准）")


def economy_text(scenario: Scenario, keys: Mapping[str, str], about: str, folder: Path) -> str:
    """The text of a file in ``folder``; ``keys`` maps each key that was set to its line, ``about`` says by what."""
    titles = zip(("title", "title_zh"), (scenario.economy.title, scenario.economy.title_zh), CALIBRATED, strict=True)
    named = [f"{key} = {_quoted(title.removesuffix(end) + end)}" for key, title, end in titles if title]
    lines = [f"# Made by yindao calibrate: {about}.", *named, f"extends = {_quoted(_base(scenario, folder))}"]
    for section, group in groupby(keys, lambda key: key.rpartition(".")[0]):
        lines += ["", f"[{section.removeprefix('economy.')}]", *(keys[key] for key in group)]
    return "\n".join(lines) + "\n"


def key_lines(economy: Economy, states: Iterable[State], about: str) -> dict[str, str]:
    """The line of each key that the moments of ``states`` set, by key, those of one section together."""
    by_key: dict[str, list[State]] = {}
    for state in states:
        by_key.setdefault(state.moment.key, []).append(state)
    ordered = sorted(by_key, key=lambda key: [*by_key].index(_first_of_section(key, [*by_key])))
    return {key: _line(economy, by_key[key], about) for key in ordered}


def _first_of_section(key: str, keys: Sequence[str]) -> str:
    section = key.rpartition(".")[0]
    return next(one for one in keys if one.rpartition(".")[0] == section)


def _line(economy: Economy, states: Sequence[State], about: str) -> str:
    value = value_at(economy, states[0].moment.key.removeprefix("economy."))
    written = f"[{', '.join(map(repr, value))}]" if isinstance(value, tuple) else repr(value)
    source = f"{'; '.join(map(_met, states))}: {about}"
    name = states[0].moment.key.rpartition(".")[2]
    return f'{name} = {{ value = {written}, source = {_quoted(source)}, read = "assumption" }}'


def _met(state: State) -> str:
    """What set a value: ``closings start_up 0.7 (target 0.7, se 0.0095)``."""
    seen, se = state.seen.value, state.seen.se
    entry = f" {state.moment.entry}" if state.moment.entry else ""
    return f"{state.moment.name}{entry} {seen:.4g} (target {state.target:.4g}, se {se or 0.0:.2g})"


def _base(scenario: Scenario, folder: Path) -> str:
    """What the file extends, as a file in ``folder`` names it."""
    if not scenario.asked.scenario:
        return scenario.economy_name
    named = economy_named(scenario.asked)
    return named if isinstance(named, str) else Path(os.path.relpath(named.resolve(), folder.resolve())).as_posix()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
