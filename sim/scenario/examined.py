"""A file looked at without running it: what kind it is, what is worth saying of it, what it states and inherits."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from sim.scenario.files import Resolved, load, named_by, read_economy, read_policy
from sim.scenario.naming import kind_of
from sim.scenario.notices import Notice, of_file, of_scenario
from sim.scenario.shipped import Kind


@dataclass(frozen=True)
class Examined:
    """A valid file: ``stated`` counts its own values, ``inherited`` those of each file it extends, by name.

    Both are empty for a scenario, which names its rule book and economy whole.
    """

    kind: Kind
    notices: list[Notice]
    stated: int = 0
    inherited: dict[str, int] = field(default_factory=dict)


def examine(path: Path) -> Examined:
    """Look at a file of any kind. Raises BadInput with every problem of one that cannot be used."""
    kind = kind_of(path)
    if kind == "scenario":
        return Examined(kind, _of_scenario(path))
    resolved: Resolved[Any] = read_policy(path) if kind == "policy" else read_economy(path)
    stated = sum(resolved.states(key) for key in resolved.provenance)
    return Examined(kind, of_file(resolved), stated, inherited_by(resolved))


def inherited_by(resolved: Resolved[Any]) -> dict[str, int]:
    """How many values come from each file that is extended, the nearest first."""
    origins = resolved.document.origins
    found = Counter(PurePath(origins[key].file).stem for key in resolved.provenance if not resolved.states(key))
    return dict(found.most_common())


def _of_scenario(path: Path) -> list[Notice]:
    """Of the scenario what it sets itself, of rule book and economy what their files state."""
    own = [one for one in of_scenario(load(path)) if one.file or one.kind != "implausible"]
    told = [notice for part in named_by(path) for notice in of_file(part)]
    keys = {one.key for one in told}
    return [*(one for one in own if one.file or one.key not in keys), *told]
