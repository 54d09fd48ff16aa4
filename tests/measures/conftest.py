from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.ledger.history import History
from sim.measures.reduce import Reduced, reduce_history
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.books import Ledger

STAGE = "guidance_fund.stage_equity:cash"
CO = "guidance_fund.co_investment:cash"
SUBSIDY = "guidance_fund.risk_subsidy:cash"


@dataclass
class ByHand:
    """A history written by hand: amounts in yuan, days since the start."""

    scenario: Scenario
    horizon: int = 3650
    replication: int = 0
    ledger: Ledger = field(default_factory=Ledger)
    lists: dict[str, Any] = field(default_factory=dict)
    navs: dict[str, int] = field(default_factory=dict)

    def post(self, day: int, debit: str, credit: str, yuan: int, kind: str, entity: str = "fund 0.0") -> None:
        ledger = self.ledger
        accounts = [ledger.account(name, may_be_negative=True) for name in (debit, credit)]
        ledger.post(day, *accounts, yuan * 100, ledger.word(kind), ledger.word(entity), ledger.word(""))

    def history(self) -> History:
        names = ("achievements", "companies", "rounds", "funds", "positions", "levels")
        lists = {name: self.lists.get(name, []) for name in names}
        return History(
            replication=self.replication,
            horizon=self.horizon,
            postings=self.ledger.close(),
            counters={},
            operated=self.lists.get("operated", []),
            loans=self.lists.get("loans", []),
            supports=self.lists.get("supports", []),
            programme_days=self.lists.get("programme_days", ()),
            navs={group: yuan * 100 for group, yuan in self.navs.items()},
            **lists,
        )

    def reduce(self) -> Reduced:
        return reduce_history(self.history(), self.scenario)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """The village, ten years from 2011-03-15."""
    village = load(Path(__file__).parents[1] / "village.toml")
    return replace(village, start=date(2011, 3, 15), horizon_years=10)


@pytest.fixture
def hand(scenario: Scenario) -> ByHand:
    return ByHand(scenario)


@pytest.fixture
def new_hand(scenario: Scenario) -> Any:
    """Makes one history after another."""
    return lambda **changes: ByHand(scenario, **changes)
