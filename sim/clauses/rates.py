"""Dates and interest: anniversaries, years between two days, simple and compound factors.

A day is a proleptic Gregorian ordinal as ``datetime.date.toordinal`` counts it (1 = 1 January of year 1); all
arithmetic is on whole numbers, so that the functions can be compiled.
"""

from sim.clauses.arithmetic import power

DAYS_400_YEARS = 146_097
# Years are counted from 1 March, so that 29 February ends one; ordinal 1 is day 306 of the year that began in March 0.
MARCH_SHIFT = 305
SHORTEST_MONTH = 28


def civil(ordinal: int) -> tuple[int, int, int]:
    """Gregorian calendar: (year, month, day) of an ordinal."""
    days = ordinal + MARCH_SHIFT
    era = days // DAYS_400_YEARS
    day_of_era = days % DAYS_400_YEARS
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    year = year_of_era + 400 * era + (1 if month <= 2 else 0)
    return year, month, day


def ordinal_of(year: int, month: int, day: int) -> int:
    """Gregorian calendar: ordinal of a date."""
    march_year = year - 1 if month <= 2 else year
    march_month = month + 9 if month <= 2 else month - 3
    day_of_year = (153 * march_month + 2) // 5 + day - 1
    return 365 * march_year + march_year // 4 - march_year // 100 + march_year // 400 + day_of_year - MARCH_SHIFT


def days_in_month(year: int, month: int) -> int:
    """Gregorian calendar: number of days of a month."""
    following = ordinal_of(year + 1, 1, 1) if month == 12 else ordinal_of(year, month + 1, 1)
    return following - ordinal_of(year, month, 1)


def same_day(ordinal: int, months: int) -> int:
    """Ordinal of the same day of the month ``months`` later; a day that month lacks becomes its last day.

    Our reading: rules count terms in years and months from a date and are silent on days that do not exist.
    """
    year, month, day = civil(ordinal)
    count = 12 * year + month - 1 + months
    new_year = count // 12
    new_month = count % 12 + 1
    if day > SHORTEST_MONTH:
        day = min(day, days_in_month(new_year, new_month))
    return ordinal_of(new_year, new_month, day)


def anniversary(ordinal: int, years: int) -> int:
    """Ordinal of the same date ``years`` later; 29 February becomes 28 February in common years (D7, our reading)."""
    return same_day(ordinal, 12 * years)


def years_between(start: int, end: int) -> float:
    """D7: years of interest from ``start`` to ``end``: whole anniversaries plus the remaining days over 365.

    The rules only speak of a yearly rate; counting whole years first makes "three years" exactly 3 in leap years too.
    An ``end`` before ``start`` gives 0: no interest accrues on money not yet paid.
    """
    if end <= start:
        return 0.0
    whole = civil(end)[0] - civil(start)[0]
    if anniversary(start, whole) > end:
        whole -= 1
    return whole + (end - anniversary(start, whole)) / 365


def interest_factor(rate: float, years: float, compound: bool) -> float:
    """财企[2007]128号 art. 15 "original investment plus return at the loan rate": 1 + r·t, or (1 + r)^t if compound.

    The text names the rate and not the compounding; both are offered, the rule book chooses. ``rate`` is yearly and
    above −1. A negative rate takes the whole sum at most: no price is below nothing.
    """
    if compound:
        return power(1.0 + rate, years)
    return max(0.0, 1.0 + rate * years)
