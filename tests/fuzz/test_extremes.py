"""A short, seeded part of the long run ``python -m tests.fuzz.extremes``."""

import random

import pytest

from sim.experiments.run.ask import run
from sim.scenario.book import Parameter, by_key, parameters
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.fuzz.extremes import NUMBERS, VILLAGE, Case, Outcome, attempt, cases, ends, mixed

SHORT = 24  # cases a test run tries; which ones, the seed says
SEED = 20110315
# What the first long runs found, under rules of the country and of the village.
FOUND = (
    "economy.rounds.dilution_cap",
    "economy.rounds.seed_dilution",
    "economy.rounds.heat_reference",
    "economy.exercise.auction_discount",
    "economy.fund.term_years",
    "economy.listing.window_size",
    "economy.pipeline.arrival_dispersion",
)


@pytest.mark.parametrize(
    "parameter", [one for one in parameters() if one.kind in NUMBERS], ids=lambda parameter: parameter.key
)
def test_every_number_has_a_least_and_a_most(parameter: Parameter) -> None:
    least = parameter.minimum if parameter.minimum is not None else parameter.above
    assert least is not None
    assert parameter.maximum is not None
    assert least < parameter.maximum < float("inf")


def said(outcome: Outcome) -> str:
    return f"{outcome.case.command}\n{outcome.trouble}"


@pytest.mark.parametrize("case", random.Random(SEED).sample(cases(), SHORT), ids=lambda case: case.setting)
def test_a_key_at_its_end_is_run_or_refused_with_a_message(case: Case) -> None:
    outcome = attempt(case)
    assert not outcome.trouble, said(outcome)
    assert bool(outcome.digest) != bool(outcome.refused)


@pytest.mark.parametrize("case", cases(["caiqi-2007-128"], FOUND), ids=lambda case: case.setting)
def test_ends_that_once_failed_are_run(case: Case) -> None:
    outcome = attempt(case)
    assert not outcome.trouble, said(outcome)


@pytest.mark.parametrize("key", ["economy.fund.term_years", "economy.company.step_sigma", "policy.budget.yearly"])
def test_beyond_its_end_a_key_is_refused_in_one_line(key: str) -> None:
    high = ends(by_key()[key])[-1]
    beyond = (2 * high[0],) if isinstance(high, tuple) else 2 * high
    outcome = attempt(Case("caiqi-2007-128", key, beyond))
    assert "\n" not in outcome.refused
    assert by_key()[key].bounds in outcome.refused


@pytest.mark.parametrize("case", mixed(SHORT, SEED), ids=lambda case: case.setting)
def test_several_keys_at_their_ends_are_run_or_refused_with_a_message(case: Case) -> None:
    outcome = attempt(case)
    assert not outcome.trouble, said(outcome)


def test_money_that_a_growth_floor_raises_beyond_any_state_s_is_refused() -> None:
    growing = ["policy.budget.yearly=[1e11, 0.0, 0.0, 0.0, 0.0]", "policy.budget.growth_floor=1.0"]
    with pytest.raises(BadInput, match=r"growth_floor: raises the yearly money to 1\.6e"):
        load(VILLAGE, settings=growing)
    assert load(VILLAGE, settings=[growing[0].replace("1e11", "5e10"), growing[1]]).policy.budget.growth_floor == 1.0


def test_growth_beyond_any_city_is_refused_and_not_run_without_end() -> None:
    settings = ["economy.pipeline.disclosures_per_year=100.0", "economy.pipeline.arrival_years=50"]
    with pytest.raises(BadInput, match="achievements a year into one sector; must be at most 1000000"):
        load(VILLAGE, settings=[*settings, "economy.pipeline.growth=1.0"])
    assert load(VILLAGE, settings=[*settings, "economy.pipeline.growth=0.05"]).economy.pipeline.growth == 0.05


# What the first runs of several keys at once found.
TOGETHER_ONCE = (
    ["policy.stage_equity.share_cap=0.9", "economy.fund.manager_commitment=0.2"],
    [
        "policy.stage_equity.option.schedule=[{ to_year = 30.0, rate = { spread = -0.2 } }]",
        "policy.stage_equity.option.window_years=30.0",
        "economy.exercise.auction_sigma=0.0",
    ],
    ["policy.stage_equity.option.rate.spread=-0.2", "policy.stage_equity.option.window_years=30.0"],
)


@pytest.mark.parametrize("settings", TOGETHER_ONCE, ids=lambda settings: settings[0].partition("=")[0])
def test_keys_that_once_failed_together_are_run(settings: list[str]) -> None:
    scenario = load(VILLAGE, policy="caiqi-2007-128", settings=settings, replications=2)
    assert len(run(scenario, workers=1).digests) == 2
