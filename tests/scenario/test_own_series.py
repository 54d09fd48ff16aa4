"""A user's own series: found beside the file that names it, checked, part of what a scenario is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.experiments.work.cells import point_name
from sim.scenario.errors import BadInput
from sim.scenario.files import load, load_economy
from sim.scenario.shipped import data_path

VILLAGE = Path(__file__).parents[1] / "village.toml"
ROOT = Path(__file__).parents[2]
SHIPPED = data_path("ipo_window_states_by_month.csv").read_text(encoding="utf-8")
# The window shut throughout: every state 0, in the months and columns of the shipped series.
SHUT = "".join(
    line if number == 0 else f"{line.rstrip().rpartition(',')[0]},0\n"
    for number, line in enumerate(SHIPPED.splitlines(keepends=True))
)
STATES = "economy.listing.states"


def city(folder: Path, named: str = "data/mine.csv") -> Path:
    """A scenario with an economy of its own that names a series beside it."""
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "mine.csv").write_text(SHUT, encoding="utf-8")
    economy = f'extends = "{ROOT / "tests/village-economy.toml"}"\n[listing]\nstates = "{named}"\n'
    (folder / "economy.toml").write_text(economy, encoding="utf-8")
    text = VILLAGE.read_text(encoding="utf-8").replace('"village-economy.toml"', '"economy.toml"')
    text = text.replace('"village-policy.toml"', f'"{ROOT / "tests/village-policy.toml"}"')
    (folder / "city.toml").write_text(text, encoding="utf-8")
    return folder / "city.toml"


def test_a_path_is_relative_to_the_file_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = city(tmp_path / "city")
    assert load(file).data["states"] == SHUT
    monkeypatch.chdir(tmp_path)
    assert load("city/city.toml").data["states"] == SHUT
    assert load_economy("city/economy.toml").listing.states == "data/mine.csv"


def test_a_rule_set_in_a_scenario_and_one_set_by_hand_each_have_their_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = city(tmp_path / "city", "ipo_window_states_by_month.csv")
    assert load(file).data["states"] == SHIPPED
    with file.open("a", encoding="utf-8") as more:
        more.write(f'[set]\n"{STATES}" = "data/mine.csv"\n')
    monkeypatch.chdir(tmp_path)
    assert load(file).data["states"] == SHUT
    (tmp_path / "here.csv").write_text(SHIPPED, encoding="utf-8")
    assert load(file, settings=[f"{STATES}=here.csv"]).data["states"] == SHIPPED


def test_a_shipped_name_is_the_shipped_series_and_a_dot_names_the_other(tmp_path: Path) -> None:
    file = city(tmp_path, "ipo_window_states_by_month.csv")
    (tmp_path / "ipo_window_states_by_month.csv").write_text(SHUT, encoding="utf-8")
    assert load(file).data["states"] == SHIPPED
    text = (tmp_path / "economy.toml").read_text("utf-8").replace('"ipo_', '"./ipo_')
    (tmp_path / "economy.toml").write_text(text, "utf-8")
    assert load(file).data["states"] == SHUT


def test_the_series_is_part_of_what_a_point_is(tmp_path: Path) -> None:
    file = city(tmp_path)
    before = point_name(load(file))
    (tmp_path / "data" / "mine.csv").write_text(SHIPPED, encoding="utf-8")
    assert point_name(load(file)) != before


def test_workers_and_the_manifest_have_it_though_the_file_is_gone(tmp_path: Path) -> None:
    """Run in another working directory, with two processes; then the file goes and the ledger is simulated again."""
    file = city(tmp_path / "city")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def yindao(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "sim.cli.app", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    quick = ("--replications", "2", "--workers", "2", "--quiet", "--format", "json")
    done = yindao("run", "city/city.toml", *quick, "--out", "out")
    assert done.returncode == 0, done.stderr
    (tmp_path / "city" / "data" / "mine.csv").unlink()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"]["data"]["states"] == SHUT
    again = yindao("ledger", "out", "--replication", "1", "--to", "csv", "--output", "ledger.csv")
    assert again.returncode == 0, again.stderr
    refused = yindao("run", "city/city.toml", *quick, "--out", "two")
    assert refused.returncode == 2
    assert refused.stderr.strip().endswith(
        'economy.listing.states: is "data/mine.csv"; no such file (city/data/mine.csv)'
    )
    assert file.exists()


def test_another_series_gives_other_numbers(tmp_path: Path) -> None:
    """At a loan rate of 30 % a year the option's price after the grace is beyond what partners pay."""
    rates = tmp_path / "rates.csv"
    rates.write_text("series,effective_from,percent\npboc_benchmark_1y,2006-01-01,30\n", "utf-8")
    own = sim.run(load(VILLAGE, settings=[f"economy.series.loan_rates={rates}"], replications=4), workers=1)
    shipped = sim.run(load(VILLAGE, replications=4), workers=1)
    assert own.digest != shipped.digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHUT.replace("2011-03,", "2011-3,", 1), ":59: month is '2011-3'; must be YYYY-MM"),
        (SHUT.replace(",", ";"), ":1: month: column is missing; the header must name month, state, with commas"),
        ("", ":1: month: column is missing; the header must name month, state"),
        ("month,state\n2011-01,0\n2011-03,0\n", ":3: month: 2011-03 does not follow the month before it"),
        ("month,state\n" + "x,9\n" * 40, "and 35 more lines that cannot be read"),
        ("month,state\n2011-01,0\n", "economy.listing.states: ends in 2011-01, the counts of"),
        ("month,state\n2012-01,0\n", "start: is 2011-03-15; must not lie before 2012-01-01, where "),
        ('month,state\n"' + "x" * 200_000 + "\n", "is no table of comma-separated values"),
    ],
    ids=["month", "semicolons", "empty", "gap", "forty wrong lines", "ends early", "begins late", "one endless cell"],
)  # fmt: skip
def test_a_wrong_series_is_refused_with_file_line_and_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    file = city(tmp_path)
    (tmp_path / "data" / "mine.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load(file)
    assert said in str(refused.value)
    assert len(refused.value.problems) <= 6


@pytest.mark.parametrize("named", ["", ".", "data", "nowhere/mine.csv", "mine.csv"])
def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path, named: str) -> None:
    with pytest.raises(BadInput) as refused:
        load(city(tmp_path, named))
    assert len(refused.value.problems) == 1
