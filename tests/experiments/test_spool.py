"""Replications put aside: the same to whoever looks, a few kilobytes in memory, nothing left behind."""

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.reference import simulate
from sim.experiments.work.spool import HEAVY, Spool, pack
from sim.measures.compact import Pairs, Values
from sim.measures.reduce import Reduced, reduce_history
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.fixture(scope="module")
def reduced() -> list[Reduced]:
    scenario = load(VILLAGE)
    return [reduce_history(simulate(scenario, replication), scenario) for replication in range(3)]


def same(one: Any, other: Any) -> bool:
    """Equality of nested arrays, tuples and dictionaries."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.tolist() == other.tolist()
    return bool(one == other)


@pytest.mark.parametrize("limit", [1, 10**9])
def test_what_was_put_aside_reads_as_it_was(
    reduced: list[Reduced], limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.work.spool.IN_MEMORY", limit)
    spool = Spool()
    kept = spool.keep_all(pack(one) for one in reduced)
    for before, after in zip(reduced, kept, strict=True):
        assert dict(after.values) == dict(before.values)
        assert dict(after.parts) == dict(before.parts)
        assert (after.replication, after.digest, after.navs) == (before.replication, before.digest, before.navs)
        assert after.months.tolist() == before.months.tolist()
        for field in HEAVY:
            one, other = getattr(before, field), getattr(after, field)
            assert list(one) == list(other)
            assert all(same(one[key], other[key]) for key in one)


def test_where_the_disk_is_full_bytes_stay_in_memory(reduced: list[Reduced], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(data: bytes) -> int:
        raise OSError(28, "No space left on device")

    spool = Spool()
    first = spool.keep(pack(reduced[0]))
    monkeypatch.setattr(spool._file, "write", full)
    second = spool.keep(pack(reduced[1]))
    for before, after in ((reduced[0], first), (reduced[1], second)):
        assert same(before.flows["public"], after.flows["public"])


def test_a_copy_does_not_need_the_file(reduced: list[Reduced]) -> None:
    kept = Spool().keep(pack(reduced[0]))
    for again in (pickle.loads(pickle.dumps(kept)), copy.deepcopy(kept)):
        assert dict(again.values) == dict(reduced[0].values)
        assert same(again.series["net_public"], reduced[0].series["net_public"])


def test_numbers_beyond_sixty_four_bits_and_none_survive() -> None:
    parts = {"a": (2**70, 3), "b": (0, -1)}
    assert dict(Pairs.of(parts)) == parts
    values = {"a": None, "b": 0.5, "c": float("inf")}
    assert dict(Values.of(values)) == values
    with pytest.raises(KeyError):
        Values.of(values)["d"]


MEASURED = f"""
import gc, tracemalloc
from sim.experiments.run.ask import run
from sim.scenario.files import load

run(load({str(VILLAGE)!r}, replications=1), workers=1)
held = []
for count in (4, 12):
    gc.collect()
    tracemalloc.start(1)
    result = run(load({str(VILLAGE)!r}, replications=count), workers=1)
    gc.collect()
    held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
print((held[1] - held[0]) / 8)
"""


def test_a_run_holds_less_than_twenty_kilobytes_a_replication() -> None:
    # in a process of its own: what other tests have left in caches moves what is held
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", MEASURED], cwd=root, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 20_000
