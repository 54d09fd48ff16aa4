"""Forty questions: those that are answered have a command that runs, and stand on a page with what it printed."""

import csv
import json
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.measures.catalogue import EVERY
from tests.docs.small_worlds import STUDIES, small
from tests.scripts import ROOT, load_script

MAKER = load_script("docs/questions.py")
QUESTIONS: list[dict[str, Any]] = MAKER.questions()
ANSWERED = [one for one in QUESTIONS if "command" in one]
OPEN = [one for one in QUESTIONS if "command" not in one]
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def number_of(one: dict[str, Any]) -> str:
    return str(one["number"])


def run(command: str) -> str:
    done = CliRunner(env={"YINDAO_LANG": "en"}).invoke(app, [*small(command), "--format", "json"])
    assert done.exit_code == 0, done.stderr or repr(done.exception)
    assert json.loads(done.stdout)
    words = shlex.split(command)
    measures = [word for last, word in pairwise(words) if last == "--measure"]
    assert measures == [name for name in measures if name in EVERY]
    for name in measures:
        assert f'"{name}"' in done.stdout
    return done.stdout


def test_all_forty_are_there_in_both_languages_and_seven_say_why_they_are_not_answered() -> None:
    assert [one["number"] for one in QUESTIONS] == list(range(1, 41))
    assert [one["number"] for one in OPEN] == [8, 14, 16, 21, 25, 33, 34]
    for one in QUESTIONS:
        assert one["en"].rstrip(".?") != one["en"]
        assert one["zh"][-1] in "。？"
        for text in (one["read"],) if "command" in one else (one["why"], one["nearest"]):
            assert set(text) - {"command"} == {"en", "zh"}


@pytest.mark.parametrize("one", ANSWERED, ids=number_of)
def test_every_command_runs_and_tells_the_measures_it_asks_for(
    one: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    MAKER.place_files(one, tmp_path)
    if "first" in one:
        run(one["first"])
    run(one["command"])


@pytest.mark.parametrize("one", [one for one in OPEN if one["number"] != 34], ids=number_of)
def test_what_comes_nearest_runs_as_well(one: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calibration (34) takes many rounds; tests/experiments has it."""
    monkeypatch.chdir(tmp_path)
    run(one["nearest"]["command"])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_pages_are_what_the_script_writes(lang: str) -> None:
    page = MAKER.PAGES[lang]
    assert page.read_text(encoding="utf-8") == MAKER.page(lang), f"run python docs/questions.py: {page.name} is old"


@pytest.mark.parametrize("one", [one for one in ANSWERED if "answer" in one], ids=number_of)
def test_the_numbers_of_an_answer_stand_in_the_output_above_it(one: dict[str, Any]) -> None:
    for lang in MAKER.LANGUAGES:
        parts = [part for part in ("command", "beside") if part in one]
        lines = [line for part in parts for line in MAKER.kept(one["number"], lang, part)[1]]
        there = "\n".join([one["command"], *lines])
        for text in NUMBER.findall(one["answer"][lang]):
            assert text in NUMBER.findall(there), f"{text} is not in the output ({lang})"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_output_that_simulates_nothing_is_what_the_command_prints(lang: str) -> None:
    command, output = MAKER.kept(29, lang)
    done = CliRunner(env={"YINDAO_LANG": "en"}).invoke(app, [*shlex.split(command)[1:], "--quiet"])
    assert MAKER.shown(done.stdout) == output


def test_the_studies_of_the_script_are_those_of_the_tests() -> None:
    assert MAKER.STUDIES == STUDIES


def test_what_changes_from_run_to_run_is_not_kept() -> None:
    told = "scenario, rule book, replications, seed, time: beijing-2011, beijing-2011, 20, 7, 16.6 s\nresults: out\n"
    assert MAKER.shown(told) == ["scenario, rule book, replications, seed: beijing-2011, beijing-2011, 20, 7"]
    told = "情景、规则、模拟次数、随机种子、用时：beijing-2011, beijing-2011, 20, 7, 16.6 s\n结果：out\n"
    assert MAKER.shown(told) == ["情景、规则、模拟次数、随机种子：beijing-2011, beijing-2011, 20, 7"]


def test_a_long_command_goes_on_on_the_next_line_and_is_one_for_a_shell() -> None:
    for one in ANSWERED:
        lines = MAKER.wrapped(one["command"])
        assert shlex.split("\n".join(lines).replace("\\\n", " "))[1:] == shlex.split(one["command"])
        assert all(len(line) <= MAKER.WIDTH + 3 or " --" not in line.strip() for line in lines)


@pytest.mark.parametrize(
    ("name", "shipped", "column"),
    [
        ("frozen-counts.csv", "ashare_new_listings_by_month.csv", "total_ex_BSE"),
        ("frozen-states.csv", "ipo_window_states_by_month.csv", "state"),
    ],
)
def test_the_frozen_window_is_the_shipped_series_with_24_months_at_nought(name: str, shipped: str, column: str) -> None:
    with (ROOT / "docs/answers" / name).open() as made, (ROOT / "scenarios/data" / shipped).open() as original:
        frozen = {row["month"]: row[column] for row in csv.DictReader(made)}
        real = {row["month"]: row[column] for row in csv.DictReader(original)}
    shut = [month for month in real if "2014-03" <= month < "2016-03"]
    assert len(shut) == 24
    assert frozen == real | dict.fromkeys(shut, "0")
