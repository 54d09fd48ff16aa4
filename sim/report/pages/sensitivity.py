"""The page of a sensitivity study's folder: which parameters matter, how surely, over which ranges and why those."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.pages.run import markdown_table
from sim.report.tables.compare import label
from sim.report.tables.sensitivity import RIGHT, ends, ranking_table, remarks
from sim.report.texts import Language, say
from sim.scenario.plain_text import code_block, markdown


def sensitivity_markdown(
    summary: Mapping[str, Any],
    reasons: Mapping[str, str],
    title: str,
    command: str,
    lang: Language = "en",
    note: Sequence[str] = (),
    *,
    figures: bool = True,
) -> str:
    """The report of a study as Markdown.

    ``summary`` is the object of ``yindao sensitivity --format json``; ``reasons`` says of each parameter why its range
    is plausible; with ``figures`` they stand in ``figures/``; ``command`` makes the study again.
    ``note`` says which data the scenario outlives: a block, or none.
    """
    blocks = [*_head(summary, title, lang), *note]
    for measure in summary["measures"]:
        blocks += _measure(summary, measure, lang, figures=figures)
    blocks += [
        "## " + say("sensitivity.page.ranges", lang),
        _ranges(summary, reasons, lang),
        "## " + say("page.limits", lang),
        _limits(("sensitivity.page.limit.ranges", "sensitivity.page.limit.many", "page.limit.held"), lang),
        "## " + say("page.again", lang),
        code_block(command, "sh"),
        say("sensitivity.page.again_note", lang, digest=summary["digest"]),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(summary: Mapping[str, Any], title: str, lang: Language) -> list[str]:
    keys = ("scenario", "policy", "points", "replications", "seed", "engine", "version")
    facts = {key: summary[key] for key in keys}
    first = next(iter(summary["measures"].values()))
    blocks = ["# " + say("sensitivity.page.title", lang, title=markdown(title or summary["scenario"]))]
    blocks.append(say("sensitivity.page.run", lang, **facts, count=len(first["effects"])))
    if summary["failed"]:
        blocks.append("> " + say("sensitivity.page.failed", lang, failed=summary["failed"]))
    return [*blocks, say(f"sensitivity.page.{summary['method']}", lang)]


def _measure(summary: Mapping[str, Any], measure: str, lang: Language, *, figures: bool) -> list[str]:
    heads, rows = ranking_table(summary, measure, lang)
    coded = [[row[0], f"`{row[1]}`", *row[2:]] for row in rows]
    caption = say("sensitivity.figure", lang, measure=label(measure, lang))
    blocks = ["## " + label(measure, lang), remarks(summary, measure, lang)]
    blocks += [f"![{caption}](figures/{measure}.{lang}.svg)"] if figures else []
    blocks += [markdown_table(heads, coded, right=RIGHT), say("sensitivity.chance", lang)]
    return [one for one in blocks if one]


def _ranges(summary: Mapping[str, Any], reasons: Mapping[str, str], lang: Language) -> str:
    first = next(iter(summary["measures"].values()))
    heads = [say(f"sensitivity.table.{name}", lang) for name in ("parameter", "zh", "range")]
    rows = [
        [f"`{one['parameter']}`", one["zh"], ends(one, lang), reasons[one["parameter"]]]
        for one in sorted(first["effects"], key=lambda one: str(one["parameter"]))
    ]
    return markdown_table([*heads, say("sensitivity.page.why", lang)], rows)


def _limits(keys: Sequence[str], lang: Language) -> str:
    return "\n".join(f"- {say(key, lang)}" for key in keys)
