"""What starting costs: the light commands in milliseconds, and one replication with its figures in processor time.

python benchmarks/start.py
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIGHT = ("--help", "policies", "validate beijing-2011")


def startup_ms(command: str, repetitions: int = 7) -> float:
    """The median wall time of a command in milliseconds, files warm."""
    _run(command)
    return statistics.median(_run(command)[0] for _ in range(repetitions)) * 1000


def startup_cpu_ms(command: str, repetitions: int = 7) -> float:
    """The median processor time of a command in milliseconds, which a busy machine moves less."""
    return statistics.median(_run(command)[1] for _ in range(repetitions)) * 1000


def run_one_cpu_seconds(repetitions: int = 3) -> float:
    """The median processor time of a run of one replication with the figures of one language, laws uncompiled."""
    found = []
    for _ in range(repetitions):
        with tempfile.TemporaryDirectory() as folder:
            found.append(_run(f"run beijing-2011 --replications 1 --engine reference --out {Path(folder, 'out')}")[1])
    return statistics.median(found)


def _run(command: str) -> tuple[float, float]:
    """Wall and processor time of a command and of the processes it waits for."""
    before, began = os.times(), time.perf_counter()
    words = [sys.executable, "-m", "sim.cli.app", *command.split()]
    subprocess.run(words, env=_kept_bytecode(), capture_output=True, check=True)
    wall, after = time.perf_counter() - began, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def _kept_bytecode() -> dict[str, str]:
    """The environment, in which Python may keep the bytecode of modules: without, every start compiles them anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    for command in LIGHT:
        wall, processor = startup_ms(command), startup_cpu_ms(command)
        print(f"{command}: {wall:.0f} ms, {processor:.0f} ms of processor time", flush=True)
    print(f"one replication with figures: {run_one_cpu_seconds():.2f} s of processor time")


if __name__ == "__main__":
    main()
