"""What was simulated is not lost because its folder cannot be written."""

import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.cli.keeping import Kept, written
from sim.cli.output import Lang
from sim.experiments import folder
from sim.experiments.folder import complete_or_nothing

VILLAGE = str(Path(__file__).parents[1] / "village.toml")


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for passing files."""
    folder = tmp_path / "away"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def one_file(refused: Callable[[Path], bool]) -> Callable[[Path], None]:
    """Writes a folder of one file where the disk is not full."""

    def write(target: Path) -> None:
        with complete_or_nothing(target) as folder:
            (folder / "half").write_text("half")
            if refused(target):
                raise OSError(errno.ENOSPC, "No space left on device")

    return write


def test_a_full_disk_moves_the_results_to_another(tmp_path: Path, away: Path, capsys: pytest.CaptureFixture) -> None:
    kept = written(one_file(lambda folder: folder.parent != away), tmp_path / "deep" / "out", Lang.en)
    assert kept == Kept(away / "yindao-out", as_asked=False)
    assert [path.name for path in tmp_path.iterdir()] == ["away"]
    assert (away / "yindao-out" / "half").read_text() == "half"
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"{tmp_path}/deep/out: the results could not be written: No space left on device"
    assert second == f"they are kept in {away}/yindao-out"


def test_a_place_taken_meanwhile_moves_them_beside_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious").write_text("1")
    kept = written(one_file(lambda folder: False), tmp_path / "out", Lang.en)
    assert kept == Kept(tmp_path / "out-2", as_asked=False)
    assert (tmp_path / "out" / "precious").read_text() == "1"


def test_where_nothing_can_be_written_the_way_to_make_them_again_is_told(
    tmp_path: Path, away: Path, capsys: pytest.CaptureFixture
) -> None:
    assert written(one_file(lambda folder: True), tmp_path / "out", Lang.en) == Kept(None, as_asked=False)
    assert [path.name for path in (*tmp_path.iterdir(), *away.iterdir())] == ["away"]
    assert "the same command with --out elsewhere makes them again" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command",
    [("run",), ("compare", "--policy", "pari-passu"), ("decompose", "--by", "instruments")],
)
def test_a_command_still_prints_what_it_found(
    tmp_path: Path, away: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder, "fill", full)
    name, *options = command
    done = yindao(
        name, VILLAGE, *options, "--replications", "2", "--workers", "1", "--out", str(tmp_path / "out"),
        "--format", "json",
    )  # fmt: skip
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["replications"], told["results"]) == (2, None)
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (*tmp_path.iterdir(), *away.iterdir())] == ["away"]


def test_an_over_long_name_is_refused_before_anything_is_simulated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for out in ("n" * 256, "深" * 86, "a/" + "n" * 300 + "/b", "/".join(["n" * 200] * 20)):
        done = yindao("run", VILLAGE, "--replications", "999999", "--out", out)
        assert done.exit_code == 2
        assert "File name too long" in done.stderr
        assert list(tmp_path.iterdir()) == []


def test_the_longest_name_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 255)
    assert written(one_file(lambda folder: False), target, Lang.en) == Kept(target)


def test_a_scenario_with_a_long_name_has_a_folder_with_a_shorter_one(tmp_path: Path) -> None:
    from datetime import datetime

    for name in ("n" * 250, "村" * 83):
        target = folder.default_target(name, datetime(2026, 11, 23), tmp_path)
        assert len(os.fsencode(target.name)) <= 220
        target.mkdir()


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o700), (0o022, 0o755), (0o002, 0o775), (0, 0o777)])
def test_a_results_folder_is_as_open_as_the_umask_has_it(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        with complete_or_nothing(tmp_path / "out") as folder:
            (folder / "file").write_text("")
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == mode
    assert (tmp_path / "out" / "file").stat().st_mode & 0o777 == mode & 0o666


def yindao(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))
