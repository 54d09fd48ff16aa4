"""Tables of decompositions by articles, for terminals and pages, and the sentences that belong to them."""

from collections.abc import Mapping
from typing import Any

from sim.report.tables.compare import change, change_interval, label
from sim.report.tables.decompose import listed
from sim.report.texts import Language, say
from sim.scenario.article_words import articles
from sim.scenario.articles_schema import PERMANENT, PILOTS


def values_table(summary: Mapping[str, Any], lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: each measure's full effect, then what each article adds first, last, and by Shapley.

    ``summary`` is that of ``yindao decompose --by articles --format json``. A measure without a full effect has rows
    all the same where some article has a value.
    """
    kinds = ["first", "last", *(["shapley"] if summary["every"] else [])]
    heads = [say("table.measure", lang), say("table.meaning", lang), say("articles.table.article", lang)]
    for kind in kinds:
        heads += [say(f"articles.table.{kind}", lang), say("table.interval", lang)]
    rows: list[list[str]] = []
    for name, one in summary["measure"].items():
        head, unit = [name, label(name, lang)], one["unit"]
        full = _cells(one["full_effect"], unit, lang)
        rows.append([*head, say("articles.table.all", lang), *(full * len(kinds)), str(one["full_effect"]["n"])])
        for number, values in one["articles"].items():
            cells = [cell for kind in kinds for cell in _cells(values[kind], unit, lang)]
            rows.append([*head, article_name(int(number), lang), *cells, str(values["last"]["n"])])
    return [*heads, "n"], rows


def notes(summary: Mapping[str, Any], lang: Language) -> list[str]:
    """What must be known of the values: which are zero by construction, what depends on what, what does not exist."""
    players = [one["article"] for one in summary["articles"]]
    words, staying = [articles()[number] for number in players], set(summary["staying"])
    depending = [one for one in words if one.beside and not staying & set(one.beside)]
    found = [
        say("articles.beside", lang, article=one.named(lang), beside=_listed(one.beside, lang)) for one in depending
    ]
    if PERMANENT in players and set(PILOTS) & set(players):
        found.append(say("articles.permanent", lang, article=PERMANENT, pilots=_listed(PILOTS, lang)))
    if summary["inert"]:
        found.append(say("articles.inert", lang, articles=_listed(summary["inert"], lang)))
    for name, one in summary["measure"].items():
        if one["given"]:
            given = _listed(map(int, one["given"]), lang)
            found.append(say("articles.given", lang, measure=name, articles=given))
        elif one["from"] is None:
            found.append(say("articles.nowhere", lang, measure=name, meaning=label(name, lang)))
    return found


def article_name(number: int, lang: Language) -> str:
    """An article by its number and what it is called."""
    words = articles()[number]
    return f"{number} {words.zh if lang == 'zh' else words.title}"


def _listed(numbers: Any, lang: Language) -> str:
    return listed(map(str, numbers), lang)


def _cells(one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    low, high = one["ci95"] or (None, None)
    return [change(one["mean"], unit, lang), change_interval(low, high, unit, lang)]
