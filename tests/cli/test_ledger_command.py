"""``yindao ledger`` exports what a run posted; ``yindao verify`` tests an installation."""

import csv
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.engine.reference import simulate
from sim.experiments import verify
from sim.experiments.folder import write_study
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.scenario.files import load

VILLAGE = str(Path(__file__).parents[1] / "village.toml")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A run of two replications that kept the ledger of the first."""
    monkeypatch.chdir(tmp_path)
    kept = run(load(VILLAGE, replications=2), workers=1, keep_postings=[0])
    return write_study(kept, tmp_path / "out", Shown(languages=(), figures=False))


def yindao(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("replication", [0, 1])
def test_csv_holds_every_posting_kept_or_not(folder: Path, tmp_path: Path, replication: int) -> None:
    done = yindao("ledger", str(folder), "--replication", str(replication), "--to", "csv", "--output", "a.csv")
    postings = simulate(load(VILLAGE), replication).postings
    assert (done.exit_code, done.stdout) == (0, f"a.csv: {len(postings.rows)} postings\n")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [int(line["fen"]) for line in lines] == postings.rows["fen"].tolist()
    assert {line["replication"] for line in lines} == {str(replication)}


def test_bean_check_accepts_the_ledger_of_a_real_run(folder: Path, tmp_path: Path) -> None:
    done = yindao("ledger", str(folder), "--to", "beancount", "--format", "json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["output"], told["replication"]) == ("village-r0.beancount", 0)
    program = Path(sys.executable).with_name("bean-check")
    command = [str(program), "--no-cache", "village-r0.beancount"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "xlsx"), "--to: xlsx is not written by this version; a spreadsheet opens csv"),
        (("--to", "pdf"), "--to: is 'pdf'; must be one of csv, parquet, beancount"),
        (("--to", "csv", "--replication", "2"), "--replication: is 2; the run has 0 … 1"),
        (("--to", "csv", "--output", "no/such/folder.csv"), "--output: no/such/folder.csv cannot be written"),
    ],
)
def test_bad_input_ends_with_code_2_and_one_line(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    done = yindao("ledger", str(folder), *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_run_that_cannot_be_made_again_ends_with_code_1(folder: Path, tmp_path: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["digests"][1] = "00" * 32
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = yindao("ledger", str(folder), "--replication", "1", "--to", "csv")
    assert done.exit_code == 1
    assert "replication 1 does not have the digest in the manifest" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_pipe_gets_the_ledger_and_stays_a_pipe(folder: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, encoding="utf-8")
    done = yindao("ledger", str(folder), "--to", "csv", "--output", "pipe")
    assert (done.exit_code, done.stdout) == (0, "")
    told, _ = reader.communicate(timeout=30)
    assert told.startswith("replication,posting,date")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "pipe"]


def test_a_link_is_followed_and_stays_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to("b.csv")
    assert yindao("ledger", str(folder), "--to", "csv", "--output", "a.csv").exit_code == 0
    assert (tmp_path / "a.csv").is_symlink()
    assert (tmp_path / "b.csv").read_text(encoding="utf-8").startswith("replication,posting,date")


@pytest.mark.parametrize("name", ["../x", "/tmp/x", "..", "a/b", ""])
def test_a_manifest_does_not_say_where_a_ledger_is_written(folder: Path, tmp_path: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenario"]["name"] = name
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = yindao("ledger", str(folder), "--to", "csv")
    assert done.exit_code == 2
    assert done.stderr == f"{folder}/manifest.json: the manifest is damaged: scenario.name: is a path; must be a name\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_verify_passes_here_and_says_what_it_checked() -> None:
    done = yindao("verify", VILLAGE, "--format", "json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["ok"] is True
    assert [check["ok"] for check in told["checks"]] == [True] * 5
    assert "no finding" in told["checks"][1]["detail"]


def test_verify_fails_when_a_check_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "irr_agrees", lambda: (False, "planted"))
    monkeypatch.setattr(verify, "same_on_two_workers", lambda scenario: 1 / 0)
    done = yindao("verify", VILLAGE, "--quiet")
    assert done.exit_code == 1
    assert done.stdout.count("FAILED") == 2
    assert "ZeroDivisionError" in done.stdout


def test_the_irr_check_sees_a_wrong_irr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "xirr", lambda days, fen: 0.1)
    ok, _ = verify.irr_agrees()
    assert ok is False
