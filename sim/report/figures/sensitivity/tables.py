"""The numbers under the figure of a ranking."""

from sim.report.document import Table
from sim.report.figures.run.tables import numbered
from sim.report.figures.sensitivity.data import Bar, Panel
from sim.report.numbers import DASH, plain, quantity
from sim.report.tables.compare import change
from sim.report.texts import Language, say

# The method's other numbers, beside the effect and its ends.
OTHERS = {"morris": ("sigma", "noise"), "sobol": ("first",), "tornado": ("at_low", "at_high")}
EFFECT = {"morris": "mu_star", "sobol": "total", "tornado": "swing"}


def data_table(panel: Panel, lang: Language) -> Table | None:
    """What the figure shows: a row for each parameter that has a value; None where there is nothing to show."""
    heads = [say("sensitivity.table.parameter", lang), say("data.low_end", lang), say("data.high_end", lang)]
    heads += [say(f"sensitivity.table.{EFFECT[panel.method]}", lang), say("data.low", lang), say("data.high", lang)]
    heads += [say(f"sensitivity.table.{name}", lang) for name in OTHERS[panel.method]]
    rows = [_row(one, panel, lang) for one in panel.shown]
    return numbered(heads, rows, lang) if rows else None


def _row(one: Bar, panel: Panel, lang: Language) -> list[str]:
    ends = [_end(value, one.unit, lang) for value in (one.low_end, one.high_end)]
    effects = [_effect(value, panel, lang) for value in (one.value, one.low, one.high)]
    return [f"`{one.key}`" if lang == "en" else one.zh, *ends, *effects, *_others(one, panel, lang)]


def _end(value: float, unit: str, lang: Language) -> str:
    return quantity(value, unit, lang) if unit == "yuan" else f"{value:g}".replace("-", "−")


def _effect(value: float | None, panel: Panel, lang: Language) -> str:
    """An index is a share of variance, other effects are in the unit of the measure."""
    if panel.method == "sobol":
        return DASH if value is None else plain(value, 2)
    told = change(value, panel.unit, lang)
    return told if panel.method == "tornado" else told.removeprefix("+")


def _others(one: Bar, panel: Panel, lang: Language) -> list[str]:
    found = [one.numbers.get(name) for name in OTHERS[panel.method]]
    if panel.method == "tornado":
        return [quantity(value, panel.unit, lang) for value in found]
    return [_effect(value, panel, lang) for value in found]
