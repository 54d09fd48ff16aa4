"""The tables of a finished folder, read back; what was damaged is bad input."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiments.file_names import SUMMARY
from sim.ledger.exports import read_columns
from sim.measures.intervals import Numbers
from sim.scenario.documents import read_text
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

STORED = "measures.parquet"
MOST_BYTES = 200_000_000


def stored_record(folder: Path) -> dict[str, Any]:
    """``summary.json`` of any study; raises BadInput where it is missing or damaged."""
    path = folder / SUMMARY
    if not path.is_file():
        raise BadInput([Problem(str(folder), "", said("not a results folder: it has no {file}", file=SUMMARY))])
    try:
        found = json.loads(read_text(path, MOST_BYTES))
        if not isinstance(found, dict):
            raise ValueError(said("{path} holds no object", path=SUMMARY))
    except (ValueError, RecursionError) as cause:
        raise BadInput([Problem(str(path), "", said("the summary is damaged: {cause}", cause=cause))]) from None
    return found


def stored_summary(folder: Path) -> dict[str, Any]:
    """``summary.json`` of a run or a comparison; raises BadInput where it is missing or damaged."""
    found = stored_record(folder)
    if not isinstance(found.get("measures"), dict):
        what = said("the summary is damaged: {cause}", cause=said("it has no measures"))
        raise BadInput([Problem(str(folder / SUMMARY), "", what)])
    return found


def stored_columns(folder: Path, name: str) -> dict[str, Any]:
    """The columns of one Parquet file of ``folder``, in the order of its rows; raises BadInput."""
    path = folder / name
    if not path.is_file():
        raise BadInput([Problem(str(folder), "", said("has no {name}", name=name))])
    try:
        return read_columns(path)
    except OSError as cause:
        raise BadInput([Problem(str(path), "", said("cannot be read: {cause}", cause=cause))]) from None


def values_of(folder: Path, policy: str) -> dict[str, Numbers]:
    """Measures by replication (R,) under ``policy``, in the order of replications; NaN where one does not exist."""
    columns = stored_columns(folder, STORED)
    rows = np.asarray(columns["policy"] == policy)
    order = np.argsort(np.asarray(columns["replication"])[rows], kind="stable")
    return {
        name: np.asarray(column, dtype=np.float64)[rows][order]
        for name, column in columns.items()
        if name not in ("policy", "replication")
    }
