"""Sentences on what the city gets in taxes, and whether they cover what all support pays (question 10)."""

from collections.abc import Mapping
from typing import Any

from sim.measures.survival import YEAR
from sim.report.numbers import interval, plain, quantity, share
from sim.report.quoting import quoted
from sim.report.tables.measures import headline
from sim.report.texts import Language, say
from sim.scenario.book import by_key
from sim.scenario.economy_schema import Economy

Measures = Mapping[str, Any]
RATE, LOCAL = "economy.operations.tax_rate", "economy.operations.tax_local_share"


def taxes(measures: Measures, total: int, lang: Language) -> str:
    """What the city gets under one rule book, and when that covers the fund; empty where companies are not counted."""
    return _told("city.taxes", "city", measures, total, lang)


def additional_taxes(measures: Measures, title: str, total: int, lang: Language) -> str:
    """The same against the world without a guidance fund, of the rule book ``title``."""
    return _told("city.additional", "additionality", measures, total, lang, title=title)


def tax_base(economy: Economy, lang: Language) -> str:
    """Of what the city gets which part, and how far that is from sure: all answers are in proportion to it."""
    terms = economy.operations
    ends = [
        by_key()[key].plausible or (value, value)
        for key, value in ((RATE, terms.tax_rate), (LOCAL, terms.tax_local_share))
    ]
    whole, low, high = terms.tax_rate * terms.tax_local_share, ends[0][0] * ends[1][0], ends[0][1] * ends[1][1]
    words = {"rate": terms.tax_rate, "local": terms.tax_local_share, "whole": whole, "low": low, "high": high}
    return say("city.base", lang, **{word: share(value, digits=1) for word, value in words.items()})


def by_year(yearly: Mapping[str, Any], lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: on each programme day the jobs in the city and how many of all companies sell so much, means.

    ``yearly`` as in ``FigureData``.
    """
    names = [name for name in yearly if name == "jobs" or name not in ("days", "sales", "tax")]
    rows = [
        [plain(float(day) / YEAR, 1), *(plain(float(yearly[name][at]), 0 if name == "jobs" else 1) for name in names)]
        for at, day in enumerate(yearly.get("days", ()))
    ]
    return [say(f"city.years.{name}", lang) for name in ("days", *names)], rows


def _told(key: str, family: str, measures: Measures, total: int, lang: Language, **words: str) -> str:
    one = measures.get(f"{family}.tax_pv", {})
    if headline(one)[0] is None:
        return ""
    words |= dict(zip(("tax", "tax_ci"), quoted(one, lang), strict=True))
    return say(key, lang, **words, when=_when(family, measures, total, lang))


def _when(family: str, measures: Measures, total: int, lang: Language) -> str:
    """After how many years half of the replications are there, or that they are not; nothing without an outlay."""
    if headline(measures.get("city.tax_paid_back", {}))[0] is None:
        return ""
    one = measures[f"{family}.tax_payback_years"]
    years, ends = headline(one)
    if years is None:
        return say("city.never", lang, n=one["n"], total=total)
    told = quantity(years, "years", lang)
    if ends[0] is None:
        return say("city.after_about", lang, years=told)
    return say("city.after", lang, years=told, years_ci=interval(*ends, "years", lang))
