"""A rule book or an economy as rows: key, meaning, value, unit, source and how well that was read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.cli.output import Lang, show
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.scenario.files import Resolved
    from sim.scenario.parameter import Section
    from sim.scenario.shipped import Kind

# A clause no file states has the value that changes nothing; that is a choice of this program, hence an assumption.
UNSTATED = "neutral default"


@dataclass(frozen=True)
class Written:
    """One value and its grounds; ``stated`` is false where no file gives it."""

    key: str
    meaning: str
    value: Any
    unit: str
    source: str
    read: str
    stated: bool

    def row(self) -> tuple[str, str, str, str, str, str]:
        """Cells of a text table."""
        return self.key, self.meaning, show(self.value), self.unit, self.source, self.read

    def entry(self) -> dict[str, Any]:
        """The JSON object."""
        return {
            "key": self.key,
            "value": self.value,
            "unit": self.unit,
            "source": self.source,
            "read": self.read,
            "meaning": self.meaning,
            "stated": self.stated,
        }


def written(resolved: "Resolved[Any]", kind: "Kind", lang: Lang) -> list[Written]:
    """Every parameter of a rule book or an economy, in the order of the schema."""
    from sim.scenario.book import parameters, value_at
    from sim.scenario.scenario_schema import Sourced

    prefix = f"{kind}."
    section: Section = resolved.value
    provenance = resolved.provenance
    found = []
    for parameter in parameters():
        if parameter.key.startswith(prefix):
            note = provenance.get(parameter.key, Sourced(UNSTATED))
            meaning = parameter.zh if lang is Lang.zh else parameter.doc
            value = value_at(section, parameter.key.removeprefix(prefix))
            stated = parameter.key in provenance
            found.append(Written(parameter.key, meaning, value, parameter.unit, note.source, note.read, stated))
    return found


def asked_for(action: str, name: str) -> str:
    """The name after ``show``, empty when a list is wanted. Raises BadInput for anything else."""
    if not action and not name:
        return ""
    if action != "show":
        raise BadInput([Problem("", action, "is no action; leave it out for a list, or give: show NAME")])
    if not name:
        raise BadInput([Problem("", "show", "needs a NAME")])
    return name
