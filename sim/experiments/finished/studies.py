"""Sweeps, sensitivity studies and decompositions as sheets: facts, a row a value with its interval, a dictionary."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.experiments.finished.stored import stored_columns, stored_record
from sim.measures.catalogue import EVERY
from sim.report.sheets import Cell, Column, Sheet, dictionary
from sim.report.texts import Language, say
from sim.report.units import unit_name
from sim.report.values import meaning_of
from sim.scenario.book import by_key
from sim.scenario.errors import BadInput, Problem
from sim.scenario.meanings import meaning_in_chinese
from sim.scenario.names import full_name
from sim.scenario.said import said

QUANTILES = ("p5", "p25", "p50", "p75", "p95")
MOST_ROWS = 1_000_000  # a sheet of Excel holds 1,048,576
# Facts of a summary, in the order in which they are told; what a study has not is left out.
FACTS = ("scenario", "economy", "policy", "policies", "method", "by", "points", "size", "replications", "seed")
WIDE = {"measure": 34, "name": 36, "policy": 26, "parameter": 40, "parameter_name": 30, "part": 34, "given": 26}
WHOLE = frozenset({"point", "rank", "n"})
SHARES = frozenset({"chance"})
Record = Mapping[str, Any]
Row = dict[str, Cell]


def study_sheets(folder: Path, lang: Language) -> list[Sheet]:
    """The sheets of a sweep, a sensitivity study or a decomposition; raises BadInput for a folder that is damaged."""
    summary = stored_record(folder)
    try:
        sheets = [_facts(folder, summary, lang), _values(folder, summary, lang)]
    except (KeyError, TypeError, AttributeError, ValueError) as cause:
        raise BadInput([Problem(str(folder), "", said("is damaged: {cause}", cause=repr(cause)))]) from None
    return [*sheets, dictionary(sheets, lang)]


def _values(folder: Path, summary: Record, lang: Language) -> Sheet:
    if "design" in summary:
        return _sheet("points", _points(folder, summary, lang), lang, summary["vary"])
    if "method" in summary:
        return _sheet("effects", _effects(folder, lang), lang)
    return _sheet("parts", _parts(summary, lang), lang)


def _facts(folder: Path, summary: Record, lang: Language) -> Sheet:
    told = {name: _told(summary[name]) for name in FACTS if name in summary}
    told |= {"version": str(summary["version"]), "digest": str(summary["digest"]), "results": str(folder)}
    rows = [(say(f"fact.{name}", lang), value) for name, value in told.items()]
    return Sheet("summary", (Column("item", width=44), Column("value", "number", 40)), rows)


def _told(value: Any) -> Cell:
    if isinstance(value, list):
        return len(value) if value and isinstance(value[0], dict) else ", ".join(map(str, value))
    return str(value)


def _sheet(key: str, rows: Sequence[Row], lang: Language, varied: Record | None = None) -> Sheet:
    """Rows as a sheet; ``varied`` are the columns that are parameters, whose heads are the parameters' names."""
    heads = list(rows[0]) if rows else ["measure"]
    columns = [_parameter(one, lang) if varied and one in varied else _column(one, rows) for one in heads]
    notes = [say("sheet.note.chance", lang), say(f"sheet.note.{key}", lang)]
    return Sheet(key, columns, [tuple(row.values()) for row in rows[:MOST_ROWS]], notes)


def _column(key: str, rows: Sequence[Row]) -> Column:
    number = any(isinstance(row[key], float) for row in rows)
    form = "whole" if key in WHOLE else "share" if key in SHARES else "number" if number else "text"
    return Column(key, form, WIDE.get(key, 14))


def _parameter(key: str, lang: Language) -> Column:
    """A varied key, or a number of the frame of a scenario, as a column under its own name."""
    known = by_key().get(key)
    if known is None:
        return Column(key, "number", 22, key, say("meaning.varied", lang))
    meaning = meaning_in_chinese(known.doc) if lang == "zh" else known.doc
    return Column(key, "number", 22, full_name(key) if lang == "zh" else key, meaning)


def _points(folder: Path, summary: Record, lang: Language) -> list[Row]:
    """A row a point and measure."""
    return [
        {
            "point": row["point"],
            "policy": row["policy"],
            **{key: _setting(row[key]) for key in summary["vary"]},
            **_named(row["measure"], lang),
            **_quoted(row, lang),
            **{key: _number(row[key]) for key in ("sd", *QUANTILES)},
            "n": row["n"],
        }
        for row in _rows(folder, "estimates.parquet")
        if _number(row["mean"]) is not None or _number(row["pooled"]) is not None
    ]


def _quoted(row: Record, lang: Language) -> Row:
    """The value of an estimate: pooled where that exists, else the mean."""
    pooled = _number(row["pooled"]) is not None
    ends = "pooled_ci95" if pooled else "ci95"
    return {
        "value": _number(row["pooled" if pooled else "mean"]),
        "low": _number(row[f"{ends}_low"]),
        "high": _number(row[f"{ends}_high"]),
        "of": say("cell.pooled" if pooled else "cell.mean", lang),
    }


def _effects(folder: Path, lang: Language) -> list[Row]:
    """A row a measure and parameter, by rank; the numbers behind the effect are those of the study's method."""
    rows = _rows(folder, "effects.parquet")
    own = ("measure", "rank", "parameter", "zh", "low", "high", "effect", "effect_ci95_low", "effect_ci95_high")
    return [
        {
            **_named(row["measure"], lang),
            "rank": row["rank"],
            "parameter": row["parameter"],
            "parameter_name": meaning_of(row["parameter"], lang),
            "from": _number(row["low"]),
            "to": _number(row["high"]),
            "effect": _number(row["effect"]),
            "low": _number(row["effect_ci95_low"]),
            "high": _number(row["effect_ci95_high"]),
            **{key: _number(value) for key, value in row.items() if key not in (*own, "noticeable")},
            "noticeable": _verdict(row["noticeable"], lang),
        }
        for row in rows
    ]


def _parts(summary: Record, lang: Language) -> list[Row]:
    """A row a measure, what was given, and a part of the full effect, which comes last."""
    names = _part_names(summary, lang)
    rows: list[Row] = []
    for measure, told in summary["measure"].items():
        for game in (told, told.get("given_investment")):
            if game is not None:
                given = ", ".join(names.get(one, one) for one in game["given"])
                parts = [*_parts_of(game), ("full", "", _full(game))]
                rows += [_part(measure, given, *one, names, lang) for one in parts]
    return rows


def _parts_of(game: Record) -> list[tuple[str, str, Record]]:
    """What is attributed, by name, how, and the estimate."""
    if "parts" in game:
        return [(name, "", one) for name, one in game["parts"].items()]
    return [(name, how, one) for name, many in game["articles"].items() for how, one in many.items()]


def _full(game: Record) -> Record:
    full = game["full_effect"]
    return full if isinstance(full, dict) else {"mean": full, "ci95": game["full_effect_ci95"], "n": game["n"]}


def _part(measure: str, given: str, part: str, how: str, one: Record, names: Mapping[str, str], lang: Language) -> Row:
    ends = one["ci95"] or (None, None)
    return {
        **_named(measure, lang),
        "given": given,
        "part": say("cell.full", lang) if part == "full" else names.get(part, part),
        "how": say(f"cell.how.{how}", lang) if how else "",
        "value": _number(one["mean"]),
        "low": _number(ends[0]),
        "high": _number(ends[1]),
        "n": one["n"],
    }


def _part_names(summary: Record, lang: Language) -> dict[str, str]:
    switches = {one["name"]: one["zh" if lang == "zh" else "label"] for one in summary.get("switches", ())}
    articles = {
        str(one["article"]): f"{one['article']} {one['zh' if lang == 'zh' else 'title']}"
        for one in summary.get("articles", ())
    }
    return switches | articles


def _named(measure: str, lang: Language) -> Row:
    known = EVERY[measure]
    return {
        "measure": measure,
        "name": known.called(lang),
        "unit": unit_name(known.unit, lang),
    }


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a Parquet file of the folder; raises BadInput."""
    columns = stored_columns(folder, name)
    return [
        dict(zip(columns, row, strict=True)) for row in zip(*(one.tolist() for one in columns.values()), strict=True)
    ]


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _setting(value: Any) -> Cell:
    return str(value) if isinstance(value, str | bool | list) else _number(value)


def _verdict(value: bool | None, lang: Language) -> str:
    return "" if value is None else say("cell.yes" if value else "cell.no", lang)
