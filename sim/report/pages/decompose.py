"""The page of a decomposition: what each switch adds, how surely, and how to get it again."""

import shlex
from collections.abc import Mapping
from typing import Any

from sim.report.beyond import quoted_note
from sim.report.brief_decompose import brief
from sim.report.document import Figure, Head, Page, Table, Text
from sim.report.numbers import plain
from sim.report.pages.shared import again, facts_told, few, limits, money_note
from sim.report.tables.compare import label
from sim.report.tables.decompose import absences, divided, parts_table
from sim.report.texts import Language, say
from sim.scenario.asked import policy_words, words_of
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario


def decompose_page(
    summary: Mapping[str, Any],
    scenario: Scenario,
    lang: Language = "en",
    *,
    figures: bool = True,
    tables: Mapping[str, Table | None] | None = None,
) -> Page:
    """The report of a decomposition of the rule book of ``scenario``.

    ``summary`` is the object of ``yindao decompose --format json``; with ``figures`` they stand in ``figures/``,
    and ``tables`` holds their numbers by name.
    """
    return [
        *_head(summary, scenario.titled(lang), lang),
        *brief(summary, lang),
        *_what(summary, lang),
        *_inventors(summary, scenario, lang),
        *quoted_note([scenario], lang),
        Head(say("decompose.page.parts", lang)),
        Text(say("decompose.page.parts_note", lang)),
        *_parts(summary, lang, coded=True),
        *(_figures(summary, tables or {}, lang) if figures else []),
        *limits(("levels", "interval", "held"), lang),
        *again(_command(summary, scenario), summary["digest"], lang),
        _facts(summary, lang),
    ]


def decompose_told(summary: Mapping[str, Any], lang: Language) -> Page:
    """What a terminal shows of a decomposition: every effect with its parts, then the digest."""
    facts = [summary[key] for key in ("scenario", "policy", "replications", "seed")]
    told = facts_told("run", facts, summary["seconds"], {"": summary["digest"]}, lang)
    return [*_parts(summary, lang), *told]


def _head(summary: Mapping[str, Any], title: str, lang: Language) -> Page:
    facts = {"coalitions": len(summary["coalitions"]), "replications": summary["replications"]}
    return [
        Head(say("decompose.page.title", lang, title=markdown(title or summary["scenario"])), 1),
        Text(say("decompose.page.asked", lang, **facts) + money_note(lang)),
        *few(summary["replications"], lang),
    ]


def _facts(summary: Mapping[str, Any], lang: Language) -> Text:
    """What was decomposed in the words of files and commands."""
    keys = ("scenario", "policy", "replications", "seed", "engine", "version")
    facts = {key: summary[key] for key in keys}
    facts |= {"coalitions": len(summary["coalitions"]), "seconds": plain(float(summary["seconds"]), 1)}
    return Text(say("decompose.page.run", lang, **facts))


def _what(summary: Mapping[str, Any], lang: Language) -> Page:
    """What a part is, what stands for a switch that is off, and which reading of the dates."""
    reading = summary.get("principles_exit")
    return [
        Head(say("decompose.page.reckoned", lang)),
        Text(say("decompose.page.what", lang)),
        Text(say(f"decompose.page.{summary['by']}", lang)),
        *([Text(say(f"decompose.page.exit.{reading}", lang))] if reading else []),
    ]


def _inventors(summary: Mapping[str, Any], scenario: Scenario, lang: Language) -> Page:
    """Where inventors answer to their share, that it is no incentive of the fund."""
    response = scenario.economy.response
    answer = response.share_on_conversion != 0.0 or response.share_on_advance != 0.0
    return [Text(say("decompose.page.inventors", lang))] if answer and summary["by"] == "principles" else []


def _parts(summary: Mapping[str, Any], lang: Language, *, coded: bool = False) -> Page:
    """The table of the measures that have parts, and why the others have none."""
    heads, rows = parts_table(summary, lang)
    table = Table(heads, rows, right=(4, 5, 6))
    shown: Page = [table.coded(0) if coded else table, Text(say("interval.chance", lang))] if rows else []
    return [*shown, *map(Text, absences(summary, lang))]


def _figures(summary: Mapping[str, Any], tables: Mapping[str, Table | None], lang: Language) -> Page:
    """The figures of measures that have parts, under their heading; nothing where none has."""
    shown = [
        Figure(name, say("decompose.figure", lang, measure=label(name, lang)), tables.get(name))
        for name, one in summary["measure"].items()
        if divided(one) or divided(one.get("given_investment", one))
    ]
    return [Head(say("page.figures", lang)), *shown] if shown else []


def _command(summary: Mapping[str, Any], scenario: Scenario) -> str:
    words = ["yindao", "decompose", *words_of(scenario), "--by", summary["by"], *policy_words(scenario)]
    words += ["--principles-exit", "auction"] if summary.get("principles_exit") == "auction" else []
    words += [word for name in summary["measure"] for word in ("--measure", name)]
    words += ["--replications", str(summary["replications"]), "--seed", str(summary["seed"])]
    return shlex.join(words)
