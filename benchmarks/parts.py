"""Events of a replication against bare SimPy, and where time goes, under SimPy and compiled."""

import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Callable

import simpy

from sim.economy.streams import Draws
from sim.engine import kernel, memory, reference
from sim.engine.given import given
from sim.engine.records import KEPT, history_of
from sim.ledger.auditor import audit_or_raise
from sim.measures.reduce import reduce_history
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

BARE_EVENTS = 100_000
SHOWN = 14


def laws_alone(scenario: Scenario, replication: int) -> Callable[[], object]:
    """The compiled laws on a world that is ready, without making it or its history."""
    heads, _ = memory.empty_world(given(scenario, Draws(scenario.seed, replication)))
    return lambda: kernel.run_world(heads.ctypes.data)


def bare_simpy() -> float:
    """Dated SimPy events a second with a callback that does nothing."""
    env = simpy.Environment()
    for i in range(BARE_EVENTS):
        event = simpy.Event(env)
        event._ok, event._value = True, None
        event.callbacks.append(lambda _: None)
        env.schedule(event, delay=i % 7300)
    start = time.perf_counter()
    env.run()
    return BARE_EVENTS / (time.perf_counter() - start)


def compiled_parts(scenario: Scenario, replications: int = 10) -> dict[str, float]:
    """Milliseconds of each step of a compiled replication."""
    spent: dict[str, float] = defaultdict(float)
    for replication in range(1, replications + 1):
        clock = [time.process_time()]
        what = given(scenario, Draws(scenario.seed, replication))
        clock.append(time.process_time())
        heads, tables = memory.empty_world(what)
        clock.append(time.process_time())
        kernel.run_world(heads.ctypes.data)
        clock.append(time.process_time())
        history = history_of({name: tables[name][: int(heads[name]["count"][0])] for name in KEPT}, replication)
        clock.append(time.process_time())
        audit_or_raise(history.postings)
        clock.append(time.process_time())
        history.postings.digest()
        clock.append(time.process_time())
        reduce_history(history, scenario)
        clock.append(time.process_time())
        names = ("what is given", "tables", "laws", "history", "audit", "digest", "reduction")
        for name, began, ended in zip(names, clock, clock[1:], strict=False):
            spent[name] += 1000 * (ended - began) / replications
    return dict(spent)


def reference_parts(scenario: Scenario) -> dict[str, float]:
    """Share of profiled time by file of the package."""
    profile = cProfile.Profile()
    profile.enable()
    reduce_history(reference.simulate(scenario, 1), scenario)
    profile.disable()
    found: dict[str, float] = defaultdict(float)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (path, _, _), (_, _, own, _, _) in stats.items():
        pieces = path.replace("\\", "/").split("/")
        if "simpy" in pieces:
            name = "simpy"
        elif "sim" in pieces:
            name = "/".join(pieces[pieces.index("sim") :])
        else:
            name = "builtins, numpy, standard library"
        found[name] += own
    total = sum(found.values())
    return {name: own / total for name, own in sorted(found.items(), key=lambda one: -one[1])}


def print_parts() -> None:
    """Print all of it."""
    scenario = load("beijing-2011")
    bare = bare_simpy()
    began = time.perf_counter()
    history = reference.simulate(scenario, 1)
    seconds = time.perf_counter() - began
    events = history.counters["kernel_events"]
    print(f"{events:,} events and {len(history.postings.rows):,} postings a replication (beijing-2011)")
    print(f"{events / seconds / bare:.3f} of bare SimPy ({bare:,.0f} empty events a second)")
    print("compiled, milliseconds a replication:")
    for name, spent in compiled_parts(scenario).items():
        print(f"  {spent:6.1f}  {name}")
    print("under SimPy, profiled:")
    for name, share in list(reference_parts(scenario).items())[:SHOWN]:
        print(f"  {share:6.1%}  {name}")
