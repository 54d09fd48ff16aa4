"""What the two calendars of the one source must hold, measured in one run: ``python benchmarks/engine.py``.

Prints a line for each goal: what was found, the goal, and whether it is met; then how many events a replication has
against bare SimPy, and where the time goes in either way of running. ``--only NAME,…`` takes some of the lines;
``--few`` takes fewer replications, for a first look. Times are CPU seconds of one process unless the line says
otherwise; ratios compare things measured in turns.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import parts

ROOT = Path(__file__).parents[1]
VILLAGE = ROOT / "tests" / "village.toml"
BOOKS = sorted(path.stem for path in (ROOT / "scenarios" / "policies").glob("*.toml"))
EIGHT = (
    "beijing-2011", "caiqi-2007-128", "pari-passu", "shanghai-2015", "hongkou-2011", "zhejiang-2009", "yozma-1993",
    "suzhou-2013",
)  # fmt: skip
OBJECTS = 1.6  # times the CPU of the laws under SimPy that the object engine took (docs/design/0036)
LARGE = 112  # times Beijing 2011: 100,000 companies


@dataclass(frozen=True)
class Line:
    """One goal and what was found."""

    name: str
    found: str
    goal: str
    met: bool


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def median(times: list[float]) -> float:
    """The middle one."""
    return sorted(times)[len(times) // 2]


# ---- the same history -----------------------------------------------------------------------------------------------


def same_digests(few: bool) -> Iterator[Line]:
    """Every shipped rule book under SimPy and compiled."""
    from sim.engine import kernel, reference
    from sim.scenario.files import load

    histories = differing = 0
    for source, count in ((VILLAGE, 2 if few else 20), ("beijing-2011", 1 if few else 3)):
        for book in BOOKS:
            scenario = load(source, policy=book)
            for replication in range(count):
                digests = {one.simulate(scenario, replication).postings.digest() for one in (reference, kernel)}
                histories += 1
                differing += len(digests) > 1
    found = f"{differing} of {histories} histories of {len(BOOKS)} rule books differ"
    yield Line("one digest under both calendars", found, "none differs", differing == 0)


# ---- how fast -------------------------------------------------------------------------------------------------------


def speed(few: bool) -> Iterator[Line]:
    """A replication of beijing-2011 in each way, in turns."""
    from sim.engine import kernel, reference
    from sim.measures.reduce import reduce_history
    from sim.scenario.files import load

    scenario = load("beijing-2011")
    ways = {"SimPy": reference.simulate, "compiled": kernel.simulate}
    booked: dict[str, list[float]] = {way: [] for way in ways}
    whole: dict[str, list[float]] = {way: [] for way in ways}
    laws: list[float] = []
    lives = 0
    for way in ways.values():
        way(scenario, 0)
    for replication in range(1, 4 if few else 13):
        for name, way in ways.items():
            began = time.process_time()
            history = way(scenario, replication)
            history.postings.digest()
            middle = time.process_time()
            reduce_history(history, scenario)
            booked[name].append(middle - began)
            whole[name].append(time.process_time() - began)
        laws.append(timed(parts.laws_alone(scenario, replication)))
        lives += len(history.companies)
    ratio = median(booked["SimPy"]) / median(booked["compiled"])
    chain = median(whole["SimPy"]) / median(whole["compiled"])
    a_life = 1e6 * sum(laws) / lives
    told = f"{ratio:.0f} x ({1e3 * median(booked['SimPy']):.0f} ms against {1e3 * median(booked['compiled']):.1f})"
    yield Line("compiled with ledger, audit and digest, against SimPy", told, ">= 40 x", ratio >= 40)
    told = f"{chain:.0f} x ({1e3 * median(whole['SimPy']):.0f} ms against {1e3 * median(whole['compiled']):.1f})"
    goal = 30 / OBJECTS
    yield Line(
        "whole chain (simulate, audit, reduce), against SimPy",
        told,
        f">= {goal:.1f} x, which is 30 x the object engine",
        chain >= goal,
    )
    told = f"{a_life:.1f} us ({1e3 * median(laws):.1f} ms a replication)"
    yield Line("compiled laws, a company's life", told, "<= 15 us", a_life <= 15)


# ---- how large ------------------------------------------------------------------------------------------------------


def times_beijing(n: int) -> list[str]:
    """Settings that make everything (companies, managers, money, places on the exchange) ``n`` times as large."""
    from sim.scenario.files import load

    economy, policy = load("beijing-2011").economy, load("beijing-2011").policy
    sizes: dict[str, object] = {
        "economy.pipeline.disclosures_per_year": n * economy.pipeline.disclosures_per_year,
        "economy.pipeline.shelf": n * economy.pipeline.shelf,
        "economy.pipeline.evaluators": n * economy.pipeline.evaluators,
        "economy.managers.slots": n * economy.managers.slots,
        "economy.listing.share": min(1.0, n * economy.listing.share),
        "economy.rounds.heat_base": n * economy.rounds.heat_base,
        "economy.rounds.heat_reference": n * economy.rounds.heat_reference,
        "policy.institutions.approvers": n * policy.institutions.approvers,
        "policy.budget.yearly": [n * yuan for yuan in policy.budget.yearly],
    }
    return [f"{key}={json.dumps(value)}" for key, value in sizes.items()]


def one_size(n: int, replications: int) -> dict[str, float]:
    """CPU seconds a replication of the whole chain, companies, and the peak of memory, in this process."""
    from sim.engine import kernel
    from sim.measures.reduce import reduce_history
    from sim.scenario.files import load

    kernel.simulate(load(VILLAGE), 0)
    scenario, times, companies = load("beijing-2011", settings=times_beijing(n)), [], 0
    for replication in range(replications):
        began = time.process_time()
        history = kernel.simulate(scenario, replication)
        reduce_history(history, scenario)
        times.append(time.process_time() - began)
        companies = len(history.companies)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": median(times), "companies": companies, "peak": peak}


def size(few: bool) -> Iterator[Line]:
    """Worlds of three sizes, each in a process of its own."""
    one, ten = _apart("one_size", 1, 5), _apart("one_size", 10, 3)
    slower, larger = ten["seconds"] / one["seconds"], ten["peak"] / one["peak"]
    yield Line("everything tenfold: time", f"{slower:.1f} x ({ten['seconds']:.2f} s)", "<= 12 x", slower <= 12)
    yield Line("everything tenfold: memory", f"{larger:.1f} x ({ten['peak']:.0f} MB)", "<= 8 x", larger <= 8)
    if few:
        return
    large = _apart("one_size", LARGE, 1)
    found = f"{large['companies']:,.0f} companies in {large['seconds']:.0f} s, {large['peak']:.0f} MB"
    yield Line("100,000 companies", found, "< 4 GB", large["peak"] < 4000)


def _apart(function: str, *arguments: int) -> dict[str, float]:
    """A function of this file in a fresh process."""
    code = f"import json, engine; print(json.dumps(engine.{function}{arguments}))"
    where = Path(__file__).parent
    told = subprocess.run([sys.executable, "-c", code], cwd=where, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(told)
    return found


# ---- what a user waits for ------------------------------------------------------------------------------------------


def eight_books(few: bool) -> Iterator[Line]:
    """Eight rule books and their counterfactuals on two processes; wall-clock time."""
    import sim

    replications = 40 if few else 1000
    scenario = sim.load("beijing-2011", replications=replications)
    began = time.perf_counter()
    found = sim.compare(scenario, EIGHT, workers=2, engine="compiled")
    seconds = time.perf_counter() - began
    worlds = len(found.worlds.simulated)
    of_eight = seconds * len(EIGHT) / worlds * 1000 / replications
    told = f"{of_eight:.0f} s ({seconds:.0f} s for {worlds} worlds x {replications})"
    yield Line("8 rule books x 1,000 replications x 20 years, 2 processes", told, "< 120 s", of_eight < 120)


def waits(few: bool) -> Iterator[Line]:
    """Small commands, resuming, and the compiler."""
    import resume
    import start

    cpu = start.run_one_cpu_seconds()
    yield Line("run of one replication, figures of one language", f"{cpu:.2f} s of CPU", "<= 2.5 s", cpu <= 2.5)
    for command in ("validate beijing-2011", "policies"):
        wait = start.startup_ms(command)
        yield Line(f"yindao {command}", f"{wait:.0f} ms", "<= 200 ms", wait <= 200)
    point = resume.resume_ms_a_point()
    yield Line("resume with nothing to do", f"{point:.1f} ms a point", "<= 5 ms a point", point <= 5)
    warm = _apart("warm_start")["seconds"]
    yield Line("warm start of the compiled laws, numba's import included", f"{warm:.2f} s", "<= 1 s", warm <= 1)
    if not few:
        cold = cold_compile()
        yield Line("cold compile", f"{cold:.0f} s of CPU", "<= 120 s", cold <= 120)


def warm_start() -> dict[str, float]:
    """Wall-clock seconds until the first replication, less what a replication takes."""
    from sim.scenario.files import load

    scenario = load("beijing-2011")
    began = time.perf_counter()
    from sim.engine import kernel

    kernel.simulate(scenario, 0)
    first = time.perf_counter() - began
    began = time.perf_counter()
    kernel.simulate(scenario, 0)
    return {"seconds": first - (time.perf_counter() - began)}


def cold_compile() -> float:
    """CPU seconds of a builder that finds nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"YINDAO_CACHE": folder}
        subprocess.run([sys.executable, "-m", "sim.engine.build"], env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


LINES = {
    "digests": same_digests,
    "speed": speed,
    "size": size,
    "books": eight_books,
    "waits": waits,
}


def main() -> None:
    """Print every line as it is found, then where the time goes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default=",".join(LINES), help=f"some of {','.join(LINES)}")
    parser.add_argument("--few", action="store_true", help="fewer replications, for a first look")
    given = parser.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    for name in given.only.split(","):
        for line in LINES[name](given.few):
            print(f"{'met   ' if line.met else 'MISSED'}  {line.name}: {line.found}; goal {line.goal}", flush=True)
    parts.print_parts()


if __name__ == "__main__":
    main()
