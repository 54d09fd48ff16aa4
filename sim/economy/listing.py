"""How many of the modelled companies may list each month: history where known, then a three-state chain (D5)."""

import math
from collections.abc import Sequence
from datetime import date

from sim.economy.laws import choice, negative_binomial, poisson
from sim.economy.streams import Stream
from sim.scenario.economy_schema import Listing

_POISSON_FROM = 300.0  # a negative binomial of this size is a Poisson; the fit of the closed window ends there

Months = Sequence[tuple[str, int]]


def capacity(
    listings: Months,
    states: Months,
    law: Listing,
    span: tuple[date, date],
    months: int,
    state_stream: Stream,
    count_stream: Stream,
    rounding_stream: Stream,
) -> list[int]:
    """Places for the modelled companies in each of ``months`` months, from that of the first date of ``span`` on.

    ``listings``: national counts as ``("2006-01", n)`` in unbroken order; ``states``: decoded window states (0 closed,
    1 slow, 2 open) up to the same last month. Capacity is the increments of floor(F + u), F = ``law.share`` × the
    counts cumulated since the start (the second date of ``span``), below 0 before it, u one uniform a replication: on
    average a month then has its share of the count,
    where without u it would have the same whole number in every replication. Past the data the chain goes on from the
    last state; the month k after the data reads ordinal k of entity 0, whatever the start. Raises ValueError when the
    start lies before the data or the two series end apart.
    """
    first, last = _number(listings[0][0]), _number(listings[-1][0])
    begin, start = (one.year * 12 + one.month - 1 for one in span)
    if start < first:
        raise ValueError(f"listing data begin in {listings[0][0]}, after the start {span[1]}")
    if states[-1][0] != listings[-1][0]:
        raise ValueError(f"listing counts end in {listings[-1][0]} but window states in {states[-1][0]}")
    counts = [count for _, count in listings]
    counts += _forward(law, states[-1][1], begin + months - 1 - last, state_stream, count_stream)
    each = [counts[max(0, month)] for month in range(begin - first, begin - first + months)]
    places: list[int] = []
    rounding = rounding_stream.u(0, 0)
    cumulated = -sum(each[: start - begin])
    before = math.floor(law.share * cumulated + rounding)
    for count in each:
        cumulated += count
        now = math.floor(law.share * cumulated + rounding)
        places.append(now - before)
        before = now
    return places


def _number(month: str) -> int:
    """Months since year 0 of a text YYYY-MM."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _forward(law: Listing, state: int, months: int, state_stream: Stream, count_stream: Stream) -> list[int]:
    """National counts of the months after the data, from the state of the last month of data."""
    counts: list[int] = []
    for month in range(months):
        state = choice(state_stream.u(0, month), law.window_transition[state])
        mean, size = law.window_mean[state], law.window_size[state]
        u = count_stream.u(0, month)
        counts.append(poisson(u, mean) if size >= _POISSON_FROM else negative_binomial(u, mean, size))
    return counts
