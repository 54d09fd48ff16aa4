"""Compiled laws are used only where compiled arithmetic is the interpreter's to the last bit."""

import math
from pathlib import Path

import numpy as np
import pytest

from sim.engine import build, cache, probes
from sim.experiments.work import building
from sim.scenario.errors import BadInput

needs_numba = pytest.mark.skipif(not cache.has_compiler(), reason="needs numba")


@needs_numba
def test_compiled_arithmetic_is_the_interpreter_s_to_the_last_bit() -> None:
    probes.check_arithmetic()


def test_one_value_that_differs_in_its_last_bit_is_found_and_told() -> None:
    pairs = probes.unit_square(1000)
    found = np.array([probes.log(x, y) for x, y in pairs.tolist()])
    probes.compare(probes.log, pairs, found)
    found[700] = math.nextafter(found[700], math.inf)
    with pytest.raises(probes.ArithmeticDiffersError, match=r"otherwise than its interpreter: log of the probes at \("):
        probes.compare(probes.log, pairs, found)


def test_probes_ask_for_different_arguments_that_fill_the_square() -> None:
    pairs = probes.unit_square(probes.PROBES)
    assert len(np.unique(pairs, axis=0)) == probes.PROBES
    assert np.histogram2d(*pairs.T, bins=10, range=[(0, 1), (0, 1)])[0].min() > 900


def test_laws_are_not_built_where_arithmetic_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def differs() -> None:
        raise probes.ArithmeticDiffersError("exp is another")

    monkeypatch.setattr(cache, "has_compiler", lambda: True)
    monkeypatch.setattr(cache, "folder", lambda: tmp_path)
    monkeypatch.setattr(build, "_build", differs)
    with pytest.raises(BadInput, match="compiled cannot be used: exp is another"):
        building._build_first()
    assert not cache.is_ready()


@needs_numba
def test_a_build_begins_with_the_probes(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.engine import kernel

    done: list[str] = []
    monkeypatch.setattr(probes, "check_arithmetic", lambda: done.append("probes"))
    monkeypatch.setattr(kernel, "compile_for", lambda scenario: done.append("laws"))
    build._build()
    assert done == ["probes", "laws"]
