"""A value of the parameter book as a reader meets it: choices in words, tables by the names of their columns."""

from collections.abc import Sequence
from typing import Any

from sim.report.numbers import DASH
from sim.report.texts import Language, say
from sim.scenario.book import Parameter, by_key, parameter_at, section_at
from sim.scenario.choices import choice_name
from sim.scenario.economy_schema import Economy
from sim.scenario.names import full_name
from sim.scenario.parameter import Section
from sim.scenario.policy_schema import Policy

DIGITS = 6


def value_in_words(key: str, value: Any, lang: Language, digits: int = DIGITS) -> str:
    """The value of a key; a dash for none. Choices and switches are words, numbers have ``digits``."""
    known = by_key().get(key)
    return _told(known, key, value, lang, digits)


def meaning_of(key: str, lang: Language) -> str:
    """What a key says: its meaning in English, its full name in Chinese; empty for what is no key of the book."""
    known = by_key().get(key)
    return "" if known is None else full_name(key) if lang == "zh" else known.doc


def coded(key: str, value: Any, lang: Language) -> str:
    """The value of a choice or switch with its code behind it, for whoever is to write one; empty for any other."""
    if isinstance(value, bool):
        return say("value.coded", lang, name=_switch(value, lang), code=str(value).lower())
    known = by_key().get(key)
    if known is None or not known.choices or not value:
        return ""
    each = [value] if isinstance(value, str) else value
    return _listed([say("value.coded", lang, name=choice_name(key, one, lang), code=one) for one in each], lang)


def _told(known: Parameter | None, key: str, value: Any, lang: Language, digits: int) -> str:
    if value in (None, "", ()):
        return DASH
    if isinstance(value, bool):
        return _switch(value, lang)
    if isinstance(value, str):
        return choice_name(key, value, lang) if known and value in known.choices else value
    if isinstance(value, int | float):
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.{digits}g}"
    if isinstance(value, Section):
        return _table(key, value, lang, digits)
    if isinstance(value, tuple | list):
        each = [_told(known, key, one, lang, digits) for one in value]
        return _listed(each, lang) if isinstance(value[0], str | Section) else f"[{', '.join(each)}]"
    return str(value)


def _switch(value: bool, lang: Language) -> str:
    return say("clauses.yes" if value else "clauses.no", lang)


def _table(key: str, value: Section, lang: Language, digits: int) -> str:
    """A table of a list: what is not as the schema has it anyway, by the names of its columns."""
    prefix, _, path = key.partition(".")
    schema: type[Section] = Policy if prefix == "policy" else Economy
    told = []
    for name, field in type(value).model_fields.items():
        below, column = getattr(value, name), parameter_at(schema, [*path.split("."), name], f"{prefix}.")
        if below is None or (not field.is_required() and below == field.default):
            continue
        if section_at(schema, [*path.split("."), name]) is not None:
            told.append(_table(f"{key}.{name}", below, lang, digits))
        elif column is not None:
            told.append(f"{column.zh if lang == 'zh' else name} {_told(column, column.key, below, lang, digits)}")
    return ("，" if lang == "zh" else ", ").join(one for one in told if one)


def _listed(each: Sequence[str], lang: Language) -> str:
    return ("；" if lang == "zh" else "; ").join(each)
