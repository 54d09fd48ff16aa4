"""What is told of finished folders: a repetition, and the differences of two."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.measures.catalogue import EVERY
from sim.measures.headlines import RUN
from sim.report.document import Head, Items, Page, Table, Text
from sim.report.numbers import DASH, plain, quantity
from sim.report.tables.compare import change, change_interval
from sim.report.texts import Language, say
from sim.report.values import meaning_of, value_in_words
from sim.scenario.plain_text import markdown

CHANCE = 0.05


def replay_told(found: Mapping[str, Any], lang: Language) -> Page:
    """A line for each rule book that was made again; ``found`` is the object of ``yindao replay --format json``."""
    n, lines = found["replications"], []
    for name, one in found["policies"].items():
        then, now, differ = one["digest"], one["digest_now"], one["differ"]
        values = {"name": markdown(name), "n": n, "digest": then, "then": then, "now": now, "count": len(differ)}
        key = "finished.differs" if differ else "finished.equal"
        lines.append(say(key, lang, **values, first=differ[0] if differ else 0))
    if found["version"] != found["version_now"]:
        lines.append(say("finished.version", lang, then=markdown(found["version"]), now=found["version_now"]))
    if not found["equal"]:
        changed = "; ".join(markdown(one) for one in found["changed"])
        lines.append(say("finished.changed", lang, changed=changed) if changed else say("finished.unchanged", lang))
    if found["left"]:
        lines.append(say("finished.left", lang, n=found["left"]))
    return [Text("\n".join(lines))]


def diff_told(found: Mapping[str, Any], lang: Language, measures: Sequence[str] = ()) -> Page:
    """What differs, measures last; ``found`` is the object of ``yindao diff --format json``.

    ``measures`` are shown, without any the headlines.
    """
    sides = [_side(found, one, lang) for one in ("first", "second")]
    page: Page = [Items(tuple(sides)), Head(say("finished.diff.world", lang)), *_world(found, lang)]
    page += [Head(say("finished.diff.clauses", lang)), *_clauses(found["clauses"], lang)]
    shown = {name: found["measures"][name] for name in measures or RUN if name in found["measures"]}
    page += [Head(say("finished.diff.measures", lang)), Text(_pairing(found, lang)), _measures(shown, lang)]
    return [*page, Text(_verdict(shown, lang)), Text(say("interval.chance", lang))]


def _side(found: Mapping[str, Any], place: str, lang: Language) -> str:
    one = found[place]
    named = {"folder": markdown(one["results"]), "policy": markdown(one["policy"]), "version": markdown(one["version"])}
    return say("finished.diff.side", lang, place=say(f"finished.diff.{place}", lang), n=one["replications"], **named)


def _heads(lang: Language) -> list[str]:
    words = ("finished.diff.key", "table.meaning", "finished.diff.first", "finished.diff.second")
    return [say(one, lang) for one in words]


def _world(found: Mapping[str, Any], lang: Language) -> Page:
    rows = [[key, meaning_of(key, lang), *(markdown(one) for one in pair)] for key, pair in found["frame"].items()]
    other = say("finished.diff.other_series", lang)
    rows += [[f"data.{name}", "", DASH, other] for name in found["series"]]
    rows += _rows(found["economy"], lang)
    return [Table(_heads(lang), rows) if rows else Text(say("finished.diff.none", lang))]


def _clauses(clauses: Sequence[Mapping[str, Any]], lang: Language) -> Page:
    rows = _rows(clauses, lang)
    return [Table(_heads(lang), rows) if rows else Text(say("finished.diff.none", lang))]


def _rows(clauses: Sequence[Mapping[str, Any]], lang: Language) -> list[list[str]]:
    return [
        [
            one["key"],
            meaning_of(one["key"], lang),
            *(_value(one["key"], one[side], lang) for side in ("first", "second")),
        ]
        for one in clauses
    ]


def _value(key: str, value: Any, lang: Language) -> str:
    return markdown(value_in_words(key, value, lang, digits=10))


def _pairing(found: Mapping[str, Any], lang: Language) -> str:
    if found["paired"]:
        return say("finished.diff.paired", lang)
    between = "、" if lang == "zh" else ", "
    return say("finished.diff.not_paired", lang, unlike=between.join(found["not_paired_for"]))


def _measures(shown: Mapping[str, Mapping[str, Any]], lang: Language) -> Table:
    words = ("table.measure", "table.meaning", "finished.diff.first", "finished.diff.second")
    heads = [*words, "finished.diff.difference", "table.interval", "finished.diff.apart"]
    rows = []
    for name, one in shown.items():
        known = EVERY[name]
        values = [quantity(one[key], known.unit, lang) for key in ("first", "second")]
        values.append(change(one["difference"], known.unit, lang))
        low, high = one["ci95"] or (None, None)
        ends = change_interval(low, high, known.unit, lang)
        told = one["distinguishable"]
        verdict = DASH if told is None else say("finished.diff.yes" if told else "finished.diff.no", lang)
        rows.append([f"`{name}`", known.called(lang), *values, ends, verdict])
    return Table([say(one, lang) for one in heads], rows, right=(2, 3, 4, 5))


def _verdict(shown: Mapping[str, Mapping[str, Any]], lang: Language) -> str:
    apart = sum(one["distinguishable"] is True for one in shown.values())
    return say("finished.diff.verdict", lang, apart=apart, n=len(shown), chance=plain(CHANCE * len(shown)))
