"""``yindao calibrate`` as its users meet it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.calibrate import ask, settle

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
QUICK = ("--replications", "14", "--workers", "1", "--engine", "reference")
FEW = """
[closings]
key = "economy.rounds.outside_ready"
stages = ["start_up"]
observe = "closings"
target = 0.7
rule = "fewer_left"
tolerance = 0.02

[heat]
key = "economy.rounds.heat_reference"
observe = "chasing_money"
target = "economy"
rule = "level"
tolerance = 0.03
"""
POOL = """
[pool]
key = "economy.private.pool"
years = 3
observe = "private_sought"
target = "economy"
rule = "level"
tolerance = 0.03
"""
LISTING = """
[listing_wait]
key = "economy.listing.share"
observe = "listing_wait"
target = 9.0
rule = "power"
"""


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files are named as they stand in the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "few.toml").write_text(FEW + POOL, encoding="utf-8")
    (tmp_path / "listing.toml").write_text(LISTING, encoding="utf-8")


def yindao(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def calibrate(*arguments: str) -> Result:
    return yindao("calibrate", VILLAGE, *QUICK, *arguments)


def test_what_is_written_is_an_economy_that_says_its_sources_and_is_found_again(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    done = calibrate("--moments", "few.toml", "--out", "made/new.toml", "--format", "json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["results"] == "made/new.toml"
    assert [one["inside"] for one in told["moments"]] == [True] * 5
    assert told["rounds"] >= 4
    assert done.stderr.count("after round") == told["rounds"] + 1
    text = (tmp_path / "made" / "new.toml").read_text(encoding="utf-8")
    for said in ("closings start_up", "target 0.7", "14 replications", "seed 7", f"yindao {told['version']}"):
        assert said in text
    valid = yindao("validate", "made/new.toml")
    assert valid.exit_code == 0
    assert "3 stated" in valid.stdout
    again = calibrate("--moments", "few.toml", "--economy", "made/new.toml", "--format", "json")
    found = json.loads(again.stdout)
    assert (found["rounds"], found["changed"]) == (0, [])
    for first, second in zip(told["moments"], found["moments"], strict=True):
        assert second["before"] == second["after"] == first["after"]
        assert second["key_after"] == first["key_after"]
    assert yindao("run", VILLAGE, "--economy", "made/new.toml", "--replications", "1", "--no-figures").exit_code == 0


def test_without_a_file_the_lines_that_changed_are_printed_in_the_language_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settle, "LEAST_ROUNDS", 1)
    before = sorted(tmp_path.iterdir())
    done = calibrate("--moments", "few.toml", "--lang", "zh", "--quiet")
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    for said in ("目标值", "经济参数的变动", "rounds.outside_ready = {", "rounds.heat_reference = {"):
        assert said in done.stdout
    assert sorted(tmp_path.iterdir()) == before


def test_a_moment_without_observations_is_said_and_nothing_written(tmp_path: Path) -> None:
    """Nobody files for a listing where nobody is financed."""
    done = calibrate("--moments", "listing.toml", "--set", "economy.managers.slots=0", "--out", "new.toml")
    assert done.exit_code == 1
    assert "listing_wait has nothing to be observed by" in done.stdout
    assert not (tmp_path / "new.toml").exists()


def test_a_key_at_its_bound_is_said(tmp_path: Path) -> None:
    (tmp_path / "low.toml").write_text(FEW.split("[heat]")[0].replace("0.7", "0.01"), encoding="utf-8")
    done = calibrate("--moments", "low.toml", "--quiet", "--out", "new.toml")
    assert done.exit_code == 1
    assert "economy.rounds.outside_ready[start_up] came to its bound, 0" in done.stdout
    assert not (tmp_path / "new.toml").exists()


def test_ctrl_c_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ask, "run_replications", interrupted)
    assert calibrate("--moments", "few.toml", "--out", "new.toml").exit_code != 0
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--replications", "13"), "--replications: is 13; a calibration needs at least 14"),
        (("--out", "few.toml"), "already exists"),
        (("--out", "new.txt"), "ends in .toml"),
        (("--out", "nowhere/new.toml"), "cannot be written"),
        (("--moments", "none.toml"), "no such file"),
        (("--moments", "few.toml", "--economy", "nothing"), "no shipped economy"),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments: tuple[str, ...], message: str) -> None:
    done = yindao("calibrate", VILLAGE, *arguments)
    assert done.exit_code != 0
    assert message in str(done.exception or done.output) + done.output


def test_a_key_that_the_scenario_itself_sets_is_refused(tmp_path: Path) -> None:
    text = Path(VILLAGE).read_text(encoding="utf-8").replace('"village-', f'"{Path(VILLAGE).parent}/village-')
    own = tmp_path / "own.toml"
    own.write_text(f'{text}\n[set]\n"economy.rounds.heat_reference" = 1e8\n', encoding="utf-8")
    done = yindao("calibrate", str(own), "--moments", "few.toml")
    assert done.exit_code != 0
    assert "is set by the scenario itself" in str(done.exception or done.output) + done.output
