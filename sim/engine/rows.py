"""Tables of rows: Python objects with slots, or (compiled) pointers into arrays. One declaration, one set of names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")


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


@dataclass_transform(eq_default=False)
def row(kind: type[R]) -> type[R]:
    """A kind of row: a class whose annotations are all its fields, kept in slots and zero at first; ``id`` comes first.

    A row of it is made with its number: ``Company(7)``.
    """
    for name, (of, size) in fields(kind).items():
        if name != "id":
            setattr(kind, name, field(default_factory=([of(0)] * size).copy) if size else of(0))
    return dataclass(slots=True, eq=False)(kind)


class Table(list[R], Generic[R]):
    """The rows of one kind, numbered from 0 in the order in which they were added."""

    def __init__(self, kind: type[R], rows: Iterable[R] = ()) -> None:
        super().__init__(rows)
        self.kind = kind


def add(table: Table[R]) -> R:
    """A new row at the end of ``table``, all zero but its ``id``."""
    row = table.kind(len(table))  # type: ignore[call-arg]
    table.append(row)
    return row


LAWS: list[Callable[..., Any]] = []


def law(function: F) -> F:
    """A function of the model: runs as it is in the reference, and is compiled when the kernel asks for it."""
    LAWS.append(function)
    return function
