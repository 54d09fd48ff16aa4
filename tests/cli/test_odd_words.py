"""Numbers out of range, options given twice, hostile names on the command line: one line, exit code 2."""

# ruff: noqa: E501 - a case a line reads as a table

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import memory
from sim.cli.app import app
from sim.scenario.errors import BadInput

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
KEY = "policy.stage_equity.share_cap"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(memory, "_memory", lambda: 8 * 10**9)
    for room in ("run", "compare", "decompose"):
        monkeypatch.setattr(f"sim.experiments.{room}.ask.run_replications", refuse_to_run)


def refuse_to_run(*_: object, **__: object) -> None:
    raise AssertionError("nothing may be simulated")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("trace", VILLAGE, "--replication", "99999999999"), "less than or equal to 4294967295"),
        (("trace", VILLAGE, "--replication", "-1"), "greater than or equal to 0"),
        (("run", VILLAGE, "--workers", "100000"), "less than or equal to 1024"),
        (("run", VILLAGE, "--workers", "0"), "greater than or equal to 1"),
        (("run", VILLAGE, "--seed", str(2**64)), "must be 0 to 9223372036854775807"),
        (("run", VILLAGE, "--replications", "0"), "must be 1 to 1000000"),
        (("run", VILLAGE, "--replications", "1000000"), "take some 10 GB of memory, and this machine has 8; take fewer"),
        (("compare", VILLAGE, "--policy", "pari-passu", "--replications", "900000"), "take some 18 GB of memory"),
        (("decompose", VILLAGE, "--by", "instruments", "--replications", "900000"), "take some 18 GB of memory"),
        (("sensitivity", VILLAGE, "--size", "99999999999", "--out", "x"), "--size: is 99999999999; Morris takes 4"),
        (("sweep", VILLAGE, "--vary", f"{KEY}=0:0.3", "--design", "lhs", "--points", "99999999999", "--out", "x"), "must be 1 to"),
        (("prospectus", "iif-1997", "--public-share", "nan"), "--public-share: nan: must be a share"),
        (("run", VILLAGE, "--out", "a", "--out", "b"), "--out: is given 2 times; it takes one value"),
        (("run", VILLAGE, "--policy", "iif-1997", "--policy", "iif-1997"), "--policy: is given 2 times"),
        (("run", ""), 'no shipped scenario is called ""'),
        (("run", VILLAGE, "--policy", ""), 'no shipped policy is called ""'),
        (("run", VILLAGE, "--economy", ""), 'no shipped economy is called ""'),
        (("validate", ""), "no such file"),
        (("run", VILLAGE, "--set", ""), "is not KEY=VALUE"),
        (("decompose", VILLAGE, "--by", "instruments", "--measure", "\x1b[31mred"), 'is "red"; no measure'),
        (("run", "\x1b[31mred\nline.toml"), "no such file"),
        (("rum", VILLAGE), "No such command 'rum'"),
    ],
    ids=lambda case: " ".join(case)[:60].replace("\x1b", "").replace("\n", " ") if isinstance(case, tuple) else "",
)  # fmt: skip
def test_odd_words_end_with_code_2_and_a_line_that_steers_no_terminal(words: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""
    assert len([line for line in done.stderr.splitlines() if line and not line.startswith(("Usage", "Try"))]) == 1


def test_flags_and_options_of_several_values_may_be_repeated() -> None:
    done = CliRunner().invoke(app, ["measures", "--quiet", "--quiet", "exit"])
    assert done.exit_code == 0
    done = CliRunner().invoke(app, ["run", VILLAGE, "--set", f"{KEY}=2", "--set", f"{KEY}=3"])
    assert "is given" not in done.stderr


def test_a_machine_that_does_not_tell_its_memory_takes_any_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_memory", lambda: 0)
    memory.check_memory(10**6, 100)


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system as Unix does")
def test_the_results_that_fit_are_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    memory.check_memory(100)
    with pytest.raises(BadInput):
        memory.check_memory(10**9, 10**6)
