"""The first screen of a run: what the treasury pays and gets, what would have come anyway, and what waits where.

Its sentences follow from the numbers: whether the treasury gains is said where the interval says so, and else that it
cannot be told.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sim.measures.budget import IDLE
from sim.measures.catalogue import CATALOGUE
from sim.report.document import Command, Finding, Page
from sim.report.figures.run.data import FigureData
from sim.report.numbers import DASH, interval, plain
from sim.report.over_ranges import Ranges, ranged
from sim.report.quoting import ABSENT, Measures, in_cells, quoted, sentence, without_interval, words_for
from sim.report.tables.measures import headline
from sim.report.texts import Language, say

BACK_YEARS = (5, 10, 15)
DAYS_A_YEAR = 365.25
HALF = 0.5
# What is told of the ranges beside each finding, where a study of them has it.
BESIDE = {
    "treasury": ("treasury.irr", "treasury.tvpi", "treasury.back_share.10"),
    "anyway": ("leverage.private_per_public",),
    "waits": ("budget.idle_rate", "stage_equity.exit.overdue"),
}


def brief(data: FigureData, measures: Measures, compared: str, ranges: Ranges | None, lang: Language) -> Page:
    """The findings; ``compared`` is the command that tells what would have come anyway."""
    waits = _waits(measures, lang)
    return [
        _finding("treasury", _treasury(data, measures, lang), ranges, lang),
        _finding("anyway", _anyway(measures, lang), ranges, lang),
        Command(compared),
        *([_finding("waits", waits, ranges, lang)] if waits else []),
    ]


def _finding(name: str, text: str, ranges: Ranges | None, lang: Language) -> Finding:
    return Finding(say(f"brief.{name}.head", lang), text, say("brief.sure", lang), beside(BESIDE[name], ranges, lang))


def beside(names: Sequence[str], ranges: Ranges | None, lang: Language, book: str = "") -> str:
    """How far the measures of ``names`` move over the ranges of the assumptions; empty where nobody knows.

    Beside a finding about several rule books ``book`` is the title of the one whose ranges they are.
    """
    spans = {name: ranged(ranges, name, lang) for name in names}
    labels = {name: CATALOGUE[name].called(lang) for name in names}
    listed = [say("ranges.one", lang, label=labels[name], span=span) for name, span in spans.items() if span]
    words = {"listed": ("；" if lang == "zh" else "; ").join(listed)}
    if not listed:
        return ""
    return say("ranges.of_book", lang, book=book, **words) if book else say("ranges.first", lang, **words)


def side(ends: tuple[float | None, float | None], middle: float) -> str:
    """On which side of ``middle`` an interval lies: ``above``, ``below``, or ``open`` where it holds it or is none."""
    low, high = ends
    if low is not None and low > middle:
        return "above"
    return "below" if high is not None and high < middle else "open"


def _treasury(data: FigureData, measures: Measures, lang: Language) -> str:
    """Whether the treasury gains, what it pays and gets, and when."""
    paid = headline(measures.get("budget.appropriated", ABSENT))[0]
    names = {"paid": "budget.appropriated", "peak": "treasury.peak_cash_out"}
    words = words_for(names, measures, lang) if paid else None
    if words is None or headline(measures.get("treasury.tvpi", ABSENT))[0] is None:
        return say("brief.treasury.nothing", lang)
    words |= of_hundred(measures["treasury.tvpi"], lang)
    verdict = side(headline(measures["treasury.tvpi"])[1], 1.0)
    told = {
        "verdict": say(f"brief.treasury.{verdict}", lang, n=data.footer.replications),
        "peak": _sure(measures, "treasury.peak_cash_out", lang),
        "rate": sentence("brief.treasury.rate", {"irr": "treasury.irr"}, measures, lang),
        "back": _back(measures, lang),
        "when": _when(data, measures, lang),
    }
    return say("brief.treasury.text", lang, **(words | told))


def of_hundred(tvpi: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """What comes back of a hundred yuan, with its interval: two decimals of one would hide which side of it lies."""
    value, (low, high) = headline(tvpi)
    none = low is None or high is None
    ends = without_interval(tvpi, lang) if none else interval(100 * (low or 0.0), 100 * (high or 0.0), "", lang)
    return {"tvpi": DASH if value is None else plain(100 * value), "tvpi_ci": ends}


def _sure(measures: Measures, name: str, lang: Language) -> str:
    """A value with its interval, or that it is the same in every replication."""
    text, ends = quoted(measures[name], lang)
    low, high = headline(measures[name])[1]
    if low is not None and low == high:
        return say("brief.same", lang, value=text)
    return say("brief.within", lang, value=text, value_ci=ends)


def _back(measures: Measures, lang: Language) -> str:
    """What of all appropriations is back in cash by the end of some years."""
    found = {year: measures.get(f"treasury.back_share.{year}", ABSENT) for year in BACK_YEARS}
    told = [_back_by(year, *in_cells(one, lang), lang) for year, one in found.items() if headline(one)[0] is not None]
    return say("brief.treasury.back", lang, listed=("，" if lang == "zh" else ", ").join(told)) if told else ""


def _back_by(year: int, part: str, ends: str, lang: Language) -> str:
    """What is back by a year; a share that is the same in every replication has no interval."""
    if ends == DASH:
        return say("page.back_by_exactly", lang, year=year, share=part)
    return say("page.back_by", lang, year=year, share=part, share_ci=ends)


def _when(data: FigureData, measures: Measures, lang: Language) -> str:
    """When half of the replications have all their money back, or that they do not."""
    one, total = measures.get("treasury.back_year"), data.footer.replications
    if one is None:
        return ""
    years = headline(one)[0]
    if years is None:
        return say("page.back_never", lang, n=one["n"], total=total, year=_calendar_year(data, float(data.years[-1])))
    told = dict(zip(("years", "years_ci"), quoted(one, lang), strict=True))
    return say("page.back_in", lang, **told, n=one["n"], total=total, year=_calendar_year(data, years))


def _calendar_year(data: FigureData, years: float) -> int:
    return (data.start + timedelta(days=round(years * DAYS_A_YEAR))).year


def _anyway(measures: Measures, lang: Language) -> str:
    """That a run alone does not know, and how much private money stands beside the public in any case."""
    ratio = sentence("brief.anyway.ratio", {"ratio": "leverage.private_per_public"}, measures, lang, bare=True)
    return say("brief.anyway.text", lang, ratio=ratio)


def _waits(measures: Measures, lang: Language) -> str:
    """What of the money under management is not at work, the largest cause first, and what is held beyond its deadline.

    Empty where there is no money to wait.
    """
    whole = measures.get("budget.idle_rate", ABSENT)
    if headline(whole)[0] is None:
        return ""
    total, ends = quoted(whole, lang)
    verdict = say(f"brief.waits.{side(headline(whole)[1], HALF)}", lang)
    causes = {cause: headline(measures.get(f"budget.idle_rate.{cause}", ABSENT))[0] for cause in IDLE}
    ordered = sorted((cause for cause, part in causes.items() if part), key=lambda cause: -(causes[cause] or 0.0))
    parts = [
        say("brief.waits.part", lang, cause=say(f"brief.idle.{one}", lang), **_part(measures, one, lang))
        for one in ordered
    ]
    overdue = sentence("brief.waits.overdue", {"share": "stage_equity.exit.overdue"}, measures, lang)
    words = {"verdict": verdict, "total": total, "total_ci": ends, "overdue": overdue}
    return say("brief.waits.text", lang, **words, parts=("，" if lang == "zh" else ", ").join(parts))


def _part(measures: Measures, cause: str, lang: Language) -> dict[str, str]:
    text, ends = quoted(measures[f"budget.idle_rate.{cause}"], lang)
    return {"share": text, "share_ci": ends}
