"""Words for what is told apart and what is not: a difference with its interval, lists by kind, replications needed."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from sim.measures.catalogue import EVERY
from sim.report.numbers import DASH, plain
from sim.report.tables.compare import change, change_interval, label
from sim.report.texts import Language, say
from sim.report.verdicts import Kind, Verdict, nearest
from sim.scenario.book import by_key

CLAUSE = re.compile(r"[;:(]")
SURE: tuple[Kind, ...] = ("better", "worse", "other")


def joined(words: Sequence[str], lang: Language) -> str:
    """Things one after the other, each of which may hold commas."""
    return ("；" if lang == "zh" else "; ").join(words)


def with_ends(name: str, value: float, ends: Sequence[float] | None, unit: str, lang: Language) -> str:
    """``name`` with a difference and its interval; without one, that there is none."""
    low, high = ends or (None, None)
    told = change_interval(low, high, unit, lang)
    words = {"label": name, "value": change(value, unit, lang)}
    return say("apart.bare", lang, **words) if told == DASH else say("brief.against.one", lang, **words, value_ci=told)


def one_told(one: Verdict, lang: Language) -> str:
    """A measure's difference with its interval."""
    return with_ends(label(one.measure, lang), one.mean, one.ends, EVERY[one.measure].unit, lang)


def kinds_told(found: Sequence[Verdict], lang: Language) -> str:
    """What is better, worse and other, each with its interval."""
    parts = []
    for kind in SURE:
        listed = [one_told(one, lang) for one in found if one.kind == kind]
        parts += [say(f"brief.against.{kind}", lang, listed=joined(listed, lang))] if listed else []
    return "".join(parts)


def names_told(kind: str, names: Sequence[str], lang: Language) -> str:
    """A list of measures under the words of ``kind``; empty for none."""
    listed = joined([label(name, lang) for name in names], lang)
    return say(f"brief.against.{kind}", lang, listed=listed) if names else ""


def wanted(found: Sequence[Verdict], total: int, lang: Language) -> str:
    """About how many replications would tell one of the open ones apart."""
    first = nearest(found)
    if first is None:
        unknown = any(one.kind == "open" and one.ends is None for one in found)
        return say("apart.too_few" if unknown else "brief.against.never", lang)
    return say("brief.against.needed", lang, one=one_told(first, lang), n=total, needed=plain(first.needed or 0, 0))


def parameter(key: str, lang: Language) -> str:
    """What a parameter is called in a sentence: its name in Chinese, in English the first clause of its meaning."""
    if lang == "zh":
        return f"“{by_key()[key].zh}”"
    clause = _clause(by_key()[key].doc)
    return f"{clause} (`{key.partition('.')[2]}`)" if _clauses()[clause] > 1 else clause


@cache
def _clauses() -> Counter[str]:
    """How many parameters begin with the same clause."""
    return Counter(_clause(one.doc) for one in by_key().values())


def _clause(doc: str) -> str:
    return CLAUSE.split(doc)[0].rstrip(" ,.")
