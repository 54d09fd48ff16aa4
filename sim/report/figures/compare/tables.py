"""The numbers under the figures of a comparison."""

from collections.abc import Callable, Mapping

import numpy as np

from sim.report.document import Table
from sim.report.figures.compare.data import ComparisonData
from sim.report.figures.compare.instrument_mix import COSTS, line_name
from sim.report.figures.data import Point
from sim.report.figures.run.tables import exit_rows, numbered, yearly
from sim.report.numbers import DASH, plain, quantity, share
from sim.report.tables.compare import change
from sim.report.texts import Language, known, name_of, say

MONTHS = 12
Found = tuple[list[str], list[list[str]]]
Write = Callable[[float | None], str]


def data_table(name: str, data: ComparisonData, lang: Language) -> Table | None:
    """What figure ``name`` shows, as rows; None where there is nothing to show."""
    heads, rows = TABLES[name](data, lang)
    return numbered(heads, rows, lang) if rows else None


def _heads(lang: Language, *columns: str) -> list[str]:
    return [say(f"data.{one}", lang) for one in columns]


def _ends(one: Point, write: Write) -> list[str]:
    return [write(one.value), write(one.low), write(one.high)]


def _differences(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for panel in data.panels:
        for policy, point in panel.differences.items():
            if point.value is not None:
                cells = [change(value, panel.unit, lang) for value in (point.value, point.low, point.high)]
                rows.append([panel.name(lang), data.title(policy, lang), *cells])
    return _heads(lang, "measure", "book", "difference", "low", "high"), rows


def _frontier(data: ComparisonData, lang: Language) -> Found:
    def money(value: float | None) -> str:
        return quantity(value, "yuan", lang)

    columns = ("book", "cost", "low", "high", "additional", "low", "high")
    return _heads(lang, *columns), [
        [data.title(one, lang), *_ends(data.cost[one], money), *_ends(data.additional[one], money)]
        for one in data.policies
    ]


def _parties(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for policy, parties in data.parties.items():
        for party, point in parties.items():
            cells = _ends(point, lambda value: quantity(value, "yuan", lang))
            rows.append([data.title(policy, lang), name_of("compare.party", party, lang), *cells])
    return _heads(lang, "book", "party", "difference", "low", "high"), rows


def _j_curves(data: ComparisonData, lang: Language) -> Found:
    middle = {policy: np.median(paths, axis=0) for policy, paths in data.net_cash.items()}
    heads = [say("data.after", lang), *(data.title(one, lang) for one in middle)]
    return heads, [
        [plain(at / MONTHS, 0), *(quantity(float(path[at]), "yuan", lang) for path in middle.values())]
        for at in yearly(data.years)
    ]


def _exit_timing(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for instrument, curves in data.exits.items():
        for policy, curve in curves.items():
            first = [say(f"instrument.{instrument}", lang), data.title(policy, lang)]
            rows += [[*first, *row] for row in exit_rows(curve)]
    return _heads(lang, "instrument", "book", "since", "held", "low", "high", "at_risk"), rows


def _jobs_tax(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for policy, one in data.city.items():
        for at, year in enumerate(one.years):
            money = [quantity(float(path[at]), "yuan", lang) for path in (one.tax, one.outlay)]
            rows.append([data.title(policy, lang), plain(float(year), 0), plain(float(one.jobs[at]), 0), *money])
    return _heads(lang, "book", "after", "jobs", "tax", "outlay"), rows


def _idle(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for policy, causes in data.idle.items():
        for cause, point in causes.items():
            name = say("data.whole", lang) if cause == "whole" else name_of("place", cause, lang)
            rows.append([data.title(policy, lang), name, *_ends(point, lambda value: quantity(value, "share", lang))])
    return _heads(lang, "book", "cause", "share", "low", "high"), rows


def _landing(data: ComparisonData, lang: Language) -> Found:
    return _counts(data, data.landing, lang)


def _causes(data: ComparisonData, lang: Language) -> Found:
    return _counts(data, data.causes, lang)


def _counts(data: ComparisonData, found: Mapping[str, Mapping[str, float]], lang: Language) -> Found:
    names = list(dict.fromkeys(name for counts in found.values() for name in counts))
    rows = [[_step(name, lang), *(plain(counts.get(name, 0.0)) for counts in found.values())] for name in names]
    return [say("data.step", lang), *(data.title(one, lang) for one in found)], rows


def _step(name: str, lang: Language) -> str:
    key = f"landing.{name}" if known(f"landing.{name}") else f"compare.funnel_by_cause.{name}"
    return say(key, lang).removeprefix("− ")


def _approvals(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for policy, times in data.pipeline.items():
        for side, months in times.months.items():
            spread = map(float, np.percentile(months, (25, 50, 75))) if months.size else (None, None, None)
            cells = [DASH if value is None else plain(value) for value in spread]
            count = plain(float(months.size), 0)
            rows.append([data.title(policy, lang), say(f"compare.approval_times.{side}", lang), *cells, count])
    return _heads(lang, "book", "side", "p25", "p50", "p75", "count"), rows


def _waiting(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for policy, times in data.pipeline.items():
        curve = times.unconverted
        for month in range(0, int(curve.months[-1]) + 1 if curve.months.size else 0, MONTHS):
            place = int(np.searchsorted(curve.months, month, side="right")) - 1
            if place >= 0:
                cells = [share(float(one[place]), 1) for one in (curve.left, curve.low, curve.high)]
                rows.append([data.title(policy, lang), str(month), *cells])
    return _heads(lang, "book", "month", "unconverted", "low", "high"), rows


def _mix(data: ComparisonData, lang: Language) -> Found:
    rows = []
    for policy, one in data.mix.items():
        found = {say(f"compare.instrument_mix.{cost}", lang): getattr(one, cost) for cost in COSTS}
        found |= {
            say("compare.instrument_mix.paid_by", lang, line=line_name(line, lang)): Point(yuan)
            for line, yuan in one.paid.items()
            if yuan
        }
        for name, point in found.items():
            rows.append([data.title(policy, lang), name, *_ends(point, lambda value: quantity(value, "yuan", lang))])
    return _heads(lang, "book", "cost", "mean", "low", "high"), rows


TABLES: Mapping[str, Callable[[ComparisonData, Language], Found]] = {
    "differences": _differences,
    "frontier": _frontier,
    "parties": _parties,
    "j_curves": _j_curves,
    "exit_timing": _exit_timing,
    "idle_by_cause": _idle,
    "jobs_tax": _jobs_tax,
    "sankey_landing": _landing,
    "approval_times": _approvals,
    "conversion_survival": _waiting,
    "funnel_by_cause": _causes,
    "instrument_mix": _mix,
}
