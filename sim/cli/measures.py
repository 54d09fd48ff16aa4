"""``yindao measures``: what a run reports, and how each measure is defined."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, table
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.measures.catalogue import Measure

WHO = {
    "F": ("finance bureau", "财政部门"),
    "M": ("guidance-fund manager", "引导基金管理机构"),
    "V": ("venture capital manager", "创投管理机构"),
    "A": ("researcher", "研究者"),
    "U": ("auditor", "审计"),
    "N": ("national evaluator", "国家评价部门"),
    "L": ("private limited partner", "社会出资人"),
}
BETTER = {1: ("more is better", "越高越好"), -1: ("less is better", "越低越好"), 0: ("neither", "不分高低")}
KIND = {
    "ratio": ("pooled, and over replications", "合并值及各次模拟分布"),
    "mean": ("over replications", "各次模拟分布"),
}
LABELS = {
    "name": ("name", "名称"),
    "name_zh": ("中文名", "中文名"),
    "label": ("meaning", "英文名"),
    "unit": ("unit", "单位"),
    "formula": ("definition", "定义"),
    "kind": ("reported", "报告方式"),
    "better": ("better", "优劣"),
    "asked_by": ("asked by", "关注者"),
    "source": ("source", "来源"),
}


def measures(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A measure, a group such as budget or exit, or a Chinese word.")
    ] = "",
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """List the measures, or define one: formula, unit, Chinese name, who asks for it, source.

    \b
    Example:
      yindao measures exit
      yindao measures 按期退出率 --lang zh
      yindao measures public.irr --lang zh
    """
    chosen = _chosen(name)
    if form is Format.json:
        emit_json({"measures": [_entry(one) for one in chosen]})
    elif len(chosen) == 1:
        _define(chosen[0], lang)
    else:
        _list(chosen, lang)


def _chosen(name: str) -> "list[Measure]":
    """The measures of a name, group or Chinese word, all without one. Raises BadInput naming the nearest measure."""
    from sim.measures.catalogue import EVERY, called, holding, in_names
    from sim.scenario.checking import nearest
    from sim.scenario.names import is_chinese

    (named,) = in_names([name], EVERY)
    chosen = [one for one in EVERY.values() if not name or one.name == named]
    chosen = chosen or [one for one in EVERY.values() if one.name.startswith(f"{name}.")]
    if not chosen and is_chinese(name):
        chosen = holding(name)
    if not chosen:
        raise BadInput([Problem("", name, said("unknown measure{hint}", hint=nearest(name, called(name, EVERY))))])
    return chosen


def _entry(one: "Measure") -> dict[str, Any]:
    """The record with the names of the interface; ``asked_by`` as a list of letters."""
    record: dict[str, Any] = one.as_dict()
    record["name_zh"] = record.pop("zh")
    record["asked_by"] = record.pop("who").split()
    return {key: record[key] for key in LABELS}


def _define(one: "Measure", lang: Lang) -> None:
    """One measure, a line a fact."""
    from sim.measures.definitions import definition_in_chinese
    from sim.report.units import unit_name

    column = 1 if lang is Lang.zh else 0
    facts = _entry(one)
    facts["asked_by"] = [WHO[letter][column] for letter in facts["asked_by"]]
    facts["unit"] = unit_name(one.unit, lang.value)
    facts |= {"kind": KIND[one.kind][column], "better": BETTER[one.better][column]}
    if lang is Lang.zh:
        facts["formula"] = definition_in_chinese(one.formula)
    table(("", ""), [(labels[column], facts[key]) for key, labels in LABELS.items()])


def _list(chosen: "list[Measure]", lang: Lang) -> None:
    from sim.report.units import unit_name

    zh = lang is Lang.zh
    rows = [(one.name, one.zh if zh else one.label, unit_name(one.unit, lang.value)) for one in chosen]
    table(("名称", "中文名", "单位") if zh else ("name", "meaning", "unit"), rows)
