"""``auto`` begins under SimPy and goes over to the compiled laws; whoever reads the results cannot tell."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.economy.streams import Draws
from sim.engine import auto, cache, reference
from sim.experiments.run.ask import run
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> auto.Way:
    """A process that has simulated nothing yet, on a machine where compiled laws are ready."""
    fresh = auto.Way()
    monkeypatch.setattr(auto, "_way", fresh)
    monkeypatch.setattr(cache, "is_ready", lambda: True)
    auto.ran.clear()
    return fresh


def compiled_by(simulate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ``simulate`` stand for the compiled laws."""
    import sys

    stand_in = SimpleNamespace(simulate=simulate)
    monkeypatch.setitem(sys.modules, "sim.engine.kernel", stand_in)
    monkeypatch.setattr("sim.engine.kernel", stand_in, raising=False)


def test_a_short_job_never_loads_the_compiled_laws(way: auto.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled_by(lambda *_, **__: pytest.fail("loaded for nothing"), monkeypatch)
    auto.simulate(load(VILLAGE), 0)
    assert way.kernel is None
    assert auto.taken() == {"reference": 1}


def test_once_enough_was_spent_the_compiled_laws_take_over(way: auto.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled_by(reference.simulate, monkeypatch)
    scenario = load(VILLAGE, replications=3)
    monkeypatch.setattr(auto, "WORTH", 1e-9)
    assert run(scenario, workers=1).digest == run(scenario, workers=1, engine="reference").digest
    assert auto.taken() == {"reference": 1, "compiled": 2}


def test_nothing_goes_over_before_the_laws_are_whole(way: auto.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auto, "WORTH", 0.0)
    monkeypatch.setattr(cache, "is_ready", lambda: False)
    auto.simulate(load(VILLAGE), 0)
    assert auto.taken() == {"reference": 1}


def test_dictated_draws_are_simulated_by_the_reference(way: auto.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled_by(reference.simulate, monkeypatch)
    monkeypatch.setattr(auto, "WORTH", 0.0)
    scenario = load(VILLAGE)
    draws = Draws(scenario.seed, 0)
    draws.override("quality", lambda *_: 0.5)
    auto.simulate(scenario, 0, draws=draws)
    assert auto.taken() == {"reference": 1}


def test_a_machine_without_the_memory_keeps_to_the_reference(way: auto.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*_: object, **__: object) -> None:
        raise MemoryError

    compiled_by(too_large, monkeypatch)
    monkeypatch.setattr(auto, "WORTH", 0.0)
    for replication in range(2):
        auto.simulate(load(VILLAGE), replication)
    assert auto.taken() == {"reference": 2}
    assert way.given_up


def test_a_numba_that_cannot_be_imported_leaves_the_reference(way: auto.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sim.engine.kernel", None)
    monkeypatch.delattr("sim.engine.kernel", raising=False)
    monkeypatch.setattr(auto, "WORTH", 0.0)
    auto.simulate(load(VILLAGE), 0)
    assert auto.taken() == {"reference": 1}
