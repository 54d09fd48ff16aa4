"""Tables of rows: Python objects with slots, or (compiled) pointers into arrays. One declaration, one set of names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")


@dataclass_transform(eq_default=False)
def row(kind: type[R]) -> type[R]:
    """A kind of row: a class whose annotations are all its fields, kept in slots."""
    return dataclass(slots=True, init=False, eq=False)(kind)


class StoppedError(Exception):
    """The replication ends here; the fault noted in the world's clock says why."""


def shape(hint: Any) -> tuple[type, int]:
    """Type and length of a field: ``Annotated[list[int], 3]`` is three integers, a plain type has length 0."""
    if get_origin(hint) is Annotated:
        inner, size = get_args(hint)
        return get_args(inner)[0], size
    return hint, 0


def fields(kind: type) -> dict[str, tuple[type, int]]:
    """Type and length of every field of a kind of row, in the order of its declaration."""
    return {name: shape(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


@cache
def _zeros(kind: type) -> tuple[tuple[str, int | float, int], ...]:
    return tuple((name, of(0), size) for name, (of, size) in fields(kind).items())


class Table(list[R], Generic[R]):
    """The rows of one kind, numbered from 0 in the order in which they were added."""

    def __init__(self, kind: type[R], rows: Iterable[R] = ()) -> None:
        super().__init__(rows)
        self.kind = kind

    def add_row(self) -> R:
        """A new row at the end, all zero but its ``id``."""
        row = self.kind()
        for name, zero, size in _zeros(self.kind):  # type: ignore[arg-type]
            setattr(row, name, [zero] * size if size else zero)
        row.id = len(self)  # type: ignore[attr-defined]
        self.append(row)
        return row


def add(table: Table[R]) -> R:
    """A new row at the end of ``table``, all zero but its ``id``."""
    return table.add_row()


LAWS: list[Callable[..., Any]] = []


def law(function: F) -> F:
    """A function of the model: runs as it is in the reference, and is compiled when the kernel asks for it."""
    LAWS.append(function)
    return function
