"""Commitments covered by the plan of appropriations instead of cash in hand (D10, budget.cover)."""

from collections import defaultdict
from pathlib import Path

from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[2] / "village.toml"
LATE = (
    "policy.budget.yearly=[1.5e6, 0.0, 0.0, 0.0, 0.0, 100e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
)


def appropriated(history: History) -> dict[int, int]:
    """Fen of appropriation by day."""
    p, days = history.postings, defaultdict(int)
    for row in p.rows:
        if p.kinds[row["kind"]] == "appropriation":
            days[int(row["day"])] += int(row["fen"])
    return dict(days)


def test_with_the_plan_as_cover_calls_are_met_by_advances_on_later_years() -> None:
    history = simulate(load(VILLAGE, settings=(*LATE, "policy.budget.cover=plan")), 0)
    days = appropriated(history)
    assert sum(days.values()) == 10_150_000_000
    assert any(1 < day < 5 * 365 for day in days)
    assert sum(fund.public_fen for fund in history.funds) > 150_000_000


def test_with_cash_as_cover_nothing_is_promised_beyond_the_purse() -> None:
    history = simulate(load(VILLAGE, settings=(*LATE, "policy.budget.cover=cash")), 0)
    assert set(appropriated(history)) == {0, 1827}  # 15 March 2011 and 15 March 2016
    early = [fund.public_fen for fund in history.funds if 0 <= fund.approved < 1827]
    assert sum(early) <= 150_000_000
