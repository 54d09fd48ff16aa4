"""Points of a sweep that came out the same to the last posting, and keys that made no difference anywhere."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Alike:
    """``points`` are groups of two or more with one digest; ``keys`` those that changed nothing wherever they moved."""

    points: tuple[tuple[int, ...], ...] = ()
    keys: tuple[str, ...] = ()


def alike(rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> Alike:
    """What is the same among the points of a sweep: ``rows`` have point, policy, keys, replications and digest.

    A key changed nothing if all points that differ in it alone have one digest. In a sampled design no two points do,
    so that no key is named there.
    """
    done = [row for row in rows if row["replications"]]
    groups = _grouped(done, lambda row: row["digest"])
    points = tuple(tuple(row["point"] for row in group) for group in groups if len(group) > 1)
    return Alike(points, tuple(key for key in keys if _idle(done, key, keys)))


def _idle(rows: Sequence[Mapping[str, Any]], key: str, keys: Sequence[str]) -> bool:
    others = [one for one in keys if one != key]
    beside = _grouped(rows, lambda row: (row["policy"], row["replications"], *(row[one] for one in others)))
    moved = [group for group in beside if len({row[key] for row in group}) > 1]
    return bool(moved) and all(len({row["digest"] for row in group}) == 1 for group in moved)


def _grouped(
    rows: Iterable[Mapping[str, Any]], of: Callable[[Mapping[str, Any]], Hashable]
) -> list[list[Mapping[str, Any]]]:
    found: dict[Hashable, list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row)
    return list(found.values())
