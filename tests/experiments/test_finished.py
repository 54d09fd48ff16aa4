"""Finished folders: made again from their manifest alone, listed, and compared without pairing what is not paired."""

import hashlib
import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from scipy import stats

from sim.experiments.compare.ask import compare
from sim.experiments.finished.diff import _put_together, diff
from sim.experiments.finished.listing import folders
from sim.experiments.finished.replay import record_of, replay
from sim.experiments.finished.stored import stored_summary, values_of
from sim.experiments.folder import write_study
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.measures.catalogue import EVERY
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.shipped import data_path

TESTS = Path(__file__).parents[1]
BARE = Shown(languages=(), figures=False)
CAP = "policy.stage_equity.share_cap=0.3"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs of the village: ``a``, ``cap`` under another cap, ``seed`` with another seed; both rules in ``both``."""
    place = tmp_path_factory.mktemp("results")
    village = load(TESTS / "village.toml", replications=6)
    other = load(TESTS / "village.toml", settings=[CAP], replications=6)
    runs = {"a": village, "cap": other, "seed": replace(village, seed=8, replications=5)}
    for name, scenario in runs.items():
        write_study(run(scenario, workers=1, engine="reference"), place / name, BARE)
    worlds = {"village-policy": village, "cap": replace(other, policy_name="cap")}
    found = compare(village, worlds, baseline="village-policy", workers=1, engine="reference", hold="supply")
    write_study(found, place / "both", BARE)
    return place


def again(folder: Path) -> dict[str, bool]:
    found = replay(folder, record_of(folder), workers=1, engine="reference")
    return {one.name: one.equal for one in found.worlds}


def test_a_run_is_the_same_again_whatever_became_of_its_files(tmp_path: Path) -> None:
    """An economy with a series of its own, by path; the folder alone is left of it."""
    for name in ("village.toml", "village-policy.toml", "village-economy.toml"):
        shutil.copy(TESTS / name, tmp_path)
    text = data_path(load(TESTS / "village.toml").economy.series.loan_rates).read_text(encoding="utf-8") + "\n"
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    sets = [f"economy.series.loan_rates={tmp_path / 'own.csv'}"]
    scenario = load(tmp_path / "village.toml", settings=sets, replications=1)
    folder = write_study(run(scenario, workers=1, engine="reference"), tmp_path / "out", BARE)
    for file in tmp_path.glob("*.*"):
        file.unlink()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["data"]["loan_rates"] == text
    assert manifest["data_sha256"]["loan_rates"] == hashlib.sha256(text.encode()).hexdigest()
    assert again(folder) == {"village-policy": True}


def test_every_world_of_a_comparison_is_made_again_the_held_ones_too(made: Path) -> None:
    names = ["village-policy", "cap", "no-guidance-fund"]
    beside = [f"{name} (without concession)" for name in names[:2]] + ["cap (supply held)"]
    assert again(made / "both") == dict.fromkeys([*names, *beside], True)


def test_a_digest_that_differs_is_told_with_the_replication(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edited"
    shutil.copytree(made / "a", folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["digests"][2] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (found,) = replay(folder, record_of(folder), workers=1, engine="reference").worlds
    assert (found.equal, found.differ) == (False, (2,))


def test_a_series_that_was_edited_in_the_folder_is_refused(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "a", tmp_path / "edited")
    path = tmp_path / "edited" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["scenario"]["data"]["loan_rates"] += "\n"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BadInput, match=r"scenario\.data\.loan_rates: is not the series that was run"):
        record_of(tmp_path / "edited")


def test_folders_are_listed_and_damaged_ones_named(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made / "both", tmp_path / "both")
    (tmp_path / "hurt").mkdir()
    (tmp_path / "hurt" / "manifest.json").write_text("{", encoding="utf-8")
    (tmp_path / "no-results").mkdir()
    found = {one.folder.name: one for one in folders(tmp_path)}
    assert {name: one.command for name, one in found.items()} == {"both": "compare", "hurt": "damaged"}
    assert found["both"].policies == ("village-policy", "cap", "no-guidance-fund")
    assert found["both"].digest == stored_summary(made / "a")["digest"]


def test_the_same_chance_is_paired_as_a_comparison_pairs_it(made: Path) -> None:
    """Means with their intervals to the digit; of ratios, whose interval needs more than a folder holds, the value."""
    found = diff(made / "a", made / "cap")
    told = stored_summary(made / "both")["differences"]["cap"]
    assert found.paired
    checked = {"mean": 0, "ratio": 0}
    for name, one in found.measures.items():
        if told[name]["mean"] is None or told[name]["ci95"] is None or one.ci95 is None:
            continue
        assert one.difference == pytest.approx(told[name]["mean"], rel=1e-9, abs=1e-9), name
        kind = EVERY[name].kind
        checked[kind] = checked.get(kind, 0) + 1
        if kind == "mean" and one.ci95 != (0.0, 0.0):
            assert one.ci95 == pytest.approx(tuple(told[name]["ci95"]), rel=1e-9, abs=1e-9), name
    assert checked["mean"] > 20
    assert checked["ratio"] > 20


def test_what_drew_other_chance_is_never_paired(made: Path) -> None:
    """Of two independent means the interval is put together from both; by hand for one measure."""
    found = diff(made / "a", made / "seed")
    assert (found.paired, found.why_not) == (False, ("seed",))
    assert not any(one.paired for one in found.measures.values())
    first, second = (stored_summary(made / name)["measures"]["company.founded"] for name in ("a", "seed"))
    apart = found.measures["company.founded"]
    down = math.hypot(second["mean"] - second["ci95"][0], first["ci95"][1] - first["mean"])
    assert apart.ci95 is not None
    assert apart.ci95[0] == pytest.approx(second["mean"] - first["mean"] - down)


def test_another_economy_is_another_world(made: Path, tmp_path: Path) -> None:
    scenario = load(TESTS / "village.toml", settings=["economy.managers.slots=1"], replications=6)
    write_study(run(scenario, workers=1, engine="reference"), tmp_path / "other", BARE)
    found = diff(made / "a", tmp_path / "other")
    assert found.why_not == ("economy",)
    assert [one.key for one in found.economy] == ["economy.managers.slots"]


def test_clauses_that_differ_are_listed_with_both_values(made: Path) -> None:
    (clause,) = diff(made / "a", made / "cap").clauses
    assert (clause.key, clause.base_value, clause.value) == ("policy.stage_equity.share_cap", 0.25, 0.3)


def test_a_folder_and_itself_differ_in_nothing(made: Path) -> None:
    found = diff(made / "a", made / "a")
    assert found.clauses == []
    assert {(one.difference, one.ci95) for one in found.measures.values() if one.ci95} == {(0.0, (0.0, 0.0))}


def test_a_comparison_is_looked_at_under_the_rule_book_named(made: Path) -> None:
    found = diff(made / "both", made / "both", "cap")
    assert found.first.estimates == stored_summary(made / "both")["policies"]["cap"]["measures"]
    with pytest.raises(BadInput, match="has no rule book nobody; there are village-policy, cap, no-guidance-fund"):
        diff(made / "both", made / "both", "nobody")


def test_a_correlation_narrows_an_interval_by_what_it_explains() -> None:
    """Two normal means of variance 1 whose replications correlate by r differ with variance 2 (1 - r)."""
    z = float(stats.norm.ppf(0.975))
    for r in (0.0, 0.5, 1.0):
        ends = _put_together(1.0, (1.0 - z, 1.0 + z), 3.0, (3.0 - z, 3.0 + z), r)
        assert ends is not None
        assert ends[1] - 2.0 == pytest.approx(z * math.sqrt(2 * (1 - r)))


def test_stored_values_are_those_of_the_run(made: Path) -> None:
    values = values_of(made / "both", "cap")["company.founded"]
    assert values.mean() == pytest.approx(stored_summary(made / "cap")["measures"]["company.founded"]["mean"])
