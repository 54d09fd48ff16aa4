"""Postings as files others can read: CSV, Parquet, and Beancount, whose checker is independent of this program."""

import csv
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.ledger.auditor import balances
from sim.ledger.plain_names import pattern, plain
from sim.ledger.postings import RECORD, Postings
from sim.ledger.vocabulary import MEMO, OUTSIDE
from sim.scenario.articles import article_of_clause

if TYPE_CHECKING:
    import duckdb

Columns = Mapping[str, NDArray[Any]]

COLUMNS = ("replication", "posting", "date", "day", "debit", "credit", "fen", "kind", "entity", "clause", "article")
WORDS = ("kind", "entity", "clause")
TEXTS = ("debit", "credit", *WORDS)
SQL_READ = (
    "CAST(day AS INTEGER) AS day",
    "CAST(fen AS BIGINT) AS fen",
    *(f"CAST({n} AS VARCHAR) AS {n}" for n in TEXTS),
)
SQL_TYPES = {"O": "VARCHAR", "U": "VARCHAR", "M": "DATE", "f": "DOUBLE", "b": "BOOLEAN", "S": "BLOB"}


class ExportError(ValueError):
    """The postings cannot be written in this form; the message says why and what to do instead."""


def columns(postings: Postings, start: date, replication: int) -> dict[str, NDArray[Any]]:
    """The postings as labelled columns, a row per posting in order of entry.

    ``posting`` counts from 0; ``date`` is ``start`` plus ``day``; ``fen`` is money moved from credit to debit;
    ``article`` of the opinion 京政发[2011]12号 is the one that owns the clause, 0 where none does.
    """
    rows = postings.rows
    count = len(rows)
    days = rows["day"].astype(np.int64)
    return {
        "replication": np.full(count, replication, dtype=np.int32),
        "posting": np.arange(count, dtype=np.int32),
        "date": (np.datetime64(start, "D") + days).astype("datetime64[D]"),
        "day": rows["day"].astype(np.int32),
        "debit": _named(postings.accounts, rows["debit"]),
        "credit": _named(postings.accounts, rows["credit"]),
        "fen": rows["fen"].astype(np.int64),
        "kind": _named(postings.kinds, rows["kind"]),
        "entity": _named(postings.entities, rows["entity"]),
        "clause": _named(postings.clauses, rows["clause"]),
        "article": _articles(postings.clauses, rows["clause"]),
    }


def _articles(clauses: tuple[str, ...], numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    of = np.array([article_of_clause(one) for one in clauses], dtype=np.int32)
    return np.asarray(of[numbers] if len(numbers) else np.empty(0, dtype=np.int32))


def _named(names: tuple[str, ...], numbers: NDArray[np.int32]) -> NDArray[np.object_]:
    return np.array(names, dtype=object)[numbers] if len(numbers) else np.empty(0, dtype=object)


def write_csv(postings: Postings, start: date, path: Path, replication: int = 0) -> None:
    """Write UTF-8 CSV with a header line; amounts in whole fen, dates as YYYY-MM-DD."""
    table = columns(postings, start, replication)
    dates = np.datetime_as_string(table["date"], unit="D")
    cells = [dates.tolist() if name == "date" else table[name].tolist() for name in COLUMNS]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(zip(*cells, strict=True))


def write_parquet(postings: Postings, start: date, path: Path, replication: int = 0) -> None:
    """Write the columns of ``columns`` to one Parquet file."""
    columns_to_parquet(columns(postings, start, replication), path)


def connect() -> "duckdb.DuckDBPyConnection":
    """A private in-memory database: one thread, and no extension is ever fetched from a network."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_external_file_cache": False,  # files of one name in turn are not one file
    }
    return duckdb.connect(config=settings)


_KEPT = threading.local()


def kept_connection() -> "duckdb.DuckDBPyConnection":
    """This thread's own connection, opened once: opening one costs as much as writing a small file."""
    if getattr(_KEPT, "process", None) != os.getpid():  # a fork must not use its parent's
        _KEPT.process, _KEPT.connection = os.getpid(), connect()
    found: duckdb.DuckDBPyConnection = _KEPT.connection
    return found


@contextmanager
def _at(folder: Path) -> Iterator[str]:
    """A plain name of ``folder``; a full disk is an OSError whoever notices it, and so is a damaged file."""
    import duckdb

    with plain(folder) as name:
        try:
            yield name
        except duckdb.OutOfMemoryException as cause:
            raise MemoryError(str(cause)) from cause
        except duckdb.InterruptException as cause:
            raise KeyboardInterrupt from cause
        except duckdb.Error as cause:  # damage makes errors of nearly every class
            first, *_ = str(cause).splitlines()
            raise OSError(first.replace(name, str(folder))) from cause


# Without the last word a folder called ``key=value``, anywhere above the file, would overwrite the column ``key``.
READ = "read_parquet({}, hive_partitioning = false)"


def columns_to_parquet(table: Columns, path: Path, types: Mapping[str, str] | None = None) -> None:
    """Write columns of equal length to a Parquet file; NaN, NaT and None become NULL, datetime64 becomes DATE.

    ``types`` names the SQL type of columns of objects that are not text. A ``path`` that ends in ``.csv`` becomes a CSV
    file with a heading, NULL an empty field.
    """
    form = "FORMAT csv, HEADER" if path.suffix == ".csv" else "FORMAT parquet, COMPRESSION zstd"
    known = {name: _sql_type(column) for name, column in table.items()} | dict(types or {})
    seconds = {name: c.astype("datetime64[s]") if c.dtype.kind == "M" else c for name, c in table.items()}
    wanted = ", ".join(f'CAST("{name}" AS {known[name]}) AS "{name}"' for name in table)
    with _at(path.parent) as folder:
        con = kept_connection()
        con.register("given", seconds)
        target = _literal(f"{folder}/{path.name}")
        try:
            con.execute(f"COPY (SELECT {wanted} FROM given) TO {target} ({form})")
        finally:
            con.unregister("given")


def merge_parquet(parts: Sequence[Path], path: Path, rows: int = 122_880) -> None:
    """Join Parquet files of the same columns into one, in the order given; ``rows`` a row group."""
    form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {rows}"
    with ExitStack() as stack, connect() as con:
        names = {folder: stack.enter_context(_at(folder)) for folder in {one.parent for one in (*parts, path)}}
        listed = ", ".join(_literal(pattern(f"{names[part.parent]}/{part.name}")) for part in parts)
        target = _literal(f"{names[path.parent]}/{path.name}")
        con.execute(f"COPY (SELECT * FROM {READ.format(f'[{listed}]')}) TO {target} ({form})")


class Gathering:
    """A Parquet file written from pieces of the same columns, in the order given, without holding them all.

    Pieces wait in memory up to ``MOST_ROWS`` rows, then in parts in a folder beside the file that vanishes at the end.
    """

    MOST_ROWS = 4096
    MOST_PIECES = 64

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=".yindao-parts-"))
        self._waiting: list[Columns] = []
        self._rows = 0
        self._parts: list[Path] = []

    def add(self, table: Columns) -> None:
        """Take one piece; raises OSError when it cannot be written."""
        self._waiting.append(table)
        self._rows += len(next(iter(table.values())))
        if self._rows >= self.MOST_ROWS:
            self._write()
        elif len(self._waiting) >= self.MOST_PIECES:
            self._waiting = [self._whole()]  # an array of one number weighs as much as one of fifteen

    def _whole(self) -> Columns:
        return {name: np.concatenate([piece[name] for piece in self._waiting]) for name in self._waiting[0]}

    def _write(self) -> None:
        if self._rows == 0:
            return
        self._parts.append(self._folder / f"{len(self._parts)}.parquet")
        columns_to_parquet(self._whole(), self._parts[-1])
        self._waiting, self._rows = [], 0

    def close(self) -> bool:
        """Write the file, complete or not at all, and say whether there is one: not without any row."""
        self._write()
        if self._parts:
            working = self._folder / "whole.parquet"
            merge_parquet(self._parts, working, rows=5 * self.MOST_ROWS)
            working.replace(self._path)
        self.discard()
        return bool(self._parts)

    def discard(self) -> None:
        """Forget what was gathered."""
        shutil.rmtree(self._folder, ignore_errors=True)


def read_columns(
    path: Path, where: Mapping[str, str] | None = None, columns: Sequence[str] = ()
) -> dict[str, NDArray[Any]]:
    """The columns of a Parquet file, all or those named, of the rows whose text columns equal ``where``.

    NULL becomes NaN in numbers, NaT in dates, None in text and truth values. Raises OSError when it cannot be read.
    """
    wanted = ", ".join(f'"{name}"' for name in columns) or "*"
    limit = " AND ".join(f'"{name}" = ?' for name in where or {}) or "TRUE"
    with _at(path.parent) as folder:
        query = f"SELECT {wanted} FROM {READ.format('?')} WHERE {limit}"
        source = pattern(f"{folder}/{path.name}")
        found = kept_connection().execute(query, [source, *(where or {}).values()]).fetchnumpy()
    return {name: _without_nulls(column) for name, column in found.items()}


def _without_nulls(column: NDArray[Any]) -> NDArray[Any]:
    if not isinstance(column, np.ma.MaskedArray):
        return column
    if not column.mask.any():
        return np.array(column.data)
    if column.dtype.kind == "b":  # a truth value that is not there is neither
        known = column.data.astype(object)
        known[column.mask] = None
        return known
    plain = np.array(column.data)
    plain[column.mask] = {"O": None, "M": np.datetime64("NaT")}.get(plain.dtype.kind, np.nan)
    return plain


def read_parquet(path: Path, replication: int) -> Postings:
    """The postings of one replication from a file of ``columns``; empty when it holds none of that replication.

    Raises OSError when the file cannot be read or is none of ``columns``.
    """
    wanted = f"SELECT {', '.join(SQL_READ)} FROM {READ.format('?')} WHERE replication = ? ORDER BY posting"
    with _at(path.parent) as folder, connect() as con:
        found = con.execute(wanted, [pattern(f"{folder}/{path.name}"), replication]).fetchnumpy()
    if any(np.ma.is_masked(column) for column in found.values()):
        raise OSError("a value is missing")
    rows = np.empty(len(found["day"]), dtype=RECORD)
    rows["day"], rows["fen"] = found["day"], found["fen"]
    accounts = _table(found["debit"], found["credit"])
    tables = {"debit": accounts, "credit": accounts, **{name: _table(found[name]) for name in WORDS}}
    for column, names in tables.items():
        number = {name: i for i, name in enumerate(names)}
        rows[column] = [number[name] for name in found[column].tolist()]
    return Postings(rows, accounts, tables["kind"], tables["entity"], tables["clause"])


def _table(*texts: NDArray[Any]) -> tuple[str, ...]:
    """The sorted names that occur, as a ledger's own tables are made."""
    return tuple(sorted({name for column in texts for name in column.tolist()}))


def _sql_type(column: NDArray[Any]) -> str:
    if column.dtype.kind in "iu":
        return "BIGINT" if column.dtype.itemsize == 8 else "INTEGER"
    return SQL_TYPES[column.dtype.kind]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def beancount_account(name: str) -> str:
    """A valid Beancount name: ``fund 3.1:cash`` becomes ``Assets:Fund-3-1:Cash``.

    The outside world and the memo accounts, which may be negative, stand under ``Equity``.
    """
    root = "Equity" if name == OUTSIDE or name in MEMO else "Assets"
    words = [re.findall(r"[^\W_]+", part) for part in name.split(":")]
    parts = ["-".join(word[:1].upper() + word[1:] for word in part) for part in words]
    if not all(parts):
        raise ExportError(f"account {name!r} has a part without letter or digit")
    return ":".join([root, *parts])


def beancount_text(postings: Postings, start: date, title: str) -> str:
    """One replication as a Beancount ledger in CNY, which ``bean-check`` accepts.

    Opening directives on ``start``, or on the first posting's day where that is earlier; a transaction per
    posting, narrated ``kind / entity / clause``; and a closing balance to the fen for every account on the day after
    the last posting, so that no amount can be altered unseen.
    """
    names = _account_names(postings.accounts)
    lines = [f"option {_text('title')} {_text(title)}", f"option {_text('operating_currency')} {_text('CNY')}", ""]
    first = int(postings.rows["day"][0]) if len(postings.rows) else 0
    opening = (start + timedelta(days=min(0, first))).isoformat()
    lines += [f"{opening} open {names[name]} CNY" for name in postings.accounts]
    lines.append("")
    lines += _transactions(postings, start, names)
    last = int(postings.rows["day"][-1]) if len(postings.rows) else 0
    after = (start + timedelta(days=last + 1)).isoformat()
    for name, fen in balances(postings).items():
        lines.append(f"{after} balance {names[name]} {_yuan(fen)} ~ 0.00 CNY")
    return "\n".join(lines) + "\n"


def _account_names(accounts: Iterable[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: dict[str, str] = {}
    for account in accounts:
        name = beancount_account(account)
        if name in taken:
            raise ExportError(f"accounts {taken[name]!r} and {account!r} would both be called {name}")
        taken[name] = account
        names[account] = name
    return names


def _transactions(postings: Postings, start: date, names: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for day, fen, debit, credit, kind, entity, clause in postings.rows.tolist():
        story = " / ".join((postings.kinds[kind], postings.entities[entity], postings.clauses[clause]))
        lines.append(f"{(start + timedelta(days=day)).isoformat()} * {_text(story)}")
        lines.append(f"  {names[postings.accounts[debit]]}  {_yuan(fen)} CNY")
        lines.append(f"  {names[postings.accounts[credit]]}  {_yuan(-fen)} CNY")
        lines.append("")
    return lines


def _yuan(fen: int) -> str:
    """Exact decimal text; a float could not hold every amount."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def _text(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
