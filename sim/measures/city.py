"""What the city has of the companies: jobs, taxes, and who stays; when taxes cover what all support cost (K36).

Companies are counted once a year on the programme day, and only where the economy gives them sales of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, History
from sim.ledger.records import column
from sim.measures.flows import Dated, by_day
from sim.measures.irr import factors, present_value
from sim.measures.survival import YEAR, held_at
from sim.scenario.scenario_schema import Scenario

Ints = NDArray[np.int64]
Values = dict[str, float | None]
FEN = 100
KEPT_YEARS = 10  # programme days after founding on which ``city.kept_10y`` looks
CLASSES = {"company.revenue_100m": 10**10, "company.revenue_1bn": 10**11, "company.revenue_10bn": 10**12}  # fen a year


@dataclass(frozen=True, slots=True)
class Years:
    """By programme day (Y,): ``days``, ``jobs`` and ``tax`` (fen) in the city, ``sales`` (fen) of all companies.

    ``classes`` holds how many of all companies sold so much in the year, by the measure of ``CLASSES``.
    """

    days: Ints
    jobs: Ints
    sales: Ints
    tax: Ints
    classes: dict[str, Ints]

    def series(self) -> dict[str, Ints]:
        """The same by name, of a class without its ``company.``."""
        classes = {name.removeprefix("company."): count for name, count in self.classes.items()}
        return {"days": self.days, "jobs": self.jobs, "sales": self.sales, "tax": self.tax} | classes


def years_of(history: History) -> Years:
    """What was counted on each programme day; its tax is summed in the order of the companies, then rounded."""
    days = np.array(history.programme_days, dtype=np.int64)
    place = np.searchsorted(days, column(history.operated, "day"))
    local = column(history.operated, "local", np.bool_)
    jobs, sales = np.zeros(days.size, dtype=np.int64), np.zeros(days.size, dtype=np.int64)
    np.add.at(jobs, place[local], column(history.operated, "staff")[local])
    sold = column(history.operated, "sales_fen")
    np.add.at(sales, place, sold)
    classes = {name: np.bincount(place[sold >= fen], minlength=days.size) for name, fen in CLASSES.items()}
    tax = np.bincount(place, column(history.operated, "tax", np.float64), minlength=days.size)
    return Years(days, jobs, sales, (tax * FEN + 0.5).astype(np.int64), classes)


def tax_flows(years: Years) -> Dated:
    """The city's taxes by day."""
    return by_day(years.days[years.tax > 0], years.tax[years.tax > 0])


def city_values(history: History, scenario: Scenario, years: Years, rate: float) -> Values:
    """``city.tax_pv`` and ``company.{jobs, sales, revenue_*}``, None where companies have no sales of their own."""
    names = ("city.tax_pv", "company.jobs", "company.sales", *CLASSES)
    if not counted(scenario):
        return dict.fromkeys(names)
    largest = np.zeros(int(column(history.operated, "company").max(initial=-1)) + 1, dtype=np.int64)
    np.maximum.at(largest, column(history.operated, "company"), column(history.operated, "sales_fen"))
    found: Values = {name: float(np.count_nonzero(largest >= fen)) for name, fen in CLASSES.items()}
    found |= {"company.jobs": float(years.jobs.sum()), "company.sales": int(years.sales.sum()) / FEN}
    return found | {"city.tax_pv": present_value(*tax_flows(years), rate) / FEN}


def counted(scenario: Scenario) -> bool:
    """Whether companies are counted every year."""
    return scenario.economy.operations.mode == "path"


def kept(history: History, scenario: Scenario) -> float | None:
    """``city.kept_10y``, None where nobody can leave or nobody was watched for so long."""
    terms = scenario.economy.leaving
    if not history.programme_days or terms.rate == terms.sale_moves == 0.0:
        return None
    steps, gone = stays(history)
    return held_at(steps, gone, 2 * KEPT_YEARS)


def stays(history: History) -> tuple[Ints, NDArray[np.bool_]]:
    """For each company founded in the city (N,): how long it was watched, and whether it then left.

    Time is counted in half-steps of programme days since founding: 2 k on the k-th such day, 2 k + 1 between it and the
    next. So who leaves on a day is set against all who were there on it, and ends between two days against neither.
    """
    companies, days = history.companies, np.array(history.programme_days, dtype=np.int64)
    ours = column(companies, "local", np.bool_)
    founded, left, ended = (column(companies, name)[ours] for name in ("founded", "left", "ended"))
    until, gone = column(companies, "operates_until")[ours], left != NEVER
    there = np.where(until == ended, until, until - 1)  # the last day: wound up, or sold, after that day's count
    last = np.where(gone, left, np.minimum(there, history.horizon))
    before = np.searchsorted(days, founded, side="right")
    on_the_day = gone & (left != ended)
    steps = np.searchsorted(days, last, side="right") - before
    return np.where(on_the_day, 2 * steps, 2 * steps + 1), gone


# ---- payback --------------------------------------------------------------------------------------------------------


def payback_day(outlay: Dated, tax: Dated, rate: float) -> int:
    """First day from which to the end the present value of all taxes so far covers that of the outlay, or NEVER.

    ``outlay`` is received less paid by day. The days before anything was paid do not count: taxes that always cover it
    pay back on the day of the first payment. Taxes that are behind again later have not paid back: of additional
    payments the first few are often small, and the first tax covers them.
    """
    days = np.union1d(outlay[0], tax[0])
    paid = np.flatnonzero(-present_path(outlay, days, rate) > 0.0)
    if paid.size == 0:
        return NEVER
    balance = (present_path(outlay, days, rate) + present_path(tax, days, rate))[paid[0] :]
    behind = np.flatnonzero(balance < 0.0)
    since = paid[0] + (behind[-1] + 1 if behind.size else 0)
    return int(days[since]) if since < days.size else NEVER


def present_path(flows: Dated, days: Ints, rate: float) -> NDArray[np.float64]:
    """Present value of all flows up to each of ``days``."""
    worth = np.concatenate([[0.0], np.cumsum(flows[1] * factors(flows[0], rate))])
    return np.asarray(worth[np.searchsorted(flows[0], days, side="right")])


def payback_years(outlay: Dated, tax: Dated, rate: float) -> float | None:
    """Years from the first day to ``payback_day``; None where it is not reached."""
    day = payback_day(outlay, tax, rate)
    return None if day == NEVER else day / YEAR


def payback_parts(flows: Mapping[str, Dated], years: float | None) -> dict[str, tuple[int, int]]:
    """``city.tax_paid_back``: 1 of 1 where taxes covered the outlay, 0 of 1 where not, nothing without an outlay."""
    return {"city.tax_paid_back": (int(years is not None), int(has_outlay(flows)))}


def has_outlay(flows: Mapping[str, Dated]) -> bool:
    """Whether taxes are counted and there is anything for them to cover."""
    return "tax" in flows and bool((flows["fiscal"][1] < 0).any())
