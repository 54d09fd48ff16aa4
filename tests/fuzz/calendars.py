"""Random worlds on both calendars: the laws must say the same uncompiled and compiled.

``python -m tests.fuzz.calendars`` tries thousands and exits with 1 on any difference, told with the least settings that
show it. A crash of compiled code ends its process; the world that it was at is told too.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, reject, seed, settings

from sim.engine import reference
from sim.engine.faults import EngineError
from sim.ledger.history import History
from sim.scenario.errors import BadInput
from sim.scenario.scenario_schema import Scenario
from tests.engine.worlds import told
from tests.fuzz.alarm import TooLongError, within
from tests.fuzz.worlds import BOOKS, World, worlds

Simulate = Callable[[Scenario, int], History]

LONGEST = 20.0  # seconds for a village, which takes a twentieth of one
PART = 250  # worlds a process tries
QUIET = settings(deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
OTHERS = {
    "compiled": "sim.engine.kernel",
    "checked": "tests.engine.checked_rows",  # uncompiled, and strict about kinds and row numbers
}


def outcome(simulate: Simulate, world: World) -> Any:
    """What a world leaves: its history, or in words why it stopped."""
    scenario = world.load()
    try:
        with within(LONGEST):
            return told(simulate(scenario, world.replication))
    except EngineError as fault:
        return f"stopped for reason {fault.reason} about {fault.who} with {fault.fen}: {fault}"
    except Exception as error:  # whatever it is, the other way must end by it too
        return f"{type(error).__name__}: {error}"


def difference(world: World, other: Simulate) -> str:
    """In what ``other`` differs from the laws uncompiled, empty if in nothing."""
    ours, theirs = outcome(reference.simulate, world), outcome(other, world)
    if ours == theirs:
        return ""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return "other " + ", ".join(name for name in ours if ours[name] != theirs[name])
    return " against ".join(one if isinstance(one, str) else "a history" for one in (ours, theirs))


def least(world: World, differs: Callable[[World], str]) -> World:
    """The world with as few settings as still show a difference."""
    for setting in world.settings:
        smaller = replace(world, settings=tuple(one for one in world.settings if one != setting))
        try:
            world = smaller if differs(smaller) else world
        except (BadInput, TooLongError):
            continue
    return world


def search(number: int, count: int, differs: Callable[[World], str], at: Path) -> int:
    """Try so many worlds of a seed and tell those that differ; how many did. ``at`` names the world that is tried."""
    found: list[str] = []

    @seed(number)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=HealthCheck
    )
    @given(worlds())
    def one(world: World) -> None:
        at.write_text(world.command, encoding="utf-8")
        try:
            if differs(world):
                smallest = least(world, differs)
                found.append(f"{smallest.command}\n  {differs(smallest)}")
                print(found[-1], flush=True)
        except TooLongError:
            reject()

    one()
    return len(found)


def way(against: str) -> Simulate:
    """Another way of running, loaded and compiled before anything is timed."""
    found: Simulate = import_module(OTHERS[against]).simulate
    found(World(BOOKS[0], ()).load(), 0)
    return found


def in_own_process(number: int, against: str) -> bool:
    """Whether one part of the long run went well."""
    at = Path(tempfile.gettempdir()) / f"yindao-world-{number}"
    words = ["--seed", str(number), "--count", str(PART), "--against", against, "--here", str(at)]
    code = subprocess.call([sys.executable, "-m", "tests.fuzz.calendars", *words])
    if code not in (0, 1):
        print(
            f"{at.read_text(encoding='utf-8') if at.exists() else number}\n  ended the process with {code}", flush=True
        )
    at.unlink(missing_ok=True)
    return code == 0


def main() -> int:
    """The long run; prints each difference with the command that shows it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=20110315)
    asked.add_argument("--count", type=int, default=4000)
    asked.add_argument("--against", choices=OTHERS, default="compiled")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--here", type=Path, default=None, help="in this process; the file that names the world tried")
    wanted = asked.parse_args()
    if wanted.here is not None:
        return int(search(wanted.seed, wanted.count, partial(difference, other=way(wanted.against)), wanted.here) > 0)
    seeds = range(wanted.seed, wanted.seed + -(-wanted.count // PART))
    with ThreadPoolExecutor(wanted.workers) as pool:
        well = list(pool.map(partial(in_own_process, against=wanted.against), seeds))
    print(
        f"calendars: {len(well) * PART} worlds tried against {wanted.against}, {well.count(False)} parts with trouble"
    )
    return int(not all(well))


if __name__ == "__main__":
    sys.exit(main())
