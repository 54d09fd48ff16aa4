"""Tables of sensitivity studies for terminals and pages: a ranking a person can read."""

from collections.abc import Mapping
from typing import Any

from sim.report.numbers import DASH, interval, plain, quantity
from sim.report.tables.compare import change, change_interval
from sim.report.texts import Language, say

# The columns of each method between the range and the verdict; numbers are right-aligned.
COLUMNS = {
    "morris": ("mu_star", "interval", "sigma", "noise"),
    "sobol": ("total", "interval", "first", "interval"),
    "tornado": ("swing", "interval", "at_low", "at_high"),
}
RIGHT = (0, 4, 5, 6, 7)


def ranking_table(summary: Mapping[str, Any], measure: str, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of one measure: rank, key, 中文, range, effect with interval, two more numbers, verdict.

    ``summary`` is the object of ``yindao sensitivity --format json``.
    """
    method, one = summary["method"], summary["measures"][measure]
    names = ("rank", "parameter", "zh", "range", *COLUMNS[method], "verdict")
    heads = [say("table.interval" if name == "interval" else f"sensitivity.table.{name}", lang) for name in names]
    return heads, [_row(method, each, one["unit"], lang) for each in one["effects"]]


def _row(method: str, one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    head = [str(one["rank"]), one["parameter"], one["zh"], ends(one, lang)]
    cells = {"morris": _morris, "sobol": _sobol, "tornado": _tornado}[method](one, unit, lang)
    verdict = {True: "yes", False: "no", None: "open"}[one["noticeable"]] if one["effect"] is not None else ""
    return [*head, *cells, say(f"sensitivity.verdict.{verdict}", lang) if verdict else DASH]


def ends(one: Mapping[str, Any], lang: Language) -> str:
    """A range in words: money with its unit, other numbers bare, as a file would give them."""
    low, high, unit = one["low"], one["high"], one["unit"]
    if unit == "yuan":
        return interval(low, high, unit, lang)
    return f"{low:g}{' 至 ' if lang == 'zh' else ' to '}{high:g}".replace("-", "−")


def _morris(one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    low, high = one["ci95"] or (None, None)
    sizes = [change(value, unit, lang).lstrip("+") for value in (one["effect"], one.get("sigma"), one.get("noise"))]
    return [sizes[0], change_interval(low, high, unit, lang), sizes[1], sizes[2]]


def _sobol(one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    del unit  # an index is a share of variance
    cells: list[str] = []
    for value, both in ((one["effect"], one["ci95"]), (one.get("first"), one.get("first_ci95"))):
        low, high = both or (None, None)
        cells += [DASH if value is None else plain(value, 2), interval(low, high, "1", lang)]
    return cells


def _tornado(one: Mapping[str, Any], unit: str, lang: Language) -> list[str]:
    low, high = one["ci95"] or (None, None)
    at = [quantity(one.get(name), unit, lang) for name in ("at_low", "at_high")]
    return [change(one["effect"], unit, lang), change_interval(low, high, unit, lang), *at]


def remarks(summary: Mapping[str, Any], measure: str, lang: Language) -> str:
    """What belongs to a ranking as a whole: points used, share of chance, spread of the measure, its own value."""
    one = summary["measures"][measure]
    told = []
    if one["infinite"]:
        told.append(say("sensitivity.page.infinite", lang, count=one["infinite"], points=summary["points"]))
    elif one["used"] < one["blocks"]:
        told.append(say("sensitivity.page.used", lang, used=one["used"], blocks=one["blocks"]))
    if one["chance_share"] is not None:
        told.append(say("sensitivity.page.chance", lang, share=f"{plain(100 * one['chance_share'], 0)}%"))
    if one["deviation"] is not None:
        value = change(one["deviation"], one["unit"], lang).lstrip("+")
        told.append(say("sensitivity.page.deviation", lang, value=value))
    elif summary["method"] == "sobol" and not one["infinite"]:
        told.append(say("sensitivity.page.flat", lang))
    if one["base"] is not None:
        told.append(say("sensitivity.page.base", lang, value=quantity(one["base"], one["unit"], lang)))
    return ("" if lang == "zh" else " ").join(told)
