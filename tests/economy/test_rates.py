"""Rates on a date, against the published steps of the data files."""

from datetime import date
from pathlib import Path

import pytest

from sim.economy.rates import RateBook

DATA = Path(__file__).parents[2] / "scenarios" / "data"


@pytest.fixture(scope="module")
def book() -> RateBook:
    names = ("china_loan_rate_steps.csv", "chinabond_govt_yield_annual_mean.csv")
    return RateBook.from_texts(*((DATA / name).read_text(encoding="utf-8") for name in names))


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2011, 3, 15), 6.06),  # between 9 February and 6 April 2011
        (date(2011, 4, 5), 6.06),
        (date(2011, 4, 6), 6.31),  # the day of the change already counts
        (date(2016, 1, 1), 4.35),
        (date(2019, 8, 20), 4.25),  # the loan prime rate takes over
        (date(2040, 1, 1), 3.0),  # beyond the data the last value holds
        (date(2000, 1, 1), 6.12),  # before the data the first
    ],
)
def test_the_loan_rate_is_the_one_in_force(book: RateBook, day: date, percent: float) -> None:
    assert book.loan_1y(day.toordinal()) == pytest.approx(percent / 100)
    assert book.rate("loan_1y", day.toordinal()) == book.loan_1y(day.toordinal())


def test_government_yields_by_year_and_tenor(book: RateBook) -> None:
    assert book.government(2006, 10) == pytest.approx(0.03057)
    assert book.government(2007, 1) == pytest.approx(0.02772)
    assert book.rate("government_5y", date(2008, 6, 30).toordinal()) == pytest.approx(0.03591)
    assert book.government(2060, 10) == book.government(2025, 10)
    assert book.government(1990, 3) == book.government(2006, 3)


def test_a_fixed_index_is_zero_so_that_the_spread_is_the_rate(book: RateBook) -> None:
    assert book.rate("fixed", 734_000) == 0.0


def test_unknown_indices_tenors_and_empty_series_are_refused(book: RateBook) -> None:
    with pytest.raises(KeyError, match="unknown rate index"):
        book.rate("libor", 734_000)
    with pytest.raises(KeyError, match="7 years"):
        book.government(2011, 7)
    with pytest.raises(ValueError, match="at least one"):
        RateBook([], {2011: (0.01, 0.02, 0.03, 0.04)})
    steps = [(date(2012, 1, 1), 0.06), (date(2011, 1, 1), 0.05)]
    with pytest.raises(ValueError, match="order of date"):
        RateBook(steps, {2011: (0.01, 0.02, 0.03, 0.04)})
