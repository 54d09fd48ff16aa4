"""Where a sweep looks, and what it refuses before anything runs."""

import math
import time
from typing import Any

import numpy as np
import pytest

from sim.experiments.sweep.ask import sweep
from sim.experiments.sweep.design import Scenarios, check_design, check_points, crossed, settings_of, varied
from sim.experiments.sweep.vary import axes
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

SHARE, TERM, OPTION = (
    "policy.stage_equity.share_cap",
    "policy.stage_equity.maximum_holding_years",
    "policy.stage_equity.option.enabled",
)


def places(vary: Any, design: str, points: int | None, seed: int = 7) -> list[dict[str, Any]]:
    chosen = axes(vary, sampled=design != "grid")
    check_design(design, points, chosen)
    return list(settings_of(chosen, design, points, seed))


def test_a_grid_runs_the_last_key_fastest() -> None:
    found = places([f"{SHARE}=0.1:0.3:3", f"{OPTION}=true,false"], "grid", None)
    assert [tuple(one.values()) for one in found] == [
        (0.1, True), (0.1, False), (0.2, True), (0.2, False), (0.3, True), (0.3, False),
    ]  # fmt: skip
    assert list(found[0]) == [SHARE, OPTION]


def test_steps_are_the_numbers_a_user_would_write() -> None:
    found = places({SHARE: "0.0:0.9:10"}, "grid", None)
    assert [one[SHARE] for one in found] == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]


def test_rule_books_are_crossed_with_all_settings() -> None:
    points = crossed(["a", "b"], places({SHARE: [0.1, 0.2]}, "grid", None))
    assert [(p.number, p.policy, p.settings[SHARE]) for p in points] == [
        (0, "a", 0.1), (1, "b", 0.1), (2, "a", 0.2), (3, "b", 0.2),
    ]  # fmt: skip


@pytest.mark.parametrize(("design", "count"), [("lhs", 10), ("sobol", 8)])
def test_sampled_designs_put_one_point_into_each_stratum_of_each_key(design: str, count: int) -> None:
    found = places({SHARE: "0.1:0.5", "economy.private.response": "0.0:1.0"}, design, count)
    assert len(found) == count
    for key, low, high in ((SHARE, 0.1, 0.5), ("economy.private.response", 0.0, 1.0)):
        strata = sorted(math.floor((one[key] - low) / (high - low) * count) for one in found)
        assert strata == list(range(count))


def test_a_sampled_design_depends_on_the_seed_alone() -> None:
    first, again, other = (places({SHARE: "0.1:0.5"}, "lhs", 6, seed) for seed in (7, 7, 8))
    assert first == again != other


def test_choices_switches_and_whole_numbers_get_equal_shares_of_a_sobol_sequence() -> None:
    found = places({OPTION: "true,false", "horizon_years": "6:9"}, "sobol", 8)
    assert sorted(one[OPTION] for one in found) == [False] * 4 + [True] * 4
    assert sorted(one["horizon_years"] for one in found) == [6, 6, 7, 7, 8, 8, 9, 9]


def test_a_point_is_the_scenario_that_a_setting_makes(village: Scenario) -> None:
    point = varied(village, {SHARE: 0.2, OPTION: False, "horizon_years": 8})
    assert (point.policy.stage_equity.share_cap, point.policy.stage_equity.option.enabled) == (0.2, False)
    assert (point.horizon_years, point.economy) == (8, village.economy)
    assert point.provenance[SHARE].source == "--vary"


BAD = {
    "unknown": ({"policy.stage_equity.share_capp": [0.1]}, "did you mean policy.stage_equity.share_cap?"),
    "group": ({"policy.stage_equity": [0.1]}, "policy.stage_equity: unknown key"),
    "list": ({"policy.budget.yearly": [1.0]}, "is a list; only numbers, true or false, and choices can vary"),
    "date": ({"start": ["2011-01-01"]}, "is a date; only numbers"),
    "seed": (["seed=1,2"], "every point is simulated on the same draws"),
    "replications": (["replications=1,2"], "in the same replications"),
    "outside": ([f"{SHARE}=0.5:1.5:3"], "is 1.5; must be a number, 0 to 0.9"),
    "text": ([f"{SHARE}=much"], 'is "much"; must be a number, 0 to 0.9'),
    "not finite": ({SHARE: [math.nan]}, "is nan; must be a number"),
    "switch": ([f"{OPTION}=1,0"], "is 1; must be true or false"),
    "no count": ([f"{SHARE}=0.1:0.2"], "a grid takes LO:HI:N"),
    "one step": ([f"{SHARE}=0.1:0.2:1"], "N a whole number, 2 to 100000"),
    "backwards": ([f"{SHARE}=0.3:0.1:3"], "the first number must be below the second"),
    "twice": ([f"{SHARE}=0.3,0.3"], "has 0.3 twice"),
    "key twice": ([f"{SHARE}=0.1,0.2", f"{SHARE}=0.3,0.4"], "is varied twice"),
    "nothing": ([], "names no key"),
    "no value": ([f"{SHARE}="], "is none of KEY=LO:HI:N"),
    "empty": ({SHARE: []}, "has no values"),
    "repeated whole numbers": (["horizon_years=5:7:5"], "has 6 twice"),
    "too many steps": ([f"{SHARE}=0.1:0.2:100001"], "N a whole number, 2 to 100000"),
    "beyond a float": (["economy.pipeline.founding_cash=1," + "9" * 400], "must be a number, above 0"),
}


@pytest.mark.parametrize(("vary", "message"), BAD.values(), ids=BAD)
def test_bad_keys_and_values_are_refused(vary: Any, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        axes(vary, sampled=False)
    assert message in str(refused.value)
    assert str(refused.value).startswith("--vary: ")


def test_numbers_of_numpy_are_numbers() -> None:
    given = {SHARE: [np.float64(0.1), 0.2], OPTION: [np.bool_(True)], "horizon_years": list(np.arange(5, 7))}
    found = [axis.values for axis in axes(given, sampled=False)]
    assert found == [(0.1, 0.2), (True,), (5, 6)]
    assert [type(values[0]) for values in found] == [float, bool, int]


def test_a_hundred_thousand_values_take_no_long_time() -> None:
    began = time.process_time()
    (axis,) = axes([f"{SHARE}=0.1:0.2:100000"], sampled=False)
    assert len(axis.values) == 100_000
    assert time.process_time() - began < 10  # compared one with another they took over a minute


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        axes([f"{SHARE}=2,3", "policy.x=1", "seed=1"], sampled=False)
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("design", "points", "message"),
    [
        ("spiral", None, "must be grid, lhs or sobol"),
        ("grid", 5, "does not go with a grid, which has 2 points"),
        ("lhs", None, "needs the number of points"),
        ("lhs", 0, "must be 1 to 1000000"),
        ("sobol", 100, "a power of two: 64 or 128"),
    ],
)
def test_designs_that_cannot_be_are_refused(design: str, points: int | None, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        places([f"{SHARE}=0.1,0.2"], design, points)


def test_rule_books_count_among_the_points() -> None:
    half = axes([f"{SHARE}=0.1:0.2:1000", "economy.private.response=0:1:501"], sampled=False)
    check_design("grid", None, half)
    refused = (("grid", None, "makes 1002000 points"), ("lhs", 600_000, "is 600000; must be 1 to 500000"))
    for design, points, message in refused:
        with pytest.raises(BadInput, match=message):
            check_design(design, points, half, policies=2)


def test_a_point_that_contradicts_a_rule_is_named_before_anything_runs(village: Scenario) -> None:
    base = load("beijing-2011")
    floor = base.policy.stage_equity.share_floor
    key = "policy.stage_equity.share_floor"
    points = crossed(["beijing-2011"], [{key: floor}, {key: 0.89}])
    with pytest.raises(BadInput) as refused:
        check_points(points, Scenarios({"beijing-2011": base}, points))
    assert "at point 1, beijing-2011: policy.stage_equity.share_floor=0.89" in str(refused.value)
    assert "point 0" not in str(refused.value)


def test_rule_books_over_another_economy_are_refused(village: Scenario) -> None:
    with pytest.raises(
        ValueError, match="other differs from the scenario in horizon_years, warm_up_years, seed, economy"
    ):
        sweep(village, {SHARE: [0.1]}, policies={"other": load("beijing-2011")})
