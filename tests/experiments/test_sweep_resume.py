"""What goes wrong during a sweep: failing points, dying workers, a full disk, the end of the whole process."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.experiments.sweep.design import varied
from sim.experiments.work.points import StudyStoppedError, simulate_points
from sim.experiments.work.store import Store
from sim.experiments.work.workers import WorkersDiedError
from sim.ledger.exports import columns_to_parquet
from sim.ledger.postings import run_digest
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

SHARE = "policy.stage_equity.share_cap"
HERE = Path(__file__).parent
FAILS, DIES, DIES_ONCE, FULL = 0.61, 0.62, 0.63, 0.64  # share caps at which the stand-in engine misbehaves
KILLED = """
import sys
sys.path[:0] = [{here!r}, {root!r}]
import sim
from dataclasses import replace
from sim.experiments.work import replication
replication.ENGINES["fake"] = "sweep_engine"
village = replace(sim.load({village!r}), replications=20)
sim.sweep(village, {{{share!r}: "0.1:0.5:5"}}, out={out!r}, resume=True, workers=2, engine="fake")
"""


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a sweep's folder but the one that tells the time."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop("timing.json", None)
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_replication_is_recorded_and_the_rest_goes_on(cheap: Scenario, tmp_path: Path, workers: int) -> None:
    ask: Any = {"out": tmp_path / "a", "workers": workers, "engine": "fake"}
    found = sim.sweep(cheap, {SHARE: [0.1, FAILS, 0.2]}, **ask)
    (failure,) = found.failures
    assert failure.as_dict() == {
        "point": 1, "policy": "village-policy", "first": 3, "last": 3,
        "reason": "ZeroDivisionError: a planted mistake",
    }  # fmt: skip
    assert found.points["replications"].tolist() == [12, 11, 12]
    assert found.points["failed"].tolist() == [0, 1, 0]
    assert found.estimates("budget.appropriated")["n"].tolist() == [12, 11, 12]
    assert (found.summary()["failed"], found.summary()["failures"]) == (1, [failure.as_dict()])
    assert (tmp_path / "a" / "failures.parquet").exists()
    again = sim.sweep(cheap, {SHARE: [0.1, FAILS, 0.2]}, resume=True, **ask)
    assert (again.computed, again.failures) == (0, found.failures)


def test_one_killed_worker_costs_a_retry(cheap: Scenario, tmp_path: Path) -> None:
    titled = replace(cheap, title=str(tmp_path / "died"))  # where the engine writes down that it died
    vary = {SHARE: [0.1, DIES_ONCE, 0.2, 0.3]}
    whole = sim.sweep(titled, vary, out=tmp_path / "whole", workers=1, engine="fake")
    hurt = sim.sweep(titled, vary, out=tmp_path / "hurt", workers=2, engine="fake")
    assert (tmp_path / "died").exists()
    assert (hurt.failures, hurt.digest) == ((), whole.digest)
    assert files(tmp_path / "hurt") == files(tmp_path / "whole")


def test_a_cell_that_always_kills_is_reported_and_tried_again_on_resume(cheap: Scenario, tmp_path: Path) -> None:
    small = replace(cheap, replications=5)
    vary = {SHARE: [0.1, DIES, 0.2]}
    whole = sim.sweep(small, vary, out=tmp_path / "whole", workers=1, engine="fake")  # no worker, no death
    hurt = sim.sweep(small, vary, out=tmp_path / "hurt", workers=2, engine="fake")
    (failure,) = hurt.failures
    assert (failure.point, failure.first, failure.last, failure.reason) == (1, 0, 4, "its worker died")
    assert hurt.points["replications"].tolist() == [5, 0, 5]
    assert hurt.points["digest"][1] == run_digest([])
    rows = hurt.estimates("budget.appropriated")
    assert rows["n"].tolist() == [5, 0, 5]
    healed = sim.sweep(small, vary, out=tmp_path / "hurt", resume=True, workers=1, engine="fake")
    assert (healed.computed, healed.digest) == (5, whole.digest)
    assert files(tmp_path / "hurt") == files(tmp_path / "whole")


def test_workers_that_die_at_every_cell_end_the_sweep(cheap: Scenario) -> None:
    small = varied(replace(cheap, replications=1), {SHARE: DIES})
    with pytest.raises(WorkersDiedError, match="died at 3 cells in a row"):
        simulate_points([replace(small, seed=seed) for seed in range(3)], 1, workers=2, engine="fake")


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_machine_is_no_failure_of_the_point(cheap: Scenario, tmp_path: Path, workers: int) -> None:
    with pytest.raises(StudyStoppedError, match=r"^the sweep stopped: .*No space left on device"):
        sim.sweep(cheap, {SHARE: [0.1, FULL]}, out=tmp_path / "a", workers=workers, engine="fake")
    kept = sim.sweep(cheap, {SHARE: [0.1]}, out=tmp_path / "a", resume=True, workers=1, engine="fake")
    assert kept.failures == ()


def test_what_was_stopped_is_called_what_it_is(cheap: Scenario, tmp_path: Path) -> None:
    full = varied(cheap, {SHARE: FULL})
    with pytest.raises(StudyStoppedError, match=r"^the sensitivity study stopped: "):
        simulate_points([full], 2, out=tmp_path / "a", workers=1, engine="fake", kind="sensitivity study")


def test_a_full_disk_stops_the_sweep_which_resumes(
    cheap: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vary = {SHARE: "0.1:0.3:5"}
    sim.sweep(cheap, vary, out=tmp_path / "whole", workers=1, engine="fake")
    plain, written = Store.write, []

    def full(self: Store, key: str, columns: Mapping[str, Any]) -> None:
        if len(written) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(key)
        plain(self, key, columns)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", full)
        with pytest.raises(StudyStoppedError, match="No space left on device"):
            sim.sweep(cheap, vary, out=tmp_path / "a", workers=1, engine="fake")
    assert len(list((tmp_path / "a" / "cells").rglob("*.parquet"))) == 3
    resumed = sim.sweep(cheap, vary, out=tmp_path / "a", resume=True, workers=1, engine="fake")
    assert resumed.computed == 5 * 12 - sum((10, 10, 10))  # the first blocks of three points were there
    assert files(tmp_path / "a") == files(tmp_path / "whole")


def test_a_cell_cut_short_is_done_again(cheap: Scenario, tmp_path: Path) -> None:
    ask: Any = {"out": tmp_path / "a", "workers": 1, "engine": "fake"}
    sim.sweep(cheap, {SHARE: [0.1]}, **ask)
    before = files(tmp_path / "a")
    cell = next((tmp_path / "a" / "cells").rglob("*.parquet"))
    cell.write_bytes(cell.read_bytes()[:-20])
    (cell.parent / ".yindao-left-behind").write_bytes(b"half a cell")
    again = sim.sweep(cheap, {SHARE: [0.1]}, resume=True, **ask)
    assert again.computed in (2, 10)
    assert files(tmp_path / "a") == before


@pytest.mark.parametrize("place", range(12))
def test_a_damaged_cell_is_simulated_again_and_said(
    cheap: Scenario, tmp_path: Path, caplog: pytest.LogCaptureFixture, place: int
) -> None:
    ask: Any = {"out": tmp_path / "a", "workers": 1, "engine": "fake"}
    expected = simulate_points([cheap], 10, **ask).read(0).reduced
    cell = next((tmp_path / "a" / "cells").rglob("*.parquet"))
    whole = cell.read_bytes()
    data = bytearray(whole)
    data[random.Random(place).randrange(4, len(data) - 8)] ^= 0x10
    cell.write_bytes(data)
    again = simulate_points([cheap], 10, resume=True, **ask)
    found = again.read(0).reduced
    # Some bytes of a Parquet file say nothing; a change of any other is noticed.
    noticed = again.computed == 10
    assert cell.read_bytes() == (whole if noticed else bytes(data))
    assert [f"{cell.name}" in record.message for record in caplog.records] == [True] * noticed
    assert [(r.digest, r.values, r.parts, r.navs) for r in found] == [
        (r.digest, r.values, r.parts, r.navs) for r in expected
    ]


def test_what_lies_in_the_place_of_a_cell_is_written_over(cheap: Scenario, tmp_path: Path) -> None:
    ask: Any = {"out": tmp_path / "a", "workers": 1, "engine": "fake"}
    sim.sweep(cheap, {SHARE: [0.1, 0.2]}, **ask)
    before = files(tmp_path / "a")
    for number, cell in enumerate(sorted((tmp_path / "a" / "cells").rglob("*.parquet"))):
        if number == 0:
            cell.write_bytes(b"no Parquet file at all, but it ends like one: PAR1")
        elif number == 1:
            columns_to_parquet({"other": np.arange(3)}, cell.with_name("other"))
            cell.with_name("other").replace(cell)
    again = sim.sweep(cheap, {SHARE: [0.1, 0.2]}, resume=True, **ask)
    assert again.computed in (4, 12, 20)  # a cell holds ten replications, or two
    assert files(tmp_path / "a") == before


@pytest.mark.parametrize("other", ["replications", "point", "rule book", "seed"])
def test_a_cell_under_the_name_of_another_is_simulated_again(
    cheap: Scenario, tmp_path: Path, caplog: pytest.LogCaptureFixture, other: str
) -> None:
    ten = replace(cheap, replications=10)
    foreign = {
        "replications": ten,
        "point": varied(ten, {SHARE: 0.2}),
        "rule book": load(HERE.parent / "village.toml", policy="pari-passu"),
        "seed": replace(ten, seed=8),
    }[other]
    ask: Any = {"workers": 1, "engine": "fake"}
    count = 12 if other == "replications" else 10
    expected = simulate_points([ten], count, out=tmp_path / "a", **ask).read(0).reduced
    simulate_points([foreign], count, out=tmp_path / "b", **ask)
    cells = {cell.stat().st_size: cell for cell in (tmp_path / "a").rglob("*.parquet")}
    stranger = max((tmp_path / "b").rglob("*.parquet"), key=lambda cell: cell.stat().st_size)
    cells[min(cells)].write_bytes(stranger.read_bytes())
    again = simulate_points([ten], count, out=tmp_path / "a", resume=True, **ask)
    found = again.read(0).reduced
    assert again.computed == (2 if other == "replications" else 10)
    assert len(caplog.records) == 1
    assert [(r.digest, r.values) for r in found] == [(r.digest, r.values) for r in expected]


def test_a_sweep_killed_at_any_moment_resumes_to_the_same_bytes(cheap: Scenario, tmp_path: Path) -> None:
    twenty, vary = replace(cheap, replications=20), {SHARE: "0.1:0.5:5"}
    sim.sweep(twenty, vary, out=tmp_path / "whole", workers=1, engine="fake")
    expected, chance = files(tmp_path / "whole"), random.Random(20261123)
    for attempt in range(3):
        out = tmp_path / f"killed-{attempt}"
        killed = _start_and_kill(out, wait_for=chance.randrange(0, 7), delay=chance.uniform(0.0, 0.1))
        resumed = sim.sweep(twenty, vary, out=out, resume=True, workers=1, engine="fake")
        assert killed == -signal.SIGKILL
        assert resumed.computed + resumed.reused == 100
        assert files(out) == expected


def _start_and_kill(out: Path, wait_for: int, delay: float) -> int:
    """Sweep in another process and kill it hard once ``wait_for`` cells are there; its exit code."""
    where = {"here": str(HERE), "root": str(HERE.parents[1]), "village": str(HERE.parent / "village.toml")}
    code = KILLED.format(share=SHARE, out=str(out), **where)
    paused = os.environ | {"SWEEP_PAUSE": "0.01"}
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, env=paused)
    deadline = time.monotonic() + 30
    while len(list(out.glob("cells/??/*.parquet"))) < wait_for or not (out / "cells").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)
    time.sleep(delay)
    process.kill()
    return process.wait()
