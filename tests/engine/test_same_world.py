"""The laws over rows leave the history that the object engine leaves: postings, records, values at the horizon."""

import pytest

from sim.engine import reference as laws
from sim.reference import engine as objects
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.engine.worlds import BOOKS, OTHERS, VILLAGE, told


def assert_same(scenario: Scenario, replication: int) -> None:
    ours, theirs = laws.simulate(scenario, replication), objects.simulate(scenario, replication)
    assert told(ours) == told(theirs)


@pytest.mark.parametrize("book", BOOKS)
def test_every_shipped_rule_book_leaves_the_same_history(book: str) -> None:
    for replication in range(2):
        assert_same(load(VILLAGE, policy=book), replication)


@pytest.mark.parametrize("name", OTHERS)
def test_clauses_that_no_shipped_rule_book_uses_leave_the_same_history(name: str) -> None:
    for replication in range(3):
        assert_same(load(VILLAGE, settings=OTHERS[name]), replication)


def test_the_full_world_leaves_the_same_history() -> None:
    assert_same(load("beijing-2011"), 0)
