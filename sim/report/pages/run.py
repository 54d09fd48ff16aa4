"""The page of a run: what came out, with intervals, on which assumptions, and how to get it again."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.report.assumed import assumed
from sim.report.beyond import quoted_note
from sim.report.brief import brief
from sim.report.city import by_year, tax_base, taxes
from sim.report.document import Figure, Head, Note, Page, Table, Text
from sim.report.figures.run.data import FigureData, figures_of
from sim.report.figures.run.tables import data_table
from sim.report.findings import findings, idle_by_year
from sim.report.numbers import DASH, plain
from sim.report.over_ranges import Ranges, ranged, ranges_note
from sim.report.pages.grounds import grounds
from sim.report.pages.shared import again, facts_told, few, limits, money_note
from sim.report.tables.budget_path import budget_path
from sim.report.tables.cash_by_year import cash_by_year
from sim.report.tables.measures import ambiguity, measures_table
from sim.report.tables.ten import ten_measures
from sim.report.tables.worst import worst_page
from sim.report.texts import Language, say
from sim.report.units import group_name
from sim.scenario.asked import policy_words, words_of
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import titled

FIRST = ("j_curve", "exit_timing", "places")  # figures of the first page; the others stand behind


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
        *brief(data, summary["measures"], _command("compare", summary, scenario), ranges, lang),
        *ten_measures(summary["measures"], ranges, lang),
        Note(say("page.limit.levels", lang)),
        *(_figures(data, FIRST, "page.figures", lang) if figures else []),
        *_more(data, summary, scenario, lang),
        *(_figures(data, _others(data), "brief.more_figures", lang) if figures else []),
        *_measures(summary["measures"], ranges, lang),
        *grounds(scenario, lang),
        *([] if scenario is None else assumed(scenario, lang)),
        *limits(("levels", "interval", "held", "cause"), lang),
        *again(_command("run", summary, scenario), summary["digest"], lang),
        _facts(summary, lang),
    ]


def _head(data: FigureData, summary: Mapping[str, Any], scenario: Scenario | None, lang: Language) -> Page:
    title, policy = summary["scenario"], summary["policy"]
    if scenario is not None:
        title = scenario.titled(lang) or title
        policy = titled(scenario.policy.title, scenario.policy.title_zh, policy, lang)
    years = round(float(data.years[-1]))
    end = date(data.start.year + years, data.start.month, min(data.start.day, 28))
    words = {"start": data.start.isoformat()[:7], "end": end.isoformat()[:7], "n": summary["replications"]}
    rule = say("brief.rule", lang, policy=markdown(policy), **words, money=money_note(lang))
    beyond = [] if scenario is None else quoted_note([scenario], lang)
    head = Head(say("page.title", lang, title=markdown(title)), 1)
    return [head, Text(rule), *few(summary["replications"], lang), *beyond]


def _facts(summary: Mapping[str, Any], lang: Language) -> Text:
    """What was run in the words of files and commands."""
    facts = {key: summary[key] for key in ("scenario", "policy", "replications", "seed", "engine", "version")}
    return Text(say("page.run", lang, **facts, seconds=plain(float(summary["seconds"]), 1)))


def _more(data: FigureData, summary: Mapping[str, Any], scenario: Scenario | None, lang: Language) -> Page:
    """What else came out, and what waited where in each of the first years."""
    sentences = findings(data, summary["measures"], lang)
    blocks: Page = [Head(say("brief.more", lang)), *map(Text, sentences), *_city(summary, scenario, lang)]
    blocks.append(Text(say("interval.chance", lang)))
    blocks += cash_by_year(data.cash, data.start, lang)
    blocks += worst_page(data.worst, summary["replications"], lang)
    heads, rows = idle_by_year(summary["measures"], lang)
    if rows:
        blocks += [Head(say("page.idle_years", lang), 3), Table(heads, rows, right=(0, 1, 2, 3, 4))]
    return [*blocks, *_budget(scenario, lang), *_years(data, lang)]


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


def _others(data: FigureData) -> tuple[str, ...]:
    return tuple(name for name in figures_of(data) if name not in FIRST)


def _figures(data: FigureData, names: Sequence[str], head: str, lang: Language) -> Page:
    return [
        Head(say(head, lang)),
        *(Figure(name, say(f"figure.{name}", lang), data_table(name, data, lang)) for name in names),
    ]


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
    right = tuple(range(3, len(heads)))
    for group, rows in groups.items():
        folded = say("table.folded", lang, name=group_name(group, lang), count=len(rows))
        blocks.append(Table(heads, rows, right, folded))
    return blocks


def _beside(ranges: Ranges | None) -> tuple[str, ...]:
    """The column beside the interval, where there is anything to say in it."""
    return ("ranges",) if ranges is not None else ()


def _command(command: str, summary: Mapping[str, Any], scenario: Scenario | None) -> str:
    named = [summary["scenario"], "--policy", summary["policy"]]
    words = ["yindao", command, *(named if scenario is None else [*words_of(scenario), *policy_words(scenario)])]
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
