"""Records kept as columns: a measure reads one field of all of them, a story one record with all its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Generic, NamedTuple, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind")
Ints = NDArray[np.int64]


class Words(NamedTuple):
    """A column of words: ``names`` and, for each record, the place of its word in them (N,)."""

    names: Sequence[str]
    places: Ints


class Records(Sequence[Kind], Generic[Kind]):
    """N records of the dataclass ``kind`` from its fields as ``columns`` (N,), made when they are first asked for."""

    def __init__(self, kind: type[Kind], columns: Mapping[str, NDArray[Any] | Words]) -> None:
        self.columns = columns
        self._kind = kind
        self._made: list[Kind] | None = None
        first = next(iter(columns.values()))
        self._size = len(first.places if isinstance(first, Words) else first)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, place: int) -> Kind: ...

    @overload
    def __getitem__(self, place: slice) -> list[Kind]: ...

    def __getitem__(self, place: int | slice) -> Kind | list[Kind]:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._all())

    def chosen(self, mask: NDArray[np.bool_]) -> "Records[Kind]":
        """The records under ``mask`` (N,), as columns."""
        found = {
            name: Words(held.names, held.places[mask]) if isinstance(held, Words) else held[mask]
            for name, held in self.columns.items()
        }
        return Records(self._kind, found)

    def _all(self) -> list[Kind]:
        if self._made is None:
            names = [one.name for one in fields(self._kind)]  # type: ignore[arg-type]
            rows = zip(*(column(self, name).tolist() for name in names), strict=True)
            self._made = [self._kind(*row) for row in rows]
        return self._made


def column(records: Sequence[Any], name: str, of: type = np.int64) -> NDArray[Any]:
    """The field ``name`` of all records (N,), words as objects; ``of`` is its type where they are a list."""
    if not isinstance(records, Records):
        return np.array([getattr(one, name) for one in records], dtype=of)
    found = records.columns[name]
    return np.array(found.names, dtype=object)[found.places] if isinstance(found, Words) else found


def taken(records: Sequence[Kind], chosen: NDArray[np.bool_]) -> Sequence[Kind]:
    """The records that are ``chosen`` (N,), in their order; columns stay columns."""
    if not isinstance(records, Records):
        return [one for one, wanted in zip(records, chosen.tolist(), strict=True) if wanted]
    return records.chosen(chosen)


def places_in(names: Sequence[str], records: Sequence[Any], name: str) -> Ints:
    """The place in ``names`` of the word that each record has in its field ``name`` (N,); -1 for other words."""
    place = {word: number for number, word in enumerate(names)}
    found = records.columns[name] if isinstance(records, Records) else None
    if isinstance(found, Words):
        return np.array([place.get(word, -1) for word in found.names], dtype=np.int64)[found.places]
    return np.array([place.get(getattr(one, name), -1) for one in records], dtype=np.int64)
