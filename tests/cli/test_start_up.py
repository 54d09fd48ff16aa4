"""Start-up stays light: help and refusals must not wait for numerical libraries."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "scipy", "matplotlib", "duckdb", "simpy", "pandas"}


def imported(*arguments: str) -> tuple[int, set[str]]:
    """Exit code and the top-level packages a command imports, from Python's own import log."""
    command = [sys.executable, "-X", "importtime", "-m", "sim.cli.app", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    names = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    return done.returncode, {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["sweep", "--help"], ["validate", "beijing-2011"], ["policies"]]
)
def test_a_light_command_imports_no_heavy_library(arguments: list[str]) -> None:
    code, packages = imported(*arguments)
    assert code == 0
    assert "typer" in packages  # the log was read
    assert packages & HEAVY == set()


def test_help_does_not_even_import_the_schemas() -> None:
    _, packages = imported("--help")
    assert "pydantic" not in packages


def test_a_list_of_rule_books_does_without_the_schemas() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sim.cli.app", "policies"],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "sim.scenario.shipped" in done.stderr
    assert "sim.scenario.policy_schema" not in done.stderr


def test_only_the_module_of_the_command_that_is_asked_for_is_imported() -> None:
    program = (
        "import sys\n"
        "from sim.cli.app import app\n"
        "app(['policies'], standalone_mode=False)\n"
        "print(*(name for name in sys.modules if name.startswith('sim.cli.')), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    imported = set(done.stderr.split())
    assert "sim.cli.policies" in imported
    assert imported.isdisjoint({"sim.cli.run", "sim.cli.sweep", "sim.cli.validate"})


def test_a_command_that_does_not_exist_is_answered_with_the_nearest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli.app", "polices"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "Did you mean 'policies'?" in done.stderr


def test_an_interrupted_command_ends_with_130() -> None:
    program = (
        "import sim.scenario.shipped as f\n"
        "def stop(*a, **k): raise KeyboardInterrupt\n"
        "f.shipped_heads = stop\n"
        "from sim.cli.app import main\n"
        "import sys; sys.argv = ['yindao', 'policies']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
