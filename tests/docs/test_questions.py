"""Forty questions, forty commands: those that are answered have a command that runs and prints numbers."""

import json
import math
import shlex
import tomllib
from collections.abc import Iterator
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
# What the small world cannot tell, and why not.
NONE_HERE = {
    "fiscal.per_extra_conversion": "its denominator may be 0: of one replication there is no interval to tell",
    "city.tax_payback_years": "taxes of four years do not cover the outlay",
    "additionality.tax_payback_years": "taxes of four years do not cover the outlay",
    "city.kept_10y": "ten programme days do not fit into four years",
}
STUDIES = ("run", "compare", "decompose", "sweep", "sensitivity")


def test_numbers_are_of_the_forty_and_texts_are_in_both_languages() -> None:
    numbers = [one["number"] for one in QUESTIONS]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, 41))
    for one in QUESTIONS:
        assert one["en"].rstrip(".?") != one["en"]
        assert one["zh"]
        assert set(one["read"]) == {"en", "zh"}


def told_of(told: Any, name: str) -> Iterator[Any]:
    """What an answer says of a measure, wherever it does."""
    if isinstance(told, list):
        for one in told:
            yield from told_of(one, name)
    elif isinstance(told, dict):
        for key, one in told.items():
            yield from [one] if key == name else told_of(one, name)


def has_value(told: dict[str, Any]) -> bool:
    """Whether a measure has a finite value: at one point of several, under one of several rule books."""
    values = [told[word] for word in ("mean", "pooled", "value", "to") if word in told]
    flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return any(one is not None and math.isfinite(one) for one in flat)


def test_a_measure_without_a_value_is_seen() -> None:
    answer = {"measures": {"a": {"mean": None, "pooled": None, "n": 0}}, "points": [{"b": {"value": [None, 2.0]}}]}
    assert [[has_value(one) for one in told_of(answer, name)] for name in "ab"] == [[False], [True]]


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
        found = list(told_of(told, name))
        assert found
        assert any(has_value(one) for one in found) == (name not in NONE_HERE), name
    assert told
