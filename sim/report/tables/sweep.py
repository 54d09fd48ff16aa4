"""Tables of sweeps for terminals and pages."""

from collections.abc import Iterator

import numpy as np

from sim.report.figures.sweep.data import Counts, SweepData, SweepMeasure
from sim.report.numbers import DASH, interval, quantity
from sim.report.tables.compare import change
from sim.report.texts import Language, say
from sim.scenario.book import by_key

Rows = Counts
Printed = tuple[list[str], list[list[str]]]


def values_table(data: SweepData, lang: Language) -> Printed:
    """Headings and rows: a row a point in order, its settings, each measure with its interval and n, replications."""
    heads = [*_heads(data, lang)]
    for measure in data.measures:
        heads += [measure.name(lang), say("table.interval", lang), "n"]
    rows = []
    for row in range(data.points.size):
        cells = _settings(data, row, lang)
        for measure in data.measures:
            cells += [*_value(measure, row, lang), str(int(measure.n[row]))]
        rows.append([*cells, _count(data, row)])
    return [*heads, say("sweep.table.replications", lang)], rows


def ranked_table(data: SweepData, measure: str, lang: Language, most: int | None = None) -> Printed:
    """Headings and rows: points from the best of ``measure`` (the highest where none is better) to those without."""
    one = data.of(measure)
    order = ranked(one)[:most]
    heads = [say("sweep.table.rank", lang), *_heads(data, lang), one.name(lang), say("table.interval", lang), "n"]
    heads.append(say("sweep.table.replications", lang))
    rows = [
        [str(rank), *_settings(data, row, lang), *_value(one, row, lang), str(int(one.n[row])), _count(data, row)]
        for rank, row in enumerate(order, start=1)
    ]
    return heads, rows


def ranked(measure: SweepMeasure) -> list[int]:
    """Rows from best to worst, the lower number first among equals; rows without a value last."""
    keyed = -measure.value if measure.better >= 0 else measure.value
    return [int(row) for row in np.argsort(keyed, kind="stable")]


def extremes_table(data: SweepData, lang: Language) -> Printed:
    """Headings and rows: of each measure the best and the worst point, or the highest and the lowest.

    A measure with one value at several points has one row, without a point.
    """
    heads = [say("table.measure", lang), "", *_heads(data, lang), say("table.value", lang)]
    rows: list[list[str]] = []
    for measure in data.measures:
        order = [row for row in ranked(measure) if np.isfinite(measure.value[row])]
        if len(order) > 1 and measure.value[order[0]] == measure.value[order[-1]]:
            cells = [measure.name(lang), say("sweep.table.same", lang), *[DASH] * len(_heads(data, lang))]
            rows.append([*cells, *_value(measure, order[0], lang)])
            continue
        words = ("best", "worst") if measure.better else ("highest", "lowest")
        for word, row in zip(words, (order[0], order[-1]) if order else (), strict=False):
            cells = [measure.name(lang), say(f"sweep.table.{word}", lang), *_settings(data, row, lang)]
            rows.append([*cells, *_value(measure, row, lang)])
    return [*heads, say("table.interval", lang)], rows


def changes_table(data: SweepData, lang: Language) -> Printed:
    """Headings and rows: what was varied, by how much the mean over all other settings moves between its values.

    A row for each measure and factor (a key, or the rule book), the largest move of a measure first. The mean over the
    points at one value, or in one third of a sampled range, is compared over values; points without a value are left
    out.
    """
    columns = ("factor", "lowest_at", "highest_at", "move")
    heads = [say("table.measure", lang), *(say(f"sweep.table.{column}", lang) for column in columns)]
    rows: list[list[str]] = []
    for measure in data.measures:
        moves = [(name, *found) for name, groups in factors(data, lang) if (found := move(measure, groups)) is not None]
        for name, low, high, size in sorted(moves, key=lambda one: -one[3]):
            rows.append([measure.name(lang), name, low, high, change(size, measure.unit, lang).lstrip("+")])
    return heads, rows


def move(measure: SweepMeasure, groups: dict[str, Rows]) -> tuple[str, str, float] | None:
    """The groups with the lowest and the highest mean, and their difference; None with fewer than two with a value."""
    means: dict[str, float] = {}
    for name, rows in groups.items():
        found = measure.value[rows]
        found = found[np.isfinite(found)]
        if found.size:
            means[name] = float(found.mean())
    if len(means) < 2:
        return None
    low, high = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    size = means[high] - means[low]
    return (low, high, size) if size else (DASH, DASH, size)


def factors(data: SweepData, lang: Language) -> Iterator[tuple[str, dict[str, Rows]]]:
    """Each factor, a key or the rule book, with its rows by value; a sampled number in thirds of its points."""
    for number in range(len(data.keys)):
        yield data.label(number, lang), levels_of(data, number, lang)
    if len(data.policies) > 1:
        yield say("compare.table.policy", lang), books_of(data, lang)


def levels_of(data: SweepData, number: int, lang: Language) -> dict[str, Rows]:
    """The rows at each value of key ``number``, in order; of a sampled number in each third of its points."""
    key, settings, levels = data.keys[number], data.settings[:, number], data.levels(number)
    if data.design == "grid" or key.names or levels.size <= 3:
        return {key.text(level, lang): np.flatnonzero(settings == level) for level in levels}
    parts = np.array_split(levels, 3)
    return {
        say("sweep.range", lang, low=key.tick(part[0], lang), high=key.text(part[-1], lang)): np.flatnonzero(
            (settings >= part[0]) & (settings <= part[-1])
        )
        for part in parts
    }


def books_of(data: SweepData, lang: Language) -> dict[str, Rows]:
    """The rows under each rule book."""
    return {data.title(name, lang): np.flatnonzero(data.policy == at) for at, name in enumerate(data.policies)}


def failures_table(data: SweepData, lang: Language, most: int | None = None) -> Printed:
    """Headings and rows: a row for each failure, its point and settings, the replications, and the reason."""
    columns = ("replication", "reason")
    heads = [*_heads(data, lang), *(say(f"sweep.table.{column}", lang) for column in columns)]
    row_of = {int(point): row for row, point in enumerate(data.points)}
    rows: list[list[str]] = []
    for one in data.failures[:most]:
        between = {"low": one.first, "high": one.last}
        which = str(one.first) if one.first == one.last else say("sweep.range", lang, **between)
        rows.append([*_settings(data, row_of[one.point], lang), which, one.reason])
    return heads, rows


def keys_table(data: SweepData, lang: Language) -> Printed:
    """Headings and rows: a row for each key, coded, with its name or in English its meaning; the values that occur."""
    heads = [say(f"sweep.table.{column}", lang) for column in ("key", "values")]
    rows: list[list[str]] = []
    for number, key in enumerate(data.keys):
        texts = [key.text(level, lang) for level in data.levels(number)]
        shown = ", ".join(texts)
        if not key.names and len(texts) > 8:
            ends = {"low": texts[0], "high": texts[-1], "count": len(texts)}
            shown = say("sweep.table.between", lang, **ends)
        rows.append([f"`{key.key}` {key.zh if lang == 'zh' else by_key()[key.key].doc}".rstrip(), shown])
    return heads, rows


def _heads(data: SweepData, lang: Language) -> list[str]:
    """Point, rule book where there are several, and the keys."""
    heads = [say("sweep.table.point", lang)]
    if len(data.policies) > 1:
        heads.append(say("compare.table.policy", lang))
    return heads + [data.label(number, lang) for number in range(len(data.keys))]


def _settings(data: SweepData, row: int, lang: Language) -> list[str]:
    cells = [str(int(data.points[row]))]
    if len(data.policies) > 1:
        cells.append(data.title(data.policies[int(data.policy[row])], lang))
    return cells + [key.text(float(data.settings[row, at]), lang) for at, key in enumerate(data.keys)]


def _value(measure: SweepMeasure, row: int, lang: Language) -> list[str]:
    value, low, high = (float(column[row]) for column in (measure.value, measure.low, measure.high))
    return [quantity(value, measure.unit, lang), interval(low, high, measure.unit, lang)]


def _count(data: SweepData, row: int) -> str:
    """The replications that exist, and with a plus those that failed."""
    failed = int(data.failed[row])
    return f"{int(data.replications[row])}" + (f" (+{failed} ×)" if failed else "")
