"""The page of a calibration: every moment with its target and its key, and what an economy file gets of it."""

from collections.abc import Mapping
from typing import Any

from sim.report.document import Command, Head, Items, Page, Table, Text
from sim.report.numbers import DASH, plain
from sim.report.pages.shared import facts_told
from sim.report.texts import Language, say
from sim.scenario.plain_text import code, markdown
from sim.scenario.scenario_schema import Scenario

COLUMNS = ("moment", "target", "before", "after", "se", "checked", "key", "key_before", "key_after", "inside")
LARGE = 1e4  # from here on a number is written in full


def calibrate_page(summary: Mapping[str, Any], scenario: Scenario, lang: Language = "en") -> Page:
    """The report of a calibration of the economy of ``scenario``; ``summary`` is that of ``--format json``."""
    title = markdown(scenario.titled(lang) or summary["scenario"])
    return [Head(say("calibrate.page.title", lang, title=title), 1), *calibrate_told(summary, lang)]


def calibrate_told(summary: Mapping[str, Any], lang: Language) -> Page:
    """What a terminal shows of a calibration: the moments, what is wrong with any, and the lines that changed."""
    heads = [say(f"calibrate.table.{one}", lang) for one in COLUMNS]
    table = Table(heads, [_row(one, lang) for one in summary["moments"]], right=(1, 2, 3, 4, 5, 7, 8))
    facts = [summary[key] for key in ("scenario", "economy", "replications", "seed", "rounds")]
    return [
        table.coded(6),
        Text(say("calibrate.what", lang, **{one: f"{summary[f'{one}_elasticity']:g}" for one in ("heat", "private")})),
        *_outcome(summary, lang),
        *facts_told("calibrate", facts, summary["seconds"], {}, lang),
    ]


def _row(moment: Mapping[str, Any], lang: Language) -> list[str]:
    entry = "" if moment["entry"] is None else f"[{moment['entry']}]"
    numbers = {one: _number(moment[one]) for one in COLUMNS[1:] if one not in ("key", "inside")}
    title = markdown(moment["title_zh" if lang == "zh" else "title"])
    row = numbers | {"moment": title, "key": f"{moment['key']}{entry}"}
    return [{**row, "inside": say(f"calibrate.inside.{moment['wrong'] or 'yes'}", lang)}[one] for one in COLUMNS]


def _outcome(summary: Mapping[str, Any], lang: Language) -> Page:
    if summary["met"]:
        if not summary["changed"]:
            return [Text(say("calibrate.unchanged", lang))]
        return [Text(say("calibrate.changed", lang)), Command("\n".join(summary["changed"]))]
    wrong = [one for one in summary["moments"] if one["wrong"]]
    return [Text(say("calibrate.failed", lang)), Items(tuple(_problem(one, lang) for one in wrong))]


def _problem(moment: Mapping[str, Any], lang: Language) -> str:
    entry = "" if moment["entry"] is None else f"[{moment['entry']}]"
    values = {name: _number(moment[name]) for name in ("target", "after", "checked", "key_after")}
    names = {"moment": code(f"{moment['name']}{entry}"), "name": code(f"{moment['key']}{entry}")}
    return say(f"calibrate.wrong.{moment['wrong']}", lang, **values, **names)


def _number(value: float | None) -> str:
    """Four digits, or a large number in full."""
    if value is None:
        return DASH
    return plain(value, 0) if abs(value) >= LARGE else f"{value:.4g}".replace("-", "−")
