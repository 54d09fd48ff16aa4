"""The page of a comparison: what differs, by how much, how surely, and how to get it again."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sim.measures.cash_by_year import CashYear
from sim.report.beyond import quoted_note
from sim.report.brief_compare import brief, without_funds
from sim.report.city import additional_taxes, tax_base
from sim.report.document import Figure, Head, Note, Page, Sheet, Table, Text
from sim.report.numbers import plain
from sim.report.over_ranges import Ranges
from sim.report.pages.clauses import clauses
from sim.report.pages.grounds import grounds
from sim.report.pages.shared import again, facts_told, few, limits, money_note
from sim.report.tables.cash_by_year import cash_of_books
from sim.report.tables.compare import (
    ambiguities,
    differences_table,
    label,
    names_told,
    plan_table,
    plan_title,
    split_table,
    values_table,
)
from sim.report.tables.decompose import listed
from sim.report.tables.ten import side_by_side
from sim.report.texts import Language, say
from sim.scenario.asked import policy_word, words_of
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Titles


def compare_page(
    summary: Mapping[str, Any],
    scenarios: Mapping[str, Scenario],
    named: Sequence[str],
    titles: Titles,
    lang: Language = "en",
    *,
    measures: Sequence[str] = (),
    figures: Sequence[str] = (),
    tables: Mapping[str, Table | None] | None = None,
    cash: Mapping[str, Sequence[CashYear]] | None = None,
    ranges: Ranges | None = None,
) -> Page:
    """The report of a comparison.

    ``summary`` is the object of ``yindao compare --format json``; ``scenarios`` all worlds by name, of which ``named``
    were asked for, and ``titles`` what their rule books are called; ``measures`` stand in its tables instead of the
    headlines; ``figures`` are the names of those that stand in ``figures/``, ``tables`` their numbers by name;
    ``cash`` is what the treasury gives and gets by year under each; ``ranges`` is what is known of the baseline's
    numbers over the ranges of the assumptions. The first sheet of paper is one for whoever decides.
    """
    titles, base = titles.written(markdown), scenarios[summary["baseline"]]
    return [
        *_head(summary, base, lang),
        *brief(summary, named, titles, ranges, lang),
        *side_by_side(summary, _worlds(summary, named), titles, lang),
        Sheet(),
        Note(say("page.limit.levels", lang)),
        *quoted_note(scenarios.values(), lang),
        Text(say("compare.page.institutions", lang)),
        *([] if "held" in summary else _city(summary, base, titles, lang)),
        *cash_of_books(cash or {}, base.start, titles, lang),
        *(_figures(figures, tables or {}, lang) if figures else []),
        Head(say("compare.page.values", lang)),
        Text(say("compare.page.values_note", lang)),
        _values(summary, titles, lang, measures).coded(0),
        Text(say("compare.page.star", lang)),
        Text(names_told(summary, titles, lang)),
        *map(Text, ambiguities(summary, titles, lang)),
        _difference_head(summary, titles, lang),
        *_noted_differences(summary, titles, lang, measures),
        *_split(summary, titles, lang, measures, in_words=True),
        Text(say("interval.chance", lang)),
        *_plan(summary, titles, lang),
        *clauses({name: scenarios[name] for name in named}, titles, lang),
        *grounds(base, lang),
        *limits(("levels", "interval", "held"), lang),
        *again(_command(summary, scenarios, named, measures), summary["digest"], lang),
        _facts(summary, lang),
    ]


def _worlds(summary: Mapping[str, Any], named: Sequence[str]) -> list[str]:
    """The baseline's world without a guidance fund, the rule books as they were asked for, other such worlds behind."""
    bare = summary["counterfactuals"].get(summary["baseline"], summary["baseline"])
    return list(dict.fromkeys([bare, *named, *without_funds(summary)]))


def compare_told(summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str] = ()) -> Page:
    """What a terminal shows of a comparison: values and differences of headlines or ``measures``, plan, digests."""
    titles = titles.written(markdown)
    facts = [summary[key] for key in ("scenario", "baseline", "replications", "seed")]
    digests = {name: one["digest"] for name, one in summary["policies"].items()}
    return [
        Head(say("compare.page.values", lang)),
        _values(summary, titles, lang, measures),
        Text(say("compare.page.star", lang)),
        Text(names_told(summary, titles, lang)),
        *map(Text, ambiguities(summary, titles, lang)),
        _difference_head(summary, titles, lang),
        _differences(summary, titles, lang, measures, right=(2, 3, 4, 6)) or _none_differ(summary, titles, lang),
        *_split(summary, titles, lang, measures, in_words=False),
        Text(say("interval.chance", lang)),
        *_plan(summary, titles, lang),
        *facts_told("compare", facts, summary["seconds"], digests, lang),
        *_alike(digests, lang),
    ]


def _head(summary: Mapping[str, Any], base: Scenario, lang: Language) -> Page:
    end = base.start.replace(year=base.start.year + base.horizon_years, day=1)
    words = {"n": summary["replications"], "start": base.start.isoformat()[:7], "end": end.isoformat()[:7]}
    return [
        Head(say("compare.page.title", lang, title=markdown(base.titled(lang) or summary["scenario"])), 1),
        Text(say("brief.books", lang, **words, money=money_note(lang))),
        *few(summary["replications"], lang),
    ]


def _facts(summary: Mapping[str, Any], lang: Language) -> Text:
    """What was compared in the words of files and commands."""
    facts = {key: summary[key] for key in ("scenario", "baseline", "replications", "seed", "engine", "version")}
    return Text(say("compare.page.run", lang, **facts, seconds=plain(float(summary["seconds"]), 1)))


def _city(summary: Mapping[str, Any], base: Scenario, titles: Titles, lang: Language) -> Page:
    """Which taxes each rule book adds, whether they cover the guidance fund, and what they are reckoned from."""
    told = [
        additional_taxes(one["measures"], titles.of(name, lang), summary["replications"], lang)
        for name, one in summary["policies"].items()
        if summary["counterfactuals"].get(name, name) != name
    ]
    lines = [line for line in told if line]
    return [*map(Text, lines), Text(tax_base(base.economy, lang))] if lines else []


def _figures(names: Sequence[str], tables: Mapping[str, Table | None], lang: Language) -> Page:
    blocks: Page = [Head(say("page.figures", lang))]
    for name in names:
        blocks.append(Figure(name, say(f"compare.figure.{name}", lang), tables.get(name)))
        if name == "parties":
            blocks.append(Text(say("compare.page.party_note", lang)))
    return blocks


def _values(summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str]) -> Table:
    heads, rows = values_table(summary, titles, lang, measures)
    return Table(heads, rows, right=range(2, len(heads)))


def _difference_head(summary: Mapping[str, Any], titles: Titles, lang: Language) -> Head:
    return Head(say("compare.page.differences", lang, baseline=titles.of(summary["baseline"], lang)))


def _noted_differences(summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str]) -> Page:
    """The table with a note of how it is read, or one sentence where there is none."""
    table = _differences(summary, titles, lang, measures, right=(2, 3, 4, 5, 6))
    if table is None:
        return [_none_differ(summary, titles, lang)]
    return [Text(say("compare.page.differences_note", lang)), _in_words(table, lang)]


def _differences(
    summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str], right: Sequence[int]
) -> Table | None:
    """The table; None where no measure exists in two worlds."""
    heads, rows = differences_table(summary, titles, lang, measures)
    return Table(heads, rows, right) if rows else None


def _none_differ(summary: Mapping[str, Any], titles: Titles, lang: Language) -> Text:
    return Text(say("compare.page.no_differences", lang, baseline=titles.of(summary["baseline"], lang)))


def _split(
    summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str], *, in_words: bool
) -> Page:
    """What of the differences is price and what supply, where the baseline's supply was held."""
    if "held" not in summary:
        return []
    table = Table(*split_table(summary, titles, lang, measures), right=(3, 4, 5))
    note = say("compare.page.split_note", lang, baseline=titles.of(summary["baseline"], lang))
    return [Head(say("compare.page.split", lang)), _in_words(table, lang) if in_words else table, Text(note)]


def _in_words(table: Table, lang: Language) -> Table:
    """The same with the measures of its first column as people call them; their names stand in the table of values."""
    return replace(table, rows=[[label(row[0], lang), *row[1:]] for row in table.rows])


def _plan(summary: Mapping[str, Any], titles: Titles, lang: Language) -> Page:
    """What the planner answers, where it was asked."""
    if "plan" not in summary:
        return []
    return [Head(plan_title(summary, lang)), Table(*plan_table(summary, titles, lang), right=(1, 2))]


def _alike(digests: Mapping[str, str], lang: Language) -> Page:
    """A sentence for rule books that came out the same to the last posting."""
    books: dict[str, list[str]] = {}
    for name, digest in digests.items():
        books.setdefault(digest, []).append(markdown(name))
    alike = [listed(names, lang) for names in books.values() if len(names) > 1]
    return [Text(say("told.compare.alike", lang, names=names)) for names in alike]


def _command(
    summary: Mapping[str, Any], scenarios: Mapping[str, Scenario], named: Sequence[str], measures: Sequence[str]
) -> str:
    base = scenarios[summary["baseline"]]
    words = ["yindao", "compare", *words_of(base)]
    books = dict.fromkeys(policy_word(scenarios[name]) for name in named)
    words += [word for book in books for word in ("--policy", book)]
    less = dict.fromkeys(",".join(map(str, scenarios[name].asked.without)) for name in named)
    words += [word for off in less if off for word in ("--without", off)]
    words += ["--baseline", policy_word(base)]
    words += ["--hold", "supply"] if "held" in summary else []
    words += [word for name in measures for word in ("--measure", name)]
    words += ["--replications", str(summary["replications"]), "--seed", str(summary["seed"])]
    return shlex.join(words)
