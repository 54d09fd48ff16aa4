"""The ten measures of a first page, of one rule book or of several side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.measures.catalogue import COMPARED, EVERY
from sim.measures.headlines import TEN
from sim.report.document import Head, Page, Table, Text
from sim.report.numbers import DASH, interval, quantity
from sim.report.over_ranges import Ranges, ranged
from sim.report.tables.measures import headline
from sim.report.texts import Language, say
from sim.scenario.titles import Titles

Measures = Mapping[str, Any]
MOST = 4  # columns that fit a sheet of A4


def ten_measures(measures: Measures, ranges: Ranges | None, lang: Language) -> Page:
    """Heading, note and table of a run: value, interval, and the range over the assumptions where it is known."""
    columns = ("meaning", "value", "interval", *(("ranges",) if ranges is not None else ()))
    rows = []
    for name in TEN:
        value, ends = headline(measures.get(name, {}))
        unit = EVERY[name].unit
        span = [ranged(ranges, name, lang) or DASH for _ in columns[3:]]
        rows.append([_label(name, lang), quantity(value, unit, lang), ends_told(ends, unit, lang), *span])
    anyway = "" if any(name in measures for name in COMPARED) else say("brief.measures.anyway", lang)
    heads = [say(f"table.{column}", lang) for column in columns]
    note = Text(say("brief.measures.note", lang, anyway=anyway).rstrip())
    return [Head(say("brief.measures", lang)), Table(heads, rows, right=range(1, len(heads))), note]


def ends_told(ends: tuple[float | None, float | None], unit: str, lang: Language) -> str:
    """An interval, or that all replications agree."""
    low, high = ends
    return say("brief.same_all", lang) if low is not None and low == high else interval(low, high, unit, lang)


def _label(name: str, lang: Language) -> str:
    return EVERY[name].called(lang)


def side_by_side(summary: Mapping[str, Any], worlds: Sequence[str], titles: Titles, lang: Language) -> Page:
    """Heading, table and note of a comparison: a column a world, each value with its interval."""
    shown = worlds[:MOST]
    rows = []
    for name in TEN:
        found = [summary["policies"][world]["measures"].get(name, {}) for world in shown]
        rows.append([_label(name, lang), *(cell(one, EVERY[name].unit, lang) for one in found)])
    rest = say("brief.side.rest", lang, count=len(worlds) - MOST) if len(worlds) > MOST else ""
    heads = [say("table.meaning", lang), *(titles.of(world, lang) for world in shown)]
    return [Head(say("brief.side", lang)), Table(heads, rows), Text(say("brief.side.note", lang, rest=rest))]


def cell(one: Mapping[str, Any], unit: str, lang: Language) -> str:
    """A value with its interval behind it, a dash where there is none."""
    value, ends = headline(one)
    if value is None:
        return DASH
    text, told = quantity(value, unit, lang), ends_told(ends, unit, lang)
    if told == DASH:
        return text
    return f"{text}（{told}）" if lang == "zh" else f"{text} ({told})"
