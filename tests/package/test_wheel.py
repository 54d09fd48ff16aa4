"""The wheel holds everything a user needs: it works unpacked, away from the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("yindao-*.whl"))


def test_the_wheel_holds_code_data_font_and_the_mark_of_typing(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        f"sim/shipped/{path.relative_to(CHECKOUT).as_posix()}"
        for path in (CHECKOUT / "scenarios").rglob("*")
        if path.suffix in {".toml", ".csv"}
    }
    assert shipped
    assert shipped <= names
    ranges = {f"sim/shipped/results/{path.name}" for path in (CHECKOUT / "results").glob("ranges-*.json")}
    assert ranges <= names
    code = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "sim").rglob("*.py")}
    assert code <= names
    beside = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "sim").rglob("*.toml")}
    assert beside <= names
    assert {"sim/py.typed", "sim/report/fonts/NotoSansSC-gb2312.otf", "sim/report/fonts/OFL.txt"} <= names
    assert not {name for name in names if name.startswith(("tests/", "docs/", "results/"))}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_unpacked_runs_the_shipped_scenario_on_its_own(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    code = (
        "import sim; loaded = sim.load('beijing-2011', replications=1, settings=['economy.managers.slots=0']);"
        "print(sim.__file__, loaded.policy_name, sim.run(loaded, workers=1).replications)"
    )
    # PYTHONPATH is the unpacked wheel alone, and the working directory is elsewhere.
    told = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "unpacked"), "YINDAO_CACHE": "/dev/null/none"},
    )
    assert told.stderr == ""
    assert told.stdout.split() == [str(tmp_path / "unpacked" / "sim" / "__init__.py"), "beijing-2011", "1"]
