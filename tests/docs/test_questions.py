"""Forty questions, forty commands: those that are answered have a command that runs and prints numbers."""

import json
import shlex
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.measures.catalogue import EVERY

QUESTIONS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "docs/questions.toml").read_text(encoding="utf-8")
)["question"]
# A small world without a past: what is shown is that the command is right, not what it finds.
SMALL = (
    "horizon_years=4",
    "warm_up_years=0",
    "economy.pipeline.shelf=40",
    "economy.pipeline.disclosures_per_year=60",
    "economy.managers.slots=6",
)
STUDIES = ("run", "compare", "decompose", "sweep", "sensitivity")


def test_numbers_are_of_the_forty_and_texts_are_in_both_languages() -> None:
    numbers = [one["number"] for one in QUESTIONS]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, 41))
    for one in QUESTIONS:
        assert one["en"].rstrip(".?") != one["en"]
        assert one["zh"]
        assert set(one["read"]) == {"en", "zh"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: str(one["number"]))
def test_every_command_runs_and_tells_the_measures_it_asks_for(
    question: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program, command, *words = shlex.split(question["command"])
    assert program == "yindao"
    small = [word for setting in SMALL for word in ("--set", setting)]
    if command in STUDIES:
        small += ["--replications", "1", "--workers", "1", "--engine", "reference", "--no-figures", "--out", "out"]
    done = CliRunner().invoke(app, [command, *words, *small, "--format", "json", "--quiet"])
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    measures = [word for last, word in pairwise(words) if last == "--measure"]
    assert set(measures) <= EVERY.keys()
    for name in measures:
        assert f'"{name}"' in done.stdout
    assert told
