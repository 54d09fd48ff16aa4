"""The options a page repeats give the same scenario again."""

from pathlib import Path

import pytest

from sim.scenario.asked import options_of, toml_value
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"
SETTINGS = (
    "policy.stage_equity.share_cap=0.3",
    "policy.stage_equity.not_largest=false",
    "policy.stage_equity.at_deadline.rule=hold_to_term",
    "policy.stage_equity.option.schedule=[{ to_year = 4.0, rate = { index = 'fixed', spread = 0.01 } }]",
    "policy.budget.yearly=[60e6, 20e6]",
    "economy.rounds.outside_ready=[0.1, 0.2, 0.3, 0.4, 0.5]",
    "economy.pipeline.shelf=7",
    "horizon_years=9",
    "start=2012-01-15",
)


def settings_in(words: list[str]) -> list[str]:
    return [value for option, value in zip(words[::2], words[1::2], strict=True) if option == "--set"]


def test_a_scenario_loaded_with_its_own_options_is_the_same() -> None:
    asked = load(VILLAGE, settings=SETTINGS)
    again = load(VILLAGE, settings=settings_in(options_of(asked)))
    assert (again.policy, again.economy) == (asked.policy, asked.economy)
    assert (again.start, again.horizon_years) == (asked.start, asked.horizon_years)
    assert asked.policy != load(VILLAGE).policy


def test_what_files_say_is_not_repeated() -> None:
    assert options_of(load(VILLAGE, seed=5, replications=3)) == []


def test_another_shipped_economy_is_named() -> None:
    assert options_of(load(VILLAGE, economy="beijing-2011")) == ["--economy", "beijing-2011"]
    assert options_of(load("beijing-2011")) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (0.25, "0.25"), (3, "3"), ("none", '"none"'), ((1.0, 2.0), "[1.0, 2.0]"), ({"a": 1}, "{ a = 1 }")],
)
def test_values_are_written_as_toml(value: object, text: str) -> None:
    assert toml_value(value) == text
