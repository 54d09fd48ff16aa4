"""Words that stand in columns: the unit of a value, how well its source was read, the group of a measure."""

from sim.report.texts import Language, known, say
from sim.scenario.scenario_schema import UNSTATED


def unit_name(unit: str, lang: Language) -> str:
    """A unit in a column: ``share`` or 比例; one that has no word stands as it is."""
    return _named("unit_name", unit, lang)


def read_name(read: str, lang: Language) -> str:
    """How well a source was read: ``text`` or 读过原文."""
    return _named("read", read, lang)


def source_name(source: str, lang: Language) -> str:
    """Where a value comes from, as it was written; what no file states in words of our own."""
    return say("source.unstated", lang) if source == UNSTATED else source


def group_name(group: str, lang: Language) -> str:
    """The first part of a measure's name: ``budget`` or 预算与资金（budget）."""
    return _named("group", group, lang)


def _named(kind: str, word: str, lang: Language) -> str:
    return say(f"{kind}.{word}", lang) if known(f"{kind}.{word}") else word
