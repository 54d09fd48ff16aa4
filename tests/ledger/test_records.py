"""Records kept as columns are what the same records in a list are, and give the same fields."""

import numpy as np
import pytest

from sim.ledger.history import Level
from sim.ledger.records import Records, Words, column, places_in

LIST = [Level(3, "undrawn", 7), Level(3, "in_funds", -7), Level(9, "undrawn", 2)]
COLUMNS = Records(
    Level,
    {
        "day": np.array([3, 3, 9]),
        "fen": np.array([7, -7, 2]),
        "place": Words(("in_funds", "undrawn"), np.array([1, 0, 1])),
    },
)


def test_columns_are_the_records_of_the_list():
    assert LIST == COLUMNS
    assert COLUMNS == LIST
    assert len(COLUMNS) == 3
    assert COLUMNS[-1] == Level(9, "undrawn", 2)
    assert COLUMNS[1:] == LIST[1:]
    assert LIST[:2] != COLUMNS
    assert type(COLUMNS[0].fen) is int
    assert type(COLUMNS[0].place) is str


@pytest.mark.parametrize("records", [LIST, COLUMNS], ids=["list", "columns"])
def test_a_field_of_all_records_comes_from_either(records):
    assert column(records, "fen").tolist() == [7, -7, 2]
    assert column(records, "place", object).tolist() == ["undrawn", "in_funds", "undrawn"]


@pytest.mark.parametrize("records", [LIST, COLUMNS], ids=["list", "columns"])
def test_words_are_numbered_by_their_place_and_others_left_out(records):
    assert places_in(("uncommitted", "in_funds"), records, "place").tolist() == [-1, 1, -1]


def test_no_records_are_empty_columns():
    nothing = Records(Level, {"day": np.empty(0, int), "fen": np.empty(0, int), "place": Words((), np.empty(0, int))})
    for records in ([], nothing):
        assert column(records, "day").tolist() == column(records, "place", object).tolist() == []
        assert places_in(("undrawn",), records, "place").tolist() == []
