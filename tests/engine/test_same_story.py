"""The laws tell the story that the object engine tells, step by step."""

from dataclasses import astuple

import pytest

from sim.engine import reference as laws
from sim.ledger.history import History
from sim.reference import engine as objects
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.engine.test_same_world import BOOKS, OTHERS, VILLAGE


def told(history: History) -> list[tuple[object, ...]]:
    """Every field of every step; facts in their order, numbers with their kind."""
    return [
        (*astuple(step)[:-1], [(name, repr(value)) for name, value in step.facts.items()]) for step in history.story
    ]


def assert_same(scenario: Scenario, replication: int) -> None:
    ours, theirs = (told(engine.simulate(scenario, replication, tell=True)) for engine in (laws, objects))
    differing = next(((a, b) for a, b in zip(ours, theirs, strict=False) if a != b), None)
    assert differing is None
    assert len(ours) == len(theirs) > 0


@pytest.mark.parametrize("book", BOOKS)
def test_every_shipped_rule_book_tells_the_same_story(book: str) -> None:
    assert_same(load(VILLAGE, policy=book), 0)


@pytest.mark.parametrize("name", OTHERS)
def test_clauses_that_no_shipped_rule_book_uses_tell_the_same_story(name: str) -> None:
    assert_same(load(VILLAGE, settings=OTHERS[name]), 0)


def test_the_full_world_tells_the_same_story() -> None:
    assert_same(load("beijing-2011"), 0)
