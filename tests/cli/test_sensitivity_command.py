"""``yindao sensitivity`` as its users meet it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.work import replication

TESTS = Path(__file__).parents[1]
VILLAGE = str(TESTS / "village.toml")
STRONG, INERT = "economy.private.fill_median", "economy.fund.fee_rate"
QUICK = ("--replications", "8", "--workers", "1", "--no-figures", "--measure", "budget.appropriated", "--out", "out")
TWO = ("--parameters", f"{INERT},{STRONG}")


@pytest.fixture(autouse=True)
def planted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The engine with known effects, and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(TESTS / "experiments"))
    monkeypatch.setitem(replication.ENGINES, "auto", "planted_engine")


def yindao(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sensitivity", VILLAGE, *arguments])


@pytest.mark.parametrize(("method", "size"), [("morris", "4"), ("sobol", "4")])
def test_a_planted_effect_ranks_first_and_an_inert_one_is_chance(method: str, size: str) -> None:
    done = yindao(*QUICK, *TWO, "--method", method, "--size", size)
    assert done.exit_code == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if "economy." in line]
    assert [STRONG in lines[0], INERT in lines[1]] == [True, True]
    assert lines[0].rstrip().endswith("yes")
    assert "募集完成率" in lines[0]
    assert lines[1].rstrip().endswith("indistinguishable from chance")
    points = {"morris": 4 * 3, "sobol": 4 * 4}[method]
    assert f"{points} points, 8 replications each: {8 * points} replications" in done.stderr


def test_json_in_chinese_and_resume() -> None:
    first = yindao(*QUICK, *TWO, "--method", "tornado", "--format", "json", "--quiet")
    assert first.exit_code == 0
    assert first.stderr == ""
    told = json.loads(first.stdout)
    assert told["measures"]["budget.appropriated"]["effects"][0]["parameter"] == STRONG
    assert (told["points"], told["failed"], told["results"]) == (5, 0, "out")
    again = yindao(*QUICK, *TWO, "--method", "tornado", "--resume", "--lang", "zh")
    assert again.exit_code == 0
    assert "与随机波动无法区分" in again.stdout
    assert told["digest"] in again.stdout
    refused = yindao(*QUICK, *TWO, "--method", "tornado")
    assert refused.exit_code == 2
    assert "out" in refused.stderr


def test_failures_are_told_and_give_exit_code_1() -> None:
    done = yindao(*QUICK, "--parameters", f"economy.exercise.liquid,{STRONG}", "--method", "tornado")
    assert done.exit_code == 1
    assert "8 replications failed" in done.stderr
    assert STRONG in done.stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--method", "fast"), '--method: is "fast"; must be morris, sobol or tornado'),
        (("--method", "sobol", "--size", "3"), "--size: is 3; Sobol takes a power of two: 2 or 4"),
        (("--measure", "public.irrr"), "did you mean public.irr?"),
        (("--parameters", "economy.privat"), "unknown parameter or group"),
        (("--replications", "1"), "--replications: is 1; two or more are needed"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: tuple[str, ...], line: str) -> None:
    done = yindao(*QUICK[2:], *arguments)
    assert done.exit_code == 2
    assert line in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path("out").exists()
