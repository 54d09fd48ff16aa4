"""The end of a message: what a refused value or key was probably meant to be."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sim.scenario.book import Parameter, by_key, parameter_at
from sim.scenario.choices import called_in_words
from sim.scenario.contract_schema import ConcessionTier
from sim.scenario.exit_schema import Window
from sim.scenario.names import instead, is_chinese
from sim.scenario.parameter import Section
from sim.scenario.said import either, listed, said
from sim.scenario.spelling import choice_meant, date_meant, number_meant, odd_character, plain, switch_meant, written

# A table of each array, as a file may hold it.
EXAMPLES: dict[type[Section], str] = {
    ConcessionTier: '{ hurdle = 0.06, share = 0.5, to = "partners" }',
    Window: '{ from_year = 0, to_year = 4, rate = { index = "fixed", spread = 0.01 } }',
}
PERCENT_UNITS = ("share", "1/year", "1/month")
LEAST_PERCENT = 2  # 1.4 is rather a slip than 1.4 %
MOST_NAMED = 3


def meant(parameter: Parameter, given: Any, *, entry: bool = False) -> str:
    """``; did you mean X?`` for a refused value, or ``entry`` of an array; empty where nothing is probable."""
    if parameter.choices:
        guess = _choice(parameter, given) if isinstance(given, str) else ""
    elif parameter.kind == "true or false":
        guess = switch_meant(given)
    elif parameter.kind == "date":
        guess = _date(given)
    elif parameter.kind not in ("number", "whole number"):
        guess = ""
    elif parameter.count is not None and not entry and not isinstance(given, tuple):
        guess = _list(given)
    else:
        guess = _number(parameter, given)
    odd = odd_character(given) if guess and isinstance(given, str) else None
    return (
        said("; did you mean {guess}{hint}?", guess=guess, hint=said(" ({hint})", hint=odd[1]) if odd else "")
        if guess
        else ""
    )


def _choice(parameter: Parameter, given: str) -> str:
    """The choice that is called so where it is told in words, else the one that people mean by it."""
    called = [one for one in parameter.choices if given.strip() in called_in_words(parameter.key, one)]
    return called[0] if called else choice_meant(given, parameter.choices)


def _date(given: Any) -> str:
    if isinstance(given, datetime):
        return given.date().isoformat()
    day = date_meant(given) if isinstance(given, str) else ""
    return said("{day} without quotes", day=day) if day and day == given else day


def _list(given: Any) -> str:
    """One number, or numbers between commas, where a list belongs."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return ""
    parts = [number_meant(part).partition(" ")[0] for part in plain(str(given)[:400]).strip("[]() ").split(",")]
    return f"[{', '.join(parts)}]" if all(parts) else ""


def _number(parameter: Parameter, given: Any) -> str:
    if isinstance(given, str):
        number = number_meant(given)
        return said("{number} without quotes", number=number) if number == given.strip() else number
    if isinstance(given, bool) or not isinstance(given, int | float):
        return ""
    if isinstance(given, float) and parameter.kind == "whole number":
        return str(int(given)) if given.is_integer() and abs(given) < 1e15 else ""
    if (
        parameter.unit in PERCENT_UNITS
        and parameter.maximum is not None
        and max(parameter.maximum, LEAST_PERCENT) <= given <= 100
    ):
        part = Decimal(str(given)) / 100
        return (
            said("{number} ({given:g} %)", number=written(part), given=given)
            if part <= Decimal(str(parameter.maximum))
            else ""
        )
    return ""


def entry_example(section: type[Section], key: str) -> str:
    """How an array of tables is written: ``an array of tables: concession = [{ … }]``."""
    words: list[str] = []
    for name in section.model_fields:
        parameter = parameter_at(section, [name], "")
        if parameter and parameter.choices:
            words.append(said("; {name} is {allowed}", name=name, allowed=parameter.allowed))
    return said(
        "an array of tables: {key} = [{example}]{choices}",
        key=key,
        example=EXAMPLES[section],
        choices=listed(words, ""),
    )


def elsewhere(name: str, prefix: str) -> str:
    """``; did you mean KEY?`` for keys whose last part is just this, or what a Chinese name stands for; else empty."""
    if is_chinese(name):
        return instead(name, prefix)
    keys = [one.key for one in by_key().values() if one.key.startswith(prefix)]
    same = [key for key in keys if key.rpartition(".")[2] == name]
    inside = sorted({key.rpartition(f".{name}.")[0] + f".{name}" for key in keys if f".{name}." in key[len(prefix) :]})
    found = [key.removeprefix(prefix) for key in (*same, *inside)]
    return said("; did you mean {guess}?", guess=either(found[:MOST_NAMED])) if found else ""
