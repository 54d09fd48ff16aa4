"""A Parquet file gathered from pieces is that of the whole, complete or not at all."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.ledger.exports import Gathering, columns_to_parquet, read_columns


def piece(first: int, rows: int) -> dict[str, Any]:
    numbers = np.arange(first, first + rows)
    return {
        "number": numbers,
        "half": np.where(numbers % 3 == 0, np.nan, numbers / 2),
        "name": np.array([None if n % 5 == 0 else f"n{n % 7}" for n in numbers.tolist()], dtype=object),
        "even": numbers % 2 == 0,
    }


def test_pieces_come_back_in_order_with_what_is_missing(tmp_path: Path) -> None:
    gathering = Gathering(tmp_path / "a.parquet")
    for first in range(0, 10_000, 1_000):  # more rows than are held in memory
        gathering.add(piece(first, 1_000))
    assert gathering.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]
    found, whole = read_columns(tmp_path / "a.parquet"), piece(0, 10_000)
    np.testing.assert_array_equal(found["number"], whole["number"])
    np.testing.assert_array_equal(found["half"], whole["half"])
    np.testing.assert_array_equal(found["even"], whole["even"])
    assert found["name"].tolist() == whole["name"].tolist()


def test_rows_and_columns_may_be_chosen(tmp_path: Path) -> None:
    columns_to_parquet(piece(0, 20), tmp_path / "a.parquet")
    found = read_columns(tmp_path / "a.parquet", {"name": "n1"}, columns=("number",))
    assert {name: column.tolist() for name, column in found.items()} == {"number": [1, 8]}  # 15 is divided by five


def test_without_a_row_there_is_no_file(tmp_path: Path) -> None:
    assert not Gathering(tmp_path / "a.parquet").close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    gathering = Gathering(tmp_path / "a.parquet")
    gathering.add(piece(0, 5_000))
    gathering.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_damaged_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no such thing PAR1")
    for name in ("a.parquet", "b.parquet"):
        with pytest.raises(OSError, match=name):
            read_columns(tmp_path / name)
