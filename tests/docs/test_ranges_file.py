"""Shipped ranges belong to the shipped values: a change of the economy or the rule book asks for new ones."""

from pathlib import Path

import pytest

from sim.measures.headlines import RUN
from sim.report.over_ranges import ranges_of
from sim.scenario.files import load

FILES = sorted((Path(__file__).parents[2] / "results").glob("ranges-*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_ranges_are_those_of_the_shipped_scenario(path: Path) -> None:
    found = ranges_of(load(path.stem.removeprefix("ranges-")))
    assert found is not None, "stale: make it anew with benchmarks/ranges.py, or take it away"
    assert set(RUN) - set(found.measures) <= {"public.cvar95"}
    assert found.points >= 32
