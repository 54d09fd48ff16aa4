"""The numbers under the figures of a run, for those who want to read or use them rather than see them."""

from collections.abc import Callable, Mapping

import numpy as np

from sim.measures.catalogue import EVERY
from sim.report.document import Table
from sim.report.figures.data import ExitCurve, Numbers
from sim.report.figures.run.data import FigureData, Spread
from sim.report.numbers import DASH, plain, quantity, share
from sim.report.texts import Language, name_of, say

QUANTILES = (5, 25, 50, 75, 95)
MONTHS = 12
WHOLE = 1  # decimals of a share in per cent


def data_table(name: str, data: FigureData, lang: Language) -> Table | None:
    """What figure ``name`` shows, as rows; None where there is nothing to show."""
    heads, rows = TABLES[name](data, lang)
    return numbered(heads, rows, lang) if rows else None


def numbered(heads: list[str], rows: list[list[str]], lang: Language) -> Table:
    """A table folded away under a figure, its numbers set to the right."""
    right = [at for at in range(len(heads)) if all(row[at][:1] in "–−+0123456789" for row in rows)]
    return Table(heads, rows, right, say("data.open", lang))


def yearly(years: Numbers) -> list[int]:
    """Places of the points at whole years, of months since the start."""
    return list(range(0, years.size, MONTHS))


def _j_curve(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    heads = [say("data.after", lang), *(say(f"data.p{at}", lang) for at in QUANTILES)]
    if not data.net_cash.any():
        return heads, []
    found = np.percentile(data.net_cash, QUANTILES, axis=0)
    rows = [
        [plain(at / MONTHS, 0), *(quantity(float(one[at]), "yuan", lang) for one in found)] for at in yearly(data.years)
    ]
    return heads, rows


def _places(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    heads = [say("data.after", lang), *(name_of("place", place, lang) for place in data.places)]
    rows = [
        [plain(at / MONTHS, 0), *(quantity(float(path[at]), "yuan", lang) for path in data.places.values())]
        for at in yearly(data.years)
    ]
    return heads, rows if any(path.any() for path in data.places.values()) else []


def exit_rows(curve: ExitCurve) -> list[list[str]]:
    """Whole years since the first payment: the share still held with its band, and how many were at risk."""
    rows = []
    for tick, count in zip(curve.ticks, curve.at_risk, strict=True):
        place = int(np.searchsorted(curve.years, tick, side="right")) - 1
        band = ["100.0%", DASH, DASH]
        if place >= 0:
            band = [share(float(one[place]), WHOLE) for one in (curve.held, curve.low, curve.high)]
        rows.append([plain(float(tick), 0), *band, plain(float(count), 0)])
    return rows


def _exit_timing(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    columns = ("instrument", "since", "held", "low", "high", "at_risk")
    rows = [[say(f"instrument.{name}", lang), *row] for name, curve in data.exits.items() for row in exit_rows(curve)]
    return [say(f"data.{one}", lang) for one in columns], rows


def _exit_routes(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    routes = list(dict.fromkeys(route for one in data.routes.values() for route in one.incidence))
    rows = []
    for name, curves in data.routes.items():
        for year in range(int(data.years[-1]) + 1):
            place = int(np.searchsorted(curves.years, year, side="right")) - 1
            parts = [curves.incidence.get(route) for route in routes]
            cells = [share(0.0 if one is None or place < 0 else float(one[place]), WHOLE) for one in parts]
            rows.append([say(f"instrument.{name}", lang), str(year), *cells])
    heads = [say("data.instrument", lang), say("data.since", lang), *(name_of("route", one, lang) for one in routes)]
    return heads, rows


def _returns(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    rows = [_spread("public.irr", data.irr, lang), _spread("public.tvpi", data.tvpi, lang)]
    columns = ("pooled", "low", "high", *(f"p{at}" for at in QUANTILES))
    return [say("table.meaning", lang), *(say(f"data.{one}", lang) for one in columns)], [row for row in rows if row]


def _spread(name: str, one: Spread, lang: Language) -> list[str]:
    if not one.values.size:
        return []
    numbers = [one.pooled, one.low, one.high, *map(float, np.percentile(one.values, QUANTILES))]
    known = EVERY[name]
    return [known.called(lang), *(quantity(value, known.unit, lang) for value in numbers)]


def _funnel(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    rows = []
    for step, counts in data.funnel.items():
        low, high = np.percentile(counts, (5, 95))
        rows.append([name_of("funnel", step, lang), *(plain(float(one)) for one in (counts.mean(), low, high))])
    return [say(f"data.{one}", lang) for one in ("step", "mean", "p5", "p95")], rows


def _landing(data: FigureData, lang: Language) -> tuple[list[str], list[list[str]]]:
    return [say(f"data.{one}", lang) for one in ("step", "mean")], [
        [say(f"landing.{name}", lang), plain(count)] for name, count in data.landing.items()
    ]


TABLES: Mapping[str, Callable[[FigureData, Language], tuple[list[str], list[list[str]]]]] = {
    "j_curve": _j_curve,
    "exit_timing": _exit_timing,
    "exit_routes": _exit_routes,
    "places": _places,
    "returns": _returns,
    "funnel": _funnel,
    "sankey_landing": _landing,
}
