"""What people answer, as values: money with 亿 and 万, shares with %, lists; each refusal says what is understood."""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from sim.scenario.said import Said, said

if TYPE_CHECKING:
    from sim.scenario.contract_schema import ConcessionTier
    from sim.scenario.titles import Language

MOST_CITY = 60
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
# Units of money, longest first, and what each is in yuan.
UNITS = {"亿元": 1e8, "万元": 1e4, "亿": 1e8, "万": 1e4, "元": 1.0, "bn": 1e9, "m": 1e6, "": 1.0}
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})[日\s]*")
DIGITS_OF_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
CONCESSION_TO = "policy.stage_equity.concession.to"
NONE = ("none", "no", "0", "无", "否")
UNIT_APART = re.compile(r"(?<=\d)\s+(?=亿|万|元|[bm])")
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}[,，]\d{3}(?!\d)")
BETWEEN = re.compile(r"[,，、;；\s]+")


class WrongAnswerError(ValueError):
    """An answer that is not understood, or not allowed; ``said`` is why."""

    def __init__(self, why: Said) -> None:
        self.said = why
        super().__init__(why)


def city(text: str) -> str:
    """A name on one line."""
    from sim.scenario.plain_text import one_line

    name = one_line(text)
    if name != text.strip() or not 0 < len(name) <= MOST_CITY:
        raise WrongAnswerError(said("must be a name on one line, of at most {most} characters", most=MOST_CITY))
    return name


def day(text: str) -> date:
    """A date as YYYY-MM-DD, with other marks between, or none: 2026/7/1, 2026年7月1日, 20260701."""
    try:
        if parts := DATE.fullmatch(text.strip()) or DIGITS_OF_DATE.fullmatch(text.strip()):
            return date(*map(int, parts.groups()))
    except ValueError:  # no such day
        pass
    raise WrongAnswerError(said("is {given}; must be a date, YYYY-MM-DD", given=repr(text)))


def day_from(first: date) -> Callable[[str], date]:
    """A reader of a date from ``first`` on."""

    def read(text: str) -> date:
        found = day(text)
        if found < first:
            raise WrongAnswerError(said("is {given}; must not lie before {first}, where the data begin",
                                        given=found, first=first))  # fmt: skip
        return found

    return read


def scale(text: str) -> float:
    """The size against Beijing."""
    return _within(number(text), 0.01, 20.0, text)


def number(text: str) -> float:
    """A number, or a percentage as a fraction."""
    found = re.fullmatch(rf"({NUMBER})\s*([%％]?)", text.strip().lower())
    if found is None or not math.isfinite(float(found[1])):
        raise WrongAnswerError(said("is {given}; must be a number, such as 0.25 or 25%", given=repr(text)))
    return float(found[1]) / 100 if found[2] else float(found[1])


def money(text: str) -> float:
    """Yuan: a number, with 亿, 万, m or bn behind it."""
    units = "|".join(unit for unit in UNITS if unit)
    found = re.fullmatch(rf"({NUMBER})\s*({units})?", text.strip().lower())
    if found is None or not math.isfinite(float(found[1])):
        raise WrongAnswerError(
            said("is {given}; must be yuan, such as 200e6 or 200m; 亿 and 万 are understood", given=repr(text))
        )
    return float(found[1]) * UNITS[found[2] or ""]


def budget(text: str) -> tuple[float, ...]:
    """Yuan by year."""
    if THOUSANDS.search(text):
        raise WrongAnswerError(
            said("is {given}; commas stand between years, not between thousands: 200e6,150e6", given=repr(text))
        )
    from sim.scenario.parameter import MOST_YUAN

    found = tuple(money(part) for part in BETWEEN.split(UNIT_APART.sub("", text.strip())) if part)
    if not found or min(found) < 0:
        raise WrongAnswerError(said("is {given}; must be one amount a year, none below 0", given=repr(text)))
    _within(max(found), 0.0, MOST_YUAN, text)
    return found


def ways(text: str) -> dict[str, float]:
    """Shares of the budget by way in; what is left out has none."""
    from sim.scenario.new_city import WAYS

    names = {zh: way for way, zh in _ways_in_chinese().items()}
    found: dict[str, float] = {}
    for part in filter(None, BETWEEN.split(re.sub(r"\s*[=＝:：]\s*", "=", text.strip()))):
        name, _, share = part.partition("=")
        way = names.get(name, name)
        if way not in WAYS or way in found:
            known = ", ".join(f"{one} ({zh})" for zh, one in names.items())
            raise WrongAnswerError(
                said("has {name}; must name each of {known} at most once", name=repr(name), known=known)
            )
        found[way] = _within(number(share or "1"), 0.0, 1.0, part)
    if not 0.0 < sum(found.values()) <= 1.0 + 1e-9:
        raise WrongAnswerError(said("sums to {sum:g}; must be above 0 and at most 1", sum=sum(found.values())))
    return found


def concession(text: str) -> "tuple[ConcessionTier, ...]":
    """Tiers ``HURDLE:SHARE``, or one share of all gain; to the private partners."""
    from sim.scenario.contract_schema import ConcessionTier

    if text.strip().lower() in NONE:
        return ()
    tiers = []
    for part in filter(None, BETWEEN.split(re.sub(r"\s*[:：]\s*", ":", text.strip()))):
        hurdle, _, share = part.rpartition(":")
        tiers.append(
            ConcessionTier(
                hurdle=_within(number(hurdle or "0"), 0.0, 1.0, part), share=_within(number(share), 0.0, 1.0, part)
            )
        )
    return tuple(tiers)


def value_of(key: str) -> Callable[[str], float]:
    """A reader of a number that a rule book allows for ``key``."""

    def read(text: str) -> float:
        from sim.scenario.book import by_key

        known = by_key()[key]
        return _within(number(text), known.minimum or 0.0, known.maximum or math.inf, text)

    return read


def shown(value: Any, lang: "Language" = "en") -> str:
    """A value as somebody would answer it."""
    if isinstance(value, dict):
        names = _ways_in_chinese() if lang == "zh" else {}
        each = [f"{names.get(name, name)}={share:g}" for name, share in value.items() if share]
    elif isinstance(value, tuple):
        each = [shown(one, lang) for one in value]
    else:
        return _one_shown(value, lang)
    return ("、" if lang == "zh" else ", ").join(each) or ("无" if lang == "zh" else "none")


def _ways_in_chinese() -> dict[str, str]:
    """What each way in is called, by its name."""
    from sim.scenario.names import group_names
    from sim.scenario.new_city import WAYS

    return {way: group_names()[f"policy.{way}"] for way in WAYS}


def amounts_shown(value: tuple[float, ...], lang: "Language") -> str:
    """Yuan by year in the units in which they are usually told."""
    if not value:
        return shown(value, lang)
    return ("、" if lang == "zh" else ", ").join(_amount(one, lang) for one in value)


def _amount(yuan: float, lang: "Language") -> str:
    units = ("亿", "万") if lang == "zh" else ("bn", "m")
    unit = units[0] if yuan >= UNITS[units[0]] else units[1]
    return f"{yuan / UNITS[unit]:g}{' ' if lang == 'zh' else ''}{unit}"


def _one_shown(value: Any, lang: "Language") -> str:
    """A tier whose gain goes to others than partners says to whom."""
    if hasattr(value, "hurdle"):
        from sim.scenario.choices import choice_name

        to = "" if value.to == "partners" else f" ({choice_name(CONCESSION_TO, value.to, lang)})"
        return f"{value.hurdle:g}:{value.share:g}{to}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _within(found: float, least: float, most: float, text: str) -> float:
    if not least <= found <= most:
        raise WrongAnswerError(
            said("is {given}; must be from {least:g} to {most:g}", given=repr(text), least=least, most=most)
        )
    return found
