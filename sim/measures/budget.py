"""Where public money is: appropriations, money not yet at work by cause, year and purse, remittances (D10)."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import Level, Place
from sim.ledger.records import column, places_in
from sim.ledger.vocabulary import GUIDANCE_LINES, PUBLIC_MONEY, TREASURIES
from sim.measures.catalogue import IDLE_YEARS
from sim.measures.flows import Books, Dated, Days, by_day, net, purses, running
from sim.scenario.in_force import CityLine

Parts = dict[str, tuple[int, int]]

PLACES: tuple[Place, ...] = get_args(Place)
IDLE: tuple[Place, ...] = ("uncommitted", "not_set_up", "undrawn")
SHOWN = (*PLACES, "remitted")  # as monthly series: what lies at each place, and what went home so far
DAYS_A_YEAR = 365
HALF = 27  # bits of the lower half of an amount below 2**53
# Where the money of each instrument that leaves something to hold is while it is at work.
AT_WORK: dict[CityLine, Place] = {
    "stage_equity": "in_funds",
    "co_investment": "in_companies",
    "risk_subsidy": "in_reserves",
}


def month_days(start: date, months: int, horizon: int) -> NDArray[np.int64]:
    """Days since the start at months 0..``months``, never beyond the horizon (months + 1,)."""
    return np.minimum(np.array(_month_days(start, months), dtype=np.int64), horizon)


@lru_cache(maxsize=8)  # the same for all replications
def _month_days(start: date, months: int) -> tuple[int, ...]:
    days = []
    for month in range(months + 1):
        year, index = divmod(start.year * 12 + start.month - 1 + month, 12)
        day = min(start.day, monthrange(year, index + 1)[1])
        days.append((date(year, index + 1, day) - start).days)
    return tuple(days)


def appropriations(books: Books) -> Dated:
    """Money from the treasuries to the guidance funds of all levels, by day."""
    return books.dated(books.credited(TREASURIES) & books.debited(PUBLIC_MONEY))


def remittances(books: Books) -> Dated:
    """Money from the guidance funds of all levels to the treasuries, by day."""
    return books.dated(books.debited(TREASURIES) & books.credited(PUBLIC_MONEY))


def place_flows(levels: Sequence[Level]) -> dict[str, Dated]:
    """Changes of the money at each place, by day; their running sum is the level there."""
    day, fen, place = column(levels, "day"), column(levels, "fen"), places_in(PLACES, levels, "place")
    return {name: by_day(day[place == number], fen[place == number]) for number, name in enumerate(PLACES)}


def integral(flows: Dated, horizon: int) -> int:
    """Fen-days under the running sum of the flows up to the horizon, exactly: each change counts until then."""
    days, fen = np.maximum(horizon - flows[0], 0), flows[1]
    # Fen-days may pass 64 bits, those of either half of an amount do not.
    return (int((fen >> HALF) @ days) << HALF) + int((fen & (2**HALF - 1)) @ days)


def peak_exposure(public_net: Dated) -> int:
    """Largest amount by which public payments have exceeded public receipts at the end of any day."""
    return max(0, -int(np.cumsum(public_net[1]).min())) if public_net[0].size else 0


def idle_parts(places: dict[str, Dated], given: Dated, horizon: int) -> Parts:
    """Numerators and denominators of ``budget.idle_rate`` and ``budget.idle_years``, in all and by cause.

    All three causes together are money not yet at work (未投出); only what lies in the account is idle. Money under
    management is what lies at all places, at cost. Appropriations less remittances would not do: gains sent home would
    shrink it until more than all of it seemed idle, and money lost would count for ever.
    """
    levels = {place: integral(places[place], horizon) for place in PLACES}
    managed = sum(levels.values())
    appropriated = int(given[1].sum())
    parts: Parts = {}
    for name, fen_days in (
        ("", sum(levels[cause] for cause in IDLE)),
        *((f".{cause}", levels[cause]) for cause in IDLE),
    ):
        parts[f"budget.idle_rate{name}"] = fen_days, managed
        parts[f"budget.idle_years{name}"] = fen_days, appropriated * DAYS_A_YEAR
    return parts


def idle_year_parts(places: dict[str, Dated], months: Days) -> Parts:
    """``budget.idle_rate.year.*`` and ``budget.idle_rate.uncommitted.year.*``: the same rates within single years.

    ``months`` are the days of months 0, 1, ... of the run; a year beyond them has no rate.
    """
    ends = [int(day) for day in months[::12][: IDLE_YEARS + 1]]
    areas = {place: [integral(places[place], end) for end in ends] for place in PLACES}
    parts: Parts = {}
    for year in range(1, IDLE_YEARS + 1):
        known = year < len(ends)
        within = {place: area[year] - area[year - 1] if known else 0 for place, area in areas.items()}
        managed = sum(within.values())
        parts[f"budget.idle_rate.year.{year}"] = sum(within[cause] for cause in IDLE), managed
        parts[f"budget.idle_rate.uncommitted.year.{year}"] = within["uncommitted"], managed
    return parts


def purse_parts(books: Books, places: dict[str, Dated], paid_in: dict[str, Dated], horizon: int) -> Parts:
    """``budget.idle_rate.<line>`` of the purses that leave something to hold, ``budget.used_share.<line>`` of all.

    ``paid_in`` holds the gross payments of each line to the outside.
    """
    parts: Parts = {}
    for line in GUIDANCE_LINES:
        received, paid = books.debited(purses(line)), books.credited(purses(line))
        given = books.total(received & books.credited(TREASURIES))
        parts[f"budget.used_share.{line}"] = min(int(paid_in[line][1].sum()), given), given
        if line in AT_WORK:
            cash = net(books.dated(paid), books.dated(received))
            waiting = integral(cash, horizon)
            parts[f"budget.idle_rate.{line}"] = waiting, waiting + integral(places[AT_WORK[line]], horizon)
    return parts


def series(
    places: dict[str, Dated], remitted: Dated, nets: dict[str, Dated], days: NDArray[np.int64]
) -> dict[str, NDArray[np.int64]]:
    """Monthly series in fen at the end of ``days``: levels by place, ``remitted`` so far, ``net_<group>`` so far."""
    out = {place: running(flows, days) for place, flows in places.items()}
    out["remitted"] = running(remitted, days)
    out |= {f"net_{group}": running(flows, days) for group, flows in nets.items()}
    return out
