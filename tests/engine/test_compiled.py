"""The compiled laws leave the history that the same laws leave uncompiled, to the last bit."""

import pytest

from sim.engine import reference as laws
from sim.engine.build import build
from sim.engine.supply import supply_of
from sim.experiments.run.ask import run
from sim.scenario.files import load
from tests.engine.worlds import BOOKS, OTHERS, VILLAGE, told

pytest.importorskip("numba")


# One test: each process that runs a part of it would compile for a minute.
def test_compiled_laws_leave_the_same_history(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.engine import kernel, memory

    assert build()  # kept, so that the rest of the suite finds it
    worlds = [load(VILLAGE, policy=book) for book in BOOKS]
    worlds += [load(VILLAGE, settings=settings) for settings in OTHERS.values()]
    for scenario in [*worlds, load("beijing-2011"), load("beijing-2011-whole")]:
        assert told(kernel.simulate(scenario, 0)) == told(laws.simulate(scenario, 0)), scenario.policy_name
    # private money held as another rule book found it
    supply = supply_of(worlds[0], laws.simulate(worlds[0], 0))
    for scenario in worlds[:4]:
        assert told(kernel.simulate(scenario, 0, supply=supply)) == told(laws.simulate(scenario, 0, supply=supply))
    # a run by name, and tables that are too small at first
    village = load(VILLAGE, replications=3)
    assert run(village, workers=1, engine="compiled").digests == run(village, workers=1, engine="reference").digests
    monkeypatch.setattr(memory, "ROOM", {"postings": 100, "events": 50, "heap": 50, "signals": 10})
    monkeypatch.setattr(memory, "_mine", memory.Memory())
    assert told(kernel.simulate(village, 0)) == told(laws.simulate(village, 0))


def test_parameters_are_laid_out_as_declared_whatever_kind_of_number_is_given() -> None:
    from sim.engine.compiled import given_dtype

    terms = load(VILLAGE).economy.fund
    assert given_dtype(terms.model_copy(update={"carry": 0})) == given_dtype(terms)
