"""Managers at market: first close, its thresholds and time limit, the retry, and when the next fund comes (D3, D4)."""

from pathlib import Path

import pytest

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Fund, History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
SLOTS = 6
# Nobody varies: every fund seeks 40 m yuan, partners give a fixed share of it in exactly five months.
SURE = (
    "economy.managers.target_sigma=0.0",
    "economy.private.fill_sigma=0.0",
    "economy.private.fill_median=0.9",
    "economy.fund.close_sigma=0.0",
)
TWO_FUNDS = ("economy.managers.funds_each=2", "economy.managers.last_marketing_year=9.0")
FIVE_MONTHS = 152  # 152.08 days
NEXT_FUND = 1278  # 42 months of a 365-day year are 1277.5 days
CALLS = (91, 366 + 91, 731 + 91)  # three months (91.25 days) after 15 March 2011, 2012 and 2013


def alone(*sets: str) -> Scenario:
    """The village without a guidance fund."""
    return load(VILLAGE, settings=(*SURE, *sets), policy="no-guidance-fund")


def set_up(history: History) -> list[Fund]:
    return [fund for fund in history.funds if fund.set_up != NEVER]


@pytest.mark.parametrize(("fill", "funds"), [(0.6901, SLOTS), (0.6899, 0)])
def test_a_first_close_needs_seven_tenths_of_the_target_with_the_managers_part(fill: float, funds: int) -> None:
    history = simulate(alone(f"economy.private.fill_median={fill}"), 0)
    assert len(set_up(history)) == funds
    assert history.counters.get("attempts_failed_money", 0) == 2 * (SLOTS - funds)


@pytest.mark.parametrize(("smallest", "funds"), [(36.3e6, SLOTS), (36.5e6, 0)])
def test_a_first_close_needs_the_smallest_size_of_a_fund(smallest: float, funds: int) -> None:
    """Nine tenths from partners and a hundredth from the manager make 36.4 m of 40 m."""
    history = simulate(alone(f"economy.fund.minimum_size={smallest}"), 0)
    assert len(set_up(history)) == funds
    assert all(f.private_fen == 3_600_000_000 and f.manager_fen == 40_000_000 for f in set_up(history))


@pytest.mark.parametrize(("months", "funds"), [(12.0, SLOTS), (12.1, 0)])
def test_an_attempt_that_takes_more_than_a_year_fails(months: float, funds: int) -> None:
    history = simulate(alone(f"economy.fund.close_median_months={months}"), 0)
    assert len(set_up(history)) == funds
    assert all(fund.set_up == fund.marketed + 365 for fund in set_up(history))
    assert history.counters.get("attempts_failed_time", 0) == 2 * (SLOTS - funds)


def test_a_second_attempt_starts_when_the_first_has_run_out_of_time_and_draws_its_own_luck() -> None:
    scenario = alone("economy.fund.close_sigma=0.5")
    draws = Draws(scenario.seed, 0)
    draws.override("fund_time", lambda entity, attempt: 0.999 if attempt == 0 else 0.5)
    history = simulate(scenario, 0, draws=draws)
    assert len(set_up(history)) == SLOTS
    assert all(fund.set_up == fund.marketed + 365 + FIVE_MONTHS for fund in history.funds)


def test_a_manager_that_failed_twice_is_gone_and_its_public_commitment_is_free_again() -> None:
    scenario = load(VILLAGE, settings=(*SURE, "economy.fund.close_sigma=0.5"))
    draws = Draws(scenario.seed, 0)
    draws.override("fund_time", lambda entity, attempt: 0.999)
    history = simulate(scenario, 0, draws=draws)
    assert not set_up(history)
    waiting = [level.fen for level in history.levels if level.place == "not_set_up"]
    approved = [fund for fund in history.funds if fund.approved != NEVER]
    assert len(approved) >= 2
    assert len([fen for fen in waiting if fen > 0]) == len(approved)
    assert sum(waiting) == 0
    freed = sorted(level.day for level in history.levels if level.place == "not_set_up" and level.fen < 0)
    assert freed == sorted(fund.approved + 2 * 365 for fund in approved)


def test_applicants_wait_for_the_call_and_their_time_runs_from_approval() -> None:
    history = simulate(load(VILLAGE, settings=(*SURE, "policy.budget.yearly=[200e6, 200e6, 200e6]")), 0)
    approved = [fund for fund in history.funds if fund.approved != NEVER]
    assert len(approved) >= 4
    for fund in approved:
        assert fund.applied == fund.marketed
        assert fund.approved == min(day for day in CALLS if day > fund.marketed)
        assert fund.set_up == fund.approved + FIVE_MONTHS


@pytest.mark.parametrize("funds_each", [1, 2, 3])
def test_a_manager_raises_no_more_funds_than_it_may(funds_each: int) -> None:
    sets = (f"economy.managers.funds_each={funds_each}", "economy.managers.last_marketing_year=9.0")
    history = simulate(alone(*sets), 0)
    numbers = {slot: [fund.number for fund in history.funds if fund.manager == slot] for slot in range(SLOTS)}
    assert all(found == list(range(funds_each)) for found in numbers.values())


def test_no_fund_comes_to_market_after_the_last_marketing_year() -> None:
    """Arrivals within the first year, 42 months between funds: a third fund would come after the seventh year."""
    sets = ("economy.managers.funds_each=10", "economy.managers.last_marketing_year=7.0", "economy.managers.bar=1000.0")
    history = simulate(alone(*sets), 0)
    assert max(fund.marketed for fund in history.funds) <= 7 * 365
    assert {fund.number for fund in history.funds} == {0, 1}


def test_a_fund_that_finds_no_deals_is_followed_after_forty_two_months() -> None:
    sets = (*TWO_FUNDS, "economy.managers.bar=1000.0")
    history = simulate(alone(*sets), 0)
    first = {fund.manager: fund for fund in history.funds if fund.number == 0}
    second = {fund.manager: fund for fund in history.funds if fund.number == 1}
    assert len(second) == SLOTS
    assert all(second[slot].marketed == first[slot].set_up + NEXT_FUND for slot in range(SLOTS))


def test_a_manager_whose_fund_failed_comes_back_forty_two_months_after_it_came_first() -> None:
    sets = (
        "economy.managers.funds_each=2",
        "economy.managers.last_marketing_year=9.0",
        "economy.fund.minimum_size=1e9",
    )
    history = simulate(alone(*sets), 0)
    marketed = {(fund.manager, fund.number): fund.marketed for fund in history.funds}
    assert len(marketed) == 2 * SLOTS
    assert all(marketed[(slot, 1)] == marketed[(slot, 0)] + NEXT_FUND for slot in range(SLOTS))


def test_a_fund_that_is_invested_is_followed_the_next_day() -> None:
    """With a bar of next to nothing invested, the first payment brings the next fund."""
    sets = (*TWO_FUNDS, "economy.managers.next_fund_invested=0.0001", "economy.managers.bar=0.01")
    history = simulate(alone(*sets), 0, tell=True)
    paid: dict[str, int] = {}
    for step in history.story:
        if step.what == "fund.invested":
            paid.setdefault(step.about[0], step.day)
    followed = 0
    for fund in history.funds:
        if fund.number == 1 and f"fund {fund.manager}.0" in paid:
            assert fund.marketed == paid[f"fund {fund.manager}.0"] + 1
            followed += 1
    assert followed >= 4
