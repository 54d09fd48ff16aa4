"""The first screen of a sensitivity study: which parameters matter to each measure, and which may be nothing.

Every sentence follows from the numbers: a parameter matters where its effect is beyond what chance gives.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.document import Finding, Page
from sim.report.numbers import DASH, interval, plain, quantity
from sim.report.tables.compare import change, change_interval, label
from sim.report.tables.sensitivity import ends
from sim.report.texts import Language, say
from sim.report.told_apart import joined, parameter
from sim.scenario.plain_text import markdown

Summary = Mapping[str, Any]
Effect = Mapping[str, Any]
MOST = 5  # parameters named of each kind


def brief(summary: Summary, lang: Language) -> Page:
    """A finding for each measure."""
    return [_finding(summary, measure, lang) for measure in summary["measures"]]


def _finding(summary: Summary, measure: str, lang: Language) -> Finding:
    one, method = summary["measures"][measure], summary["method"]
    effects = [effect for effect in one["effects"] if effect["effect"] is not None]
    if not effects:
        return Finding(label(measure, lang), _nothing(summary, one, lang), say("sensitivity.chance", lang))
    sure = [effect for effect in effects if effect["noticeable"]]
    counts = {"sure": len(sure), "count": len(one["effects"]), "n": summary["replications"]}
    kind = "some" if sure else "none"
    parts = [say(f"sensitivity.brief.{kind}", lang, **counts), _matter(method, sure, one["unit"], lang)]
    parts += [_others(effects, lang), _rest(summary, one, effects, sure, lang)]
    return Finding(label(measure, lang), "".join(parts), say("sensitivity.brief.sure", lang), _ranges(sure, lang))


def _nothing(summary: Summary, one: Mapping[str, Any], lang: Language) -> str:
    if one["infinite"]:
        return say("sensitivity.page.infinite", lang, count=one["infinite"], points=summary["points"])
    return say("sensitivity.absent", lang)


def _matter(method: str, sure: Sequence[Effect], unit: str, lang: Language) -> str:
    """The parameters beyond chance, the largest first, each with its effect and interval."""
    if not sure:
        return ""
    listed = joined([_told(method, effect, unit, lang) for effect in sure[:MOST]], lang)
    more = say("sensitivity.brief.more", lang, count=len(sure) - MOST) if len(sure) > MOST else ""
    return say(f"sensitivity.brief.{method}", lang, listed=listed, more=more)


def _told(method: str, one: Effect, unit: str, lang: Language) -> str:
    low, high = one["ci95"] or (None, None)
    if method == "sobol":  # an index is a share of variance
        value, told = quantity(one["effect"], "share", lang), interval(low, high, "share", lang)
    else:
        value, told = change(one["effect"], unit, lang), change_interval(low, high, unit, lang)
    words = {"label": parameter(one["parameter"], lang), "value": value if method == "tornado" else value.lstrip("+")}
    return say("apart.bare", lang, **words) if told == DASH else say("brief.against.one", lang, **words, value_ci=told)


def _others(effects: Sequence[Effect], lang: Language) -> str:
    """Those that cannot be told from none, and those of which too few replications say nothing."""
    parts = []
    for kind, noticeable in (("open", False), ("unknown", None)):
        names = [parameter(one["parameter"], lang) for one in effects if one["noticeable"] is noticeable]
        if names:
            more = say("sensitivity.brief.more", lang, count=len(names) - MOST) if len(names) > MOST else ""
            words = {"listed": joined(names[:MOST], lang), "more": more, "count": len(names)}
            parts.append(say(f"sensitivity.brief.{kind}", lang, **words))
    return "".join(parts)


def _rest(
    summary: Summary, one: Mapping[str, Any], effects: Sequence[Effect], sure: Sequence[Effect], lang: Language
) -> str:
    """What acts together, what chance makes, as far as the method sees it."""
    return {"sobol": _sobol_rest, "morris": _morris_rest, "tornado": _tornado_rest}[summary["method"]](
        one, effects, sure, lang
    )


def _sobol_rest(one: Mapping[str, Any], effects: Sequence[Effect], sure: Sequence[Effect], lang: Language) -> str:
    firsts = [effect.get("first") for effect in effects]
    alone = sum(value for value in firsts if value is not None)
    # Estimates that add up to no share say that the points are too few, not how much acts together.
    if not sure or None in firsts or not 0.0 <= alone <= 1.0:
        return say("sensitivity.brief.no_share", lang) + _noise(one, lang)
    return say("sensitivity.brief.together", lang, alone=_whole(alone), rest=_whole(1.0 - alone)) + _noise(one, lang)


def _morris_rest(one: Mapping[str, Any], effects: Sequence[Effect], sure: Sequence[Effect], lang: Language) -> str:
    bent = [parameter(each["parameter"], lang) for each in sure if (each.get("sigma") or 0.0) >= each["effect"]]
    told = say("sensitivity.brief.bends", lang, listed=joined(bent[:MOST], lang)) if bent else ""
    return told + (
        say("sensitivity.brief.noise", lang, share=_whole(one["chance_share"])) if one["chance_share"] else ""
    )


def _tornado_rest(one: Mapping[str, Any], effects: Sequence[Effect], sure: Sequence[Effect], lang: Language) -> str:
    del effects, sure
    base = one["base"]
    return "" if base is None else say("sensitivity.brief.alone", lang, base=quantity(base, one["unit"], lang))


def _noise(one: Mapping[str, Any], lang: Language) -> str:
    share = one["chance_share"]
    return say("sensitivity.brief.noise", lang, share=_whole(share)) if share else ""


def _whole(part: float) -> str:
    return f"{plain(100 * part, 0)}%"


def _ranges(sure: Sequence[Effect], lang: Language) -> str:
    """The ranges over which the parameters named were moved."""
    listed = [
        say("sensitivity.brief.range", lang, label=parameter(one["parameter"], lang), ends=markdown(ends(one, lang)))
        for one in sure[:MOST]
    ]
    return say("sensitivity.brief.ranges", lang, listed=joined(listed, lang)) if listed else ""
