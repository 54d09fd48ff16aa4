"""Tutorials: every command on them runs, and those that simulate nothing print what is shown."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from tests.docs.small_worlds import STUDIES, small
from tests.scripts import load_script

MAKER = load_script("docs/questions.py")
PAGES = sorted(MAKER.TUTORIALS.glob("*.md"))
SIMULATING = (*STUDIES, "trace", "ledger", "replay", "calibrate")
# Who is told of in a small world's place: the first fund, the first holding.
WHO = {"--fund": "0.0", "--position": "0"}


def commands(page: Path) -> list[tuple[str, list[str]]]:
    return [MAKER.told(block) for block in MAKER.BLOCK.findall(page.read_text(encoding="utf-8"))]


def words_of(command: str) -> list[str]:
    words = small(command)
    for option, value in WHO.items():
        if option in words:
            words[words.index(option) + 1] = value
    return words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_tutorial_runs_and_prints_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    MAKER.place_shown(text, tmp_path)
    for number, (command, below) in enumerate(commands(page)):
        name = shlex.split(command)[1]
        words = [word if word != "out" else f"out-{number}" for word in words_of(command)]
        done = CliRunner(env={"YINDAO_LANG": "en"}).invoke(app, words)
        assert done.exit_code == 0, f"{command}: {done.stderr or done.exception!r}"
        if name not in SIMULATING:
            printed = MAKER.shown(done.stdout)
            assert below == ([*printed[: len(below) - 1], "…"] if below[-1:] == ["…"] else printed), command
    for block in re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S):
        exec(compile(block, page.name, "exec"), {})


def test_both_languages_run_the_same_commands_on_the_same_rules() -> None:
    pairs = [(page, page.with_suffix("").with_suffix(".md")) for page in PAGES if page.name.endswith(".zh.md")]
    assert len(pairs) == len(PAGES) / 2
    for chinese, english in pairs:
        told = [command.removesuffix(" --lang zh") for command, _ in commands(chinese)]
        assert told == [command for command, _ in commands(english)]
        texts = [one.read_text(encoding="utf-8") for one in (chinese, english)]
        files = [re.findall(r"^```toml\n(.*?)^```$", text, re.M | re.S) for text in texts]
        stated = [[re.sub(r'source = "[^"]*"', "", file) for file in those] for those in files]
        assert stated[0] == stated[1]
