"""The supply of private money that one rule book found in a replication, to be held under another (R4.3)."""

from dataclasses import dataclass
from typing import Any

from sim.engine.codes import ATTEMPT_SLOTS, FUND_SLOTS, NOBODY
from sim.ledger.history import NEVER, History
from sim.scenario.scenario_schema import Scenario


@dataclass(frozen=True)
class Supply:
    """What ``scenario``, whose rule book found it, promised partners; a row of ``Held`` for each of its funds."""

    scenario: Scenario
    funds: tuple[dict[str, Any], ...]


def supply_of(scenario: Scenario, history: History) -> Supply:
    """Who applied, and what partners would bring at each attempt, in a replication of ``scenario``."""
    asked: dict[str, list[int]] = {}
    for attempt in history.attempts:
        asked.setdefault(attempt.fund, [NOBODY] * ATTEMPT_SLOTS)[attempt.attempt] = attempt.private_fen
    rows = [
        {
            "slot": fund.manager * FUND_SLOTS + fund.number,
            "applied": int(fund.applied != NEVER),
            "private": asked.get(fund.name, [NOBODY] * ATTEMPT_SLOTS),
        }
        for fund in history.funds
    ]
    return Supply(scenario, tuple(sorted(rows, key=lambda row: row["slot"])))
