"""A folder's name is only a name: results in ``k[1]`` are never those of ``k1``, and ``year=3`` is no column."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.folder import write_study
from sim.experiments.ledgers import ledger_of
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.ledger import plain_names
from sim.ledger.exports import columns_to_parquet, merge_parquet, read_columns
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

SHARE = "policy.stage_equity.share_cap"
HERE = Path(__file__).parent

# A name, and a neighbour that it would mean as a pattern, an address, a home or an escape (empty: none is needed).
PATTERNS = {
    "k[1]": "k1", "[k]1": "k1", "k[0-9]": "k1", "k[!2]": "k1", "k[^2]": "k1", "[[]1": "[1", "[]]": "]", "[1": "1",
    "]1": "1", "k[1": "k1", "k*": "k1", "*": "k1", "*1": "k1", "**": "k1", "k?": "k1", "??": "k1", "?": "k",
    "k[1]*": "k1", "k[*]": "k*", "k[?]": "k?", "{k1,k2}": "k1", "k\\1": "k1", "k\\[1]": "k[1]", "k\\*": "k*",
    "k\\\\": "k\\", "~": "k1", "~root": "root", "$HOME": "HOME", "%6b1": "k1", "s3:": "s3", "http:": "http",
    "file:": "file", "memory:": "memory", "it's": "its", "''": "'", 'say "k"': "say k", "k1;": "k1", "--": "-",
    "#": "k1", "k1 ": "k1", "k\t1": "k 1", "k\n1": "k", "结果[1]": "结果1",
}  # fmt: skip
PARTITIONS = (
    "year=3", "policy=x", "replication=7", "measure=public.irr", "fen=0", "day=1", "kind=x", "entity=",
    f"{SHARE}=0.2,0.3", "point=9/deep", "policy=%20x/policy=y",
)  # fmt: skip
NAMES = (*PATTERNS, *PARTITIONS)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run's folder, and one of another seed."""
    village = load(HERE.parent / "village.toml", replications=1)
    made = []
    for number, seed in enumerate((7, 8)):
        one = run(replace(village, seed=seed), workers=1, keep_postings=[0])
        target = tmp_path_factory.mktemp("run") / f"{number}"
        made.append(write_study(one, target, Shown(languages=(), figures=False)))
    return made[0], made[1]


def beside(tmp_path: Path, name: str, other: Path) -> Path:
    """Where a folder of that name is to be, with a copy of ``other`` as the neighbour that would be taken for it."""
    if name in PATTERNS:
        shutil.copytree(other, tmp_path / PATTERNS[name])
    return tmp_path / name


@pytest.mark.parametrize("name", NAMES)
def test_a_ledger_is_read_from_the_folder_of_that_name(
    runs: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = beside(tmp_path, name, runs[1])
    shutil.copytree(runs[0], folder)
    _, postings = ledger_of(Path(name), 0)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert postings.digest().hex() == manifest["digests"][0]


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a sweep's folder but the one that tells the time."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop("timing.json", None)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_sweep_gives_its_own_numbers_under_every_name(
    cheap: Scenario, sweeps: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    small = replace(cheap, replications=1)
    folder = beside(tmp_path, name, sweeps[1])
    for resume in (False, True):
        found = sim.sweep(small, {SHARE: [0.2]}, out=folder, resume=resume, workers=1, engine="fake")
        assert found.computed == (0 if resume else 1)
        assert files(folder) == files(sweeps[0])
        assert found.points["policy"].tolist() == ["village-policy"]
        assert found.values("budget.appropriated")["policy"].tolist() == ["village-policy"]


@pytest.fixture
def sweeps(cheap: Scenario, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A sweep's folder, and one of other values."""
    if not _SWEEPS:
        small: Any = replace(cheap, replications=1)
        for value in (0.2, 0.3):
            out = tmp_path_factory.mktemp("sweep") / "plain"
            sim.sweep(small, {SHARE: [value]}, out=out, workers=1, engine="fake")
            _SWEEPS.append(out)
    return _SWEEPS[0], _SWEEPS[1]


_SWEEPS: list[Path] = []


@pytest.mark.parametrize("name", [name for name in PATTERNS if "\\" not in name])
def test_names_hold_where_the_system_cannot_name_an_open_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import numpy as np

    monkeypatch.setattr(plain_names, "OPEN_FOLDERS", "/proc/nowhere")
    monkeypatch.chdir(tmp_path)
    for number, folder in enumerate((PATTERNS[name], name)):
        Path(folder).mkdir()
        columns_to_parquet({"x": np.array([number])}, Path(folder) / "part.parquet")
    merge_parquet([Path(name) / "part.parquet"] * 2, Path(name) / "whole.parquet")
    assert read_columns(Path(name) / "whole.parquet")["x"].tolist() == [1, 1]
    assert read_columns(tmp_path / name / "part.parquet")["x"].tolist() == [1]


def test_files_that_were_written_one_after_the_other_under_one_name_are_told_apart(tmp_path: Path) -> None:
    import numpy as np

    for number in range(20):
        folder = tmp_path / f"{number % 4}"
        folder.mkdir(exist_ok=True)
        columns_to_parquet({"x": np.array([number])}, folder / "a.parquet")
        assert read_columns(folder / "a.parquet")["x"].tolist() == [number]
