"""Write the reference pages in ``docs/reference``.

``python docs/generate.py`` writes them from the catalogue of measures, the parameter book, the words of the articles,
the shipped scenario and the engine's tables; ``--check`` writes nothing and ends with code 1 when a committed page is
not what it would write.
"""

import argparse
import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.cli.output import show
from sim.engine.codes import EVENTS
from sim.engine.handlers import HANDLERS
from sim.engine.order import DAY, ENTITIES, MANY, PHASES, Turn
from sim.engine.rows import fields
from sim.engine.state import BY_SPAN, SECTIONS, TABLES
from sim.measures.catalogue import EVERY, Measure
from sim.scenario.article_words import REPLICATIONS, Article, articles
from sim.scenario.articles import keys_of, responses_of
from sim.scenario.book import Parameter, by_key, parameters, value_at
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load
from sim.scenario.parameter import ABSENT, Section
from sim.scenario.ranges import NUMBERS
from sim.scenario.scenario_schema import Scenario

FOLDER = Path(__file__).resolve().parent / "reference"
SHIPPED = "beijing-2011"
HOW = {"ratio": "pooled and by replication", "mean": "by replication"}
BETTER = {1: "more", -1: "less", 0: ""}
UNSTATED = "neutral default"
TRAILING = re.compile(r"^    (\w+): [^#\n]*#[ ]*(\S.*)$", re.M)  # a field with the comment behind it
MADE = "This page is made by `python docs/generate.py`; do not edit it by hand."


def pages() -> dict[str, str]:
    """The text of each page by the name of its file."""
    return {
        "measures.md": measures_page(),
        "parameters.md": parameters_page(),
        "order.md": order_page(),
        "rows.md": rows_page(),
        "articles.md": articles_page(),
    }


def articles_page() -> str:
    """The 25 articles of the opinion: what each does, which keys it owns, and what these are while it is off."""
    lines = [
        "# The 25 articles",
        "",
        MADE,
        "The articles of 京政发[2011]12号 as the model has them; [how to switch them](../articles.md). *Core* moves",
        "money or the pipeline, *module* changes a chance, a time or an amount, *context* is assumed and has no",
        "switch. *Off* is what a key becomes while its article is off; a key without an off value stays as it is",
        "written. Signs of measures: what switching the article on does, `+` more, `-` less, `0` exactly nothing,",
        f"`±` either; in brackets where {REPLICATIONS} replications of a small town, the whole opinion against it less",
        "the article, do not tell that from chance (`tests/opinion/test_signs.py`).",
        "",
        *_table(
            ("article", "条", "title", "class", "what it does", "off"),
            (
                (str(one.number), one.zh, one.title, one.kind, one.mechanism["en"], one.off["en"])
                for one in articles().values()
            ),
        ),
    ]
    for one in articles().values():
        lines += ["", f"## {one.number} {one.zh}", "", f"> {one.text}", "", *_article(one)]
    return "\n".join(lines) + "\n"


def _article(one: Article) -> list[str]:
    """What stands under the heading of one article."""
    lines = [one.mechanism["en"], ""]
    keys = keys_of(one.number)
    if stated := [key for key in keys if key.off is not ABSENT]:
        rows = ((f"`{key.key}`", key.zh, key.unit, show(key.default), show(key.off)) for key in stated)
        lines += [*_table(("key", "中文名", "unit", "default", "off"), rows), ""]
    if groups := dict.fromkeys(key.key.rpartition(".")[0] for key in keys if key.off is ABSENT):
        lines += ["Keys that stay as written: " + ", ".join(f"`{group}.*`" for group in groups) + ".", ""]
    if found := responses_of(one.number):
        lines += ["Responses: " + ", ".join(f"`{key.key}`" for key in found) + ".", ""]
    if one.frictions:
        rows = ((f"`{key}`", by_key()[key].doc, _listed(by)) for key, by in one.frictions.items())
        lines += [*_table(("assumed", "meaning", "relaxed by articles"), rows), ""]
    if one.measures:
        lines += ["Measures: " + ", ".join(f"`{name}` {sign}" for name, sign in one.measures.items()) + ".", ""]
    if one.note:
        lines += [one.note["en"], ""]
    return lines[:-1]


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def order_page() -> str:
    """Everything that can fall on a day, in its order."""
    lines = [
        "# The order of a day",
        "",
        MADE,
        "What falls on one day happens in the order of phase, kind of entity, entity and ordinal",
        "([the model](../model/index.md#clock-and-order-of-the-day)). Of several events in one place only one can come",
        "on a day. The table is `DAY` in `sim/engine/order.py`; the laws stand in `sim/engine/handlers.py`.",
        "",
    ]
    rows = (
        (
            f"{turn.phase} {PHASES[turn.phase]}",
            ENTITIES[turn.entity],
            _ordinals(turn),
            f"`{EVENTS[turn.event]}`",
            _head(HANDLERS[turn.event]),
        )
        for turn in DAY
    )
    return "\n".join([*lines, *_table(("phase", "of", "ordinal", "event", "what happens"), rows)]) + "\n"


def _ordinals(turn: Turn) -> str:
    if turn.room == 1:
        return str(turn.ordinal)
    return f"from {turn.ordinal}" if turn.room == MANY else f"{turn.ordinal} to {turn.ordinal + turn.room - 1}"


def rows_page() -> str:
    """Every table of a world with the fields of its rows."""
    lines = [
        "# The fields of all rows",
        "",
        MADE,
        "A replication is a set of tables, a table a list of rows of one kind, numbered from 0 (`id`;",
        "[architecture](../architecture.md#the-engine)). All fields have 64 bits. Money is whole fen, days count from",
        "the start, a *row of* something is its `id`; -1 is no row (`NOBODY`) and no stage (`NO_STAGE`), and a million",
        "days before the start (`NEVER`) is no day. The tables are those of `World` in `sim/engine/state.py`, the",
        "meanings the comments behind the fields. A field of the rule book means what the key of its name means in the",
        "[parameters](parameters.md); there amounts are yuan.",
    ]
    for table, kind in TABLES.items():
        section = section_of(table, kind)
        lines += ["", f"## {table}", "", f"`{kind.__name__}`: {_head(kind)}"]
        if section:
            lines += [f"Its keys: [{section}](parameters.md#{section.replace('.', '')})."]
        if not issubclass(kind, Section):
            found = meanings(table, kind)
            rows = ((f"`{name}`", _kind(*fields(kind)[name]), meaning) for name, meaning in found.items())
            lines += ["", *_table(("field", "kind", "meaning"), rows)]
    return "\n".join(lines) + "\n"


def section_of(table: str, kind: type) -> str:
    """The group of the parameter book that a table holds: ``policy.budget``; empty where it holds none."""
    sections = SECTIONS | BY_SPAN
    if table in sections:
        return f"policy.{sections[table]}"
    if table in Economy.model_fields:
        return f"economy.{table}"
    return next((f"economy.{name}" for name, field in Economy.model_fields.items() if field.annotation is kind), "")


def meanings(table: str, kind: type) -> dict[str, str]:
    """What each field of a row but its ``id`` means: its key in the parameter book, and the comment behind it.

    Raises ValueError for a field that has neither.
    """
    behind, section = dict(TRAILING.findall(inspect.getsource(kind))), section_of(table, kind)
    found = {}
    for name in (name for name in fields(kind) if name != "id"):
        texts = [_of_key(by_key().get(f"{section}.{name}")), behind.get(name, "")]
        found[name] = "; ".join(text for text in texts if text).replace("``", "`")
        if not found[name]:
            raise ValueError(f"{kind.__name__}.{name} has no meaning: write one behind it in {kind.__module__}")
    return found


def _of_key(parameter: Parameter | None) -> str:
    """The meaning of a key with its unit; words with the numbers that stand for them."""
    if parameter is None:
        return ""
    words = ", ".join(f"{number} {choice}" for number, choice in enumerate(parameter.choices))
    unit = words or {"switch": "1 = yes", "1": ""}.get(parameter.unit, parameter.unit)
    return f"{parameter.doc} ({unit})" if unit else parameter.doc


def _head(what: object) -> str:
    """The first line of a docstring, as Markdown."""
    return (what.__doc__ or "").strip().partition("\n")[0].replace("``", "`")


def _kind(of: type, size: int) -> str:
    what = "whole number" if of is int else "number"
    return f"{size} {what}s" if size else what


def measures_page() -> str:
    """Every measure of the catalogue, a table a group."""
    lines = [
        "# Measures",
        "",
        MADE,
        "How the estimates are made stands in [measures](../measures.md).",
        "*Asked by*: F finance bureau, M guidance-fund manager, V venture capital manager, A researcher, U auditor,",
        "N national evaluator, L private limited partner.",
        "*Better*: which direction is better for the public, where one is.",
    ]
    groups: dict[str, list[Measure]] = {}
    for name, measure in EVERY.items():
        groups.setdefault(name.partition(".")[0], []).append(measure)
    for group, found in groups.items():
        lines += ["", f"## {group}", ""]
        lines += _table(
            ("measure", "中文名", "meaning", "unit", "definition", "reported", "better", "asked by", "source"),
            (
                (f"`{m.name}`", m.zh, m.label, m.unit, m.formula, HOW[m.kind], BETTER[m.better], m.who, m.source)
                for m in found
            ),
        )
    return "\n".join(lines) + "\n"


def parameters_page() -> str:
    """Every key of the parameter book, a table a group, with its shipped value and the grounds of that value."""
    scenario = load(SHIPPED)
    lines = [
        "# Parameters",
        "",
        MADE,
        f"*Value* and *source* are those of the shipped scenario `{SHIPPED}`. *Read*: how well the source was read:",
        "text (in the source itself), secondary (in someone's account), memory (recalled, not found), assumption.",
        "*Plausible* is the range a study explores, *why plausible* its reason; for a clause it holds where the clause",
        "is on. A name such as uk-ecf-2006 there is a shipped rule book. The facts behind the economy stand with their",
        "sources in the [calibration](../model/calibration.md). Money in files is yuan.",
    ]
    groups: dict[str, list[Parameter]] = {}
    for parameter in parameters():
        groups.setdefault(parameter.key.rpartition(".")[0] or "scenario", []).append(parameter)
    for group, found in groups.items():
        lines += ["", f"## {group}", ""]
        lines += _table(
            ("key", "中文名", "meaning", "unit", "allowed", "plausible", "why plausible", "value", "read", "source"),
            (_row(parameter, scenario) for parameter in found),
        )
    return "\n".join(lines + _not_varied()) + "\n"


def _not_varied() -> list[str]:
    """Numbers and lists of numbers of economy and rule book that have no plausible range."""
    numbers = [p for p in parameters() if "." in p.key and p.kind in NUMBERS and p.plausible is None]
    lists = [f"`{parameter.key}`" for parameter in numbers if parameter.count is not None]
    return [
        "",
        "## Numbers without a plausible range",
        "",
        "A sensitivity study varies single numbers. It does not vary lists, whose entries belong together (shares that",
        "sum to one, chances and medians by stage, yearly budgets): to study one, write a variant of the economy or",
        "rule book. The lists are " + ", ".join(lists) + ".",
        "",
        *_table(("key", "why it has none"), ((f"`{p.key}`", p.why) for p in numbers if p.count is None)),
    ]


def _row(parameter: Parameter, scenario: Scenario) -> tuple[str, ...]:
    section, _, rest = parameter.key.partition(".")
    value: Any = value_at(getattr(scenario, section), rest) if rest else getattr(scenario, parameter.key)
    note = scenario.provenance.get(parameter.key)
    plausible = f"{show(parameter.plausible[0])} to {show(parameter.plausible[1])}" if parameter.plausible else ""
    return (
        f"`{parameter.key}`",
        parameter.zh,
        parameter.doc,
        parameter.unit,
        parameter.allowed,
        plausible,
        parameter.why,
        show(value),
        note.read if note else "assumption",
        note.source if note else UNSTATED,
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return lines


def main() -> int:
    """Write the pages, or compare them."""
    parser = argparse.ArgumentParser(description="Write or check the reference pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a page is out of date")
    check: bool = parser.parse_args().check
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if check:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python docs/generate.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
