"""Postings as files others can read: CSV, Parquet, and Beancount, whose checker is independent of this program."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.ledger.auditor import balances
from sim.ledger.postings import RECORD, Postings
from sim.ledger.vocabulary import MEMO, OUTSIDE

if TYPE_CHECKING:
    import duckdb

Columns = Mapping[str, NDArray[Any]]

COLUMNS = ("replication", "posting", "date", "day", "debit", "credit", "fen", "kind", "entity", "clause")
WORDS = ("kind", "entity", "clause")
SQL_TYPES = {"O": "VARCHAR", "U": "VARCHAR", "M": "DATE", "f": "DOUBLE", "b": "BOOLEAN"}


class ExportError(ValueError):
    """The postings cannot be written in this form; the message says why and what to do instead."""


def columns(postings: Postings, start: date, replication: int) -> dict[str, NDArray[Any]]:
    """The postings as labelled columns, a row per posting in order of entry.

    ``posting`` counts from 0; ``date`` is ``start`` plus ``day``; ``fen`` is money moved from credit to debit.
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
    }


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
    }
    return duckdb.connect(config=settings)


def columns_to_parquet(table: Columns, path: Path, types: Mapping[str, str] | None = None) -> None:
    """Write columns of equal length to a Parquet file; NaN, NaT and None become NULL, datetime64 becomes DATE.

    ``types`` names the SQL type of columns of objects that are not text.
    """
    known = {name: _sql_type(column) for name, column in table.items()} | dict(types or {})
    seconds = {name: c.astype("datetime64[s]") if c.dtype.kind == "M" else c for name, c in table.items()}
    wanted = ", ".join(f'CAST("{name}" AS {known[name]}) AS "{name}"' for name in table)
    with connect() as con:
        con.register("given", seconds)
        con.execute(f"COPY (SELECT {wanted} FROM given) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")


def merge_parquet(parts: Sequence[Path], path: Path) -> None:
    """Join Parquet files of the same columns into one, in the order given."""
    listed = ", ".join(f"'{_quoted(part)}'" for part in parts)
    with connect() as con:
        con.execute(
            f"COPY (SELECT * FROM read_parquet([{listed}])) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"
        )


def read_parquet(path: Path, replication: int) -> Postings:
    """The postings of one replication from a file of ``columns``; empty when it holds none of that replication."""
    wanted = "SELECT day, fen, debit, credit, kind, entity, clause FROM read_parquet(?) WHERE replication = ?"
    with connect() as con:
        found = con.execute(f"{wanted} ORDER BY posting", [str(path), replication]).fetchnumpy()
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


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


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

    Opening directives on ``start``; a transaction per posting, narrated ``kind / entity / clause``; and a closing
    balance to the fen for every account on the day after the last posting, so that no amount can be altered unseen.
    """
    names = _account_names(postings.accounts)
    lines = [f"option {_text('title')} {_text(title)}", f"option {_text('operating_currency')} {_text('CNY')}", ""]
    lines += [f"{start.isoformat()} open {names[name]} CNY" for name in postings.accounts]
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
