"""The page of a decomposition by articles: what each article does, how surely, and how to get it again."""

import shlex
from collections.abc import Mapping
from typing import Any

from sim.report.assumed import assumed
from sim.report.beyond import quoted_note
from sim.report.brief_decompose import brief_by_article
from sim.report.document import Figure, Head, Page, Table, Text
from sim.report.numbers import plain
from sim.report.pages.shared import again, facts_told, few, limits
from sim.report.tables.articles import notes, values_table
from sim.report.tables.compare import label
from sim.report.texts import Language, say
from sim.scenario.asked import policy_words, words_of
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario


def articles_page(
    summary: Mapping[str, Any],
    scenario: Scenario,
    lang: Language = "en",
    *,
    figures: Mapping[str, Table | None] | None = None,
) -> Page:
    """The report of a decomposition of ``scenario``'s rule book by articles; ``figures`` are measures with a figure,
    each with its numbers.

    ``summary`` is the object of ``yindao decompose --by articles --format json``.
    """
    return [
        *_head(summary, scenario.titled(lang), lang),
        *brief_by_article(summary, lang),
        *_what(summary, lang),
        *quoted_note([scenario], lang),
        Head(say("articles.page.values", lang)),
        *_values(summary, lang, coded=True),
        *_figures(figures or {}, lang),
        *assumed(scenario, lang),
        *limits(("levels", "interval", "held"), lang),
        *again(_command(summary, scenario), summary["digest"], lang),
    ]


def articles_told(summary: Mapping[str, Any], lang: Language) -> Page:
    """What a terminal shows of it: every article's values, what must be known of them, then the digest."""
    facts = [summary[key] for key in ("scenario", "policy", "replications", "seed")]
    return [
        *_values(summary, lang),
        *facts_told("run", facts, summary["seconds"], {"": summary["digest"]}, lang),
    ]


def _head(summary: Mapping[str, Any], title: str, lang: Language) -> Page:
    facts = {key: summary[key] for key in ("scenario", "policy", "replications", "seed", "engine", "version")}
    facts |= {"worlds": len(summary["worlds"]), "seconds": plain(float(summary["seconds"]), 1)}
    return [
        Head(say("articles.page.title", lang, title=markdown(title or summary["scenario"])), 1),
        Text(say("articles.page.run", lang, **facts)),
        *few(summary["replications"], lang),
    ]


def _what(summary: Mapping[str, Any], lang: Language) -> Page:
    return [
        Head(say("decompose.page.reckoned", lang)),
        Text(say("articles.page.every" if summary["every"] else "articles.page.what", lang)),
        Text(say("articles.page.footing", lang)),
    ]


def _values(summary: Mapping[str, Any], lang: Language, *, coded: bool = False) -> Page:
    heads, rows = values_table(summary, lang)
    table = Table(heads, rows, right=tuple(range(3, len(heads))))
    shown = table.coded(0) if coded else table
    return [shown, Text(say("interval.chance", lang)), *map(Text, notes(summary, lang))]


def _figures(tables: Mapping[str, Table | None], lang: Language) -> Page:
    shown = [
        Figure(f"article_values.{name}", say("articles.figure", lang, measure=label(name, lang)), table)
        for name, table in tables.items()
    ]
    return [Head(say("page.figures", lang)), *shown] if shown else []


def _command(summary: Mapping[str, Any], scenario: Scenario) -> str:
    words = ["yindao", "decompose", *words_of(scenario), "--by", "articles", *policy_words(scenario)]
    named = ",".join(str(one["article"]) for one in summary["articles"])
    words += ["--articles", named] if summary["every"] else []
    words += [word for name in summary["measure"] for word in ("--measure", name)]
    words += ["--replications", str(summary["replications"]), "--seed", str(summary["seed"])]
    return shlex.join(words)
