"""The option's price by windows of years (分段价格), a formula that is only a floor, and how much may be bought.

Amounts are fen as floats, days are ordinals, a window runs from one year to another and ``to_years`` of 0 has no end.
"""

from sim.clauses.rates import interest_factor, years_between
from sim.clauses.stage_equity import years_after


def window_of(start: int, day: int, from_years: tuple[float, ...], to_years: tuple[float, ...]) -> int:
    """Yozma 2.0 (first 4 years, later) and Shanghai's angel fund (3 years, 5 years; memory): the window of a day.

    The number of the window that ``day`` lies in when years run from ``start``, −1 outside all of them. Our reading, as
    for the grace of 财企[2007]128号: the anniversary that ends a window still belongs to it, the next begins on the day
    after; a window that begins at year 0 includes the first day.
    """
    for i in range(len(from_years)):
        if in_window(start, day, from_years[i], to_years[i]):
            return i
    return -1


def in_window(start: int, day: int, from_year: float, to_year: float) -> bool:
    """Whether a day lies in one window, as ``window_of`` counts them."""
    begun = day >= start if from_year <= 0 else day > years_after(start, from_year)
    return begun and not_passed(start, day, to_year)


def not_passed(start: int, day: int, to_year: float) -> bool:
    """Whether a window has not ended before a day."""
    return to_year <= 0 or day <= years_after(start, to_year)


def price_window(start: int, day: int, to_years: tuple[float, ...]) -> int:
    """财企[2007]128号 art. 15 with a clock for each payment: the first window that a payment's age has not passed.

    Our reading: whether the option is open is asked of the first payment (``window_of``); a later payment is younger
    and is priced by the window its own age has reached. The last window when all have passed.
    """
    for i in range(len(to_years)):
        if not_passed(start, day, to_years[i]):
            return i
    return len(to_years) - 1


def window_price(
    outstanding: float,
    paid: int,
    clock_start: int,
    transfer: int,
    from_year: float,
    from_window: bool,
    compound: bool,
    rate: float,
) -> float:
    """Yozma 2.0: 1 % a year in the first 4 years and 5 % after, compound, both back to the first investment.

    The price of one payment in the window that begins ``from_year`` years after ``clock_start``. Text: the two rates,
    compound, retroactive: the window's rate holds for the whole time, not from the window's beginning. Our reading:
    each payment bears interest from its own day (D7); ``from_window`` counts from the window's beginning instead, as a
    rule book may say.
    """
    start = max(paid, years_after(clock_start, from_year)) if from_window else paid
    return outstanding * interest_factor(rate, years_between(start, transfer), compound)


def price_or_floor(formula: float, appraised: float, floor_share: float, is_floor: bool) -> float:
    """Zhejiang's rule art. 25: the price is *not below* cost, later cost and interest (128号: the price *is* that).

    Text: a floor. Our reading of what is paid above it: a share of the appraised value, when that is more.
    """
    return max(formula, floor_share * appraised) if is_floor else formula


def part_to_buy(held: float, bought: float, max_share: float) -> float:
    """KVIC 2025: call on at most 30 % of the fund of funds' stake: which part of what is still held may be bought.

    ``held`` and ``bought`` are shares of the whole stake, ``bought`` by this option so far. 1 when all that is held may
    be bought, 0 when the option is used up. 财企[2007]128号 art. 15 says "the stake" and no part of it.
    """
    if held <= 0.0:
        return 0.0
    return min(1.0, max(0.0, max_share - bought) / held)
