"""Tables of decompositions for terminals and pages."""

from collections.abc import Mapping
from typing import Any

from sim.report.tables.compare import change, change_interval, label
from sim.report.texts import Language, say


def names_of(summary: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Each switch's name in words; ``summary`` is that of ``yindao decompose --format json``."""
    return {one["name"]: one["zh"] if lang == "zh" else one["label"] for one in summary["switches"]}


def parts_table(summary: Mapping[str, Any], lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: each measure's full effect, its parts, and the same given government investment.

    What has no parts has no row; ``absences`` says why.
    """
    heads = [say("table.measure", lang), say("table.meaning", lang), say("decompose.table.given", lang)]
    heads += [say("decompose.table.part", lang), say("decompose.table.effect", lang), say("table.interval", lang), "n"]
    rows: list[list[str]] = []
    for name, game in _games(summary):
        rows += _rows(name, game, names_of(summary, lang), lang) if divided(game) else []
    return heads, rows


def absences(summary: Mapping[str, Any], lang: Language) -> list[str]:
    """A sentence for each measure that was asked for and has no parts, or none given some switches: why."""
    names = names_of(summary, lang)
    return [
        say("decompose.no_parts", lang, measure=name, meaning=label(name, lang), why=absence(game, names, lang))
        for name, game in _games(summary)
        if not divided(game)
    ]


def divided(game: Mapping[str, Any]) -> bool:
    """Whether there is an effect, and something to divide it among."""
    return game["full_effect"] is not None and bool(game["parts"])


def _games(summary: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Each measure with what is divided: among all switches, and given government investment."""
    asked = summary["measure"].items()
    return [(name, game) for name, one in asked for game in (one, one.get("given_investment")) if game is not None]


def absence(game: Mapping[str, Any], names: Mapping[str, str], lang: Language) -> str:
    """Why a measure has no parts: it exists nowhere, only with everything on, or not where a part must begin."""
    missing, combinations = game["missing"], 1 << len(game["parts"])
    if game["full_effect"] is not None:
        return say("decompose.why.whole_only", lang)
    if len(missing) == combinations:
        return say("decompose.why.nowhere", lang)
    if not missing:
        return say("decompose.why.no_replication", lang)
    first = listed((names[one] for one in missing[0]), lang)
    without = say("decompose.why.with_only", lang, names=first) if first else say("decompose.start.none", lang)
    return say("decompose.why.missing", lang, count=len(missing), combinations=combinations, first=without)


def _rows(name: str, game: Mapping[str, Any], names: Mapping[str, str], lang: Language) -> list[list[str]]:
    """One game: the full effect first, then a row for each part."""
    head = [name, label(name, lang), listed((names[one] for one in game["given"]), lang)]
    full = {"mean": game["full_effect"], "ci95": game["full_effect_ci95"], "n": game["n"]}
    cells = {say("decompose.full", lang): full} | {names[part]: one for part, one in game["parts"].items()}
    return [[*head, part, *_cells(one, game["unit"], lang)] for part, one in cells.items()]


def _cells(one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    low, high = one["ci95"] or (None, None)
    return [change(one["mean"], unit, lang), change_interval(low, high, unit, lang), str(one["n"])]


def listed(names: Any, lang: Language) -> str:
    """Names one after the other."""
    return ("、" if lang == "zh" else ", ").join(names)
