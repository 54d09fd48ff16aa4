"""The sentence that tells which data a scenario outlives, and what stands in for them."""

from collections.abc import Iterable

from sim.report.document import Note
from sim.report.numbers import plain
from sim.report.texts import Language, say
from sim.scenario.beyond import Beyond, beyond_data
from sim.scenario.scenario_schema import Scenario


def beyond_note(scenarios: Iterable[Scenario], lang: Language) -> str:
    """One sentence for all ``scenarios``, each series once; empty where all data reach to the horizon."""
    return note_of((one for scenario in scenarios for one in beyond_data(scenario)), lang)


def note_of(found: Iterable[Beyond], lang: Language) -> str:
    """One sentence for what was found; empty for nothing."""
    parts = [_part(one, lang) for one in dict.fromkeys(found)]
    return say("beyond.head", lang, parts=("；" if lang == "zh" else "; ").join(parts)) if parts else ""


def quoted_note(scenarios: Iterable[Scenario], lang: Language) -> list[Note]:
    """The sentence as a block of a page; no block where there is nothing to say."""
    note = beyond_note(scenarios, lang)
    return [Note(note)] if note else []


def _part(one: Beyond, lang: Language) -> str:
    value = "" if one.value is None else percent(one.value)
    return say(f"beyond.{one.series}", lang, last=one.last, value=value, tenor=one.tenor)


def percent(rate: float) -> str:
    """A rate in per cent as its series writes it: 3.0, 4.35, 1.744."""
    text = plain(100.0 * rate, 3).rstrip("0")
    return text + "0" if text.endswith(".") else text
