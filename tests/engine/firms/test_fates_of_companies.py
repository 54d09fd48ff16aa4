"""What becomes of companies: the chance with which each advances, and what follows (record 0040)."""

from pathlib import Path

import pytest

from sim.economy import fates
from sim.engine.reference import simulate
from sim.ledger.history import NEVER
from sim.scenario.economy_schema import STAGES
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
SHIFTS = (-0.1, -0.5, 0.4, 1.2, 0.0)


def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets, policy="no-guidance-fund")


def test_a_round_keeps_the_chance_of_advancing_with_quality_skill_and_the_shift_of_its_stage() -> None:
    scenario = village(f"economy.company.selection_shift={list(SHIFTS)}", "economy.fund.attempts=4")
    law = scenario.economy.company
    history = simulate(scenario, 0)
    quality = {one.slot: one.quality for one in history.achievements}
    skill = {one.name: one.skill for one in history.funds} | {"outside": 0.0}
    assert {one.stage for one in history.rounds} >= {0, 1, 2}
    assert len({one.lead for one in history.rounds}) > 2
    for one in history.rounds:
        shift = law.quality_on_odds * quality[one.company] + SHIFTS[one.stage] + law.skill_on_odds * skill[one.lead]
        expected = fates.chance_of_advancing(fates.stage_laws(law)[one.stage], shift)
        assert one.advance_chance == pytest.approx(expected, rel=1e-12)
    assert {one.advance_chance for one in history.rounds if one.stage == 4} <= {0.0}


def test_rounds_are_counted_by_stage_as_opened_and_as_failed_and_the_rest_closed_or_waits() -> None:
    history = simulate(village("economy.managers.slots=0", "economy.rounds.outside_ready=[1, 0.5, 0, 0, 0]"), 0)
    closed = [sum(one.stage == stage for one in history.rounds) for stage in range(5)]
    opened, failed = (
        [history.counters.get(f"rounds_{what}_{name}", 0) for name in STAGES] for what in ("opened", "failed")
    )
    assert sum(failed) == history.counters["rounds_failed"]
    assert closed[0] == opened[0] > 0 == failed[0]
    assert min(closed[1], failed[1]) > 0
    waiting = opened[1] - closed[1] - failed[1]
    late = [one for one in history.companies if one.stage == 0 and one.ended == NEVER]
    assert 0 <= waiting <= len(late)
    assert closed[2] == 0 < failed[2] <= opened[2]


def test_a_higher_shift_lets_more_companies_advance_at_that_stage_and_leaves_the_seed_stage_alone() -> None:
    def rounds(shift: float) -> list[int]:
        sets = (
            f"economy.company.selection_shift=[0, {shift}, 0, 0, 0]",
            "economy.rounds.outside_ready=[1, 1, 1, 1, 1]",
        )
        opened = [0] * 3
        for replication in range(3):
            counters = simulate(village(*sets), replication).counters
            for stage, name in enumerate(("seed", "start_up", "growth")):
                opened[stage] += counters.get(f"rounds_opened_{name}", 0)
        return opened

    low, high = rounds(-2.0), rounds(2.0)
    assert low[0] == high[0] > 0
    assert low[2] < high[2]
