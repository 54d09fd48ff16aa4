"""Every command that takes ``--set`` names a key that changes nothing: once, on standard error, and not as an error."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
VILLAGE, RULES = str(ROOT / "tests/village.toml"), str(ROOT / "tests/village-policy.toml")
LATE = "policy.selection.delay_months"
SAID = f"warning: --set: {LATE}: changes nothing here; it acts only with policy.selection.administrative = true"
SET = ("--set", f"{LATE}=3.0")
ONE = ("--replications", "1", "--workers", "1", "--out", "out")
COMMANDS = {
    "run": ("run", VILLAGE, *ONE, *SET),
    "compare": ("compare", VILLAGE, "--policy", RULES, "--policy", "pari-passu", *ONE, *SET),
    "decompose": ("decompose", VILLAGE, "--by", "instruments", *ONE, *SET),
    "sweep": ("sweep", VILLAGE, "--vary", "policy.stage_equity.share_cap=0.2,0.3", *ONE, *SET),
    "sensitivity": (
        *("sensitivity", VILLAGE, "--method", "tornado", "--parameters", "economy.fund.carry"),
        *("--measure", "budget.appropriated", "--replications", "2", *ONE[2:], *SET),
    ),
    "trace": ("trace", VILLAGE, *SET),
    "prospectus": ("prospectus", RULES, *SET),
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_key_without_effect_is_named_once_and_nothing_fails(command: str) -> None:
    done = CliRunner().invoke(app, COMMANDS[command])
    assert done.exit_code == 0, done.stderr
    assert done.stderr.splitlines().count(SAID) == 1
    assert "warning" not in done.stdout


def test_quiet_silences_it_and_chinese_is_chinese() -> None:
    assert "warning" not in CliRunner().invoke(app, [*COMMANDS["trace"], "--quiet"]).stderr
    told = CliRunner().invoke(app, [*COMMANDS["trace"], "--lang", "zh"]).stderr
    assert f"注意：--set: {LATE}: 在此不起作用；须有：policy.selection.administrative = true" in told


def test_a_varied_key_without_effect_is_named_for_all_points_at_once() -> None:
    vary = ("--vary", f"{LATE}=0:12:3")
    done = CliRunner().invoke(app, ["sweep", VILLAGE, *vary, *ONE, "--format", "json"])
    assert done.stderr.count(f"--vary: {LATE}: changes nothing here") == 1
    told = json.loads(done.stdout)
    assert (told["same_digest"], told["without_effect"]) == ([[0, 1, 2]], [LATE])


def test_a_varied_key_that_acts_at_some_point_is_not_named() -> None:
    vary = ("--vary", f"{LATE}=0,6", "--vary", "policy.selection.administrative=true,false")
    done = CliRunner().invoke(app, ["sweep", VILLAGE, *vary, *ONE])
    assert done.exit_code == 0, done.stderr
    assert LATE not in done.stderr
    assert "have the same digest" in done.stdout


def test_bad_input_is_told_without_warnings_before_it() -> None:
    Path("out").mkdir()
    Path("out/kept.txt").write_text("mine", "utf-8")
    for command in ("run", "sweep", "sensitivity"):
        refused = CliRunner().invoke(app, [*COMMANDS[command], "--quiet"])
        assert refused.exit_code == 2
        loud = CliRunner().invoke(app, COMMANDS[command])
        assert "warning" not in loud.stderr


WIDE = ("carry = 0.4", "catch_up = 0.1", "fee_rate = 0.1", "hurdle = 0.3", "sale_discount = 0.1")


def test_many_values_of_a_file_beyond_plausible_are_one_line_and_those_set_by_hand_a_line_each(tmp_path: Path) -> None:
    economy = tmp_path / "wide.toml"
    economy.write_text("\n".join((f'extends = "{ROOT}/tests/village-economy.toml"', "[fund]", *WIDE)), "utf-8")
    done = CliRunner().invoke(app, ["run", VILLAGE, "--economy", "wide.toml", *ONE])
    (line,) = [one for one in done.stderr.splitlines() if one.startswith("warning")]
    assert line.startswith("warning: 5 values lie outside their plausible ranges: economy.fund.")
    assert line.endswith(f"(yindao validate {VILLAGE} wide.toml lists them)")
    settings = [word for one in WIDE for word in ("--set", f"economy.fund.{one}")]
    done = CliRunner().invoke(app, ["trace", VILLAGE, *settings])
    assert len([one for one in done.stderr.splitlines() if one.startswith("warning: --set: economy.fund.")]) == 5
