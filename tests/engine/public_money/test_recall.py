"""Idle money goes back after its time, oldest first; money that is committed starts its clock anew."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[2] / "village.toml"
YEAR = "policy.budget.recall_idle_months=12"
PURSES = tuple(f"guidance_fund.{line}:cash" for line in ("stage_equity", "co_investment", "risk_subsidy"))
NOBODY = ("economy.managers.slots=0",)
CLOSING = 2192  # 15 March 2017


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(load(VILLAGE, settings=sets), replication, tell=True)


def remitted(history: History, clause: str) -> dict[int, int]:
    """Fen remitted to any treasury by day under one clause."""
    p, found = history.postings, defaultdict(int)
    for row in p.rows:
        if p.kinds[row["kind"]] == "remittance" and p.clauses[row["clause"]] == clause:
            found[int(row["day"])] += int(row["fen"])
    return dict(found)


def recalled(history: History) -> dict[int, int]:
    return remitted(history, "budget.recall_idle_months")


@pytest.mark.parametrize("replication", range(3))
def test_a_period_longer_than_the_fund_changes_nothing(replication: int) -> None:
    plain = run(replication).postings.digest()
    assert run(replication, "policy.budget.recall_idle_months=120").postings.digest() == plain


def test_with_nobody_to_support_each_appropriation_goes_back_a_year_after_it_came() -> None:
    """Appropriations of 20 m on days 0, 366 and 731; twelve months are 365 days."""
    assert recalled(run(0, *NOBODY, YEAR)) == {365: 2_000_000_000, 731: 2_000_000_000, 1096: 2_000_000_000}
    assert remitted(run(0, *NOBODY, YEAR), "budget.recycle_until_year") == {}
    assert remitted(run(0, *NOBODY), "budget.recycle_until_year") == {CLOSING: 6_000_000_000}


@pytest.mark.parametrize("replication", range(4))
def test_no_purse_keeps_money_longer_than_the_period(replication: int) -> None:
    """Recomputed from receipts and uses: what is free never exceeds what came within the last year."""
    history = run(replication, YEAR)
    level, days = 0, []
    came: list[tuple[int, int]] = []
    for change in history.levels:
        if change.place == "uncommitted":
            level += change.fen
            if change.fen > 0:
                came.append((change.day, change.fen))
            days.append((change.day, level))
    by_day = dict(days)
    for day, free in by_day.items():
        if day < CLOSING:
            assert free <= sum(fen for since, fen in came if day - 366 <= since <= day)
    assert recalled(history)


@pytest.mark.parametrize("replication", range(4))
def test_recall_shortens_the_time_money_lies_idle_and_never_overdraws(replication: int) -> None:
    def idle(history: History) -> int:
        total = 0
        for change in history.levels:
            total += change.fen * (history.horizon - change.day) if change.place == "uncommitted" else 0
        return total

    assert idle(run(replication, YEAR)) < idle(run(replication))


def test_parking_money_with_funds_that_never_close_restarts_its_clock() -> None:
    """A known way round the rule: committed money is not idle, and freed commitments count from their release."""
    stuck = ("economy.fund.minimum_size=1e9", "policy.budget.stage_equity_share=1.0",
             "policy.budget.co_investment_share=0.0", "policy.budget.risk_subsidy_share=0.0",
             "policy.budget.yearly=[20e6]", YEAR)  # fmt: skip
    later = 0
    for replication in range(3):
        history = run(replication, *stuck)
        freed = [change.day for change in history.levels if change.place == "not_set_up" and change.fen < 0]
        back = recalled(history)
        assert all(fund.set_up < 0 for fund in history.funds)
        for day in back:
            assert day == 365 or day - 365 in freed
        later += any(day > 365 for day in back)
        assert sum(back.values()) + sum(remitted(history, "budget.recycle_until_year").values()) == 2_000_000_000
    assert later >= 2


def test_a_districts_idle_money_is_recalled_too() -> None:
    sets = (YEAR, "policy.levels.district.yearly=[10e6]", "policy.levels.district.match=0.5")
    history = run(0, *sets, *NOBODY)
    p = history.postings
    back = [
        (int(row["day"]), int(row["fen"]))
        for row in p.rows
        if p.kinds[row["kind"]] == "remittance" and p.accounts[row["credit"]] == "district_fund:cash"
    ]
    assert back == [(365, 1_000_000_000)]
