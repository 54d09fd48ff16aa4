"""The story the laws tell: all steps and their tellers stand in one table, and small stories are kept as text."""

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sim.engine import steps
from sim.engine.reference import simulate
from sim.engine.story import TELLERS
from sim.ledger.history import Step
from sim.report.story import select
from sim.scenario.files import load

HERE = Path(__file__).parent
VILLAGE = HERE.parent / "village.toml"
ENGINE = HERE.parents[1] / "sim/engine"
CODES = {name: code for name, code in vars(steps).items() if name.isupper()}
STORIES = tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))


def codes_told(path: Path) -> list[str]:
    """The steps that the laws of a module tell, as they are written."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return [ast.unparse(one.args[1]) for one in calls if isinstance(one.func, ast.Name) and one.func.id == "tell"]


def test_every_step_that_a_law_tells_has_a_teller_and_every_teller_is_told() -> None:
    laws = [path for path in ENGINE.rglob("*.py") if path.name != "story.py"]
    told = {one for path in laws for one in codes_told(path)}
    assert told == {f"steps.{name}" for name in CODES}
    assert set(CODES.values()) == set(TELLERS)
    assert len(set(CODES.values())) == len(CODES)


def text(step: Step) -> str:
    """A step in one line: day, name, amount, clause, facts."""
    facts = [
        f"{name}={value:.6g}" if isinstance(value, float) else f"{name}={value}" for name, value in step.facts.items()
    ]
    return " ".join([f"{step.day:5d}", step.what, str(step.amount_fen), step.clause or "-", *facts])


def lines(case: dict[str, Any]) -> list[str]:
    """The story of one that the case names, as far as it asks for it."""
    scenario = load(case.get("scenario", VILLAGE), policy=case.get("policy"), settings=case.get("settings", ()))
    story = simulate(scenario, case["replication"], tell=True).story
    only = tuple(case.get("only", ("",)))
    return [text(step) for step in select(story, case["about"]) if step.what.startswith(only)]


@pytest.mark.parametrize("name", STORIES)
def test_a_small_story_is_told_step_by_step(name: str) -> None:
    assert lines(STORIES[name]) == STORIES[name]["steps"]


def test_who_tells_leaves_the_ledger_of_who_does_not() -> None:
    village = load(VILLAGE)
    told, silent = simulate(village, 0, tell=True), simulate(village, 0)
    assert told.postings.digest() == silent.postings.digest()
    assert told.counters == silent.counters
    assert told.story
    assert not silent.story
