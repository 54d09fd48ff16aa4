"""The page of a sensitivity study's folder: which parameters matter, how surely, over which ranges and why those."""

import shlex
from collections.abc import Mapping
from typing import Any

from sim.report.beyond import quoted_note
from sim.report.brief_sensitivity import brief
from sim.report.document import Figure, Head, Items, Note, Page, Table, Text
from sim.report.pages.shared import again, facts_told, money_note
from sim.report.tables.compare import label
from sim.report.tables.sensitivity import RIGHT, ends, ranking_table, remarks
from sim.report.texts import Language, say
from sim.scenario.asked import policy_words, words_of
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario

LIMITS = ("sensitivity.page.limit.ranges", "sensitivity.page.limit.many", "page.limit.held")


def sensitivity_page(
    summary: Mapping[str, Any],
    reasons: Mapping[str, str],
    scenario: Scenario,
    lang: Language = "en",
    *,
    figures: bool = True,
    tables: Mapping[str, Table | None] | None = None,
) -> Page:
    """The report of a study.

    ``summary`` is the object of ``yindao sensitivity --format json``; ``reasons`` says of each parameter why its range
    is plausible; with ``figures`` they stand in ``figures/`` beside the page, and
    ``tables`` holds their numbers by name.
    """
    blocks = [*_head(summary, scenario, lang), *brief(summary, lang)]
    blocks += [Text(say(f"sensitivity.page.{summary['method']}", lang)), *quoted_note([scenario], lang)]
    for measure in summary["measures"]:
        blocks += _measure(summary, measure, lang, _figures(measure, tables or {}, lang) if figures else [])
    return [
        *blocks,
        Head(say("sensitivity.page.ranges", lang)),
        _ranges(summary, reasons, lang),
        Head(say("page.limits", lang)),
        Items(tuple(say(key, lang) for key in LIMITS)),
        *again(_command(summary, scenario), summary["digest"], lang, "sensitivity.page.again_note"),
        _facts(summary, lang),
    ]


def _head(summary: Mapping[str, Any], scenario: Scenario, lang: Language) -> Page:
    facts = {key: summary[key] for key in ("points", "replications")} | {"count": _count(summary)}
    title = markdown(scenario.titled(lang) or summary["scenario"])
    blocks: Page = [Head(say("sensitivity.page.title", lang, title=title), 1)]
    blocks.append(Text(say("sensitivity.page.asked", lang, **facts) + money_note(lang)))
    if summary["failed"]:
        blocks.append(Note(say("sensitivity.page.failed", lang, failed=summary["failed"])))
    return blocks


def _count(summary: Mapping[str, Any]) -> int:
    return len(next(iter(summary["measures"].values()))["effects"])


def _facts(summary: Mapping[str, Any], lang: Language) -> Text:
    """What was studied in the words of files and commands."""
    keys = ("scenario", "policy", "points", "replications", "seed", "engine", "version")
    facts = {key: summary[key] for key in keys}
    return Text(say("sensitivity.page.run", lang, **facts, count=_count(summary)))


def _measure(summary: Mapping[str, Any], measure: str, lang: Language, figures: Page) -> Page:
    heads, rows = ranking_table(summary, measure, lang)
    blocks: Page = [Head(label(measure, lang)), *_remarks(summary, measure, lang), *figures]
    return [*blocks, Table(heads, rows, RIGHT).coded(1), Text(say("sensitivity.chance", lang))]


def _figures(measure: str, tables: Mapping[str, Table | None], lang: Language) -> Page:
    return [Figure(measure, say("sensitivity.figure", lang, measure=label(measure, lang)), tables.get(measure))]


def _remarks(summary: Mapping[str, Any], measure: str, lang: Language) -> Page:
    told = remarks(summary, measure, lang)
    return [Text(told)] if told else []


def _ranges(summary: Mapping[str, Any], reasons: Mapping[str, str], lang: Language) -> Table:
    first = next(iter(summary["measures"].values()))
    heads = [say(f"sensitivity.table.{name}", lang) for name in ("parameter", "zh", "range")]
    rows = [
        [one["parameter"], one["zh"], ends(one, lang), reasons[one["parameter"]]]
        for one in sorted(first["effects"], key=lambda one: str(one["parameter"]))
    ]
    return Table([*heads, say("sensitivity.page.why", lang)], rows).coded(0)


def _command(summary: Mapping[str, Any], scenario: Scenario) -> str:
    """The command that makes the study again."""
    words = ["yindao", "sensitivity", *words_of(scenario), "--method", summary["method"]]
    words += ["--parameters", ",".join(summary["parameters"])]
    words += [] if summary["method"] == "tornado" else ["--size", str(summary["size"])]
    words += policy_words(scenario)
    words += [word for name in summary["measures"] for word in ("--measure", name)]
    words += ["--replications", str(summary["replications"]), "--seed", str(summary["seed"])]
    return shlex.join([*words, "--out", "DIR"])


def sensitivity_told(summary: Mapping[str, Any], seconds: float, lang: Language) -> Page:
    """What a terminal shows of a study: a ranking a measure, then the digest."""
    blocks: Page = []
    for name in summary["measures"]:
        heads, rows = ranking_table(summary, name, lang)
        blocks += [
            Head(say("told.sensitivity.measure", lang, name=name, label=label(name, lang))),
            Table(heads, rows, RIGHT).coded(1),
        ]
        blocks += _remarks(summary, name, lang)
    blocks.append(Text(say("sensitivity.chance", lang)))
    facts = [summary[key] for key in ("scenario", "policy", "points", "replications", "seed")]
    return [*blocks, *facts_told("sensitivity", facts, seconds, {"": summary["digest"]}, lang)]
