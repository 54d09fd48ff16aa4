"""What is simulated moves only when somebody means it to: digests of all shipped rule books, as stored."""

import json

import pytest

from tests.engine.digests import SHIPPED, STORED, beijing, varied, village
from tests.engine.worlds import BOOKS, OTHERS

KNOWN: dict[str, list[str]] = json.loads(STORED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("book", BOOKS)
def test_a_shipped_rule_book_has_the_digests_that_are_stored(book: str) -> None:
    assert village(book) == KNOWN[f"village, {book}"]


@pytest.mark.parametrize("name", OTHERS)
def test_clauses_that_no_shipped_rule_book_uses_have_the_digests_that_are_stored(name: str) -> None:
    assert varied(name) == KNOWN[f"village, {name}"]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_has_the_digest_that_is_stored(name: str) -> None:
    assert beijing(name) == KNOWN[name]


def test_nothing_is_stored_that_is_not_compared() -> None:
    assert len(KNOWN) == len(BOOKS) + len(OTHERS) + len(SHIPPED)
