"""The sentences of a run that a reader takes away, each number with its interval.

A sentence whose measures do not exist is left out.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import numpy as np

from sim.ledger.vocabulary import GUIDANCE_LINES
from sim.measures.catalogue import IDLE_YEARS
from sim.measures.positions import INSTRUMENTS, Instrument
from sim.report.figures.run.data import FigureData
from sim.report.numbers import DASH, interval, quantity, share
from sim.report.tables.measures import headline
from sim.report.texts import Language, say

Measures = Mapping[str, Any]
BACK_YEARS = (5, 10, 15)
DAYS_A_YEAR = 365.25
EXITS = ("on_time", "lost", "overdue")
ABSENT: Mapping[str, Any] = {"unit": ""}


def findings(data: FigureData, measures: Measures, lang: Language) -> list[str]:
    """The sentences in order: treasury, all support, invested money, exits, private money, what waits, companies."""
    lines = [
        _treasury(data, measures, lang),
        _support(measures, lang),
        _invested(data, measures, lang),
        *(_exit(instrument, measures, lang) for instrument in INSTRUMENTS),
        _sentence("page.private", {"ratio": "leverage.private_per_public"}, measures, lang, bare=True),
        _waiting(measures, lang),
        _purses(measures, lang),
        _companies(measures, lang),
    ]
    return [line for line in lines if line]


def idle_by_year(measures: Measures, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: of each of the first years, what lay in the account and what was not yet at work."""
    columns = ("year", "in_account", "interval", "not_at_work", "interval")
    rows: list[list[str]] = []
    for year in range(1, IDLE_YEARS + 1):
        both = [measures.get(f"budget.idle_rate{kind}.year.{year}", ABSENT) for kind in (".uncommitted", "")]
        if headline(both[1])[0] is not None:
            rows.append([str(year), *(text for one in both for text in _quoted(one, lang))])
    return [say(f"table.{column}", lang) for column in columns], rows


def _treasury(data: FigureData, measures: Measures, lang: Language) -> str:
    """What the treasury pays and gets, and when."""
    back = [
        _back_by(year, part, ends, lang)
        for year in BACK_YEARS
        for part, ends in [_quoted(measures.get(f"treasury.back_share.{year}", ABSENT), lang)]
        if part != DASH
    ]
    names = {name: f"treasury.{name}" for name in ("irr", "tvpi", "peak_cash_out")} | {"paid": "budget.appropriated"}
    words = _words(names, measures, lang)
    if words is None or not back:
        return say("page.nothing", lang)
    words["tvpi"] = words["tvpi"].removesuffix("×")
    join = "，" if lang == "zh" else ", "
    return say("page.treasury", lang, **words, back=join.join(back), when=_when(data, measures, lang))


def _support(measures: Measures, lang: Language) -> str:
    """What all support costs, where there is any beside the guidance fund."""
    alone = (headline(measures.get(name, ABSENT))[0] for name in ("fiscal.net_cost_pv", "public.net_cost_pv"))
    if len(set(alone)) == 1:
        return ""
    names = {"cost": "fiscal.net_cost_pv", "back": "fiscal.recovered"}
    after = _words({"after": "fiscal.net_cost_after_tax_pv"}, measures, lang)
    told = "" if after is None else say("page.support_after_tax", lang, **after)
    words = _words(names, measures, lang)
    if words is None:
        return ""
    words["back"] = words["back"].removesuffix("×")
    return say("page.support", lang, **words, after=told)


def _back_by(year: int, part: str, ends: str, lang: Language) -> str:
    """What is back by a year; a share that is the same in every replication has no interval."""
    if ends == DASH:
        return say("page.back_by_exactly", lang, year=year, share=part)
    return say("page.back_by", lang, year=year, share=part, share_ci=ends)


def _when(data: FigureData, measures: Measures, lang: Language) -> str:
    """When half of the replications have all their money back, or that they do not."""
    one, total = measures["treasury.back_year"], data.footer.replications
    years, ends = headline(one)
    if years is None:
        return say("page.back_never", lang, n=one["n"], total=total, year=_calendar_year(data, float(data.years[-1])))
    told = {"years": quantity(years, "years", lang), "years_ci": interval(*ends, "years", lang)}
    return say("page.back_in", lang, **told, n=one["n"], total=total, year=_calendar_year(data, years))


def _calendar_year(data: FigureData, years: float) -> int:
    return (data.start + timedelta(days=round(years * DAYS_A_YEAR))).year


def _invested(data: FigureData, measures: Measures, lang: Language) -> str:
    """What the money earns that the guidance fund has paid out."""
    words = _words({"irr": "public.irr", "tvpi": "public.tvpi", "peak": "budget.peak_exposure"}, measures, lang)
    if words is None:
        return ""
    words["tvpi"] = words["tvpi"].removesuffix("×")
    values = data.irr.values[np.isfinite(data.irr.values)]
    loss = share(float(np.mean(values < 0))) if values.size else DASH
    return say("page.earns", lang, **words, loss=loss)


def _exit(instrument: Instrument, measures: Measures, lang: Language) -> str:
    """How the positions of one instrument met their deadline, in three parts, by count and by cost."""
    names = {end: f"{instrument}.exit.{end}" for end in EXITS}
    names |= {f"{end}_cost": f"{instrument}.exit.{end}.by_cost" for end in EXITS}
    words = _words(names, measures, lang)
    return "" if words is None else say("page.timely", lang, **words, instrument=say(f"line.{instrument}", lang))


def _waiting(measures: Measures, lang: Language) -> str:
    """What lies in the account, and what else is not yet at work."""
    names = {"idle": "uncommitted", "not_set_up": "not_set_up", "undrawn": "undrawn"}
    names = {word: f"budget.idle_rate.{cause}" for word, cause in names.items()}
    return _sentence("page.idle", names | {"total": "budget.idle_rate"}, measures, lang)


def _purses(measures: Measures, lang: Language) -> str:
    """How much of each purse's money was ever used; a purse most of whose money never was is named."""
    found = {line: measures.get(f"budget.used_share.{line}", ABSENT) for line in GUIDANCE_LINES}
    found = {line: one for line, one in found.items() if headline(one)[0] is not None}
    if not found:
        return ""
    parts = [
        say("page.used", lang, line=say(f"line.{line}", lang), share=text, share_ci=ends)
        for line, one in found.items()
        for text, ends in [_quoted(one, lang)]
    ]
    wasted = [say(f"line.{line}", lang) for line, one in found.items() if (headline(one)[0] or 0.0) < 0.5]
    join = "、" if lang == "zh" else ", "
    finding = say("page.unused", lang, lines=join.join(wasted)) if wasted else ""
    return say("page.purses", lang, parts=("；" if lang == "zh" else "; ").join(parts), finding=finding)


def _companies(measures: Measures, lang: Language) -> str:
    names = {name: f"company.{name}" for name in ("founded", "funded", "listed")}
    return _sentence("page.companies", names, measures, lang, bare=lang == "en")


def _sentence(key: str, names: dict[str, str], measures: Measures, lang: Language, *, bare: bool = False) -> str:
    """The text of ``key`` with each measure as ``word`` and its interval as ``word_ci``; empty when one is missing."""
    words = _words(names, measures, lang, bare=bare)
    return "" if words is None else say(key, lang, **words)


def _words(names: dict[str, str], measures: Measures, lang: Language, *, bare: bool = False) -> dict[str, str] | None:
    """Each measure as ``word`` and its interval as ``word_ci``; None when one is missing."""
    words: dict[str, str] = {}
    for word, name in names.items():
        if headline(measures.get(name, ABSENT))[0] is None:
            return None
        words[word], words[f"{word}_ci"] = _quoted(measures[name], lang, bare=bare)
    return words


def _quoted(one: Mapping[str, Any], lang: Language, *, bare: bool = False) -> tuple[str, str]:
    """A value and its interval; ``bare`` without the unit, where the sentence names it."""
    value, ends = headline(one)
    unit = str(one["unit"])
    text = quantity(value, unit, lang)
    if bare:
        text = text.removesuffix("×").split(" ")[0]
    return text, interval(*ends, unit, lang)
