"""What is made of cells is kept beside them: it spares work, and never changes a result."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.experiments.sensitivity import ask as sensitivity
from sim.experiments.sweep import files as sweep_files
from sim.experiments.work import points
from sim.experiments.work.kept import Made, from_bytes, to_bytes
from sim.scenario.scenario_schema import Scenario

SHARE = "policy.stage_equity.share_cap"


def swept(cheap: Scenario, out: Path, *, shares: tuple[float, ...] = (0.1, 0.2), resume: bool = False) -> Any:
    return sim.sweep(cheap, {SHARE: shares}, out=out, resume=resume, workers=1, engine="fake")


def files(folder: Path) -> dict[str, bytes]:
    """Every file but the one that tells the time."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop("timing.json")
    return found


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cells").rglob("*.estimates"))


def refuse(*_: object) -> None:
    raise AssertionError("a point was estimated")


def test_a_resume_with_nothing_to_do_estimates_no_point_and_leaves_the_same_folder(
    cheap: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(cheap, tmp_path / "a")
    before = files(tmp_path / "a")
    monkeypatch.setattr(sweep_files, "estimates_of", refuse)
    again = swept(cheap, tmp_path / "a", resume=True)
    assert (again.computed, len(kept(tmp_path / "a"))) == (0, 2)
    assert files(tmp_path / "a") == before


def test_a_folder_without_estimates_ends_as_one_with_them(cheap: Scenario, tmp_path: Path) -> None:
    swept(cheap, tmp_path / "a")
    before = files(tmp_path / "a")
    for one in kept(tmp_path / "a"):
        one.unlink()
    swept(cheap, tmp_path / "a", resume=True)
    assert files(tmp_path / "a") == before


@pytest.mark.parametrize("data", [b"", b"nothing of the kind", None])
def test_broken_estimates_are_made_again(cheap: Scenario, tmp_path: Path, data: bytes | None) -> None:
    swept(cheap, tmp_path / "a")
    before = files(tmp_path / "a")
    for one in kept(tmp_path / "a"):
        whole = one.read_bytes()
        one.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:] if data is None else data)
    swept(cheap, tmp_path / "a", resume=True)
    assert files(tmp_path / "a") == before


def test_estimates_under_the_name_of_another_point_are_not_used(cheap: Scenario, tmp_path: Path) -> None:
    swept(cheap, tmp_path / "a")
    before = files(tmp_path / "a")
    one, other = kept(tmp_path / "a")
    shutil.copyfile(one, other)
    swept(cheap, tmp_path / "a", resume=True)
    assert files(tmp_path / "a") == before


def test_estimates_of_other_sources_are_not_used(
    cheap: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(cheap, tmp_path / "a")
    monkeypatch.setattr(points, "estimators", lambda *_: "of another version")
    monkeypatch.setattr(sweep_files, "estimates_of", refuse)
    with pytest.raises(AssertionError, match="was estimated"):
        swept(cheap, tmp_path / "a", resume=True)


def test_a_point_keeps_its_failures_under_the_number_it_has_in_another_sweep(cheap: Scenario, tmp_path: Path) -> None:
    swept(cheap, tmp_path / "a", shares=(0.1, 0.61))  # where the engine fails once
    again = swept(cheap, tmp_path / "a", shares=(0.61, 0.3), resume=True)
    assert [(one.point, one.first) for one in again.failures] == [(0, 3)]
    assert again.points["replications"].tolist() == [11, 12]


def test_a_study_resumed_reads_no_point_again(cheap: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask: Any = {
        "method": "tornado", "parameters": [SHARE], "replications": 3, "out": tmp_path / "a", "workers": 1,
        "engine": "fake", "measures": ["budget.appropriated"],
    }  # fmt: skip
    first = sim.sensitivity(cheap, **ask)
    with monkeypatch.context() as patch:
        patch.setattr(sensitivity, "values_at", refuse)
        assert sim.sensitivity(cheap, resume=True, **ask).summary() == first.summary()
    other = sim.sensitivity(cheap, resume=True, **ask | {"measures": ["budget.appropriated", "public.irr"]})
    assert list(other.rankings) == ["budget.appropriated", "public.irr"]
    assert other["budget.appropriated"].as_dict() == first["budget.appropriated"].as_dict()


def test_what_is_kept_comes_back_to_the_bit() -> None:
    numbers = np.array([[0.1, np.nan, -0.0], [np.inf, 1e-320, 3.0]])
    made = Made({"digest": "ab", "failures": [[1, 2, "a\nline \ud800"]]}, {"a": numbers, "none": np.empty((2, 0))})
    found = from_bytes(to_bytes(made, b"origin"), b"origin")
    assert found.record == made.record
    assert {name: (one.shape, one.tobytes()) for name, one in found.arrays.items()} == {
        "a": ((2, 3), numbers.tobytes()),
        "none": ((2, 0), b""),
    }
    with pytest.raises(ValueError, match="made from something else"):
        from_bytes(to_bytes(made, b"origin"), b"another")
