"""How fast the reference engine is, measured in one run: ``python benchmarks/engine.py [--replications 8]``.

Prints milliseconds a replication, kernel events and postings a second, bare SimPy events a second on the same machine
(so that the engine's speed is a ratio), and the share of time by part of the program from one profiled replication.
"""

import argparse
import cProfile
import platform
import pstats
import time
from collections import defaultdict

import simpy

from sim.measures.reduce import reduce_history
from sim.reference.engine import simulate
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

BARE_EVENTS = 100_000


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


def timed(scenario: Scenario, replications: int) -> tuple[float, int, int, float]:
    """Seconds of simulation, kernel events, postings, seconds of reduction."""
    simulate(scenario, 0)
    seconds = reducing = 0.0
    events = postings = 0
    for replication in range(replications):
        start = time.perf_counter()
        history = simulate(scenario, replication)
        middle = time.perf_counter()
        reduce_history(history, scenario)
        reducing += time.perf_counter() - middle
        seconds += middle - start
        events += history.counters["kernel_events"]
        postings += len(history.postings.rows)
    return seconds, events, postings, reducing


def by_part(scenario: Scenario) -> dict[str, float]:
    """Share of profiled time by room and file of the package."""
    profile = cProfile.Profile()
    profile.enable()
    reduce_history(simulate(scenario, 1), scenario)
    profile.disable()
    parts: dict[str, float] = defaultdict(float)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (path, _, _), (_, _, own, _, _) in stats.items():
        pieces = path.replace("\\", "/").split("/")
        if "simpy" in pieces:
            name = "simpy"
        elif "sim" in pieces:
            name = "/".join(pieces[pieces.index("sim") :])
        else:
            name = "builtins, numpy, standard library"
        parts[name] += own
    total = sum(parts.values())
    return {name: own / total for name, own in sorted(parts.items(), key=lambda one: -one[1])}


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed of the reference engine")
    parser.add_argument("--scenario", default="beijing-2011")
    parser.add_argument("--replications", type=int, default=8)
    given = parser.parse_args()
    scenario = load(given.scenario)
    bare = bare_simpy()
    seconds, events, postings, reducing = timed(scenario, given.replications)
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    print(f"{given.scenario}: {1000 * seconds / given.replications:.0f} ms a replication simulated")
    print(f"  + {1000 * reducing / given.replications:.0f} ms reduced to measures")
    print(f"  {events / given.replications:,.0f} kernel events and {postings / given.replications:,.0f} postings each")
    print(f"  {events / seconds:,.0f} kernel events a second, {postings / seconds:,.0f} postings a second")
    print(f"  {events / seconds / bare:.3f} of bare SimPy ({bare:,.0f} empty events a second in this run)")
    print("time by part (profiled, one replication):")
    for name, share in list(by_part(scenario).items())[:14]:
        print(f"  {share:6.1%}  {name}")


if __name__ == "__main__":
    main()
