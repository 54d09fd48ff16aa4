"""The command at the end of every report, run word for word in the same folder, makes the same numbers."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.scenario.asked import policy_word, policy_words, words_of
from sim.scenario.files import load

TESTS = Path(__file__).parents[1]
# In a folder with spaces and a quotation mark: a scenario, its own rule book and economy, and one more of each.
SCENARIO, POLICY, ECONOMY = "my city/north's.toml", "my city/$(rules) 2.toml", "my city/other economy.toml"
SETTINGS = ("policy.stage_equity.share_cap=0.3", "policy.budget.yearly=[60e6, 20e6]", "horizon_years=6")
CHANGED = ("--economy", ECONOMY, *(word for setting in SETTINGS for word in ("--set", setting)))
QUICK = ("--replications", "2", "--seed", "11")
FEW = "economy.private.anchor_low"

COMMANDS = [
    ("run", SCENARIO, "--policy", POLICY, *CHANGED, *QUICK),
    ("run", SCENARIO, *QUICK),
    ("compare", SCENARIO, "--policy", POLICY, "--policy", "village-policy", "--baseline", POLICY, *CHANGED, *QUICK),
    ("compare", SCENARIO, "--policy", POLICY, "--policy", "no-guidance-fund", *QUICK),
    ("decompose", SCENARIO, "--by", "instruments", "--policy", POLICY, *CHANGED, *QUICK),
    ("sweep", SCENARIO, "--vary", "policy.stage_equity.share_cap=0.1,0.2", "--policy", POLICY, "--policy", "pari-passu",
     "--economy", ECONOMY, "--set", "horizon_years=6", *QUICK, "--out", "first"),
    ("sensitivity", SCENARIO, "--method", "tornado", "--parameters", FEW, "--policy", POLICY, *CHANGED,
     *QUICK, "--out", "first"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The village's files under other names; figures have their own tests."""
    (tmp_path / "my city").mkdir()
    for name in ("village-economy.toml", "village-policy.toml"):
        shutil.copy(TESTS / name, tmp_path / "my city" / name)
    shutil.copy(TESTS / "village.toml", tmp_path / SCENARIO)
    (tmp_path / POLICY).write_text('extends = "village-policy.toml"\n[risk_subsidy]\nrate = 0.05\n', encoding="utf-8")
    (tmp_path / ECONOMY).write_text('extends = "village-economy.toml"\n[pipeline]\nshelf = 9\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.experiments.shown.save_drawings", lambda *_: [])  # figures have their own tests


def told(*words: str) -> dict[str, object]:
    done = CliRunner().invoke(app, [*words, "--workers", "1", "--quiet", "--format", "json"])
    assert done.exit_code == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: f"{words[0]} {len(words)}")
def test_the_command_of_a_report_makes_the_same_numbers(words: tuple[str, ...]) -> None:
    first = told(*words, "--lang", "both")
    for page in ("report.md", "report.zh.md"):
        blocks = re.findall(r"```sh\n(.*?)\n```", (Path(str(first["results"])) / page).read_text("utf-8"), re.DOTALL)
        command = shlex.split(blocks[-1])
        assert command[0] == "yindao"
        if page == "report.md":
            again = told(*command[1:])
            assert again["digest"] == first["digest"]
            assert again["results"] != first["results"]


def test_what_was_asked_is_repeated_word_for_word() -> None:
    scenario = load(SCENARIO, policy=POLICY, economy=ECONOMY, settings=SETTINGS, seed=5)
    sets = [word for setting in SETTINGS for word in ("--set", setting)]
    assert words_of(scenario) == [SCENARIO, "--economy", ECONOMY, *sets]
    assert (policy_words(scenario), policy_word(scenario)) == (["--policy", POLICY], POLICY)


def test_what_files_say_is_not_repeated() -> None:
    scenario = load(SCENARIO, seed=5, replications=3)
    assert (words_of(scenario), policy_words(scenario)) == ([SCENARIO], [])
    assert policy_word(scenario) == "village-policy"


def test_a_file_that_looks_like_an_option_is_named_as_a_file(tmp_path: Path) -> None:
    shutil.copy(TESTS / "village.toml", tmp_path / "my city" / "-q.toml")
    shutil.copy(TESTS / "village-policy.toml", tmp_path / "village-policy.toml")
    shutil.copy(TESTS / "village-economy.toml", tmp_path / "village-economy.toml")
    shutil.copy(TESTS / "village.toml", tmp_path / "-q.toml")
    assert words_of(load("-q.toml")) == ["./-q.toml"]
