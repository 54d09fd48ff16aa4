"""收益上限 (return cap): the public line keeps its cost and a stated return, the private partners get the rest."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.clauses.arithmetic import power
from sim.clauses.rate_path import NO_STEPS, Steps, begins, growth
from sim.clauses.rates import years_between


class Payment(NamedTuple):
    """One payment of the public line: its day (ordinal), the amount, and the cap's yearly rate read on that day."""

    day: int
    amount: float
    rate: float


class Receipt(NamedTuple):
    """What the public line was entitled to on a day (ordinal), after the cap and before any concession."""

    day: int
    amount: float


def room(
    payments: Sequence[Payment], receipts: Sequence[Receipt], today: int, compound: bool, path: Steps = NO_STEPS
) -> float:
    """北京科创基金 (original innovation leaves at "principal + interest"), RVCF (memory): what may still be kept today.

    Read second-hand: principal and interest, the rest of the gain is ceded; the rate is not stated. Our reading: dated
    flows; interest runs from each payment, on what has not come back.
    Receipts repay capital before interest, the oldest payment first. Simple interest is on unreturned capital;
    compound is yearly, on capital and interest. Flows after ``today`` do not count; days of receipts are in order.
    Where ``path`` is given each day bears its own rate instead of the payment's.
    100 paid, nothing received, 5 years at 6 % simple: 130. Never negative.
    """
    capital = [payment.amount for payment in payments]
    interest = [0.0] * len(payments)
    reached = [payment.day for payment in payments]
    for receipt in receipts:
        if receipt.day <= today:
            accrue_payments(payments, capital, interest, reached, receipt.day, compound, path)
            _repay(payments, capital, interest, receipt)
    accrue_payments(payments, capital, interest, reached, today, compound, path)
    total = 0.0
    for i, payment in enumerate(payments):
        if payment.day <= today:
            total += capital[i] + interest[i]
    return max(0.0, total)


def over_cap(entitled: float, capital: float, left: float) -> float:
    """BSF-4: what the public line hands on of one distribution; return of its capital is never handed on.

    ``entitled`` is its part of the distribution, ``capital`` the return of capital in it, ``left`` the cap's room.
    """
    return max(0.0, min(entitled - capital, entitled - left))


def accrue_payments(
    payments: Sequence[Payment],
    capital: list[float],
    interest: list[float],
    reached: list[int],
    day: int,
    compound: bool,
    path: Steps = NO_STEPS,
) -> None:
    """Bring the interest of each payment to ``day``, in place, under its own rate or along ``path``.

    Years count from the payment, so that anniversaries are whole; ``reached`` is the day each was last brought to.
    """
    for i, payment in enumerate(payments):
        if day <= reached[i]:
            continue
        years = years_between(payment.day, day) - years_between(payment.day, reached[i])
        if begins(path.days):
            base = capital[i] + interest[i] if compound else capital[i]
            interest[i] += base * (growth(path, payment.day, reached[i], day, compound) - 1.0)
        elif compound:
            interest[i] += (capital[i] + interest[i]) * (power(1.0 + payment.rate, years) - 1.0)
        else:
            interest[i] += capital[i] * payment.rate * years
        reached[i] = day


def _repay(payments: Sequence[Payment], capital: list[float], interest: list[float], receipt: Receipt) -> None:
    """A receipt takes capital off the oldest payments first, then interest."""
    left = receipt.amount
    for owed in (capital, interest):
        for i, payment in enumerate(payments):
            if payment.day <= receipt.day:
                taken = min(owed[i], left)
                owed[i] -= taken
                left -= taken
