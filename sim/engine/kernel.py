"""The compiled entry: one cached function that holds everything."""

import numba
import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from sim.economy.streams import Draws
from sim.engine import cache, memory
from sim.engine.calendar import arrive
from sim.engine.compiled import as_world, happen, take
from sim.engine.faults import EngineError
from sim.engine.given import given
from sim.engine.handlers import close_world, open_world
from sim.engine.records import KEPT, history_of
from sim.engine.rows import StoppedError
from sim.engine.state import MADE
from sim.engine.supply import Supply
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

_CACHE = cache.folder()
_OTHERS = numba.config.CACHE_DIR
numba.config.CACHE_DIR = str(_CACHE or _OTHERS)


@njit(error_model="numpy", nogil=True, cache=_CACHE is not None, no_cfunc_wrapper=True)
def run_world(address):
    """From the opening to the horizon."""
    w = as_world(address)
    open_world(w)
    now = w.clock[0]
    while now.waiting > 0:
        event = w.events[take(w)]
        arrive(w, event.day, event.key)
        happen(w, event.code, event.a, event.b)
    close_world(w)


numba.config.CACHE_DIR = _OTHERS  # numba reads it when a function is decorated; those of others stay where they were


def compile_for(scenario: Scenario) -> None:
    """Compile, or load what is cached. Every scenario has the same layout, so that one serves for all."""
    memory.declare(given(scenario, Draws(scenario.seed, 0)))
    run_world.compile((types.int64,))


def simulate(
    scenario: Scenario, replication: int, *, draws: Draws | None = None, supply: Supply | None = None
) -> History:
    """Simulate one replication of ``scenario`` and audit its ledger, as ``reference.simulate`` does, bit for bit.

    Of ``draws`` only seed and replication count; raises ValueError for dictated values. A table that is full begins
    the replication again with twice the room.
    """
    if draws is not None and draws.dictated:
        raise ValueError("dictated draws are known to the reference only")
    what = given(scenario, draws or Draws(scenario.seed, replication), supply)
    while True:
        heads, tables = memory.empty_world(what)
        try:
            run_world(heads.ctypes.data)
        except StoppedError:
            _enlarge_or_raise(heads, tables)
            continue
        break
    history = history_of({name: tables[name][: int(heads[name]["count"][0])] for name in KEPT}, replication)
    audit_or_raise(history.postings, begins=history.begins)
    return history


def _enlarge_or_raise(heads: NDArray[np.void], tables: memory.Tables) -> None:
    """More room for the tables that are full; raises EngineError where that is not why the replication stopped."""
    full = [name for name in MADE if heads[name]["count"][0] == len(tables[name])]
    now = tables["clock"][0]
    if int(now["reason"]) or not full:
        raise EngineError(int(now["reason"]), int(now["who"]), int(now["fen"])) from None
    for name in full:
        memory.enlarge(name)
