"""A labelled table: named numpy columns of equal length."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]


@dataclass(frozen=True)
class Table:
    """Columns by name, each an array of shape (rows,); NaN or None where a value does not exist.

    >>> table = Table({"measure": np.array(["public.irr"], dtype=object), "mean": np.array([0.05])})
    >>> len(table), table["mean"].tolist(), next(table.rows())["measure"]
    (1, [0.05], 'public.irr')
    """

    columns: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary of plain Python values."""
        for values in zip(*(column.tolist() for column in self.columns.values()), strict=True):
            yield dict(zip(self.columns, values, strict=True))

    def to_pandas(self) -> Any:
        """The same as a ``pandas.DataFrame``; raises ImportError where pandas is not installed."""
        try:
            import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as absent:
            raise ImportError("to_pandas needs pandas, which yindao itself does not: pip install pandas") from absent
        return pandas.DataFrame(dict(self.columns))


def stack(tables: list[Table]) -> Table:
    """Tables of the same columns, one below the other."""
    if not tables:
        return Table({})
    return Table({name: np.concatenate([table[name] for table in tables]) for name in tables[0].columns})
