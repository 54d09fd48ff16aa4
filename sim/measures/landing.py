"""What becomes of research results: where their companies are founded, and whether these are still there (article 2).

From disclosure every result goes as far as it comes; a company founded in the city is still there at the horizon, has
left it, or its operations have ended in it. One that became no company has a cause.
"""

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, Cause, History
from sim.ledger.records import column, places_in
from sim.measures.counting import count
from sim.measures.pipeline import known
from sim.scenario.scenario_schema import Scenario

Counts = dict[str, int]
STEPS = ("disclosed", "discovered", "decided", "converted")  # each is a part of the one before
FOUNDED = ("landed", "elsewhere")  # the parts of those converted
CAUSES: tuple[str, ...] = get_args(Cause)  # each result has one
CITY_FATES = ("here", "ended", "left")  # the parts of those landed


def may_leave(scenario: Scenario) -> bool:
    """Whether companies can leave the city at all."""
    terms = scenario.economy.leaving
    return terms.rate > 0.0 or terms.sale_moves > 0.0


def landing_of(history: History, scenario: Scenario) -> Counts:
    """``landing``, empty where nobody can leave the city."""
    return landing(history) if may_leave(scenario) else {}


def landing_values(history: History, counts: Counts) -> dict[str, float | None]:
    """``city.still_here``, None where nothing was counted, and ``city.sector_hhi``."""
    return {"city.still_here": float(counts["here"]) if counts else None, "city.sector_hhi": sector_hhi(history)}


def landing(history: History) -> Counts:
    """How many results disclosed by the horizon came to each of ``STEPS``, ``FOUNDED`` and ``CITY_FATES``.

    Who takes over a result (article 15) decides on it.
    """
    results, horizon = history.achievements, history.horizon
    discovered, decided, taken_over, converted = (
        column(results, name) for name in ("discovered", "decided", "taken_over", "converted")
    )
    disclosed, local = known(results, horizon), column(results, "local", np.bool_)
    reached = (
        disclosed,
        disclosed & (discovered != NEVER),
        disclosed & ((decided != NEVER) | (taken_over != NEVER)),
        disclosed & (converted != NEVER),
    )
    landed = reached[-1] & local
    counts = dict(zip(STEPS, map(count, reached), strict=True))
    counts |= {"landed": count(landed), "elsewhere": count(reached[-1] & ~local)}
    return counts | _fates(history, column(results, "slot")[landed])


def causes_of(history: History) -> Counts:
    """How many results disclosed by the horizon are where they are for each of ``CAUSES``, which are the parts of
    all; and ``CITY_FATES``, the parts of those landed."""
    results = history.achievements
    disclosed, places = known(results, history.horizon), places_in(CAUSES, results, "cause")
    counts = {cause: count(disclosed & (places == place)) for place, cause in enumerate(CAUSES)}
    landed = disclosed & (places == CAUSES.index("landed"))
    return counts | _fates(history, column(results, "slot")[landed])


def sector_hhi(history: History) -> float | None:
    """``city.sector_hhi``: over industries the sum of squared shares in the companies that operate in the city."""
    companies = history.companies
    here = _in_city(history) & (column(companies, "operates_until") > history.horizon)
    shares = np.bincount(column(companies, "sector")[here]) / max(count(here), 1)
    return float((shares * shares).sum()) if here.any() else None


def _fates(history: History, slots: NDArray[np.int64]) -> Counts:
    """What became of the companies of these results, which were founded in the city."""
    companies = history.companies
    ours = np.isin(column(companies, "slot"), slots)
    gone = ours & ~_in_city(history)
    over = ours & ~gone & (column(companies, "operates_until") <= history.horizon)
    return {"here": count(ours & ~gone & ~over), "ended": count(over), "left": count(gone)}


def _in_city(history: History) -> NDArray[np.bool_]:
    """Who was founded in the city and never left it."""
    companies = history.companies
    return np.asarray(column(companies, "local", np.bool_) & (column(companies, "left") == NEVER))
