"""SimPy's cost is its number of kernel events: none is spent on polling or on waits that were lost (D1, model 9)."""

from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"


def achievement_events(history: History) -> int:
    """Discovered, evaluated, decided or reviewed, approved, negotiated, clock, founded after take-over."""
    total = 0
    for a in history.achievements:
        total += (a.discovered >= 0) + 2 * (a.evaluated >= 0) + (a.approval_opened >= 0) + (a.decided >= 0)
        total += (a.evaluated >= 0) + (a.taken_over >= 0)
    return total


def company_events(history: History) -> int:
    """A look for every quarter on offer, payment, milestone, second draw, exit phase, sale after lock-up."""
    return history.counters["looks"] + 4 * len(history.rounds) + 2 * len(history.companies)


def fund_events(history: History, scenario: Scenario) -> int:
    """Marketing, attempts, the next fund, fees, dates of the contract, closing of the books, sales and options."""
    terms, events = scenario.economy.fund, 0
    for fund in history.funds:
        events += 3 + terms.attempts
        if fund.set_up >= 0:
            events += int(terms.term_years * 12 / terms.fee_interval_months) + 6
    sales = [p for p in history.positions if p.instrument == "fund_holding" and p.exit_day >= 0]
    return events + 2 * len(sales)


def guidance_events(history: History, scenario: Scenario) -> int:
    """Appropriation, call, closing; a receipt and its re-use by line; yearly questions after a deadline."""
    years = scenario.horizon_years
    receipts = (
        len({p.exit_day for p in history.positions}) + sum(f.ended >= 0 for f in history.funds) + len(history.funds)
    )
    public = [p for p in history.positions if p.instrument != "fund_holding"]
    return 3 * years + 4 * receipts + years * len(public)


@pytest.mark.parametrize("replication", [0, 1, 2])
def test_kernel_events_are_no_more_than_things_that_happen(replication: int) -> None:
    scenario = load(VILLAGE)
    history = simulate(scenario, replication)
    months = 12 * scenario.horizon_years
    most = (
        achievement_events(history)
        + company_events(history)
        + fund_events(history, scenario)
        + guidance_events(history, scenario)
        + months
    )
    events = history.counters["kernel_events"]
    assert events <= most
    assert events >= 0.5 * most  # the bound is tight enough to catch a daily or monthly poll


def test_one_poll_a_month_for_each_company_would_break_the_bound() -> None:
    """The check can fail: the room between events and bound is smaller than monthly polling would need."""
    scenario = load(VILLAGE)
    history = simulate(scenario, 0)
    polled = history.counters["kernel_events"] + sum(
        ((c.ended if c.ended >= 0 else history.horizon) - c.founded) // 30 for c in history.companies
    )
    bound = (
        achievement_events(history)
        + company_events(history)
        + fund_events(history, scenario)
        + guidance_events(history, scenario)
        + 12 * scenario.horizon_years
    )
    assert polled > bound
