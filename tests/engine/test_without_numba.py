"""Without numba everything runs under SimPy, and what asks for compiled laws is refused in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# What Python runs at its start, also in the workers that are started.
ABSENT = 'import sys\n\nsys.modules["numba"] = None\nsys.modules["llvmlite"] = None\n'
FROM_PYTHON = """
import sim

village = sim.load("tests/village.toml", replications=2)
print(sim.run(village, workers=2).digest == sim.run(village, workers=1, engine="reference").digest)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Of a Python in which numba cannot be imported."""
    (tmp_path / "absent").mkdir()
    (tmp_path / "absent/sitecustomize.py").write_text(ABSENT)
    path = os.pathsep.join(str(one) for one in (tmp_path / "absent", TESTS.parent))
    return os.environ | {"PYTHONPATH": path, "YINDAO_CACHE": str(tmp_path / "cache")}


def asked(words: list[str], environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=TESTS.parent, env=environment, capture_output=True, text=True, check=False)


def test_the_library_runs_without_numba(environment: dict[str, str], tmp_path: Path) -> None:
    done = asked(["-c", FROM_PYTHON], environment)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
    assert not (tmp_path / "cache").exists()


def test_the_command_runs_without_numba_and_says_so_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    words = ["run", "tests/village.toml", "--out", str(tmp_path / "out"), "--replications", "2", "--no-figures"]
    done = asked(["-m", "sim.cli.app", *words], environment)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "numba" in line] == [
        "replications simulated: 2 by the reference; numba, which would be faster, is not installed or switched off"
    ]
    assert (tmp_path / "out/manifest.json").exists()


def test_compiled_laws_are_refused_in_one_line_without_numba(environment: dict[str, str]) -> None:
    words = ["-m", "sim.cli.app", "run", "tests/village.toml", "--engine", "compiled"]
    done = asked(words, environment)
    assert done.returncode == 2
    assert "compiled needs numba, which is not installed" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
