"""What becomes of companies: the chance with which each advances, and what follows (record 0040)."""

from datetime import timedelta
from pathlib import Path

import pytest

from sim.economy import fates
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History
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


# ---- the common cycle -----------------------------------------------------------------------------------------------

OPEN = ("economy.rounds.outside_ready=[1, 1, 1, 1, 1]", "economy.company.stall_share=0", "horizon_years=20")


def with_cycle(scenario: Scenario, level: float) -> History:
    """The first replication with every year's draw at the uniform ``level``."""
    draws = Draws(scenario.seed, 0)
    draws.override("cycle", lambda entity, ordinal: level)
    return simulate(scenario, 0, draws=draws)


def advanced(history: History) -> int:
    return sum(history.counters.get(f"rounds_opened_{stage}", 0) for stage in ("start_up", "growth", "expansion"))


def test_in_good_years_more_companies_advance_in_bad_ones_fewer() -> None:
    scenario = village(*OPEN, "economy.company.cycle_sigma=0.5", "economy.company.cycle_persistence=0.0")
    neutral = simulate(village(*OPEN), 0)
    good, bad = with_cycle(scenario, 0.98), with_cycle(scenario, 0.02)
    assert advanced(bad) < advanced(neutral) < advanced(good)
    middle = with_cycle(scenario, 0.5)  # whose normal is 0
    assert middle.postings.digest() == neutral.postings.digest()


def test_persistence_alone_is_nothing() -> None:
    neutral, other = village(*OPEN), village(*OPEN, "economy.company.cycle_persistence=0.2")
    assert simulate(neutral, 0).postings.digest() == simulate(other, 0).postings.digest()


def test_the_year_that_counts_is_the_one_in_which_the_company_advances() -> None:
    """A single very good calendar year: whoever is due in it advances, the others as before."""
    scenario = village(*OPEN, "economy.company.cycle_sigma=2.0", "economy.company.cycle_persistence=0.0")
    draws, year = Draws(scenario.seed, 0), scenario.start.year + 5
    draws.override("cycle", lambda entity, ordinal: 1.0 - 2.0**-53 if ordinal == year - 1900 else 0.5)
    history, before = simulate(scenario, 0, draws=draws), simulate(village(*OPEN), 0)
    assert advanced(history) > advanced(before)
    law, u = scenario.economy.company, Draws(scenario.seed, 0).stream("fate_time").u
    first = {one.company: one.day for one in history.rounds if one.stage == 0}
    again = {one.company: one.day for one in history.rounds if one.stage == 1}
    due = {c: day + fates.time_in_stage_days(law, 0, fates.ADVANCE, u(c, 0)) for c, day in first.items()}
    in_year = {c for c, day in due.items() if (scenario.start + timedelta(days=day)).year == year}
    assert in_year
    assert in_year <= {c for c in again if again[c] >= due[c]}
    lost = [one for one in before.companies if one.slot in in_year and one.ended != NEVER and one.stage == 0]
    assert lost
