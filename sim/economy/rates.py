"""Interest rates by date: the 1-year loan rate and government yields, as step functions."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from sim.clauses.rate_path import Steps
from sim.scenario.rate_schema import RateIndex
from sim.scenario.series import government_yields, loan_rates

TENORS = (1, 3, 5, 10)  # years, in the order of the yield file's columns
Yields = tuple[float, float, float, float]


class RateBook:
    """Look-ups of dated rates, each a share per year. A day is an ordinal (``date.toordinal``).

    A rate holds from its date to the next; beyond the data the last value holds, before it the first.
    """

    def __init__(self, loan: Sequence[tuple[date, float]], government: Mapping[int, Yields]) -> None:
        """``loan``: first day of each rate, in order; ``government``: year to yields at 1, 3, 5 and 10 years."""
        if not loan or not government:
            raise ValueError("a rate book needs at least one loan rate and one year of government yields")
        self._loan_days = [day.toordinal() for day, _ in loan]
        self._loan_rates = [rate for _, rate in loan]
        if self._loan_days != sorted(self._loan_days):
            raise ValueError("loan rates are not in order of date")
        self._years = sorted(government)
        self._yields = [government[year] for year in self._years]

    @classmethod
    def from_texts(cls, loan: str, government: str) -> "RateBook":
        """Build from the texts of the two data files; BadInput names each malformed line."""
        return cls(loan_rates(loan), government_yields(government))

    def loan_1y(self, ordinal: int) -> float:
        """1-year loan rate in force: the central bank's benchmark, then the loan prime rate (LPR)."""
        return self._loan_rates[max(0, bisect_right(self._loan_days, ordinal) - 1)]

    def government(self, year: int, tenor: int) -> float:
        """Mean government yield of a calendar year; ``tenor`` one of 1, 3, 5, 10. KeyError for another."""
        if tenor not in TENORS:
            raise KeyError(f"no government yield for {tenor} years; there are {TENORS}")
        return self._yields[max(0, bisect_right(self._years, year) - 1)][TENORS.index(tenor)]

    def rate(self, index: RateIndex, ordinal: int) -> float:
        """Value of a rule book's rate index on a day; ``fixed`` is 0, its level is the spread. KeyError if unknown."""
        if index == "fixed":
            return 0.0
        if index == "loan_1y":
            return self.loan_1y(ordinal)
        tenors: dict[RateIndex, int] = {"government_1y": 1, "government_5y": 5, "government_10y": 10}
        if index not in tenors:
            raise KeyError(f"unknown rate index {index!r}")
        return self.government(date.fromordinal(ordinal).year, tenors[index])

    def steps(self, index: RateIndex, spread: float) -> Steps:
        """A rule book's rate as a step function over all days, ``spread`` added. KeyError if the index is unknown."""
        if index == "loan_1y":
            days = self._loan_days
        elif index == "fixed":
            days = [1]
        else:
            days = [date(year, 1, 1).toordinal() for year in self._years]
        return Steps(tuple(days), tuple(self.rate(index, day) + spread for day in days))
