"""The page of a results folder: what came out, with intervals, on which assumptions, and how to get it again."""

import shlex
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.report.beyond import quoted_note
from sim.report.figures.data import FigureData
from sim.report.findings import findings, idle_by_year
from sim.report.numbers import plain
from sim.report.tables.measures import ambiguity, measures_table
from sim.report.texts import Language, say
from sim.report.units import group_name, unit_name
from sim.scenario.asked import policy_words, words_of
from sim.scenario.plain_text import code_block, markdown

if TYPE_CHECKING:
    from sim.scenario.scenario_schema import Scenario

FIGURE_ORDER = ("j_curve", "exit_timing", "exit_routes", "places", "returns", "funnel")
WEAK = ("assumption", "memory")
FEW = 100


def report_markdown(
    data: FigureData,
    summary: Mapping[str, Any],
    scenario: "Scenario | None" = None,
    lang: Language = "en",
    *,
    figures: bool = True,
) -> str:
    """The report of a run as Markdown.

    ``summary`` is the object of ``yindao run --format json``, ``data`` the arrays of its figures, which with
    ``figures`` stand in ``figures/`` beside the page. Without ``scenario`` the page points to the manifest for the
    assumptions.
    """
    blocks = [
        *_head(data, summary, scenario, lang),
        *_headlines(data, summary["measures"], lang),
        *(_figures(lang) if figures else []),
        *_measures(summary["measures"], lang),
        *_assumptions(scenario, lang),
        *_limits(lang),
        *_again(summary, scenario, lang),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(data: FigureData, summary: Mapping[str, Any], scenario: "Scenario | None", lang: Language) -> list[str]:
    title = ""
    if scenario is not None:
        title = scenario.titled(lang)
    years = round(float(data.years[-1]))
    facts = {key: summary[key] for key in ("scenario", "policy", "replications", "seed", "engine", "version")}
    end = date(data.start.year + years, data.start.month, min(data.start.day, 28))
    seconds = plain(float(summary["seconds"]), 1)
    run = say("page.run", lang, **facts, start=data.start.isoformat(), end=end.isoformat()[:7], seconds=seconds)
    blocks = ["# " + say("page.title", lang, title=markdown(title or summary["scenario"])), run]
    if summary["replications"] < FEW:
        blocks.append("> " + say("page.few", lang, n=summary["replications"]))
    beyond = [] if scenario is None else quoted_note([scenario], lang)
    return [*blocks, *beyond, "> " + say("page.limit.levels", lang)]


def _headlines(data: FigureData, measures: Mapping[str, Any], lang: Language) -> list[str]:
    """The sentences a reader takes away, and what waited where in each of the first years."""
    blocks = ["## " + say("page.headlines", lang), *findings(data, measures, lang), say("interval.chance", lang)]
    heads, rows = idle_by_year(measures, lang)
    if rows:
        blocks += ["### " + say("page.idle_years", lang), markdown_table(heads, rows, right=(0, 1, 2, 3, 4))]
    return blocks


def _figures(lang: Language) -> list[str]:
    blocks = ["## " + say("page.figures", lang)]
    for key in FIGURE_ORDER:
        caption = say(f"figure.{key}", lang)
        blocks.append(f"![{caption}](figures/{key}.{lang}.png)\n\n*{caption}*")
    return blocks


def _measures(measures: Mapping[str, Any], lang: Language) -> list[str]:
    """One table for each group of measures, the group being the first part of the name."""
    columns = ("measure", "meaning", "zh", "value", "interval", "spread", "n")
    heads = [say(f"table.{column}", lang) for column in columns]
    groups: dict[str, list[list[str]]] = {}
    for row in measures_table(measures, lang):
        names = [row.zh, row.label] if lang == "zh" else [row.label, row.zh]
        cells = [f"`{row.name}`", *names, row.value, row.interval, row.spread, str(row.n)]
        groups.setdefault(row.name.split(".")[0], []).append(cells)
    blocks = ["## " + say("page.measures", lang), say("page.measures_note", lang), say("interval.chance", lang)]
    blocks += [sentence for sentence in (ambiguity(measures, lang),) if sentence]
    for group, rows in groups.items():
        blocks += [f"### {group_name(group, lang)}", markdown_table(heads, rows, right=(3, 4, 5, 6))]
    return blocks


def markdown_table(heads: list[str], rows: list[list[str]], right: tuple[int, ...] = ()) -> str:
    """A Markdown table; ``right`` lists right-aligned columns."""
    ruler = ["---:" if number in right else "---" for number in range(len(heads))]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in [heads, *rows]]
    return "\n".join("| " + " | ".join(row) + " |" for row in [cells[0], ruler, *cells[1:]])


def _assumptions(scenario: "Scenario | None", lang: Language) -> list[str]:
    """Every value whose source was not read, grouped by how it is known and by section."""
    head = "## " + say("page.assumptions", lang)
    if scenario is None:
        return [head, say("page.no_assumptions", lang)]
    stated = {key: one for key, one in scenario.provenance.items() if key.startswith(("policy.", "economy."))}
    weak = [key for key, one in stated.items() if one.read in WEAK]
    blocks = [head, say("page.assumptions_note", lang, count=len(weak), total=len(stated))]
    heads = [say(f"table.{column}", lang) for column in ("key", "meaning", "value", "unit", "source")]
    for read in WEAK:
        rows = [_parameter_row(scenario, key, lang) for key in weak if stated[key].read == read]
        if rows:
            blocks += ["### " + say(f"page.read.{read}", lang), markdown_table(heads, rows, right=(2,))]
    return blocks


def _parameter_row(scenario: "Scenario", key: str, lang: Language) -> list[str]:
    from sim.scenario.book import by_key, value_at

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


def _limits(lang: Language) -> list[str]:
    limits = [say(f"page.limit.{one}", lang) for one in ("levels", "interval", "held", "cause")]
    return ["## " + say("page.limits", lang), "\n".join(f"- {limit}" for limit in limits)]


def _again(summary: Mapping[str, Any], scenario: "Scenario | None", lang: Language) -> list[str]:
    named = [summary["scenario"], "--policy", summary["policy"]]
    words = ["yindao", "run", *(named if scenario is None else [*words_of(scenario), *policy_words(scenario)])]
    words += ["--replications", str(summary["replications"]), "--seed", str(summary["seed"])]
    command = shlex.join(words)
    return [
        "## " + say("page.again", lang),
        code_block(command, "sh"),
        say("page.again_note", lang, digest=summary["digest"]),
    ]
