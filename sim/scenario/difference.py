"""What a rule book says differently from the one it extends, or from any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.scenario.book import parameters, value_at
from sim.scenario.documents import read_document
from sim.scenario.errors import BadInput, Problem
from sim.scenario.files import Resolved, read_policy
from sim.scenario.parameter import Section
from sim.scenario.policy_schema import Policy
from sim.scenario.said import said
from sim.scenario.scenario_schema import UNSTATED, Sourced
from sim.scenario.shipped import shipped_names, shipped_path

# A clause that only the base states is not written in the other book: it has its neutral value there.
NEUTRAL = Sourced(UNSTATED)


@dataclass(frozen=True)
class Difference:
    """One clause with two values, and the grounds of the later one."""

    key: str
    base_value: Any
    value: Any
    sourced: Sourced


def base_of(ref: str) -> Resolved[Policy]:
    """The rule book that ``ref`` (path or shipped name) extends. Raises BadInput when it extends none."""
    path = shipped_path("policy", ref) if ref in shipped_names("policy") else Path(ref)
    document = read_document(path, "policy.")
    base = document.values.get("extends")
    if not isinstance(base, str):
        message = said("names no rule book, so there is nothing to differ from; name one with --against")
        raise BadInput([Problem(document.file, "extends", message)])
    return read_policy(base if base in shipped_names("policy") else path.parent / base)


def differences(book: Resolved[Policy], base: Resolved[Policy]) -> list[Difference]:
    """Every clause with another value in ``book`` than in ``base``, in the order of the schema; titles do not count."""
    return apart(base.value, book.value, "policy.", book.provenance)


def apart(base: Section, value: Section, prefix: str, provenance: Mapping[str, Sourced]) -> list[Difference]:
    """Every parameter under ``prefix`` with another value in ``value`` than in ``base``, in the order of the schema."""
    found = []
    for parameter in parameters():
        if not parameter.key.startswith(prefix):
            continue
        key = parameter.key.removeprefix(prefix)
        before, after = value_at(base, key), value_at(value, key)
        if before != after:
            found.append(Difference(parameter.key, before, after, provenance.get(parameter.key, NEUTRAL)))
    return found
