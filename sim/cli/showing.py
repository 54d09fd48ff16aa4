"""A rule book or an economy as rows: key, meaning, value, unit, source and how well that was read."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sim.cli.output import Lang, show
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.scenario.files import Resolved
    from sim.scenario.parameter import Section
    from sim.scenario.shipped import Kind


@dataclass(frozen=True)
class Written:
    """One value and its grounds.

    ``stated`` says that the file itself gives it, ``inherited`` that one it extends does, ``file`` which of them; where
    no file gives it, it is the neutral default.
    """

    key: str
    meaning: str
    value: Any
    unit: str
    source: str
    read: str
    stated: bool
    inherited: bool
    file: str

    @property
    def written(self) -> bool:
        """Whether any file gives it."""
        return self.stated or self.inherited

    def row(self, lang: Lang) -> tuple[str, ...]:
        """Cells of a text table, see ``heads``."""
        from sim.report.units import read_name, source_name, unit_name
        from sim.report.values import coded

        value = coded(self.key, self.value, lang.value) or show(self.value)
        unit, read = unit_name(self.unit, lang.value), read_name(self.read, lang.value)
        source = source_name(self.source, lang.value)
        return self.key, self.meaning, value, unit, source, read, self._from(lang)

    def _from(self, lang: Lang) -> str:
        if not self.written:
            return "默认" if lang is Lang.zh else "default"
        if self.stated:
            return "本文件" if lang is Lang.zh else "stated"
        name = PurePath(self.file).stem
        return f"继承自 {name}" if lang is Lang.zh else f"inherited from {name}"

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
            "inherited": self.inherited,
            "file": self.file or None,
        }


def written(resolved: "Resolved[Any]", kind: "Kind", lang: Lang) -> list[Written]:
    """Every parameter of a rule book or an economy, in the order of the schema."""
    from sim.scenario.book import parameters, value_at
    from sim.scenario.scenario_schema import UNSTATED, Sourced

    prefix = f"{kind}."
    section: Section = resolved.value
    provenance = resolved.provenance
    found = []
    for parameter in parameters():
        if parameter.key.startswith(prefix):
            note = provenance.get(parameter.key, Sourced(UNSTATED))
            meaning = parameter.zh if lang is Lang.zh else parameter.doc
            value = value_at(section, parameter.key.removeprefix(prefix))
            written, stated = parameter.key in provenance, resolved.states(parameter.key)
            file = resolved.document.origins[parameter.key].file if written else ""
            grounds = (note.source, note.read, stated, written and not stated, file)
            found.append(Written(parameter.key, meaning, value, parameter.unit, *grounds))
    return found


def heads(kind: "Kind", lang: Lang) -> tuple[str, ...]:
    """Headings of a table of such rows."""
    if lang is Lang.zh:
        return ("条款" if kind == "policy" else "参数", "含义", "取值", "单位", "来源", "查证", "出处")
    return "key", "meaning", "value", "unit", "source", "read", "from"


def asked_for(action: str, name: str) -> str:
    """The name after ``show``, empty when a list is wanted. Raises BadInput for anything else."""
    if not action and not name:
        return ""
    if action != "show":
        raise BadInput([Problem("", action, said("is no action; leave it out for a list, or give: show NAME"))])
    if not name:
        raise BadInput([Problem("", "show", said("needs a NAME"))])
    return name
