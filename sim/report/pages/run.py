"""The page of a run: what came out, with intervals, on which assumptions, and how to get it again."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.measures.catalogue import CATALOGUE
from sim.report.assumed import assumed
from sim.report.beyond import quoted_note
from sim.report.city import by_year, tax_base, taxes
from sim.report.document import Figure, Head, Note, Page, Table, Text
from sim.report.figures.run.data import FigureData, figures_of
from sim.report.findings import findings, idle_by_year
from sim.report.numbers import DASH, plain
from sim.report.over_ranges import FIRST, Ranges, ranged, ranges_note
from sim.report.pages.shared import again, facts_told, few, limits
from sim.report.tables.budget_path import budget_path
from sim.report.tables.measures import ambiguity, measures_table
from sim.report.texts import Language, say
from sim.report.units import group_name, unit_name
from sim.scenario.asked import policy_words, words_of
from sim.scenario.book import by_key, value_at
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario

WEAK = ("assumption", "memory")


def run_page(
    data: FigureData,
    summary: Mapping[str, Any],
    scenario: Scenario | None = None,
    lang: Language = "en",
    *,
    figures: bool = True,
    ranges: Ranges | None = None,
) -> Page:
    """The report of a run.

    ``summary`` is the object of ``yindao run --format json``, ``data`` the arrays of its figures, which with
    ``figures`` stand in ``figures/`` beside the page. Without ``scenario`` the page points to the manifest for the
    assumptions. ``ranges`` is what is known of the numbers over the ranges of the assumptions.
    """
    return [
        *_head(data, summary, scenario, lang),
        *_headlines(data, summary["measures"], ranges, lang),
        *_city(summary, scenario, lang),
        *_budget(scenario, lang),
        *_years(data, lang),
        *(_figures(data, lang) if figures else []),
        *_measures(summary["measures"], ranges, lang),
        *_assumptions(scenario, lang),
        *([] if scenario is None else assumed(scenario, lang)),
        *limits(("levels", "interval", "held", "cause"), lang),
        *again(_command(summary, scenario), summary["digest"], lang),
    ]


def _head(data: FigureData, summary: Mapping[str, Any], scenario: Scenario | None, lang: Language) -> Page:
    title = ""
    if scenario is not None:
        title = scenario.titled(lang)
    years = round(float(data.years[-1]))
    facts = {key: summary[key] for key in ("scenario", "policy", "replications", "seed", "engine", "version")}
    end = date(data.start.year + years, data.start.month, min(data.start.day, 28))
    seconds = plain(float(summary["seconds"]), 1)
    run = say("page.run", lang, **facts, start=data.start.isoformat(), end=end.isoformat()[:7], seconds=seconds)
    head = Head(say("page.title", lang, title=markdown(title or summary["scenario"])), 1)
    beyond = [] if scenario is None else quoted_note([scenario], lang)
    levels = Note(say("page.limit.levels", lang))
    return [head, Text(run), *few(summary["replications"], lang), *beyond, levels]


def _headlines(data: FigureData, measures: Mapping[str, Any], ranges: Ranges | None, lang: Language) -> Page:
    """The sentences a reader takes away, and what waited where in each of the first years."""
    sentences = [*findings(data, measures, lang), say("interval.chance", lang), *_first_ranges(ranges, lang)]
    blocks: Page = [Head(say("page.headlines", lang)), *map(Text, sentences)]
    heads, rows = idle_by_year(measures, lang)
    if rows:
        blocks += [Head(say("page.idle_years", lang), 3), Table(heads, rows, right=(0, 1, 2, 3, 4))]
    return blocks


def _city(summary: Mapping[str, Any], scenario: Scenario | None, lang: Language) -> Page:
    """What the city gets in taxes, and what they are reckoned from."""
    told = taxes(summary["measures"], summary["replications"], lang)
    if not told:
        return []
    return [Text(told)] if scenario is None else [Text(told), Text(tax_base(scenario.economy, lang))]


def _budget(scenario: Scenario | None, lang: Language) -> Page:
    """The money of each year by line, where there are programmes or a floor under its growth."""
    heads, rows = ([], []) if scenario is None else budget_path(scenario, lang)
    if not rows:
        return []
    return [Head(say("page.budget_path", lang), 3), Table(heads, rows, right=tuple(range(len(heads))))]


def _years(data: FigureData, lang: Language) -> Page:
    """How many companies are how large, year by year."""
    heads, rows = by_year(data.yearly, lang)
    table = Table(heads, rows, right=tuple(range(len(heads))))
    return [Head(say("city.years", lang), 3), Text(say("city.years.note", lang)), table] if rows else []


def _first_ranges(ranges: Ranges | None, lang: Language) -> list[str]:
    """How far the first numbers move over the ranges of the assumptions, where that is known."""
    spans = {name: ranged(ranges, name, lang) for name in FIRST}
    labels = {name: CATALOGUE[name].zh if lang == "zh" else CATALOGUE[name].label for name in FIRST}
    listed = [say("ranges.one", lang, label=labels[name], span=span) for name, span in spans.items() if span]
    return [say("ranges.first", lang, listed=("；" if lang == "zh" else "; ").join(listed))] if listed else []


def _figures(data: FigureData, lang: Language) -> Page:
    shown = [Figure(name, say(f"figure.{name}", lang)) for name in figures_of(data)]
    return [Head(say("page.figures", lang)), *shown]


def _measures(measures: Mapping[str, Any], ranges: Ranges | None, lang: Language) -> Page:
    """One table for each group of measures, the group being the first part of the name."""
    columns = ("measure", "meaning", "zh", "value", "interval", *_beside(ranges), "spread", "n")
    heads = [say(f"table.{column}", lang) for column in columns]
    groups: dict[str, list[list[str]]] = {}
    for row in measures_table(measures, lang):
        names = [row.zh, row.label] if lang == "zh" else [row.label, row.zh]
        span = [ranged(ranges, row.name, lang) or DASH for _ in _beside(ranges)]
        cells = [f"`{row.name}`", *names, row.value, row.interval, *span, row.spread, str(row.n)]
        groups.setdefault(row.name.split(".")[0], []).append(cells)
    blocks: Page = [Head(say("page.measures", lang))]
    blocks += [Text(say("page.measures_note", lang)), Text(say("interval.chance", lang))]
    blocks += [Text(ranges_note(ranges, lang))] if ranges is not None else []
    blocks += [Text(sentence) for sentence in (ambiguity(measures, lang),) if sentence]
    for group, rows in groups.items():
        blocks += [Head(group_name(group, lang), 3), Table(heads, rows, right=tuple(range(3, len(heads))))]
    return blocks


def _beside(ranges: Ranges | None) -> tuple[str, ...]:
    """The column beside the interval, where there is anything to say in it."""
    return ("ranges",) if ranges is not None else ()


def _assumptions(scenario: Scenario | None, lang: Language) -> Page:
    """Every value whose source was not read, grouped by how it is known and by section."""
    head = Head(say("page.assumptions", lang))
    if scenario is None:
        return [head, Text(say("page.no_assumptions", lang))]
    stated = {key: one for key, one in scenario.provenance.items() if key.startswith(("policy.", "economy."))}
    weak = [key for key, one in stated.items() if one.read in WEAK]
    blocks: Page = [head, Text(say("page.assumptions_note", lang, count=len(weak), total=len(stated)))]
    heads = [say(f"table.{column}", lang) for column in ("key", "meaning", "value", "unit", "source")]
    for read in WEAK:
        rows = [_parameter_row(scenario, key, lang) for key in weak if stated[key].read == read]
        if rows:
            blocks += [Head(say(f"page.read.{read}", lang), 3), Table(heads, rows, right=(2,))]
    return blocks


def _parameter_row(scenario: Scenario, key: str, lang: Language) -> list[str]:
    part, rest = key.split(".", 1)
    value = value_at(scenario.policy if part == "policy" else scenario.economy, rest)
    known = by_key().get(key)
    meaning = (known.zh if lang == "zh" else known.doc) if known else ""
    return [
        f"`{key}`",
        meaning,
        _shown(value),
        unit_name(known.unit, lang) if known else "",
        markdown(scenario.provenance[key].source),
    ]


def _shown(value: object) -> str:
    """A parameter's value: numbers in short form, arrays in brackets."""
    if isinstance(value, bool) or not isinstance(value, int | float | tuple | list):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_shown(one) for one in value) + "]"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"


def _command(summary: Mapping[str, Any], scenario: Scenario | None) -> str:
    named = [summary["scenario"], "--policy", summary["policy"]]
    words = ["yindao", "run", *(named if scenario is None else [*words_of(scenario), *policy_words(scenario)])]
    words += ["--replications", str(summary["replications"]), "--seed", str(summary["seed"])]
    return shlex.join(words)


def run_told(
    summary: Mapping[str, Any],
    lang: Language,
    names: Sequence[str] = (),
    *,
    absent: bool = False,
    ranges: Ranges | None = None,
) -> Page:
    """What a terminal shows of a run: the measures of ``names`` that exist (all without names), then the digest.

    With ``absent`` those that do not exist are shown too; ``ranges`` as in ``run_page``.
    """
    measures, rows = summary["measures"], []
    for one in measures_table(measures, lang, names or measures, absent=absent):
        span = [ranged(ranges, one.name, lang) or DASH for _ in _beside(ranges)]
        meaning = one.zh if lang == "zh" else one.label
        rows.append([one.name, meaning, one.value, one.interval, *span, one.spread, str(one.n)])
    columns = ("measure", "meaning", "value", "interval", *_beside(ranges), "spread", "n")
    right = tuple(range(2, len(columns)))
    blocks: Page = [Table([say(f"table.{one}", lang) for one in columns], rows, right=right)]
    blocks.append(Text(say("interval.chance", lang)))
    blocks += [Text(ranges_note(ranges, lang))] if ranges is not None else []
    if names:
        blocks.append(Text(say("told.run.more", lang, shown=len(rows), total=len(measures))))
    if several := ambiguity(measures, lang):
        blocks.append(Text(several))
    facts = [summary["scenario"], summary["policy"], summary["replications"], summary["seed"]]
    return [*blocks, *facts_told("run", facts, summary["seconds"], {"": summary["digest"]}, lang)]
