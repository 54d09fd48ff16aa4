"""The rule book that an economy was calibrated with is read with the scenario and kept with it, in sweeps, too."""

from pathlib import Path

import pytest

from sim.experiments.manifest import scenario_from, scenario_record
from sim.experiments.sweep.design import varied
from sim.scenario.errors import BadInput
from sim.scenario.files import load, read_policy

VILLAGE = Path(__file__).parents[1] / "village.toml"
ANCHORED = ("economy.response.anchor=1", "economy.response.reference=pari-passu")


def test_no_book_is_read_where_the_economy_was_calibrated_without_the_opinion() -> None:
    assert load(VILLAGE, settings=ANCHORED[1:]).reference is None


def test_the_book_is_the_one_named_whatever_book_is_run_and_manifests_keep_it() -> None:
    scenario = load(VILLAGE, policy="no-guidance-fund", settings=ANCHORED)
    assert scenario.reference == read_policy("pari-passu").value
    assert scenario_from(scenario_record(scenario)).reference == scenario.reference


def test_settings_change_the_book_that_is_run_and_not_the_one_calibrated_with() -> None:
    scenario = load(VILLAGE, settings=(*ANCHORED, "policy.chain.channels=0.5"))
    assert scenario.reference is not None
    assert scenario.reference.chain.channels == 0.0


def test_a_path_is_sought_beside_the_economy_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text("[chain]\nchannels = 0.3\n", "utf-8")
    text = 'extends = "beijing-2011"\n[response]\nanchor = 1\nreference = "./book.toml"\n'
    (tmp_path / "economy.toml").write_text(text, "utf-8")
    reference = load(VILLAGE, economy=str(tmp_path / "economy.toml")).reference
    assert reference is not None
    assert reference.chain.channels == 0.3


def test_a_book_that_is_not_there_is_one_clear_problem() -> None:
    with pytest.raises(BadInput) as caught:
        load(VILLAGE, settings=(ANCHORED[0], "economy.response.reference=pari-pasu"))
    (problem,) = caught.value.problems
    assert problem.key == "economy.response.reference"
    assert 'no shipped policy is called "pari-pasu"' in problem.message


def test_a_sweep_over_the_anchor_reads_the_book_too() -> None:
    scenario = load(VILLAGE, settings=ANCHORED[1:])
    assert varied(scenario, {"economy.response.anchor": 1}).reference == read_policy("pari-passu").value
    assert varied(scenario, {"economy.response.anchor": 0}).reference is None
