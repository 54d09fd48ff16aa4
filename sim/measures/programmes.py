"""What programmes award: grants and what becomes of their projects, who is helped twice, gazelles, orders (K33)."""

import numpy as np
from numpy.typing import NDArray

from sim.economy.laws import months_to_days
from sim.ledger.history import History
from sim.ledger.records import column, places_in
from sim.ledger.vocabulary import INSTITUTIONS
from sim.measures.budget import Parts
from sim.measures.flows import Books
from sim.scenario.scenario_schema import Scenario

FEN = 100
ONE_PROJECT = ("rd_grant", "post_subsidy")
AID = (*ONE_PROJECT, "sme_fund", "recognised")  # what may stand beside each other without anybody knowing
TWO_YEARS = months_to_days(24.0)  # as the law that forbids them counts
LATER_STAGE = 1
ROUNDING = 1e-12
Values = dict[str, float | None]


def programme_values(history: History, books: Books, scenario: Scenario) -> Values:
    """Counts and sums: ``grant.{paid, accepted, lost, returned}`` in yuan and projects, and what else awards tell."""
    grants = places_in(ONE_PROJECT, history.supports, "line") >= 0
    back = column(history.supports, "back_fen")
    net = column(history.supports, "paid_fen") - back
    ends = places_in(("accepted", "lost"), history.supports, "state")
    orders = int(books.total(books.of_kind("order") | books.of_kind("first_set")))
    rounds = column(history.rounds, "stage") >= LATER_STAGE
    return {
        "grant.paid": int(net[grants].sum()) / FEN,
        "grant.accepted": float(np.count_nonzero(grants & (ends == 0))),
        "grant.lost": int(net[grants & (ends == 1)].sum()) / FEN,
        "grant.returned": int(back[grants].sum()) / FEN,
        "institutions.income": books.held(INSTITUTIONS) / FEN,
        "programme.supported": float(np.unique(column(history.supports, "company")).size),
        "programme.duplicates": float(duplicates(history)),
        "procurement.beyond_use": (orders - history.counters.get("procured_use_fen", 0)) / FEN,
        "company.advanced": float(np.unique(column(history.rounds, "company")[rounds]).size),
        "company.gazelles": gazelles(history, scenario),
    }


def grant_parts(history: History) -> Parts:
    """``grant.per_accepted`` (whole yuan over projects) and ``grant.lost_share`` (of all that grants paid)."""
    grants = places_in(ONE_PROJECT, history.supports, "line") >= 0
    net = column(history.supports, "paid_fen") - column(history.supports, "back_fen")
    ends = places_in(("accepted", "lost"), history.supports, "state")
    paid, lost = int(net[grants].sum()), int(net[grants & (ends == 1)].sum())
    return {
        "grant.per_accepted": (round(paid / FEN), int(np.count_nonzero(grants & (ends == 0)))),
        "grant.lost_share": (lost, paid),
    }


def duplicates(history: History) -> int:
    """Awards to a company that another programme had helped within two years before, the city as a buyer left out."""
    lines = places_in(AID, history.supports, "line")
    known = lines >= 0
    own = zip(
        column(history.supports, "company")[known].tolist(),
        column(history.supports, "day")[known].tolist(),
        lines[known].tolist(),
        strict=True,
    )
    found, had = 0, dict[int, list[tuple[int, int]]]()
    for company, day, line in own:
        before = had.setdefault(company, [])
        found += any(other != line and day - then < TWO_YEARS for then, other in before)
        before.append((day, line))
    return found


def gazelles(history: History, scenario: Scenario) -> float | None:
    """Companies that grew fast enough in some year (``growth_firms``), whether or not anybody names them."""
    if scenario.economy.operations.mode != "path":
        return None
    slots, _ = _fast_years(history, scenario)
    return float(np.unique(slots).size)


def gazelles_by_year(history: History, scenario: Scenario) -> NDArray[np.int64]:
    """How many companies grew fast enough in the year before each programme day (Y,)."""
    days = np.array(history.programme_days, dtype=np.int64)
    _, found = _fast_years(history, scenario)
    return np.bincount(np.searchsorted(days, found), minlength=days.size)


def _fast_years(history: History, scenario: Scenario) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Companies and days on which they were counted as fast: the sales of that year and of the year before say so."""
    slots, days = column(history.operated, "company"), column(history.operated, "day")
    sales = column(history.operated, "sales_fen")
    order = np.lexsort((days, slots))
    slots, days, sales = slots[order], days[order], sales[order]
    follows = slots[1:] == slots[:-1]
    fast = follows & is_fast(sales[1:], sales[:-1], scenario)
    return slots[1:][fast], days[1:][fast]


def is_fast(now: NDArray[np.int64], before: NDArray[np.int64], scenario: Scenario) -> NDArray[np.bool_]:
    """Whether sales (fen) of this year and of the year before are those of a gazelle."""
    rules = scenario.law.growth_firms
    edges = np.array(rules.gazelle_sales) * FEN
    place = np.searchsorted(edges, now, side="right") - 1
    inside = (place >= 0) & (place < len(rules.gazelle_growth)) & (before > 0)
    asked = np.array(rules.gazelle_growth)[np.clip(place, 0, len(rules.gazelle_growth) - 1)]
    grown = np.divide(now, before, out=np.zeros(now.size), where=before > 0)
    return np.asarray(inside & (grown >= 1.0 + asked - ROUNDING))
