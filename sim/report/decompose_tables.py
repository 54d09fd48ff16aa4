"""Tables of decompositions for terminals and pages."""

from collections.abc import Mapping
from typing import Any

from sim.report.compare_tables import change, change_interval, label
from sim.report.texts import Language, say


def names_of(summary: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Each switch's name in words; ``summary`` is that of ``yindao decompose --format json``."""
    return {one["name"]: one["zh"] if lang == "zh" else one["label"] for one in summary["switches"]}


def parts_table(summary: Mapping[str, Any], lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: each measure's full effect, its parts, and the same given government investment."""
    heads = [say("table.measure", lang), say("table.meaning", lang), say("decompose.table.given", lang)]
    heads += [say("decompose.table.part", lang), say("decompose.table.effect", lang), say("table.interval", lang)]
    rows: list[list[str]] = []
    for name, one in summary["measure"].items():
        games = [one, one["given_investment"]] if "given_investment" in one else [one]
        for game in games:
            rows += _rows(name, game, names_of(summary, lang), lang)
    return heads, rows


def _rows(name: str, game: Mapping[str, Any], names: Mapping[str, str], lang: Language) -> list[list[str]]:
    """One game: the full effect first, then a row for each part."""
    head = [name, label(name, lang), listed((names[one] for one in game["given"]), lang)]
    full = {"mean": game["full_effect"], "ci95": game["full_effect_ci95"]}
    cells = {say("decompose.full", lang): full} | {names[part]: one for part, one in game["parts"].items()}
    return [[*head, part, *_cells(one, game["unit"], lang)] for part, one in cells.items()]


def _cells(one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    low, high = one["ci95"] or (None, None)
    return [change(one["mean"], unit, lang), change_interval(low, high, unit, lang)]


def listed(names: Any, lang: Language) -> str:
    """Names one after the other."""
    return ("、" if lang == "zh" else ", ").join(names)
