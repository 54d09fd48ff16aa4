"""What a moments file may say, what is told of its mistakes, and what is read of a replication."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiments.calibrate.moments import read_moments
from sim.experiments.calibrate.observing import OBSERVERS, by_year, pooled_at
from sim.ledger.history import NEVER, Attempt, Fund, History, Round
from sim.ledger.postings import RECORD, Postings
from sim.scenario.errors import BadInput
from sim.scenario.scenario_schema import Scenario

GOOD = {
    "key": '"economy.rounds.outside_ready"',
    "stages": '["start_up", "growth"]',
    "observe": '"closings"',
    "target": "[0.7, 0.8]",
    "rule": '"fewer_left"',
}


def written(folder: Path, text: str) -> Path:
    path = folder / "moments.toml"
    path.write_text(text, encoding="utf-8")
    return path


def table(**changes: str) -> str:
    return "\n".join(["[ready]", *(f"{key} = {value}" for key, value in (GOOD | changes).items() if value)])


def test_the_shipped_moments_name_keys_of_the_economy_each_once() -> None:
    found = read_moments()
    keys = [(one.key, one.place) for one in found]
    assert len(set(keys)) == len(keys)
    assert all(one.key.startswith("economy.") for one in found)


def test_every_shipped_target_says_whence_it_comes() -> None:
    assert all(one.sourced.source for one in read_moments())


def test_one_moment_a_stage(tmp_path: Path) -> None:
    first, second = read_moments(written(tmp_path, table(strength="[1, 0.5]")))
    assert [(one.entry, one.place, one.target, one.strength) for one in (first, second)] == [
        ("start_up", 1, 0.7, 1.0),
        ("growth", 2, 0.8, 0.5),
    ]


POOL = {"key": '"economy.private.pool"', "stages": "", "years": "3", "observe": '"private_sought"'}
POOL |= {"target": '"economy"', "rule": '"level"'}


def test_one_moment_a_year(tmp_path: Path) -> None:
    found = read_moments(written(tmp_path, table(**POOL)))
    assert [(one.entry, one.place, one.target, one.by_year) for one in found] == [
        ("0", 0, None, True),
        ("1", 1, None, True),
        ("2", 2, None, True),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": '"economy.rounds.outside_redy"'}, "did you mean economy.rounds.outside_ready?"),
        ({"key": '"policy.stage_equity.share_cap"'}, "must be a key of the economy"),
        ({"key": '"economy.managers.slots"'}, "must be a number, or one a stage or a year"),
        ({"key": '"economy.pipeline.owner_shares"'}, "must be a number, or one a stage or a year"),
        ({"years": "3"}, "years: acts on nothing; the key is one number a stage"),
        (POOL | {"years": ""}, "years: is missing; the key has an entry a year"),
        (POOL | {"stages": '["seed"]'}, "stages: acts on nothing; the key is one number a year"),
        (POOL | {"target": "[1e9]"}, "has 1 entries; must be one number, or one a year (3)"),
        (POOL | {"observe": '"chasing_money"'}, "which is observed for all stages together"),
        ({"observe": '"private_sought"'}, "which is observed by year"),
        ({"key": '"economy.listing.share"'}, "stages: acts on nothing; the key is one number"),
        ({"stages": '["start_up", "grown"]'}, 'has "grown"; must be of seed, start_up'),
        ({"stages": '["growth", "growth"]'}, "has a stage twice"),
        ({"stages": '["seed", "growth"]'}, "which is observed at start_up, growth, expansion, mature"),
        ({"stages": ""}, "stages: is missing"),
        ({"observe": '"closing"'}, "must be one of advance_chance"),
        ({"observe": '"declined"', "target": '"economy"'}, "a number is needed"),
        ({"rule": '"guess"'}, "must be one of add_log_odds"),
        ({"target": "[0.7]"}, "has 1 entries; must be one number, or one a stage (2)"),
        ({"strength": "0"}, "strength"),
        ({"speed": "1"}, "speed"),
    ],
)
def test_a_mistake_is_one_clear_line(changes: dict[str, str], message: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read_moments(written(tmp_path, table(**changes)))
    assert message in str(refused.value)
    assert "moments.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "names no moment"),
        ("ready = 1", "must be a table"),
        (f"{table()}\n{table().replace('ready]', 'b]', 1)}", "is set by ready already"),
    ],
)
def test_a_file_without_moments_or_with_two_for_one_key_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=message):
        read_moments(written(tmp_path, text))


def closed(stage: int, chance: float, day: int = 0) -> Round:
    return Round(0, stage, day, 0, 0, 0, "outside", 0, 0, 0, False, chance)


def attempt(day: int, yuan: float) -> Attempt:
    return Attempt("a", 0, day, round(yuan * 100), 0)


def replication(
    rounds: list[Round], funds: list[Fund], counters: dict[str, int], attempts: Sequence[Attempt] = ()
) -> History:
    empty = Postings(np.empty(0, dtype=RECORD), (), (), (), ())
    return History(0, 3650, empty, [], [], rounds, funds, [], [], counters, attempts=attempts)


def test_what_is_read_of_a_replication(village: Scenario) -> None:
    counters = {
        "rounds_failed_seed": 2,
        "rounds_failed_growth": 1,
        "shown_growth": 10,
        "declined_growth": 4,
        "looks": 3,
    }
    counters |= {"chasing_yuan": 600, "listing_waits": 2, "listing_wait_days": 730}
    rounds = [closed(0, 0.25), closed(0, 0.5), closed(1, 0.75), closed(2, 0.9, day=-1)]
    history = replication(
        rounds, [], counters, [attempt(-1, 7.0), attempt(364, 2.0), attempt(365, 3.0), attempt(729, 5.0)]
    )
    found = {name: one.read(history, village.economy).tolist() for name, one in OBSERVERS.items()}
    assert found["advance_chance"] == [[0.75, 0.75, 0.0, 0.0, 0.0], [2.0, 1.0, 0.0, 0.0, 0.0]]
    assert found["closings"] == [[2.0, 1.0, 0.0, 0.0, 0.0], [4.0, 1.0, 1.0, 0.0, 0.0]]
    assert found["declined"] == [[0.0, 0.0, 4.0, 0.0, 0.0], [0.0, 0.0, 10.0, 0.0, 0.0]]
    assert found["private_sought"] == [[2.0, 8.0], [1.0, 2.0]]
    assert found["listing_wait"] == [[pytest.approx(24.0)], [2.0]]
    assert found["chasing_money"] == [[600.0 + 3 * village.economy.rounds.heat_base], [3.0]]


def test_a_year_counts_half_of_its_neighbours_and_the_last_all_that_follow() -> None:
    parts = np.array([[100.0, 600.0, 0.0, 0.0, 40.0], [1.0, 3.0, 0.0, 0.0, 2.0]])
    assert by_year(parts, 3).tolist() == [[400.0, 650.0, 340.0], [2.5, 3.5, 3.5]]
    assert by_year(parts, 1).tolist() == [[740.0], [6.0]]
    assert by_year(parts[:, :1], 3).tolist() == [[100.0, 50.0, 0.0], [1.0, 0.5, 0.0]]


def test_a_year_in_which_nobody_asked_takes_what_the_nearest_has() -> None:
    """The earlier of two that are equally near; and of nothing at all nothing."""
    parts = [np.array([[8.0, 0.0, 0.0, 0.0, 9.0, 0.0], [2.0, 0.0, 0.0, 0.0, 1.0, 0.0]])] * 2
    assert [pooled_at(parts, at, years=True).value for at in range(6)] == [4.0, 4.0, 4.0, 9.0, 9.0, 9.0]
    assert pooled_at([np.zeros((2, 6))], 3, years=True).value is None
    assert pooled_at(parts, 1, years=False).value is None


def test_funds_at_work_are_those_that_a_fund_sees_on_a_day_of_its_own(village: Scenario) -> None:
    """Of two funds of 1095 days the second begins 295 days later: 800 days together, 295 alone each."""
    funds = [Fund(f"fund {number}.0", number, 0, 0, 0, set_up=day) for number, day in enumerate((0, 295, NEVER))]
    found = OBSERVERS["funds_at_work"].read(replication([], funds, {}), village.economy)
    assert found.tolist() == [[295.0 + 2 * 2 * 800.0 + 295.0], [2190.0]]


def test_of_a_world_that_was_there_moments_see_the_days_from_the_start_on(village: Scenario) -> None:
    """Funds of 1095 days from -500 and from 295: 595 and 1095 days since day 0, 300 of them together; one was over."""
    funds = [Fund(f"fund {number}.0", number, 0, 0, day, set_up=day) for number, day in enumerate((-500, 295, -1500))]
    found = OBSERVERS["funds_at_work"].read(replication([], funds, {}), village.economy)
    assert found.tolist() == [[595.0 + 2 * 300.0 + 1095.0], [1690.0]]
    rounds = [replace(closed(0, 0.25), day=day) for day in (-1, 0)]
    found = {name: OBSERVERS[name].read(replication(rounds, [], {}), village.economy) for name in ("closings",)}
    assert found["closings"].tolist()[0] == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_the_economy_says_what_its_chain_needs(village: Scenario) -> None:
    """Seed of calibration 8.1: .46 advance when .70 of the ready are funded."""
    company = village.economy.company
    own = OBSERVERS["advance_chance"].own
    assert own is not None
    assert own(village.economy, 0) == pytest.approx(company.advance[0] / company.funded_when_ready[0])
    closings = OBSERVERS["closings"].own
    assert closings is not None
    assert closings(village.economy, 1) == company.funded_when_ready[0]
