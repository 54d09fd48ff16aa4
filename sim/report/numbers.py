"""How numbers are written: money, shares, rates and years, in English and Chinese."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from statistics import median
from typing import TypeVar

from sim.report.texts import Language

DASH = "–"
# Units that are written as a percentage, with what follows the number in each language.
PERCENT = {"share": ("%", "%"), "1/year": ("% a year", "%/年"), "1": ("", "")}
NAMED = {
    "years": ("years", "年"),
    "months": ("months", "个月"),
    "days": ("days", "天"),
    "companies": ("companies", "家"),
    "company": ("companies", "家"),
    "funds": ("funds", "只"),
    "fund": ("funds", "只"),
    "achievements": ("achievements", "项"),
    "achievement": ("achievements", "项"),
    "positions": ("positions", "份"),
    "persons": ("persons", "人"),
    "person-years": ("person-years", "人年"),
    "loans": ("loans", "笔"),
    "jobs": ("jobs", "个岗位"),
    "managers": ("managers", "家"),
    "partners": ("partners", "名"),
    "attempts": ("attempts", "次"),
    "exits": ("exits", "次"),
    "quarters": ("quarters", "个季度"),
    "rates": ("rates", "个"),
    "servers": ("servers", "个"),
    "tiers": ("tiers", "档"),
    "windows": ("windows", "个窗口"),
    "1/month": ("a month", "每月"),
}


def plain(value: float, digits: int = 1) -> str:
    """A number with thousands separators and a true minus sign, without a negative zero."""
    text = f"{value:,.{digits}f}"
    if text.startswith("-"):
        text = text[1:] if not any(c in "123456789" for c in text) else "−" + text[1:]
    return text


@dataclass(frozen=True)
class MoneyUnit:
    """A unit in which all amounts of a page are written: ``size`` in yuan, its name, and its fewest decimals."""

    size: float
    name: str
    digits: int


# From the largest: the first that at least half of a page's amounts fill.
UNITS: dict[Language, tuple[MoneyUnit, ...]] = {
    "zh": (MoneyUnit(1e8, "亿元", 2), MoneyUnit(1e4, "万元", 0), MoneyUnit(1.0, "元", 0)),
    "en": (MoneyUnit(1e9, "bn yuan", 2), MoneyUnit(1e6, "m yuan", 1), MoneyUnit(1.0, "yuan", 0)),
}
Built = TypeVar("Built")


@dataclass
class _Page:
    """What is known of the amounts of the page that is being built."""

    unit: MoneyUnit | None = None
    seen: list[float] = field(default_factory=list)


_PAGE: ContextVar[_Page | None] = ContextVar("page", default=None)


def in_one_unit(build: Callable[[], Built], lang: Language) -> tuple[Built, MoneyUnit | None]:
    """What ``build`` makes, with all amounts of money in one unit that suits most of them; None without any."""
    with _page(_Page()) as first:
        built = build()
    if not first.seen:
        return built, None
    middle = median(first.seen)
    unit = next((one for one in UNITS[lang] if middle >= one.size), UNITS[lang][-1])
    with in_unit(unit):
        return build(), unit


@contextmanager
def in_unit(unit: MoneyUnit | None) -> Iterator[None]:
    """Inside, all amounts of money are in ``unit``; each in one that suits it for None."""
    with _page(_Page(unit)):
        yield


@contextmanager
def _page(page: _Page) -> Iterator[_Page]:
    token = _PAGE.set(page)
    try:
        yield page
    finally:
        _PAGE.reset(token)


def money_unit() -> MoneyUnit | None:
    """The unit of all amounts of the page that is being built; None where each has its own."""
    page = _PAGE.get()
    return None if page is None else page.unit


def unit_of_page() -> str:
    """The name of that unit; empty where each amount has its own."""
    unit = money_unit()
    return "" if unit is None else unit.name


def money(yuan: float, lang: Language) -> str:
    """An amount in yuan: in the unit of the page that is being built, else in one that suits its size."""
    page = _PAGE.get()
    if page is not None and yuan:
        page.seen.append(abs(yuan))
    if page is not None and page.unit is not None:
        return f"{_in(page.unit, yuan)} {page.unit.name}"
    size = abs(yuan)
    if lang == "zh":
        if size >= 1e8:
            return f"{plain(yuan / 1e8, 2)} 亿元"
        return f"{plain(yuan / 1e4, 0 if size >= 1e6 else 1)} 万元" if size >= 1e4 else f"{plain(yuan, 0)} 元"
    if size >= 1e9:
        return f"{plain(yuan / 1e9, 2)} bn yuan"
    if size >= 1e6:
        return f"{plain(yuan / 1e6, 1)} m yuan"
    return f"{plain(yuan, 0)} yuan"


def _in(unit: MoneyUnit, yuan: float) -> str:
    """An amount in ``unit``, a small one with as many decimals as show two digits that count, four at most."""
    value = abs(yuan) / unit.size
    if value == 0 or value >= 100 or unit.size == 1.0:
        return plain(yuan / unit.size, unit.digits if value else 0)
    wanted = 1 - math.floor(math.log10(value)) if value < 10 else 1
    return plain(yuan / unit.size, max(unit.digits, min(wanted, 4)))


def fen(amount: int, lang: Language) -> str:
    """An amount in fen, written in yuan."""
    return money(amount / 100, lang)


def share(value: float, digits: int = 0) -> str:
    """A share as a percentage."""
    return f"{plain(100 * value, digits)}%"


def quantity(value: float | None, unit: str, lang: Language) -> str:
    """``value`` with its unit (``share``, ``1/year``, ``yuan``, ``x``, ``years`` …); a dash when it does not exist."""
    if value is None or math.isnan(value):
        return DASH
    if unit in ("yuan", "fen", "CNY"):
        return money(value / 100 if unit == "fen" else value, lang)
    if unit in ("share", "1/year"):
        return plain(100 * value, 1) + PERCENT[unit][lang == "zh"]
    if unit in ("x", "yuan/yuan", "1"):
        return plain(value, 2) + ("×" if unit == "x" else "")
    words = NAMED.get(unit)
    tail = unit if words is None else words[lang == "zh"]
    return f"{plain(value, 1)} {tail}".rstrip()


def interval(low: float | None, high: float | None, unit: str, lang: Language) -> str:
    """An interval from ``low`` to ``high``; the unit is written once, money with each end."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return DASH
    join = " 至 " if lang == "zh" else " to "
    if unit in ("share", "1/year"):
        return plain(100 * low, 1) + join + plain(100 * high, 1) + PERCENT[unit][lang == "zh"]
    if unit in ("yuan", "fen", "CNY"):
        if name := unit_of_page():
            told = quantity(low, unit, lang).removesuffix(f" {name}")
            return f"{told}{join}{quantity(high, unit, lang)}"
        # Between two Chinese words stands no space.
        return (quantity(low, unit, lang) + join + quantity(high, unit, lang)).replace("元 至", "元至")
    digits = 2 if unit in ("x", "yuan/yuan", "1") else 1
    return plain(low, digits) + join + plain(high, digits)
