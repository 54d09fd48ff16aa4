"""The village and the engines of these tests."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiments.work import replication
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.fixture
def village() -> Scenario:
    return load(VILLAGE)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, village: Scenario) -> Scenario:
    """The village for the stand-in engine, which worker processes find by their parent's path."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setitem(replication.ENGINES, "fake", "fake_engine")
    return replace(village, replications=5)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch, village: Scenario) -> Scenario:
    """The village for the stand-in engine of sweeps, two cells a point."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setitem(replication.ENGINES, "fake", "sweep_engine")
    return replace(village, replications=12)
