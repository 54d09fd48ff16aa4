"""A folder of cells named by their content: each file is a result and the proof that it need not be made again."""

import os
import shutil
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from sim.experiments.work.slim import BYTES
from sim.ledger.exports import columns_to_parquet, read_columns

CELLS = "cells"
WORKING = ".yindao-"  # how every passing name begins: nothing else is ever swept up
TOKEN = f"{WORKING}token"
MAGIC = b"PAR1"  # a Parquet file ends with it, so that one cut short is known


class Store:
    """The folder ``cells/`` of a sweep. Files appear complete or not at all; nothing is ever changed in place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cells = folder / CELLS

    def path(self, key: str) -> Path:
        """Where the cell of that key lies."""
        return self.cells / key[:2] / f"{key}.parquet"

    def has(self, key: str) -> bool:
        """Whether the cell is there, whole."""
        try:
            with self.path(key).open("rb") as file:
                file.seek(-len(MAGIC), os.SEEK_END)
                return file.read() == MAGIC
        except OSError:
            return False

    def beside(self, key: str) -> Path:
        """Where lies what was made of the cells of a point, ``key`` being made of theirs."""
        return self.path(key).with_suffix(".estimates")

    def keep(self, key: str, data: bytes) -> None:
        """Keep what was made of cells; raises OSError as ``write`` does."""
        self._put(self.beside(key), key, data)

    def write(self, key: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Keep a cell; raises OSError when it cannot be written, which leaves nothing behind."""
        working = self._working(key)
        try:
            columns_to_parquet(columns, working, BYTES)
            working.replace(self.path(key))
        except BaseException:
            working.unlink(missing_ok=True)
            raise

    def put(self, key: str, data: bytes) -> None:
        """Keep a cell that another machine wrote; raises OSError as ``write`` does."""
        self._put(self.path(key), key, data)

    def _put(self, path: Path, key: str, data: bytes) -> None:
        working = self._working(key)
        try:
            working.write_bytes(data)
            working.replace(path)
        except BaseException:
            working.unlink(missing_ok=True)
            raise

    def get(self, key: str) -> dict[str, NDArray[Any]]:
        """The columns of a cell; raises OSError when it is not there."""
        return read_columns(self.path(key))

    def _working(self, key: str) -> Path:
        """A name in the same folder, so that the renaming is a single step, and of this process alone."""
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.with_name(f"{WORKING}{key}-{_own_name()}")

    def open(self) -> str:
        """Make the folder, sweep up what a killed sweep left half-written, and lay down the token it returns.

        A worker that finds the token writes its cells itself; one on another machine's disk sends them back.
        """
        self.cells.mkdir(parents=True, exist_ok=True)
        self._tidy()
        token = _own_name()
        (self.cells / TOKEN).write_text(token, encoding="ascii")
        return token

    def _tidy(self) -> None:
        for folder in (self.folder, self.cells, *self.cells.glob("??")):
            for left in folder.glob(f"{WORKING}*"):
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)

    def close(self) -> None:
        """Take the token away, and what a worker that was killed since left behind."""
        self._tidy()

    def sees(self, token: str) -> bool:
        """Whether this process looks at the folder in which ``token`` was laid down."""
        try:
            return (self.cells / TOKEN).read_text(encoding="ascii") == token
        except (OSError, UnicodeDecodeError):
            return False


def passing_name() -> str:
    """A short name for what takes another name once it is whole; no other process here has it."""
    return f"{WORKING}{os.getpid()}-{time.monotonic_ns()}"


def _own_name() -> str:
    """A name no other process has, on this machine or on another that shares the disk."""
    return f"{socket.gethostname()}-{os.getpid()}-{time.monotonic_ns()}"
