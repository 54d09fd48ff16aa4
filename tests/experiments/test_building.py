"""Compiling goes on beside the work, outlives work that ends well, and ends with what fails or is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sim.cli.output import Engine, Lang
from sim.cli.simulating import where_simulated
from sim.engine import build, cache
from sim.experiments.run.ask import run
from sim.experiments.sweep.ask import sweep
from sim.experiments.work import building
from sim.experiments.work.replication import ENGINES
from sim.scenario.errors import BadInput
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"
# Ends as the builder does when whoever asked for it is gone, and never by itself.
ENDLESS = (
    "import threading, time; from sim.engine.build import _end_with_the_asker as end;"
    "threading.Thread(target=end, daemon=True).start(); time.sleep(60)"
)
Started = list["subprocess.Popen[bytes]"]


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    """Builders that were started, each a stand-in that compiles nothing, on a machine where nothing is ready."""
    found: Started = []

    def stand_in() -> "subprocess.Popen[bytes]":
        found.append(subprocess.Popen([sys.executable, "-c", ENDLESS], stdin=subprocess.PIPE))
        return found[-1]

    monkeypatch.setattr(building, "_builder", stand_in)
    monkeypatch.setattr(building, "LONG", 0.0)
    monkeypatch.setattr(cache, "folder", lambda: tmp_path)
    monkeypatch.setattr(cache, "has_compiler", lambda: True)
    yield found
    for one in found:
        with one:
            one.kill()


def wait_for(happened: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not happened() and time.monotonic() < until:
        time.sleep(0.02)
    return happened()


def test_a_builder_goes_on_when_the_work_has_ended_well(started: Started) -> None:
    with building.laws_for("auto"):
        assert wait_for(lambda: len(started) == 1)
    time.sleep(0.5)
    assert started[0].poll() is None


def test_a_builder_ends_with_work_that_fails(started: Started) -> None:
    def work() -> None:
        with building.laws_for("auto"):
            assert wait_for(lambda: len(started) == 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert started[0].poll() is not None


def test_a_builder_ends_with_a_process_that_was_killed(started: Started) -> None:
    pipe = building._builder().stdin
    assert pipe is not None
    pipe.close()  # as the system does for a process that is gone
    assert wait_for(lambda: started[0].poll() is not None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What a builder is started with, instead of one."""
    found: dict[str, object] = {}
    monkeypatch.setattr(subprocess, "Popen", lambda words, **more: found.update(more, code=words[2]))
    return found


def test_a_builder_stands_in_a_folder_that_stays_and_finds_what_lies_below_that_of_its_asker(
    asked: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    monkeypatch.setattr(sys, "path", ["", "here", "hooked by an installer"])
    monkeypatch.setattr(cache, "folder", lambda: Path("kept/yindao/0"))
    building._builder()
    assert asked["cwd"] == Path.cwd().anchor
    assert f"= {[str(tmp_path), str(tmp_path / 'here'), 'hooked by an installer']!r};" in str(asked["code"])
    assert asked["env"] == os.environ | {"YINDAO_CACHE": str(tmp_path / "kept")}


def test_a_builder_looks_for_nothing_below_a_folder_that_is_gone(
    asked: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "yindao" / "0")
    monkeypatch.setattr(sys, "path", ["", "here", str(tmp_path)])
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    building._builder()
    assert f"= {[str(tmp_path)]!r};" in str(asked["code"])


def test_nothing_is_built_for_a_short_job(started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LONG", 60.0)
    with building.laws_for("auto"):
        pass
    assert started == []


def test_nothing_is_built_where_another_process_builds_or_all_is_there(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cache.locked(tmp_path, wait=False), building.laws_for("auto"):
        time.sleep(0.2)
    monkeypatch.setattr(cache, "is_ready", lambda: True)
    with building.laws_for("auto"):
        time.sleep(0.2)
    assert started == []


def test_the_reference_builds_nothing_and_one_builder_serves_studies_side_by_side(started: Started) -> None:
    with building.laws_for("reference"):
        time.sleep(0.2)
    assert started == []
    with building.laws_for("auto"), building.laws_for("auto"):
        assert wait_for(lambda: len(started) == 1)
        time.sleep(0.2)
    assert len(started) == 1


def test_the_command_offers_the_ways_there_are() -> None:
    assert [one.value for one in Engine] == list(ENGINES)


def test_compiled_laws_without_numba_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "has_compiler", lambda: False)
    with pytest.raises(BadInput, match="needs numba, which is not installed"):
        run(load(VILLAGE, replications=1), workers=1, engine="compiled")


@pytest.mark.parametrize("cause", [ImportError("Numba needs NumPy 2.3 or less"), OSError("no space left on device")])
def test_compiled_laws_that_cannot_be_made_are_refused_in_words(
    cause: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> bool:
        raise cause

    monkeypatch.setattr(cache, "has_compiler", lambda: True)
    monkeypatch.setattr(cache, "is_ready", lambda: False)
    monkeypatch.setattr(building, "build", fails)
    with pytest.raises(BadInput, match=f"compiled cannot be used: {cause}"), building.laws_for("compiled"):
        pass


def test_what_one_way_has_simulated_is_not_simulated_again_in_another(tmp_path: Path) -> None:
    village, share = load(VILLAGE, replications=2), {"policy.stage_equity.share_cap": [0.2, 0.3]}
    first = sweep(village, share, out=tmp_path / "out", workers=1, engine="reference")
    again = sweep(village, share, out=tmp_path / "out", workers=1, engine="auto", resume=True)
    assert (again.computed, again.reused) == (0, 4)
    assert again.digest == first.digest


def test_a_compiler_that_failed_is_not_tried_behind_every_command_and_its_reason_is_told(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> bool:
        raise MemoryError("LLVM has none left")

    monkeypatch.setattr(build, "build", fails)
    monkeypatch.setattr(build, "_end_with_the_asker", lambda: None)
    monkeypatch.setattr(build, "NICE", 0)
    build.build_behind()
    assert cache.failure() == "MemoryError: LLVM has none left"
    with building.laws_for("auto"):
        time.sleep(0.2)
    assert started == []
    assert "could not be compiled (MemoryError: LLVM has none left)" in where_simulated({"reference": 3}, Lang.en)
    cache.mark_ready(tmp_path)
    assert cache.failure() == ""
