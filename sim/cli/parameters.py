"""``yindao parameters``: every key a user may set, what it means, what is allowed, and what is shipped."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.language import told
from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, show, table
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.scenario.book import Parameter
    from sim.scenario.scenario_schema import Scenario

# The scenario whose values stand in the column "shipped".
SHIPPED = "beijing-2011"


def parameters(
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="A key, a group such as policy.stage_equity, or a Chinese word.")
    ] = "",
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """List the parameters, or explain one: unit, allowed and plausible range, shipped value, source.

    \b
    Example:
      yindao parameters policy.stage_equity
      yindao parameters 让利 --lang zh
      yindao parameters economy.private.response --format json
    """
    from sim.scenario.files import load

    chosen = _chosen(key)
    scenario = load(SHIPPED)
    entries = [_entry(parameter, scenario) for parameter in chosen]
    if form is Format.json:
        emit_json({"parameters": entries})
    elif len(entries) == 1:
        _explain(entries[0], lang)
    else:
        _list(entries, lang)


def _chosen(key: str) -> "list[Parameter]":
    """The parameters under a key or group, all without one; of a Chinese name the one that it means in full, or all
    that hold its words. Raises BadInput naming the nearest key.
    """
    from sim.scenario import book
    from sim.scenario.checking import nearest
    from sim.scenario.names import found, is_chinese, unknown_name
    from sim.scenario.replaced import replaced

    everything = book.parameters()
    chosen = [p for p in everything if not key or p.key == key or p.key.startswith(f"{key}.")]
    if is_chinese(key):
        chosen = found(key)
    if not chosen:
        gone = (
            replaced(key)
            or unknown_name(key)
            or said("unknown parameter{hint}", hint=nearest(key, [p.key for p in everything]))
        )
        raise BadInput([Problem("", key, gone)])
    return chosen


def _entry(parameter: "Parameter", scenario: "Scenario") -> dict[str, Any]:
    from sim.scenario.book import value_at
    from sim.scenario.names import full_name
    from sim.scenario.scenario_schema import UNSTATED, Sourced

    section, _, rest = parameter.key.partition(".")
    value = value_at(getattr(scenario, section), rest) if rest else getattr(scenario, parameter.key)
    note = scenario.provenance.get(parameter.key, Sourced(UNSTATED))
    return {
        "key": parameter.key,
        "name_zh": parameter.zh,
        "full_name_zh": full_name(parameter.key),
        "meaning": parameter.doc,
        "kind": parameter.kind,
        "unit": parameter.unit,
        "allowed": parameter.allowed,
        "choices": list(parameter.choices),
        "plausible": parameter.plausible,
        "why_plausible": parameter.why,
        "default": parameter.default,
        "shipped": value,
        "source": note.source,
        "read": note.read,
    }


LABELS = {
    "key": ("key", "参数"),
    "full_name_zh": ("中文名", "中文名"),
    "meaning": ("meaning", "含义"),
    "unit": ("unit", "单位"),
    "allowed": ("allowed", "允许范围"),
    "choices": ("in words", "选项含义"),
    "plausible": ("plausible", "合理范围"),
    "why_plausible": ("why", "范围理由"),
    "default": ("default", "默认值"),
    "shipped": (f"in {SHIPPED}", f"{SHIPPED} 取值"),
    "source": ("source", "来源"),
    "read": ("read", "查证"),
}


def _explain(entry: dict[str, Any], lang: Lang) -> None:
    """One parameter, a line a fact, empty facts left out."""
    column = 1 if lang is Lang.zh else 0
    rows = [
        (labels[column], _shown(entry, name, lang))
        for name, labels in LABELS.items()
        if entry[name] not in (None, "", [])
    ]
    table(("", ""), rows)


def _list(entries: list[dict[str, Any]], lang: Lang) -> None:
    names = ("key", "full_name_zh", "unit", "allowed", "plausible", "shipped", "read")
    column = 1 if lang is Lang.zh else 0
    table(
        [LABELS[name][column] for name in names], [[_shown(entry, name, lang) for name in names] for entry in entries]
    )


def _shown(entry: dict[str, Any], name: str, lang: Lang) -> str:
    """One fact as text; a plausible range reads ``0.2 to 0.667``."""
    from sim.report.units import read_name, source_name, unit_name
    from sim.report.values import coded

    if name in ("choices", "default", "shipped") and (words := coded(entry["key"], entry[name], lang.value)):
        return words
    if name in ("default", "shipped") and entry[name] in ((), []):
        return "无" if lang is Lang.zh else "none"
    if name == "plausible" and entry[name] is not None:
        low, high = entry[name]
        return f"{show(low)} {'至' if lang is Lang.zh else 'to'} {show(high)}"
    if name in ("meaning", "why_plausible") and lang is Lang.zh:
        from sim.scenario.meanings import meaning_in_chinese, reason_in_chinese

        return meaning_in_chinese(entry[name]) if name == "meaning" else reason_in_chinese(entry[name])
    if name == "allowed":
        return told(entry[name])
    if named := {"unit": unit_name, "read": read_name, "source": source_name}.get(name):
        return named(entry[name], lang.value)
    return show(entry[name])
