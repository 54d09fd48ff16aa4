"""The compiled laws built with NUMBA_BOUNDSCHECK=1: a row that is not there stops the replication, unread."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.engine import cache

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not cache.has_compiler(), reason="needs numba")

# A law in a world with some calls, asked for the last of them and for one beyond either end.
TOY = """
from numba import njit
from sim.economy.streams import Draws
from sim.engine import compiled, memory
from sim.engine.given import given
from sim.scenario.files import load

village = load("tests/village.toml")
heads, tables = memory.empty_world(given(village, Draws(1, 0)))
rows, address = len(given(village, Draws(1, 0)).rows["calls"]), heads.ctypes.data

@compiled.law
def day_of(w, call):
    return w.calls[call].day

@compiled.law
def weight(w, stage):
    return w.duty[0].local_weights[stage]

@njit(error_model="numpy")
def ask(address, call, stage):
    w = compiled.as_world(address)
    return day_of(w, call) + weight(w, stage)

assert ask(address, rows - 1, 4) == tables["calls"][rows - 1]["day"] + 1
for call, stage in ((rows, 0), (-1, 0), (0, 5)):
    try:
        ask(address, call, stage)
    except IndexError as fault:
        print(type(fault).__name__, fault)
"""


def test_a_row_number_one_too_high_stops_what_asks_for_it() -> None:
    environment = os.environ | {"NUMBA_BOUNDSCHECK": "1"}
    done = subprocess.run([sys.executable, "-c", TOY], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    high, low, stage = done.stdout.splitlines()
    assert high == "NoRowError calls has no row 6, but 6 from 0"
    assert low == "NoRowError calls has no row -1, but 6 from 0"
    assert stage.startswith("IndexError index is out of bounds")


def test_code_that_checks_its_bounds_is_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_BOUNDSCHECK", raising=False)
    unchecked = cache.fingerprint()
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    assert cache.fingerprint() != unchecked
