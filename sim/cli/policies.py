"""``yindao policies``: the rule books that come with the program, and the clauses of one."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, message, table
from sim.cli.showing import asked_for, heads, written
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.scenario.difference import Difference
    from sim.scenario.files import Resolved
    from sim.scenario.policy_schema import Policy

AGAINST = "Show what differs from this rule book (shipped name or path) instead of the one it extends."


def policies(
    action: Annotated[str, typer.Argument(metavar="show", help="Without it: list the shipped rule books.")] = "",
    name: Annotated[str, typer.Argument(metavar="NAME", help="A shipped rule book, or the path of a file.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="List neutral clauses too (JSON always does).")] = False,
    difference: Annotated[
        bool, typer.Option("--difference", help="Show what differs from the book it extends.")
    ] = False,
    against: Annotated[str, typer.Option(metavar="BOOK", help=AGAINST)] = "",
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """List the shipped rule books, or show the clauses of one with their sources.

    \b
    Example:
      yindao policies
      yindao policies show beijing-2011
      yindao policies show my-policy.toml --format json
      yindao policies show guojia-chengguo-2021 --difference
      yindao policies show beijing-2011 --against beijing-2008
    """
    shown = asked_for(action, name)
    if difference or against:
        _differ(_wanted(shown), against, form, lang)
    elif shown:
        from sim.scenario.files import read_policy

        _show(read_policy(shown), everything, form, lang, quiet)
    else:
        _list(form, lang)


def _list(form: Format, lang: Lang) -> None:
    from sim.scenario.shipped import shipped_heads

    listed = shipped_heads("policy")
    if form is Format.json:
        emit_json({"policies": listed})
        return
    columns = ("名称", "标题", "依据") if lang is Lang.zh else ("name", "title", "rule")
    title = "title_zh" if lang is Lang.zh else "title"
    table(columns, [(entry["name"], entry[title], entry["citation"]) for entry in listed])


def _show(book: "Resolved[Policy]", everything: bool, form: Format, lang: Lang, quiet: bool) -> None:
    clauses = written(book, "policy", lang)
    policy = book.value
    if form is Format.json:
        head = {"name": book.name, "title": policy.title, "title_zh": policy.title_zh, "citation": policy.citation}
        emit_json({**head, "clauses": [clause.entry() for clause in clauses]})
        return
    listed = [clause for clause in clauses if clause.written or everything]
    zh = lang is Lang.zh
    title = f"{book.name}: {policy.title_zh if zh else policy.title}"
    table(heads("policy", lang), [clause.row(lang) for clause in listed], title=title)
    if len(listed) < len(clauses) and not quiet:
        rest = len(clauses) - len(listed)
        message(
            f"另有 {rest} 条不起作用的条款（--all 列出）"
            if zh
            else f"neutral clauses not listed: {rest} (--all lists them)"
        )


def _wanted(shown: str) -> str:
    """A difference is of one book; without a name it is bad input."""
    if not shown:
        raise BadInput([Problem("", "--difference", said("needs a rule book: show NAME --difference"))])
    return shown


def _differ(shown: str, against: str, form: Format, lang: Lang) -> None:
    from sim.report.units import read_name, source_name, unit_name
    from sim.report.values import coded
    from sim.scenario.difference import base_of, differences
    from sim.scenario.files import read_policy

    book = read_policy(shown)
    base = read_policy(against) if against else base_of(shown)
    found = [_entry(difference, lang) for difference in differences(book, base)]
    if form is Format.json:
        emit_json({"name": book.name, "base": base.name, "differences": found})
        return
    words = (
        ("条款", "含义", "单位", "来源", "查证") if lang is Lang.zh else ("key", "meaning", "unit", "source", "read")
    )
    key, meaning, *rest = words
    named = {"unit": unit_name, "read": read_name, "source": source_name}
    cells = ("key", "meaning", "base_value", "value", "unit", "source", "read")
    for entry in found:
        entry |= {one: coded(entry["key"], entry[one], lang.value) or entry[one] for one in ("base_value", "value")}
    rows = [[named[one](entry[one], lang.value) if one in named else entry[one] for one in cells] for entry in found]
    table((key, meaning, base.name, book.name, *rest), rows, title=f"{book.name} ← {base.name}: {len(rows)}")


def _entry(difference: "Difference", lang: Lang) -> dict[str, Any]:
    from sim.scenario.book import by_key

    parameter = by_key()[difference.key]
    return {
        "key": difference.key,
        "base_value": difference.base_value,
        "value": difference.value,
        "unit": parameter.unit,
        "source": difference.sourced.source,
        "read": difference.sourced.read,
        "meaning": parameter.zh if lang is Lang.zh else parameter.doc,
    }
