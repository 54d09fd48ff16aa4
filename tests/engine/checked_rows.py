"""Rows that take exactly what their kind declares: whole numbers of 64 bits as int, all else as float.

Uncompiled a field holds whatever is put there; compiled it is 64 bits of one kind. A law that leaves another kind, or a
number too large, would run in two ways.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from unittest import mock

from sim.engine import reference
from sim.engine.given import Given
from sim.engine.rows import R, Table, fields
from sim.engine.state import World
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

LARGEST = 2**63


class WrongKindError(TypeError):
    """A law puts something else into a field than its kind declares."""


def checked(value: Any, of: type, what: str) -> Any:
    """The value, if it is exactly of the type and within 64 bits."""
    if type(value) is not of:
        raise WrongKindError(f"{what} is given {value!r}, a {type(value).__name__} and no {of.__name__}")
    if of is int and not -LARGEST <= value < LARGEST:
        raise WrongKindError(f"{what} is given {value}, beyond 64 bits")
    return value


class CheckedList(list[Any]):
    """An array in a row: of one kind, and of one length."""

    def __init__(self, values: Iterable[Any], of: type, what: str) -> None:
        self.of, self.what = of, what
        super().__init__(checked(value, of, what) for value in values)

    def __setitem__(self, at: Any, value: Any) -> None:
        super().__setitem__(row_number(at, self.what), checked(value, self.of, self.what))

    def __getitem__(self, at: Any) -> Any:
        return super().__getitem__(row_number(at, self.what))


def row_number(at: Any, what: str) -> int:
    """A place in a table or an array; from behind, as lists have it, it would be another place compiled."""
    if type(at) is not int or at < 0:
        raise WrongKindError(f"{what} is asked for its number {at!r}")
    return at


@cache
def checked_kind(kind: type[R]) -> type[R]:
    """The kind of row with a check before each field is set."""
    known = fields(kind)

    def set_field(row: Any, name: str, value: Any) -> None:
        of, size = known[name]
        what = f"{kind.__name__}.{name}"
        if size and len(value) != size:
            raise WrongKindError(f"{what} is given {len(value)} numbers and holds {size}")
        object.__setattr__(row, name, CheckedList(value, of, what) if size else checked(value, of, what))

    return type(kind.__name__, (kind,), {"__slots__": (), "__setattr__": set_field})


class CheckedTable(Table[R]):
    """A table of such rows, which are asked for by their numbers only."""

    def __init__(self, kind: type[R], rows: Iterable[R] = ()) -> None:
        super().__init__(checked_kind(kind), rows)

    def __getitem__(self, at: Any) -> Any:
        return super().__getitem__(row_number(at, self.kind.__name__))


class CheckedNumbers(list[Any]):
    """Rows that no law adds to; their kinds were checked when they were made."""

    def __getitem__(self, at: Any) -> Any:
        return super().__getitem__(row_number(at, "a table of rules"))


def empty_world(what: Given, begin: Callable[[Given], World] = reference.empty_world) -> World:
    """As the reference begins, with all tables checked."""
    w = begin(what)
    for name, table in vars(w).items():
        if type(table) is list:
            setattr(w, name, CheckedNumbers(table))
    return w


def simulate(scenario: Scenario, replication: int) -> History:
    """As ``reference.simulate``; raises WrongKindError where a law would run otherwise compiled."""
    with mock.patch.multiple(reference, Table=CheckedTable, empty_world=empty_world):
        return reference.simulate(scenario, replication)
