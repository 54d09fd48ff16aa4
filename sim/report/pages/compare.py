"""The page of a comparison's folder: what differs, by how much, how surely, and how to get it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.numbers import plain
from sim.report.pages.run import FEW, markdown_table
from sim.report.tables.compare import ambiguities, differences_table, names_told, plan_table, plan_title, values_table
from sim.report.texts import Language, say
from sim.scenario.plain_text import code_block, markdown
from sim.scenario.titles import Titles

ORDER = ("differences", "frontier", "parties", "j_curves", "exit_timing")


def comparison_markdown(
    summary: Mapping[str, Any],
    title: str,
    command: str,
    titles: Titles,
    lang: Language = "en",
    note: Sequence[str] = (),
    *,
    figures: bool = True,
) -> str:
    """The report of a comparison as Markdown.

    ``summary`` is the object of ``yindao compare --format json``; with ``figures`` they stand in ``figures/``;
    ``command`` makes the comparison again; ``titles`` are what its rule books are called.
    ``note`` says which data the scenario outlives: a block, or none.
    """
    titles = titles.written(markdown)
    blocks = [
        *_head(summary, title, lang),
        *note,
        *(_figures(lang) if figures else []),
        "## " + say("compare.page.values", lang),
        say("compare.page.values_note", lang),
        _table(*values_table(summary, titles, lang), first_number=2),
        say("compare.page.star", lang),
        names_told(summary, titles, lang),
        *ambiguities(summary, titles, lang),
        "## " + say("compare.page.differences", lang, baseline=titles.of(summary["baseline"], lang)),
        say("compare.page.differences_note", lang),
        _table(*differences_table(summary, titles, lang), first_number=2),
        say("interval.chance", lang),
        *_plan(summary, titles, lang),
        "## " + say("page.limits", lang),
        "\n".join(f"- {say(f'page.limit.{one}', lang)}" for one in ("levels", "interval", "held")),
        "## " + say("page.again", lang),
        code_block(command, "sh"),
        say("page.again_note", lang, digest=summary["digest"]),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(summary: Mapping[str, Any], title: str, lang: Language) -> list[str]:
    keys = ("scenario", "baseline", "replications", "seed", "engine", "version")
    facts = {key: summary[key] for key in keys}
    run = say("compare.page.run", lang, **facts, seconds=plain(float(summary["seconds"]), 1))
    blocks = ["# " + say("compare.page.title", lang, title=markdown(title or summary["scenario"])), run]
    if summary["replications"] < FEW:
        blocks.append("> " + say("page.few", lang, n=summary["replications"]))
    return [*blocks, "> " + say("page.limit.levels", lang), say("compare.page.institutions", lang)]


def _figures(lang: Language) -> list[str]:
    blocks = ["## " + say("page.figures", lang)]
    for key in ORDER:
        caption = say(f"compare.figure.{key}", lang)
        blocks.append(f"![{caption}](figures/{key}.{lang}.svg)\n\n*{caption}*")
        if key == "parties":
            blocks.append(say("compare.page.party_note", lang))
    return blocks


def _plan(summary: Mapping[str, Any], titles: Titles, lang: Language) -> list[str]:
    if "plan" not in summary:
        return []
    return ["## " + plan_title(summary, lang), _table(*plan_table(summary, titles, lang), first_number=1)]


def _table(heads: list[str], rows: list[list[str]], first_number: int) -> str:
    """Names as code, numbers to the right from column ``first_number`` on."""
    coded = [[f"`{row[0]}`", *row[1:]] for row in rows]
    return markdown_table(heads, coded, right=tuple(range(first_number, len(heads))))
