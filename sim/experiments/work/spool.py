"""Replications put aside: a run of thousands keeps a few kilobytes of each in memory and the rest in a nameless file.

A worker packs a replication (``pack``), so that bytes travel and not objects; the parent keeps what estimates read of
all replications at once and spools the rest (``Spool.keep``): dated flows, monthly series, waiting times, rows of
holdings and flows. They are read back one by one where they are asked for; whoever has a ``Reduced`` notices nothing.
"""

import pickle
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.measures.compact import Pairs, Values
from sim.measures.reduce import Reduced

HEAVY = ("flows", "contributions", "distributions", "series", "waits", "position_rows", "flow_rows")
IN_MEMORY = 2**18  # bytes before there is a file
QUICK = 1  # of zlib; more work saves a tenth

Keys = tuple[tuple[str, str], ...]
Places = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Packed:
    """A replication on its way: ``light`` without its heavy fields, and those as ``data``.

    ``keys`` (K,) are pairs of field and key, ``ends`` (K,) where each one's bytes end in ``data``.
    """

    light: Reduced
    keys: Keys
    ends: NDArray[np.int64]
    data: bytes


def pack(reduced: Reduced) -> Packed:
    """Pack one replication."""
    keys = tuple((field, key) for field in HEAVY for key in getattr(reduced, field))
    pieces = [zlib.compress(pickle.dumps(getattr(reduced, field)[key], 5), QUICK) for field, key in keys]
    nothing: dict[str, Any] = {field: {} for field in HEAVY}
    light = replace(reduced, values=Values.of(reduced.values), parts=Pairs.of(reduced.parts), **nothing)
    return Packed(light, keys, np.cumsum([len(piece) for piece in pieces], dtype=np.int64), b"".join(pieces))


class Spool:
    """What is put aside of many replications; it goes when nobody looks at them any more.

    The file has no name: whatever ends the process, nothing is left. Where the disk is full, bytes stay in memory.
    """

    def __init__(self) -> None:
        # Without a buffer of Python's own a full disk is known at once.
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, buffering=0)  # noqa: SIM115
        self._end = 0
        self._unwritten: dict[int, bytes] = {}
        self._places: dict[Keys, Places] = {}
        self._months: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        weakref.finalize(self, self._file.close)

    def keep(self, packed: Packed) -> Reduced:
        """The replication as it was, most of it put aside."""
        places = self._places.setdefault(packed.keys, {key: place for place, key in enumerate(packed.keys)})
        record = _Record(self, places, self._put(packed.data), packed.ends)
        lazy: dict[str, Any] = {name: _Lazy(record, name) for name in HEAVY}
        if not np.array_equal(self._months, packed.light.months):
            self._months = packed.light.months  # the same for all replications of a scenario
        return replace(packed.light, months=self._months, **lazy)

    def keep_all(self, packed: Iterable[Packed]) -> list[Reduced]:
        """Each of them."""
        return [self.keep(one) for one in packed]

    def read(self, record: int, begin: int, end: int) -> bytes:
        """Bytes ``begin`` to ``end`` of what was put aside at ``record``."""
        if record in self._unwritten:
            return self._unwritten[record][begin:end]
        self._file.seek(record + begin)
        return self._file.read(end - begin)

    def _put(self, data: bytes) -> int:
        begin = self._end
        try:
            self._file.seek(begin)
            whole = self._file.write(data) == len(data)
        except OSError:
            whole = False
        if not whole:
            self._unwritten[begin] = data
        self._end += len(data)
        return begin


@dataclass(frozen=True, slots=True)
class _Record:
    """Where the pieces of one replication lie."""

    spool: Spool
    places: Places
    begin: int
    ends: NDArray[np.int64]

    def load(self, place: int) -> Any:
        begin = int(self.ends[place - 1]) if place else 0
        return pickle.loads(zlib.decompress(self.spool.read(self.begin, begin, int(self.ends[place]))))


class _Lazy(Mapping[str, Any]):
    """A field of a replication, read when a key is asked for; pickled and copied it is a plain dictionary."""

    __slots__ = ("_field", "_record")

    def __init__(self, record: _Record, field: str) -> None:
        self._record, self._field = record, field

    def __getitem__(self, key: str) -> Any:
        return self._record.load(self._record.places[self._field, key])

    def __iter__(self) -> Iterator[str]:
        return (key for field, key in self._record.places if field == self._field)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)

    def __repr__(self) -> str:
        return repr(dict(self))
