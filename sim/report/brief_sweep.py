"""The first screen of a sweep: what is better and worse at the far end of each axis, and which points may be the best.

Every sentence follows from differences on the same draws; where these cannot tell two settings apart it says so, and
about how many replications would.
"""

from collections.abc import Iterator

import numpy as np

from sim.report.document import Finding, Page
from sim.report.figures.sweep.data import Counts, SweepData, SweepMeasure
from sim.report.numbers import DASH, interval, quantity
from sim.report.sweep_differences import between, not_worse
from sim.report.tables.compare import label
from sim.report.tables.sweep import books_of, levels_of
from sim.report.texts import Language, say
from sim.report.told_apart import joined, kinds_told, names_told, parameter, wanted
from sim.report.verdicts import Verdict

MOST_FACTORS = 8  # comparisons that open a page
MOST_VALUES = 3  # of a choice, or rule books, each against the first
MOST_POINTS = 6  # named of those that may be the best
Compared = tuple[str, dict[str, Counts], bool]  # a factor, rows by value in order, and whether the values are numbers


def brief(data: SweepData, lang: Language) -> Page:
    """The findings; none where nobody knows what each replication adds (``SweepMeasure.pooled``)."""
    if not data.measures or any(len(one.pooled) != data.points.size for one in data.measures):
        return []
    told = [_against(data, *one, lang) for one in _comparisons(data, lang)]
    return [*told[:MOST_FACTORS], *_best(data, lang)]


def _comparisons(data: SweepData, lang: Language) -> Iterator[tuple[str, dict[str, Counts], str, str]]:
    """Each factor with its groups, the value that is looked at and the one it is set against."""
    for name, groups, numbers in _factors(data, lang):
        values = list(groups)
        if numbers and len(values) > 1:
            yield name, groups, values[-1], values[0]
        elif not numbers:
            yield from ((name, groups, value, values[0]) for value in values[1 : MOST_VALUES + 1])


def _factors(data: SweepData, lang: Language) -> Iterator[Compared]:
    for number, key in enumerate(data.keys):
        name = data.label(number, lang) if lang == "zh" else parameter(key.key, lang)
        yield name, levels_of(data, number, lang), not key.names
    if len(data.policies) > 1:
        yield say("compare.table.policy", lang), books_of(data, lang), False


def _against(data: SweepData, name: str, groups: dict[str, Counts], high: str, low: str, lang: Language) -> Finding:
    """What one value of a factor does against another."""
    found = between(data, groups[high], groups[low])
    words = {"name": name, "high": high, "low": low}
    text = _apart(data, found, lang, **words) + _turns(data, groups, high, low, lang)
    others = len(data.keys) + (len(data.policies) > 1) > 1
    kind = "alone" if not others else "grid" if data.design == "grid" else "sampled"
    return Finding(say("sweep.brief.head", lang, **words), text, say(f"sweep.brief.sure.{kind}", lang))


def _apart(data: SweepData, found: list[Verdict], lang: Language, **words: str) -> str:
    """How many measures are told apart, which, and which not; where none is, that comes first."""
    n, count = int(data.replications.max(initial=0)), len(found)
    absent = names_told("absent", [one.measure for one in data.measures if one.measure not in _names(found)], lang)
    if not found:
        return absent.strip()
    if all(one.kind == "same" for one in found):
        return say("sweep.brief.same", lang, n=n, count=count, **words) + absent
    counts = {kind: sum(one.kind == kind for one in found) for kind in ("better", "worse", "other", "open", "same")}
    if counts["open"] + counts["same"] == count:
        first = say("sweep.brief.none", lang, n=n, count=count, **words)
    else:
        trade = say("sweep.brief.trade", lang) if counts["better"] and counts["worse"] else ""
        first = say("sweep.brief.some", lang, total=count, **counts, **words) + trade + kinds_told(found, lang)
    still = [one.measure for one in found if one.kind == "open"]
    more = names_told("open", still, lang) + wanted(found, n, lang) if still else ""
    return first + more + names_told("same_ones", [one.measure for one in found if one.kind == "same"], lang) + absent


def _names(found: list[Verdict]) -> set[str]:
    return {one.measure for one in found}


def _turns(data: SweepData, groups: dict[str, Counts], high: str, low: str, lang: Language) -> str:
    """The measures that do not move one way: some value between is above both ends, or below both, beyond chance."""
    first, *inner, last = groups
    told = []
    for value in inner if (first, last) == (low, high) else ():
        ends = [{one.measure: one for one in between(data, groups[value], groups[end])} for end in (low, high)]
        for measure in ends[0].keys() & ends[1].keys():
            both = [end[measure] for end in ends]
            if all(one.kind in ("better", "worse", "other") for one in both) and both[0].mean * both[1].mean > 0:
                told.append((measure, "above" if both[0].mean > 0 else "below", value, abs(both[0].mean)))
    most = {measure: max((one for one in told if one[0] == measure), key=lambda one: one[3]) for measure, *_ in told}
    listed = [
        say(f"sweep.brief.turn.{most[one.measure][1]}", lang, label=one.name(lang), value=most[one.measure][2])
        for one in data.measures
        if one.measure in most
    ]
    return say("sweep.brief.turns", lang, listed=joined(listed, lang)) if listed else ""


def _best(data: SweepData, lang: Language) -> Page:
    """Of three points and more, which may be the best in each measure of which more or less is better."""
    judged = [one for one in data.measures if one.better and int(np.isfinite(one.value).sum()) > 2]
    told = [_may_be_best(data, one, lang) for one in judged]
    if not told:
        return []
    text = ("" if lang == "zh" else " ").join(told)
    return [Finding(say("sweep.brief.best.head", lang), text, say("sweep.brief.best.sure", lang))]


def _may_be_best(data: SweepData, measure: SweepMeasure, lang: Language) -> str:
    best, near = not_worse(measure)
    total = int(np.isfinite(measure.value).sum()) - 1
    unit = measure.unit
    words = {"label": label(measure.measure, lang), "value": quantity(float(measure.value[best]), unit, lang)}
    told = interval(float(measure.low[best]), float(measure.high[best]), unit, lang)
    words["value_ci"] = say("sweep.brief.no_interval", lang) if told == DASH else told
    quotes = "“{}”" if lang == "zh" else "{}"
    words |= {
        "best": _place(data, best, lang),
        "listed": joined([quotes.format(_place(data, row, lang)) for row in near], lang),
    }
    kind = "alone" if not near else "any" if len(near) == total else "many" if len(near) > MOST_POINTS else "some"
    return say(f"sweep.brief.best.{kind}", lang, count=len(near), total=total, **words)


def _place(data: SweepData, row: int, lang: Language) -> str:
    """A point by its settings where it has few, else by its number."""
    if len(data.keys) > 2:
        return say("sweep.brief.point", lang, point=int(data.points[row]))
    parts = [data.title(data.policies[int(data.policy[row])], lang)] if len(data.policies) > 1 else []
    for number, key in enumerate(data.keys):
        text = key.text(float(data.settings[row, number]), lang)
        parts.append(text if len(data.keys) == 1 else f"{data.label(number, lang)} {text}")
    return ("，" if lang == "zh" else ", ").join(parts)
