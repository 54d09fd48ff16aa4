"""The page of a decomposition's folder: what each switch adds, how surely, and how to get it again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.numbers import plain
from sim.report.pages.run import FEW, markdown_table
from sim.report.tables.compare import label
from sim.report.tables.decompose import absences, divided, parts_table
from sim.report.texts import Language, say
from sim.scenario.plain_text import code_block, markdown


def decomposition_markdown(
    summary: Mapping[str, Any],
    title: str,
    command: str,
    lang: Language = "en",
    note: Sequence[str] = (),
    *,
    figures: bool = True,
) -> str:
    """The report of a decomposition as Markdown.

    ``summary`` is the object of ``yindao decompose --format json``; with ``figures`` they stand in ``figures/``;
    ``command`` makes the decomposition again.
    ``note`` says which data the scenario outlives: a block, or none.
    """
    heads, rows = parts_table(summary, lang)
    coded = [[f"`{row[0]}`", *row[1:]] for row in rows]
    blocks = [
        *_head(summary, title, lang),
        *note,
        "## " + say("decompose.page.parts", lang),
        say("decompose.page.parts_note", lang),
        *([markdown_table(heads, coded, right=(4, 5, 6)), say("interval.chance", lang)] if rows else []),
        *absences(summary, lang),
        *(_figures(summary, lang) if figures else []),
        "## " + say("page.limits", lang),
        "\n".join(f"- {say(f'page.limit.{one}', lang)}" for one in ("levels", "interval", "held")),
        "## " + say("page.again", lang),
        code_block(command, "sh"),
        say("page.again_note", lang, digest=summary["digest"]),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(summary: Mapping[str, Any], title: str, lang: Language) -> list[str]:
    keys = ("scenario", "policy", "replications", "seed", "engine", "version")
    facts = {key: summary[key] for key in keys}
    facts |= {"coalitions": len(summary["coalitions"]), "seconds": plain(float(summary["seconds"]), 1)}
    name = say("decompose.page.title", lang, title=markdown(title or summary["scenario"]))
    blocks = ["# " + name, say("decompose.page.run", lang, **facts)]
    if summary["replications"] < FEW:
        blocks.append("> " + say("page.few", lang, n=summary["replications"]))
    blocks += [say("decompose.page.what", lang), say(f"decompose.page.{summary['by']}", lang)]
    reading = summary.get("principles_exit")
    return [*blocks, say(f"decompose.page.exit.{reading}", lang)] if reading else blocks


def _figures(summary: Mapping[str, Any], lang: Language) -> list[str]:
    """The figures of measures that have parts, under their heading; nothing where none has."""
    blocks = []
    for name, one in summary["measure"].items():
        if divided(one) or divided(one.get("given_investment", one)):
            caption = say("decompose.figure", lang, measure=label(name, lang))
            blocks.append(f"![{caption}](figures/{name}.{lang}.svg)\n\n*{caption}*")
    return ["## " + say("page.figures", lang), *blocks] if blocks else []
