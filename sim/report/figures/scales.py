"""In what unit a figure writes its numbers: one for all amounts, so that axis and words agree."""

import math
from dataclasses import dataclass

import numpy as np

from sim.report.figures.data import Numbers
from sim.report.figures.lettering import width_of
from sim.report.numbers import money_unit, plain, quantity
from sim.report.texts import Language, say


def short(value: float) -> str:
    """A number with at most five digits that count, thousands separated, and a true minus sign."""
    text = f"{value:,.5g}" if 1e-4 <= abs(value) < 1e5 or value == 0 else f"{value:,.0f}"
    if 0 < abs(value) < 1e-4:
        text = f"{value:.2e}"
    return text.replace("-", "−") if text.startswith("-") else text


@dataclass(frozen=True)
class Scale:
    """What an axis divides by, and the name of its unit (empty for a pure number)."""

    divisor: float
    unit: str

    def of(self, values: Numbers) -> Numbers:
        """``values`` in units of the axis."""
        return np.asarray(values, dtype=np.float64) / self.divisor

    def text(self, value: float) -> str:
        """One value as a tick shows it, without the unit."""
        return short(value / self.divisor)

    def told(self, value: float, *, signed: bool = False) -> str:
        """A value beside an axis of this scale, with the unit: three digits that count, of percentages one decimal."""
        number = value / self.divisor
        digits = 1 if self.divisor == 0.01 or 10 <= abs(number) < 100 else 0 if abs(number) >= 100 else 2
        if self.divisor > 1 and 0 < abs(number) < 0.1:  # a small amount in the unit of the page
            digits = min(1 - math.floor(math.log10(abs(number))), 4)
        sign = "+" if signed and float(f"{number:.{digits}f}") > 0 else ""
        return f"{sign}{plain(number, digits)}{self.gap}{self.unit}"

    def range(self, low: float, high: float, lang: Language) -> str:
        """From ``low`` to ``high``, the unit once."""
        return f"{Scale(self.divisor, '').told(low)}{' 至 ' if lang == 'zh' else ' to '}{self.told(high)}"

    @property
    def gap(self) -> str:
        """What stands between a number and the unit."""
        return "" if not self.unit or self.unit == "×" or self.unit.startswith("%") else " "

    def named(self, name: str) -> str:
        """``name`` with the unit in parentheses, full-width ones behind a Chinese name."""
        if not self.unit:
            return name
        return f"{name}（{self.unit}）" if width_of(name) > len(name) else f"{name} ({self.unit})"


def scale_of(unit: str, largest: float, lang: Language) -> Scale:
    """The scale on which values of ``unit`` up to ``largest`` in size read well."""
    if unit in ("yuan", "fen", "CNY"):
        return _money_scale(largest, lang)
    if unit == "share":
        return Scale(0.01, "%")
    if unit == "1/year" and largest <= 2:  # a rate; a number of things a year is not a percentage
        return Scale(0.01, say("sweep.unit.rate", lang))
    if unit == "1/year":
        return Scale(1.0, say("sweep.unit.a_year", lang))
    if unit in ("1", "choice", "switch"):
        return Scale(1.0, "")
    if unit in ("x", "multiple"):
        return Scale(1.0, "×")
    word = quantity(0.0, unit, lang).partition(" ")[2]
    return Scale(1.0, word)


def change_scale(unit: str, largest: float, lang: Language, *, brief: bool = False) -> Scale:
    """The scale of differences up to ``largest`` in size: those of shares and rates are in percentage points."""
    if unit in ("share", "1/year") and brief:
        return Scale(0.01, say(f"compare.change.{'share' if unit == 'share' else 'rate'}", lang))
    if unit in ("share", "1/year"):
        return Scale(0.01, say(f"compare.unit.{'points' if unit == 'share' else 'points_a_year'}", lang))
    return scale_of(unit, largest, lang)


def domain(unit: str) -> tuple[float, float]:
    """Between what bounds a level of ``unit`` can lie: shares from 0 to 1, counts, times and multiples from 0."""
    if unit == "share":
        return 0.0, 1.0
    return (-math.inf if unit in ("yuan", "fen", "CNY", "1/year", "1") else 0.0), math.inf


def _money_scale(largest: float, lang: Language) -> Scale:
    """The unit of the page that the figure stands in, else one that suits its largest amount."""
    if unit := money_unit():
        return Scale(unit.size, unit.name)
    # 0.15 m yuan reads better than 150,000 yuan, 1,600 万元 better than 0.16 亿元.
    steps = ((0.5e8, 1e8, "yi"), (1e3, 1e4, "wan")) if lang == "zh" else ((1e5, 1e6, "million"),)
    divisor, name = next(((size, name) for least, size, name in steps if largest >= least), (1.0, "yuan"))
    return Scale(divisor, say(f"sweep.unit.{name}", lang))


def largest(*values: Numbers | float | None) -> float:
    """The largest size among the values that exist; 0 where none does."""
    sizes = [np.abs(np.asarray(one, dtype=np.float64)).ravel() for one in values if one is not None]
    found = np.concatenate(sizes) if sizes else np.empty(0)
    found = found[np.isfinite(found)]
    return float(found.max()) if found.size else 0.0
