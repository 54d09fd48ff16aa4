"""``yindao economies``: the economies that come with the program, and the values of one."""

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, table
from sim.cli.showing import asked_for, heads, written

if TYPE_CHECKING:
    from sim.scenario.economy_schema import Economy
    from sim.scenario.files import Resolved


def economies(
    action: Annotated[str, typer.Argument(metavar="show", help="Without it: list the shipped economies.")] = "",
    name: Annotated[str, typer.Argument(metavar="NAME", help="A shipped economy, or the path of a file.")] = "",
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """List the shipped economies, or show the values of one with their sources.

    \b
    Example:
      yindao economies
      yindao economies show beijing-2011 --lang zh
    """
    from sim.scenario.files import read_economy

    shown = asked_for(action, name)
    if shown:
        _show(read_economy(shown), form, lang)
    else:
        _list(form, lang)


def _list(form: Format, lang: Lang) -> None:
    from sim.scenario.files import load_economy
    from sim.scenario.shipped import shipped_names

    found = [(name, load_economy(name)) for name in shipped_names("economy")]
    if form is Format.json:
        listed = [{"name": name, "title": economy.title, "title_zh": economy.title_zh} for name, economy in found]
        emit_json({"economies": listed})
        return
    zh = lang is Lang.zh
    rows = [(name, economy.title_zh if zh else economy.title) for name, economy in found]
    table(("名称", "标题") if zh else ("name", "title"), rows)


def _show(found: "Resolved[Economy]", form: Format, lang: Lang) -> None:
    values = written(found, "economy", lang)
    economy = found.value
    if form is Format.json:
        head = {"name": found.name, "title": economy.title, "title_zh": economy.title_zh}
        emit_json({**head, "parameters": [value.entry() for value in values]})
        return
    zh = lang is Lang.zh
    title = f"{found.name}: {economy.title_zh if zh else economy.title}"
    table(heads("economy", lang), [value.row(lang) for value in values], title=title)
