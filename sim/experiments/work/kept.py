"""What was made of a point's cells, kept beside them: another origin, or damage, and it is made again."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHECK = 16  # bytes


@dataclass(frozen=True, slots=True)
class Made:
    """What is kept: ``record`` as JSON knows it, ``arrays`` by name, of numbers."""

    record: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


def to_bytes(made: Made, origin: bytes) -> bytes:
    """``made`` as a file; ``origin`` stands for all that it was made from, and is needed to read it again."""
    shapes = {name: [array.dtype.str, *array.shape] for name, array in made.arrays.items()}
    head = json.dumps([made.record, shapes], ensure_ascii=True).encode()
    numbers = b"".join(np.ascontiguousarray(array).tobytes() for array in made.arrays.values())
    body = zlib.compress(head + b"\n" + numbers, 1)
    return _check(body, origin) + body


def from_bytes(data: bytes, origin: bytes) -> Made:
    """What ``to_bytes`` wrote; raises ValueError where it was made from something else or damaged since."""
    check, body = data[:CHECK], data[CHECK:]
    if check != _check(body, origin):
        raise ValueError("it is damaged, or made from something else")
    head, _, numbers = zlib.decompress(body).partition(b"\n")
    record, shapes = json.loads(head)
    arrays: dict[str, NDArray[Any]] = {}
    begin = 0
    for name, (kind, *shape) in shapes.items():
        count = int(np.prod(shape, dtype=np.int64))
        arrays[name] = np.frombuffer(numbers, np.dtype(kind), count, begin).reshape(shape)
        begin += arrays[name].nbytes
    return Made(record, arrays)


def _check(body: bytes, origin: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=CHECK, key=origin).digest()
