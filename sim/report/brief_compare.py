"""The first screen of a comparison: which rule book is surely better at what, what it costs, and what came anyway.

Every sentence follows from the numbers; where they cannot tell two rule books apart it says so, and how many
replications would.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.measures.budget import IDLE
from sim.measures.headlines import JUDGED
from sim.report.brief import beside, of_hundred, side
from sim.report.document import Finding, Page
from sim.report.over_ranges import Ranges
from sim.report.quoting import ABSENT, quoted
from sim.report.tables.compare import label
from sim.report.tables.measures import headline
from sim.report.texts import Language, say
from sim.report.told_apart import joined, kinds_told, names_told, one_told, wanted
from sim.report.verdicts import COST, Verdict, verdicts
from sim.scenario.titles import Titles

Summary = Mapping[str, Any]
ADDED = ("additionality.private_capital.funds", "additionality.companies")
BESIDE = {"treasury": ("treasury.irr", "treasury.tvpi"), "waits": ("budget.idle_rate",)}


def brief(summary: Summary, named: Sequence[str], titles: Titles, ranges: Ranges | None, lang: Language) -> Page:
    """The findings; ``named`` are the rule books asked for, ``ranges`` what is known of the baseline's numbers."""
    worlds = without_funds(summary)
    books = [name for name in named if name not in worlds]
    base = summary["baseline"]
    known = (ranges, titles.of(base, lang))
    told = [_against(summary, name, titles, lang) for name in books if name != base]
    return [
        *told,
        *_listed("treasury", [_treasury(summary, name, titles, lang) for name in books], known, lang),
        *_listed("anyway", _anyway(summary, books, titles, lang), (None, ""), lang),
        *_listed("waits", [_waits(summary, name, titles, lang) for name in books], known, lang),
    ]


def without_funds(summary: Summary) -> list[str]:
    """The worlds without a guidance fund."""
    return list(dict.fromkeys(summary["counterfactuals"].values()))


def _listed(name: str, sentences: Sequence[str], known: tuple[Ranges | None, str], lang: Language) -> Page:
    """A finding about each rule book; ``known`` are the ranges of one of them, with its title."""
    text = ("" if lang == "zh" else " ").join(one for one in sentences if one)
    if not text:
        return []
    near = beside(BESIDE.get(name, ()), known[0], lang, known[1])
    return [Finding(say(f"brief.{name}.head", lang), text, say("brief.sure", lang), near)]


def _against(summary: Summary, name: str, titles: Titles, lang: Language) -> Finding:
    """What is sure of one rule book against the baseline."""
    total, differences = summary["replications"], summary["differences"][name]
    found = verdicts(differences, total)
    books = {"book": titles.of(name, lang), "baseline": titles.of(summary["baseline"], lang)}
    text = _apart(found, total, lang, **books) + _cost(verdicts(differences, total, (COST,)), lang)
    return Finding(say("brief.against.head", lang, **books), text, say("brief.against.sure", lang))


def _apart(found: Sequence[Verdict], total: int, lang: Language, **books: str) -> str:
    """How many measures are told apart, which, and which not; where none is, that comes first."""
    if all(one.kind == "same" for one in found):
        return say("brief.against.same", lang, n=total, count=len(found), **books)
    sure = [one for one in found if one.kind not in ("open", "same")]
    if not sure:
        return say("brief.against.none", lang, n=total, count=len(found), **books) + wanted(found, total, lang)
    count = {kind: sum(one.kind == kind for one in found) for kind in ("better", "worse", "other", "open", "same")}
    parts = [kinds_told(sure, lang)]
    by_name = {kind: [one.measure for one in found if one.kind == kind] for kind in ("open", "same")}
    if by_name["open"]:
        parts.append(names_told("open", by_name["open"], lang) + wanted(found, total, lang))
    absent = [name for name in JUDGED if name not in {one.measure for one in found}]
    parts += [names_told("same_ones", by_name["same"], lang), names_told("absent", absent, lang)]
    return say("brief.against.some", lang, **count, **books) + "".join(parts)


def _cost(found: Sequence[Verdict], lang: Language) -> str:
    """What the public pays more or less for it."""
    if not found:
        return ""
    kind = {"better": "less", "worse": "more"}.get(found[0].kind, found[0].kind)
    return say(f"brief.cost.{kind}", lang, one=one_told(found[0], lang))


def _treasury(summary: Summary, name: str, titles: Titles, lang: Language) -> str:
    """Whether the treasury gains under one rule book."""
    measures, book = summary["policies"][name]["measures"], titles.of(name, lang)
    one = measures.get("treasury.tvpi", ABSENT)
    if not headline(measures.get("budget.appropriated", ABSENT))[0] or headline(one)[0] is None:
        return say("brief.each.nothing", lang, book=book)
    words = {"paid": quoted(measures["budget.appropriated"], lang)[0], **of_hundred(one, lang)}
    back = ""
    if headline(late := measures.get("treasury.back_share.10", ABSENT))[0] is not None:
        share, share_ci = quoted(late, lang)
        back = say("brief.each.back", lang, share=share, share_ci=share_ci)
    return say(f"brief.each.{side(headline(one)[1], 1.0)}", lang, book=book, back=back, **words)


def _anyway(summary: Summary, books: Sequence[str], titles: Titles, lang: Language) -> list[str]:
    """What is there without a guidance fund, and what each rule book adds to it."""
    told = []
    for world in without_funds(summary):
        funded = summary["policies"][world]["measures"].get("company.funded", ABSENT)
        if headline(funded)[0] is not None:
            value, ends = quoted(funded, lang)
            told.append(say("brief.anyway.world", lang, world=titles.of(world, lang), funded=value, funded_ci=ends))
    return told + [_added(summary, name, titles, lang) for name in books]


def _added(summary: Summary, name: str, titles: Titles, lang: Language) -> str:
    """What comes in addition under one rule book, and whether that is sure."""
    measures = summary["policies"][name]["measures"]
    found = {key: measures.get(key, ABSENT) for key in ADDED}
    parts = []
    for key, one in found.items():
        value, ends = headline(one)
        if value is not None:
            text, told = quoted(one, lang)
            verdict = say(f"brief.added.{'none' if value == 0.0 and ends[0] is None else side(ends, 0.0)}", lang)
            words = {"label": label(key, lang), "value": text, "value_ci": told, "verdict": verdict}
            parts.append(say("brief.added.one", lang, **words))
    return say("brief.added", lang, book=titles.of(name, lang), parts=joined(parts, lang)) if parts else ""


def _waits(summary: Summary, name: str, titles: Titles, lang: Language) -> str:
    """What of the money under management is not at work under one rule book, and the largest cause."""
    measures = summary["policies"][name]["measures"]
    whole = measures.get("budget.idle_rate", ABSENT)
    if headline(whole)[0] is None:
        return ""
    causes = {cause: headline(measures.get(f"budget.idle_rate.{cause}", ABSENT))[0] or 0.0 for cause in IDLE}
    first = max(causes, key=lambda cause: causes[cause])
    total, total_ci = quoted(whole, lang)
    share, share_ci = quoted(measures[f"budget.idle_rate.{first}"], lang)
    words = {"book": titles.of(name, lang), "total": total, "total_ci": total_ci, "share": share, "share_ci": share_ci}
    return say("brief.each.waits", lang, **words, cause=say(f"brief.idle.{first}", lang))
