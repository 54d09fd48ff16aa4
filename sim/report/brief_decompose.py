"""The first screen of a decomposition: which parts carry how much, and which nobody can tell from nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.document import Finding, Page
from sim.report.tables.articles import article_name
from sim.report.tables.compare import label
from sim.report.tables.decompose import absence, divided, listed, names_of
from sim.report.texts import Language, say
from sim.report.told_apart import joined, with_ends

Summary = Mapping[str, Any]
Part = tuple[str, Mapping[str, Any]]


def brief(summary: Summary, lang: Language) -> Page:
    """A finding for each measure that was asked for; ``summary`` is that of ``yindao decompose --format json``."""
    names = names_of(summary, lang)
    found: Page = []
    for measure, one in summary["measure"].items():
        games = [game for game in (one, one.get("given_investment")) if game is not None]
        told = ("" if lang == "zh" else " ").join(_game(game, names, lang) for game in games if divided(game))
        text = told or say("decompose.brief.no_parts", lang, why=absence(one, names, lang))
        found.append(Finding(label(measure, lang), text, say("decompose.brief.sure", lang)))
    return found


def brief_by_article(summary: Summary, lang: Language) -> Page:
    """The same of a decomposition by articles: parts where all combinations were simulated, else what each adds last.

    A measure without any value has no finding; the table says why.
    """
    kind = "shapley" if summary["every"] else "last"
    found: Page = []
    for measure, one in summary["measure"].items():
        values = [(article_name(int(number), lang), each[kind]) for number, each in one["articles"].items()]
        parts = [(name, value) for name, value in values if value["mean"] is not None]
        if parts:
            text = _whole(one["full_effect"]["mean"], one["full_effect"]["ci95"], one["unit"], lang)
            text += _parts(parts, one["unit"], f"articles.brief.{kind}", lang)
            sure = say(f"articles.brief.sure.{kind}", lang)
            found.append(Finding(label(measure, lang), text, sure))
    return found


def _game(game: Mapping[str, Any], names: Mapping[str, str], lang: Language) -> str:
    """What is divided, and among which parts."""
    given = listed((names[one] for one in game["given"]), lang)
    first = say("decompose.brief.given", lang, given=given) if given else ""
    parts = [(names[part], one) for part, one in game["parts"].items()]
    whole = _whole(game["full_effect"], game["full_effect_ci95"], game["unit"], lang)
    return first + whole + _parts(parts, game["unit"], "decompose.brief.parts", lang)


def _whole(mean: float | None, ends: Sequence[float] | None, unit: str, lang: Language) -> str:
    """All parts together, and whether that can be told from nothing."""
    if mean is None:
        return ""
    told = with_ends(say("decompose.brief.all", lang), mean, ends, unit, lang)
    return say(f"decompose.brief.{_kind(mean, ends)}", lang, told=told)


def _parts(parts: Sequence[Part], unit: str, key: str, lang: Language) -> str:
    """Which parts raise it, which lower it, the largest first; which cannot be told from nothing; which are nothing."""
    by_kind: dict[str, list[Part]] = {}
    for name, one in sorted(parts, key=lambda part: -abs(part[1]["mean"] or 0.0)):
        by_kind.setdefault(_kind(one["mean"], one["ci95"]), []).append((name, one))
    text = ""
    for kind in ("up", "down", "open"):
        told = [with_ends(name, one["mean"], one["ci95"], unit, lang) for name, one in by_kind.get(kind, [])]
        text += say(f"decompose.brief.part.{kind}", lang, listed=joined(told, lang)) if told else ""
    still = [name for name, _ in by_kind.get("same", [])]
    text += say("decompose.brief.part.same", lang, listed=listed(still, lang)) if still else ""
    return say(key, lang, parts=text)


def _kind(mean: float | None, ends: Sequence[float] | None) -> str:
    """``up`` or ``down`` where the interval leaves out zero, ``same`` for nothing at all, else ``open``."""
    if not mean and (ends is None or not any(ends)):
        return "same"
    if ends is None or ends[0] <= 0.0 <= ends[1]:
        return "open"
    return "up" if ends[0] > 0.0 else "down"
