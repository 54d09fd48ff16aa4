"""One in a hundred replications that ran compiled runs again under SimPy, and must leave the same postings."""

import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.engine import auto, cache, reference
from sim.experiments.run.ask import run
from sim.experiments.work import recheck
from sim.experiments.work.points import StudyStoppedError, simulate_points
from sim.experiments.work.replication import ReplicationFailedError
from sim.ledger.history import History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The replications that were checked, on a machine where compiled laws are ready; every second is to be."""
    found: list[int] = []

    def compare(history: History, scenario: Scenario, replication: int, *shared: Any) -> None:
        found.append(replication)
        truly(history, scenario, replication, *shared)

    truly = recheck.compare
    monkeypatch.setattr(recheck, "compare", compare)
    monkeypatch.setattr(recheck, "is_chosen", lambda scenario, replication: replication % 2 == 0)
    monkeypatch.setattr(auto, "_way", auto.Way())
    monkeypatch.setattr(auto, "WORTH", 0.0)
    monkeypatch.setattr(cache, "is_ready", lambda: True)
    monkeypatch.setattr(cache, "has_compiler", lambda: True)
    return found


def stand_in(simulate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ``simulate`` stand for the compiled laws."""
    import sys

    module = SimpleNamespace(simulate=simulate)
    monkeypatch.setitem(sys.modules, "sim.engine.kernel", module)
    monkeypatch.setattr("sim.engine.kernel", module, raising=False)


@pytest.mark.parametrize("engine", ["auto", "compiled"])
def test_chosen_replications_that_ran_compiled_run_again(
    engine: str, again: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(reference.simulate, monkeypatch)
    village = load(VILLAGE)
    assert run(village, workers=1, engine=engine).digest == run(village, workers=1, engine="reference").digest
    assert again == [0, 2]


def test_what_ran_under_simpy_is_not_run_twice(again: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(reference.simulate, monkeypatch)
    monkeypatch.setattr(cache, "is_ready", lambda: False)
    run(load(VILLAGE, replications=2), workers=1)
    run(load(VILLAGE, replications=2), workers=1, engine="reference")
    assert again == []


@pytest.mark.parametrize("engine", ["auto", "compiled"])
def test_a_replication_that_ran_otherwise_compiled_fails_in_clear_words(
    engine: str, again: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(lambda scenario, replication, **_: reference.simulate(scenario, replication + 1), monkeypatch)
    with pytest.raises(
        ReplicationFailedError, match=r"postings or measures compiled .* use --engine reference"
    ) as failed:
        run(load(VILLAGE), workers=1, engine=engine)
    assert (failed.value.replication, again) == (0, [0])


def test_a_sweep_stops_where_the_calendars_differ(
    again: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no fault of the point, and all the others may be wrong as well."""
    stand_in(lambda scenario, replication, **_: reference.simulate(scenario, replication + 1), monkeypatch)
    with pytest.raises(StudyStoppedError, match="postings or measures compiled"):
        simulate_points([load(VILLAGE)], 10, out=tmp_path / "out", workers=1)


def test_a_worker_can_send_what_differs() -> None:
    differ = recheck.CalendarsDifferError("a", "b")
    assert str(pickle.loads(pickle.dumps(differ))) == str(differ)


def test_a_hundredth_is_chosen_and_others_under_another_rule_book() -> None:
    """Of 4,000 a hundredth is 40, and chance moves it by 6.3 either way."""
    chosen = [
        {number for number in range(4000) if recheck.is_chosen(scenario, number)}
        for scenario in (load(VILLAGE), load(VILLAGE), load(VILLAGE, policy="pari-passu"))
    ]
    assert chosen[0] == chosen[1] != chosen[2]
    assert all(20 < len(found) < 60 for found in chosen)
    assert len(chosen[0] & chosen[2]) < 5
