"""Sweeps on a real Dask cluster: scheduler and workers are processes of their own, started as docs/clusters.md says."""

import asyncio
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.sweep.answer import SweepResult
from sim.experiments.sweep.ask import sweep
from sim.experiments.work import dask_cluster
from sim.experiments.work.cells import OtherSourcesError
from sim.experiments.work.points import StudyStoppedError
from sim.experiments.work.store import Store
from sim.scenario.files import load

pytest.importorskip("distributed")

TESTS = Path(__file__).parents[1]
VILLAGE = TESTS / "village.toml"
DOCUMENT = TESTS.parent / "docs" / "clusters.md"
KEY = "policy.stage_equity.share_cap"
VARY = {KEY: [0.1, 0.25, 0.4]}
REPLICATIONS, CELLS = 12, 6  # blocks of ten and of two at each of three points
PATIENCE = 30.0  # seconds for what takes one or two on an idle machine

# A worker that looks for the token of a sweep under another name sees none: so it is on a machine with its own disk.
ELSEWHERE = "from sim.experiments.work import store\nstore.TOKEN = '.yindao-token-of-another-machine'\n"
OLDER = "from sim.experiments.work import cells, dask_cluster\ndask_cluster.sources = cells.sources = lambda: 'older'\n"

STAND_IN = """
from distributed import LocalCluster

class SLURMCluster(LocalCluster):
    def __init__(self, *, queue, account, cores, processes, memory, walltime, interface, local_directory):
        assert cores == processes, "one thread a worker"
        super().__init__(n_workers=0, threads_per_worker=1, processes=False, protocol="tcp://", dashboard_address=":0")

    def scale(self, jobs):
        super().scale(min(jobs, 1))  # closing scales to none
"""


def documented(command: str) -> list[str]:
    """The words of the one line of the document that starts with ``command``, as a shell has them."""
    lines = [line.strip() for line in DOCUMENT.read_text(encoding="utf-8").splitlines()]
    (line,) = [line for line in lines if line.startswith(command)]
    return shlex.split(line, comments=True)


def await_(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"no {what} within {PATIENCE:g} s"
        time.sleep(0.02)


class Machines:
    """A scheduler and workers, each a process group of its own; ``kill`` is kill -9."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.groups: list[subprocess.Popen[bytes]] = []
        told = folder / "scheduler.json"
        words = documented("dask scheduler")
        words[words.index("--port") + 1] = "0"  # any free one
        self._start(*words, "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told))
        await_(lambda: told.exists() and told.read_text().endswith("}"), "scheduler")
        self.address: str = json.loads(told.read_text())["address"]

    def _start(self, *words: str) -> None:
        assert words[0] == "dask"
        with (self.folder / f"log-{len(self.groups)}").open("wb") as log:
            self.groups.append(
                subprocess.Popen(
                    [sys.executable, "-m", *words],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    cwd=self.folder,
                    env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
                    start_new_session=True,
                )
            )

    def workers(self, *options: str, count: int = 1) -> "Machines":
        """So many processes as the document starts them, with further options; back when the scheduler knows them."""
        before = self.seen()
        words = documented("dask worker")
        words[2] = self.address
        words[words.index("--nworkers") + 1] = str(count)
        self._start(*words, "--no-dashboard", "--local-directory", str(self.folder), *options)
        await_(lambda: self.seen() == before + count, "workers")
        return self

    def seen(self) -> int:
        found: int = asyncio.run(dask_cluster._identity(self.address))["n_workers"]
        return found

    def kill(self, number: int) -> None:
        """The process of that number, its children too: 0 is the scheduler."""
        os.killpg(self.groups[number].pid, signal.SIGKILL)
        self.groups[number].wait()

    def close(self) -> None:
        for number, process in enumerate(self.groups):
            if process.poll() is None:
                self.kill(number)


@pytest.fixture
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler without workers."""
    started = Machines(tmp_path_factory.mktemp("machines"))
    yield started
    started.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler and two workers, for the tests that kill nobody."""
    started = Machines(tmp_path_factory.mktemp("cluster"))
    try:
        yield started.workers(count=2)
    finally:
        started.close()


def on(out: Path, **how: object) -> SweepResult:
    return sweep(load(VILLAGE, replications=REPLICATIONS), VARY, out=out, **how)  # type: ignore[arg-type]


def files(out: Path) -> dict[str, bytes]:
    """All that a sweep leaves, but for its time."""
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    del found["timing.json"]
    return found


def cells(out: Path) -> int:
    return len(list(out.glob("cells/??/*.parquet")))


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes]]:
    """Digest and files of the same sweep in this process."""
    out = tmp_path_factory.mktemp("local") / "out"
    digest = on(out, workers=1).digest
    assert cells(out) == CELLS
    return digest, files(out)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_two_local_processes_leave_the_same_files(tmp_path: Path, local: tuple[str, dict[str, bytes]]) -> None:
    result = on(tmp_path / "out", workers=2)
    assert (result.digest, files(tmp_path / "out")) == local


def test_the_documented_command_leaves_the_same_files_on_a_cluster(
    tmp_path: Path, cluster: Machines, local: tuple[str, dict[str, bytes]]
) -> None:
    words = documented("yindao sweep beijing-2011")
    words[2] = str(VILLAGE)
    changed = {"--vary": f"{KEY}=0.1:0.4:3", "--cluster": cluster.address, "--replications": str(REPLICATIONS)}
    for option, value in {**changed, "--out": str(tmp_path / "out")}.items():
        words[words.index(option) + 1] = value
    done = run(*words[1:], "--no-figures", "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == local[0]
    for page in ("report.md", "report.html", "pages.json", "measures.csv"):  # which the command alone writes
        (tmp_path / "out" / page).unlink()
    assert files(tmp_path / "out") == local[1]
    again = on(tmp_path / "out", cluster=cluster.address, resume=True)
    assert (again.computed, again.reused) == (0, REPLICATIONS * 3)
    assert files(tmp_path / "out") == local[1]


def test_the_documented_slurm_script_runs_but_for_slurm(tmp_path: Path, local: tuple[str, dict[str, bytes]]) -> None:
    (script,) = [block for block in DOCUMENT.read_text(encoding="utf-8").split("```") if "import SLURMCluster" in block]
    changes = {'"beijing-2011", replications=400': f"{str(VILLAGE)!r}, replications={REPLICATIONS}", ":7": ":3"}
    for old, new in changes.items():
        assert script.count(old) == 1
        script = script.replace(old, new)
    (tmp_path / "sweep_slurm.py").write_text(script.removeprefix("python\n"), encoding="utf-8")
    (tmp_path / "dask_jobqueue.py").write_text(STAND_IN, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(TESTS.parent)])
    done = subprocess.run(
        [sys.executable, "sweep_slurm.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path, "DASK_TEMPORARY_DIRECTORY": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=4 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{local[0]} {REPLICATIONS * 3} replications simulated, 0 found\n"
    assert files(tmp_path / "results" / "share-cap") == local[1]


def test_a_killed_worker_costs_nothing_but_time(
    tmp_path: Path, machines: Machines, local: tuple[str, dict[str, bytes]]
) -> None:
    machines.workers("--no-nanny").workers("--no-nanny")
    left: list[int] = []

    def told(done: int, total: int) -> None:
        if done and not left:  # the first cell is there, so others are under way
            machines.kill(1)
            left.append(total - done)

    result = on(tmp_path / "out", cluster=machines.address, progress=told)
    assert left[0] >= 20  # each worker has two cells in hand: this one had work when it died
    assert machines.seen() == 1
    assert (result.failures, result.digest) == ((), local[0])
    assert files(tmp_path / "out") == local[1]


def test_cells_of_workers_that_do_not_see_the_folder_come_back_and_are_kept_here(
    tmp_path: Path, machines: Machines, local: tuple[str, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (machines.folder / "elsewhere.py").write_text(ELSEWHERE)
    machines.workers("--preload", str(machines.folder / "elsewhere.py"), count=2)
    kept: list[str] = []
    put = Store.put

    def counted(store: Store, key: str, data: bytes) -> None:
        kept.append(key)
        put(store, key, data)

    monkeypatch.setattr(Store, "put", counted)
    assert on(tmp_path / "out", cluster=machines.address).digest == local[0]
    assert len(set(kept)) == CELLS
    assert files(tmp_path / "out") == local[1]


def test_a_worker_with_other_sources_is_told_from_the_first(tmp_path: Path, machines: Machines) -> None:
    (machines.folder / "older.py").write_text(OLDER)
    machines.workers("--preload", str(machines.folder / "older.py"))
    with pytest.raises(StudyStoppedError, match="has other sources of yindao than this process") as stopped:
        on(tmp_path / "out", cluster=machines.address)
    assert isinstance(stopped.value.__cause__, OtherSourcesError)
    assert cells(tmp_path / "out") == 0


def test_a_lost_scheduler_ends_with_code_1_and_the_sweep_goes_on_elsewhere(
    tmp_path: Path, machines: Machines, local: tuple[str, dict[str, bytes]]
) -> None:
    machines.workers("--no-nanny")
    out = tmp_path / "out"

    def kill() -> None:
        await_(lambda: cells(out) > 0, "cell")
        machines.kill(0)

    killer = threading.Thread(target=kill)
    killer.start()
    done = run("sweep", VILLAGE, "--vary", f"{KEY}=0.1:0.4:3", "--replications", REPLICATIONS, "--quiet",
               "--cluster", machines.address, "--out", out)  # fmt: skip
    killer.join()
    machines.close()
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert "the cluster was lost" in done.stderr
    assert f"--out {out} --resume" in done.stderr
    before = cells(out)
    assert 0 < before < CELLS
    result = on(out, workers=1, resume=True)
    assert result.computed + result.reused == REPLICATIONS * 3
    assert result.reused >= 10
    assert (result.digest, files(out)) == local


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"tcp://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def mute() -> Iterator[str]:
    """An address at which something listens that is not Dask."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"tcp://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def idle(machines: Machines) -> str:
    """A scheduler without workers."""
    return machines.address


@pytest.mark.parametrize(
    ("fixture", "message"),
    [
        ("nobody", "Timed out trying to connect"),
        ("mute", "nobody answered as a Dask scheduler does"),
        ("idle", "the scheduler there had no worker"),
    ],
)
def test_a_cluster_that_is_not_there_ends_with_code_2_and_one_line_before_anything_is_written(
    fixture: str, message: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dask_cluster.CONNECT_SECONDS <= 12
    monkeypatch.setattr(dask_cluster, "CONNECT_SECONDS", 0.5)
    out, address = tmp_path / "out", request.getfixturevalue(fixture)
    began = time.monotonic()
    done = run("sweep", VILLAGE, "--vary", f"{KEY}=0.1,0.2", "--cluster", address, "--out", out)
    assert time.monotonic() - began < 5
    assert done.exit_code == 2
    assert f"--cluster: {address}: cannot be used: {message}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("127.0.0.1", "missing port number"),
        ("foo://127.0.0.1:1", "unknown address scheme"),
        ("tls://127.0.0.1:1", "TLS configuration"),
    ],
)
def test_what_is_no_address_is_refused_at_once(address: str, message: str, tmp_path: Path) -> None:
    done = run("sweep", VILLAGE, "--vary", f"{KEY}=0.1,0.2", "--cluster", address, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert message in done.stderr
