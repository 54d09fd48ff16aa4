"""Figures drawn on several processes: the same bytes, and drawn all the same where processes die."""

from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from sim.experiments import shown as drawing
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.report.figures.drawing import save_drawings
from sim.report.texts import LANGUAGES
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.fixture(scope="module")
def data() -> Any:
    return run(load(VILLAGE, replications=3), workers=1).drawings()


def contents(paths: list[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}


def test_processes_draw_the_same_bytes_in_the_same_order(data: Any, tmp_path: Path) -> None:
    here = save_drawings(data, tmp_path / "here", LANGUAGES)
    there = save_drawings(data, tmp_path / "there", LANGUAGES, Shown(workers=2).drawer)
    assert [path.name for path in here] == [path.name for path in there]
    assert contents(here) == contents(there)


def test_few_figures_are_drawn_without_further_processes(
    data: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(drawing, "WholePool", refuse)
    assert len(save_drawings(data, tmp_path / "figures", ("en",), Shown(workers=2).drawer)) == 12


def test_where_processes_die_this_one_draws(data: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying:
        def __init__(self, *_: object, **__: object) -> None:
            raise BrokenProcessPool("killed")

    monkeypatch.setattr(drawing, "WholePool", Dying)
    written = save_drawings(data, tmp_path / "figures", LANGUAGES, Shown(workers=2).drawer)
    assert len(written) == 24
    assert all(path.exists() for path in written)
