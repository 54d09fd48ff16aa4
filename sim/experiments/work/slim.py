"""What a sweep keeps of a replication: enough for every estimate, without rows, series and flows nobody pools."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.flows import Dated
from sim.measures.positions import Positions
from sim.measures.reduce import RATES, Reduced

Columns = dict[str, NDArray[Any]]
Ints = NDArray[np.int64]

BYTES = {"numbers": "BLOB"}  # the SQL type of the column that is neither number nor text
COLUMNS = ("replication", "digest", "reason", "parts", "numbers")
Row = tuple[int, str | None, str | None, str | None, bytes | None]
_POSITIONS = tuple(one.name for one in fields(Positions) if one.name != "horizon")
_MASKS = ("due", "out", "on_time", "optioned", "by_put")
_NONE: Ints = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class FailedReplication:
    """A replication that raised, and what it said."""

    replication: int
    reason: str


def slim(reduced: Reduced) -> Reduced:
    """The same replication without what no estimate needs; ``estimates_of`` its sample gives the same numbers."""
    return replace(
        reduced,
        flows={group: dated for group, dated in reduced.flows.items() if group in (*RATES, "fiscal", "tax")},
        contributions={},
        distributions={},
        months=_NONE,
        series={},
        funnel={},
        counters={},
        position_rows={},
        flow_rows={},
        yearly={},
        landing={},
        causes={},
        waits={name: days for name, days in reduced.waits.items() if name != "unconverted"},
    )


def to_columns(outcomes: Sequence[Reduced | FailedReplication], key: str) -> Columns:
    """A row per replication: its number, the digest, the reason of a failure, and what estimates are made of.

    ``parts`` is JSON; ``numbers`` holds the arrays it describes as bytes, see ``_pack``; ``check`` is over all the
    others, since Parquet notices only some damage, and over ``key``, which tells what was simulated.
    """
    rows = [_row(one) for one in outcomes]
    columns = {name: _objects([row[place] for row in rows]) for place, name in enumerate(COLUMNS)}
    columns["check"] = _objects([_check(row, key) for row in rows])
    return {**columns, "replication": columns["replication"].astype(np.int32)}


def from_columns(columns: Mapping[str, NDArray[Any]], key: str) -> list[Reduced | FailedReplication]:
    """What ``to_columns`` wrote down under ``key``; raises ValueError or KeyError where it was damaged since."""
    found: list[Reduced | FailedReplication] = []
    rows = zip(*(columns[name].tolist() for name in COLUMNS), strict=True)
    for row, check in zip(rows, columns["check"].tolist(), strict=True):
        if _check(row, key) != check:
            raise ValueError("it is damaged, or of another point")
        number, digest, reason, text, numbers = row
        if reason is not None:
            found.append(FailedReplication(number, reason))
        else:
            found.append(_unpack(number, bytes.fromhex(digest), text, bytes(numbers)))
    return found


def _row(one: Reduced | FailedReplication) -> Row:
    if isinstance(one, FailedReplication):
        return one.replication, None, one.reason, None, None
    return one.replication, one.digest.hex(), None, *_pack(one)


def _check(row: Row, key: str) -> str:
    *texts, numbers = row
    state = hashlib.blake2b(json.dumps([key, *texts]).encode(), digest_size=8)
    state.update(numbers or b"")
    return state.hexdigest()


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _pack(one: Reduced) -> tuple[str, bytes]:
    """Names and small integers as JSON; arrays end to end as 64-bit words, first bytes first: so they compress well."""
    values = np.array([np.nan if value is None else value for value in one.values.values()], dtype="<f8")
    arrays = {
        "values": values.view("<i8"),
        **{f"flows {group}": np.concatenate(dated) for group, dated in one.flows.items()},
        **{f"waits {kind}": days for kind, days in one.waits.items()},
        **{f"positions {name}": getattr(one.positions, name) for name in _POSITIONS},
    }
    header = {
        "horizon": one.horizon,
        "navs": one.navs,
        "rate": one.discount_rate,
        "parts": one.parts,
        "values": list(one.values),
        "arrays": {name: int(array.size) for name, array in arrays.items()},
    }
    whole = np.concatenate([array.astype("<i8") for array in arrays.values()])
    planes = whole.view(np.uint8).reshape(-1, 8).T
    return json.dumps(header, separators=(",", ":")), planes.tobytes()


def _unpack(number: int, digest: bytes, text: str, numbers: bytes) -> Reduced:
    header = json.loads(text)
    planes = np.frombuffer(numbers, dtype=np.uint8).reshape(8, -1)
    whole = np.ascontiguousarray(planes.T).reshape(-1).view("<i8").astype(np.int64)
    arrays: dict[str, Ints] = {}
    begin = 0
    for name, size in header["arrays"].items():
        arrays[name] = whole[begin : begin + size]
        begin += size
    values = arrays["values"].view(np.float64).tolist()
    return Reduced(
        replication=number,
        horizon=header["horizon"],
        digest=digest,
        # A value is NaN only where it does not exist: None, as reductions have it.
        values={name: None if one != one else one for name, one in zip(header["values"], values, strict=True)},
        parts={name: (top, bottom) for name, (top, bottom) in header["parts"].items()},
        flows=_dated(arrays, "flows "),
        contributions={},
        distributions={},
        navs=header["navs"],
        months=_NONE,
        series={},
        positions=_positions(arrays, header["horizon"]),
        waits={name.removeprefix("waits "): days for name, days in arrays.items() if name.startswith("waits ")},
        funnel={},
        counters={},
        position_rows={},
        flow_rows={},
        yearly={},
        landing={},
        causes={},
        discount_rate=header["rate"],
    )


def _dated(arrays: Mapping[str, Ints], prefix: str) -> dict[str, Dated]:
    """Days and amounts stand one behind the other."""
    halves = {name.removeprefix(prefix): np.split(a, 2) for name, a in arrays.items() if name.startswith(prefix)}
    return {group: (days, fen) for group, (days, fen) in halves.items()}


def _positions(arrays: Mapping[str, Ints], horizon: int) -> Positions:
    columns: dict[str, Any] = {name: arrays[f"positions {name}"] for name in _POSITIONS}
    columns |= {name: columns[name].astype(np.bool_) for name in _MASKS}
    return Positions(**columns, horizon=horizon)
