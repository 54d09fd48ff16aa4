"""The exchange queue against a queue replayed from the filing days and the published listing counts (D5)."""

import math
from datetime import date
from pathlib import Path

import pytest

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Company, History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from sim.scenario.series import listings

VILLAGE = Path(__file__).parents[2] / "village.toml"
START = date(2011, 3, 15)
# Every company finds its seed money outside and most of them file for listing after it.
FILERS = (
    "economy.managers.slots=0",
    "economy.rounds.outside_ready=[1.0, 1.0, 1.0, 1.0, 1.0]",
    "economy.company.advance=[0.0, 0.0, 0.0, 0.0, 0.0]",
    "economy.company.filing=[0.9, 0.9, 0.9, 0.9, 0.9]",
    "economy.company.trade_sale=[0.0, 0.0, 0.0, 0.0, 0.0]",
)


def filers(*sets: str) -> Scenario:
    return load(VILLAGE, settings=(*FILERS, *sets), policy="no-guidance-fund")


def ticks(scenario: Scenario, history: History, share: float) -> list[tuple[int, int]]:
    """First days of months after the start, with the places floor(share × counts so far + u) adds in that month."""
    u = Draws(scenario.seed, history.replication).stream("listing_rounding").u(0)
    places, cumulated = [], 0
    for month, count in listings(scenario.data["listings"]):
        first = date(int(month[:4]), int(month[5:]), 1)
        if (first.year, first.month) < (START.year, START.month):
            continue
        before = math.floor(share * cumulated + u)
        cumulated += count
        day = (first - START).days
        if 0 < day <= history.horizon:
            places.append((day, math.floor(share * cumulated + u) - before))
    return places


def replayed(history: History, places: list[tuple[int, int]], patience: int) -> dict[int, tuple[str, int]]:
    """What becomes of every filing: listed or expired, and when. First come, first served, ties by slot."""
    waiting = sorted((c.filed, c.slot) for c in history.companies if c.filed != NEVER)
    outcome: dict[int, tuple[str, int]] = {}
    for day, free in places:
        for filed, slot in list(waiting):
            if filed < day and day - filed >= patience:
                outcome[slot] = ("expired_filing", day)
                waiting.remove((filed, slot))
        for filed, slot in [one for one in waiting if one[0] < day][:free]:
            outcome[slot] = ("listed", day)
            waiting.remove((filed, slot))
    return outcome


def outcome_of(company: Company) -> tuple[str, int] | None:
    if company.end == "expired_filing":
        return "expired_filing", company.ended
    return ("listed", company.listed) if company.listed != NEVER else None


@pytest.mark.parametrize("share", [0.006, 0.02])
@pytest.mark.parametrize("replication", [0, 1])
def test_the_queue_lists_first_come_first_served_within_each_months_places(share: float, replication: int) -> None:
    scenario = filers(f"economy.listing.share={share}")
    history = simulate(scenario, replication)
    expected = replayed(history, ticks(scenario, history, share), 3 * 365)
    found = {c.slot: outcome_of(c) for c in history.companies if c.filed != NEVER}
    assert {slot: one for slot, one in found.items() if one is not None} == expected
    assert sum(one[0] == "listed" for one in expected.values()) >= 6
    assert len(found) >= 20


def test_a_filing_is_sold_on_the_first_of_a_month_once_three_years_old() -> None:
    history = simulate(filers("economy.listing.share=1e-6"), 0)
    expired = [c for c in history.companies if c.end == "expired_filing"]
    assert len(expired) >= 10
    for company in expired:
        day = date.fromordinal(START.toordinal() + company.ended)
        assert day.day == 1
        assert 3 * 365 <= company.ended - company.filed < 3 * 365 + 31
        assert company.listed == NEVER
    assert history.counters["filings_expired"] == len(expired)


@pytest.mark.parametrize(("months", "days"), [(12.0, 365), (6.0, 183), (36.0, 1095)])
def test_holders_of_listed_shares_sell_when_the_lock_up_ends(months: float, days: int) -> None:
    history = simulate(filers("economy.listing.share=0.02", f"economy.listing.lockup_months={months}"), 0)
    sold = [c for c in history.companies if c.end == "listed"]
    assert len(sold) >= 10
    assert {c.ended - c.listed for c in sold} == {days}
    locked = [c for c in history.companies if c.listed != NEVER and c.end != "listed"]
    assert all(c.end == "active" and c.listed + days > history.horizon for c in locked)


def test_without_volatility_shares_are_sold_at_the_listing_price() -> None:
    history = simulate(filers("economy.listing.share=0.02", "economy.listing.volatility=0.0"), 0, tell=True)
    factors = [step.facts["factor"] for step in history.story if step.what == "company.lockup_sale"]
    assert len(factors) >= 10
    assert set(factors) == {1.0}
