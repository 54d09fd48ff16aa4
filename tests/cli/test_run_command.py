"""``yindao run`` as its users meet it: what it prints, what it writes, what it refuses, how it is interrupted."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.cli.run import parse_postings
from sim.experiments.work import replication
from sim.scenario.errors import BadInput

TESTS = Path(__file__).parents[1]
VILLAGE = str(TESTS / "village.toml")
QUICK = ("--replications", "2", "--workers", "1")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Default results land under the working directory."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["run", *arguments, "--no-figures"])  # they have their own tests


def test_json_is_one_object_on_standard_output_and_equals_the_summary_file(tmp_path: Path) -> None:
    done = run(VILLAGE, *QUICK, "--format", "json", "--out", "out")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told.pop("results") == "out"
    assert told == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert told["replications"] == 2


def test_text_shows_measures_the_digest_and_where_the_results_are(tmp_path: Path) -> None:
    done = run(VILLAGE, *QUICK, "--quiet")
    folder = next((tmp_path / "results").glob("village-*"))
    digest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["digest"]
    assert done.exit_code == 0
    assert "public.tvpi" in done.stdout
    assert done.stdout.endswith(f"digest: {digest}\nresults: results/{folder.name}\n")
    assert done.stderr == ""


def test_measures_that_are_asked_for_are_shown_instead_of_the_headlines_even_where_they_do_not_exist() -> None:
    nothing = ("--set", "policy.budget.yearly=[0.0]")
    done = run(VILLAGE, *QUICK, "--quiet", *nothing, "--measure", "company.listed", "--measure", "public.irr")
    rows = [line for line in done.stdout.splitlines() if re.match(r"[a-z_]+\.", line)]
    assert [line.split()[0] for line in rows] == ["company.listed", "public.irr"]
    assert re.search(r"public\.irr +public net IRR +– +– +– +0$", rows[1])


def test_a_time_that_is_asked_for_alone_is_still_told_as_not_reached() -> None:
    done = run(VILLAGE, *QUICK, "--quiet", "--measure", "treasury.back_year")
    assert re.search(r"treasury\.back_year .* not reached ", done.stdout)


def test_measures_that_are_asked_for_change_nothing_in_json() -> None:
    options = ((), ("--measure", "public.irr"))
    plain, asked = (json.loads(run(VILLAGE, *QUICK, "--format", "json", *more).stdout) for more in options)
    assert plain["measures"] == asked["measures"]


def test_a_scenario_that_outlives_the_data_says_so_once_on_standard_error(tmp_path: Path) -> None:
    late = tmp_path / "late.toml"
    text = Path(VILLAGE).read_text(encoding="utf-8").replace("2011-03-15", "2025-06-01").replace("= 10", "= 3")
    late.write_text(text.replace('"village-', f'"{TESTS}/village-'), encoding="utf-8")
    note = (
        "Beyond the data: listings after 2025-12 follow the window process; loan rate held at 3.0 % after 2025-05-20."
    )
    assert run(str(late), *QUICK, "--out", "told").stderr.count(note) == 1
    assert run(str(late), *QUICK, "--out", "quiet", "--quiet").stderr == ""
    assert "Beyond" not in run(VILLAGE, *QUICK, "--out", "within").stderr


def test_chinese_text_has_chinese_headings() -> None:
    done = run(VILLAGE, *QUICK, "--lang", "zh", "--out", "out")
    assert "95% 区间" in done.stdout
    assert "结果：out" in done.stdout


def test_options_reach_the_run(tmp_path: Path) -> None:
    options = ("--policy", "no-guidance-fund", "--set", "economy.pipeline.shelf=0", "--seed", "5", "--postings", "1")
    done = run(VILLAGE, *QUICK, *options, "--format", "json", "--out", "out")
    told = json.loads(done.stdout)
    assert (told["policy"], told["seed"]) == ("no-guidance-fund", 5)
    assert told["measures"]["public.irr"]["pooled"] is None
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["postings"], manifest["scenario"]["economy"]["pipeline"]["shelf"]) == ([1], 0)


def refuse_to_run(*_: object, **__: object) -> None:
    raise AssertionError("nothing may be simulated")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "file/out"), "file/out: --out: cannot be written"),
        (("--out", "full"), "full: --out: already exists; results are never overwritten"),
        (("--postings", "some"), "--postings: is 'some'; must be none, all, or replications such as 0,3"),
        (("--postings", "0,2"), "--postings: asks for replication 2; the run has 0 … 1"),
        (("--until", "0.01"), "--until: needs --measure"),
        (("--measure", "public.ir"), '--measure: is "public.ir"; no measure of a single rule book; did you mean'),
        (("--until", "0.01", "--measure", "private.uplift"), '"private.uplift"; no measure of a single rule book'),
        (("--policy", "no-such-policy"), 'no shipped policy is called "no-such-policy"'),
    ],
)
def test_bad_input_ends_with_code_2_and_one_line_before_anything_runs(
    arguments: tuple[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    monkeypatch.setattr("sim.experiments.run.ask.run_replications", refuse_to_run)
    done = run(VILLAGE, *QUICK, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_failing_replication_ends_with_code_1_and_what_reproduces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(TESTS / "experiments"))
    monkeypatch.setitem(replication.ENGINES, "auto", "fake_engine")
    done = run(VILLAGE, "--seed", "666", "--workers", "1", "--replications", "5", "--out", "out")
    assert done.exit_code == 1
    assert done.stderr.endswith("replication 3 with seed 666 failed: ZeroDivisionError: a planted mistake\n")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("text", "expected"), [("none", None), ("all", "all"), ("0, 3", {0, 3}), ("3,3", {3})])
def test_postings_are_read_as_documented(text: str, expected: object) -> None:
    assert parse_postings(text, 4) == expected


@pytest.mark.parametrize("text", ["", "1,", "-1", "0-3", "4"])
def test_other_postings_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="--postings"):
        parse_postings(text, 4)


DRIVER = """
from sim.cli.app import app
from sim.experiments.work import replication
if __name__ == "__main__":
    replication.ENGINES["auto"] = "fake_engine"
    app()
"""


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_with_code_130_and_leaves_neither_files_nor_processes(tmp_path: Path, workers: str) -> None:
    driver, started, home = tmp_path / "driver.py", tmp_path / "started", tmp_path / "home"
    driver.write_text(DRIVER)
    home.mkdir()
    command = [sys.executable, str(driver), "run", VILLAGE, "--seed", "777", "--replications", "900", "--quiet"]
    path = os.pathsep.join([str(TESTS.parent), str(TESTS / "experiments")])
    process = subprocess.Popen(
        [*command, "--workers", workers, "--postings", "all", "--out", str(home / "out")],
        env={**os.environ, "PYTHONPATH": path, "STARTED": str(started)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
        start_new_session=True,
    )
    wait_until(started.exists)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to every process of the group
    stdout, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stdout == ""
    assert list(home.iterdir()) == []
    wait_until(lambda: not group_lives(process.pid))


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
