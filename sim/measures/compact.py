"""The numbers of a replication in two small arrays: as dictionaries they weigh twenty times as much."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PLACES: dict[tuple[str, ...], dict[str, int]] = {}  # one for each set of names: replications share it


def _places(names: Sequence[str]) -> dict[str, int]:
    order = tuple(names)
    return _PLACES.setdefault(order, {name: place for place, name in enumerate(order)})


class Values(Mapping[str, float | None]):
    """Measures by name; an array of (M,) floats in which NaN stands for None."""

    __slots__ = ("_numbers", "_places")

    def __init__(self, names: Sequence[str], numbers: NDArray[np.float64]) -> None:
        self._places, self._numbers = _places(names), numbers

    @classmethod
    def of(cls, values: Mapping[str, float | None]) -> "Values":
        """The same values; a value that does not exist is None, never NaN."""
        numbers = [math.nan if value is None else value for value in values.values()]
        return cls(tuple(values), np.array(numbers, dtype=np.float64))

    def __getitem__(self, name: str) -> float | None:
        value = float(self._numbers[self._places[name]])
        return None if math.isnan(value) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[Any, ...]:
        return Values, (tuple(self._places), self._numbers)

    def __repr__(self) -> str:
        return repr(dict(self))


class Pairs(Mapping[str, tuple[int, int]]):
    """Numerators and denominators by name; an array of (P, 2) whole numbers."""

    __slots__ = ("_numbers", "_places")

    def __init__(self, names: Sequence[str], numbers: NDArray[Any]) -> None:
        self._places, self._numbers = _places(names), numbers

    @classmethod
    def of(cls, parts: Mapping[str, tuple[int, int]]) -> "Pairs":
        """The same parts, whatever their size."""
        pairs = list(parts.values())
        try:
            return cls(tuple(parts), np.array(pairs, dtype=np.int64).reshape(-1, 2))
        except OverflowError:
            return cls(tuple(parts), np.array(pairs, dtype=object).reshape(-1, 2))

    def __getitem__(self, name: str) -> tuple[int, int]:
        top, bottom = self._numbers[self._places[name]]
        return int(top), int(bottom)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[Any, ...]:
        return Pairs, (tuple(self._places), self._numbers)

    def __repr__(self) -> str:
        return repr(dict(self))
