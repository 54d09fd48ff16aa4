"""Whether the results of so many replications can stay in memory, asked before any is simulated."""

import os

from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

BYTES = 10_000  # what a replication of one world leaves behind, at least


def check_memory(replications: int, worlds: int = 1) -> None:
    """Raise BadInput where the results of ``replications`` in each of ``worlds`` exceed the machine's memory."""
    needed, there = BYTES * replications * worlds, _memory()
    if there and needed > there:
        message = said(
            "is {replications:,}; their results take some {needed:.0f} GB of memory, and this "
            "machine has {there:.0f}; take fewer, or stop at a half-width with --until",
            replications=replications,
            needed=needed / 1000000000.0,
            there=there / 1000000000.0,
        )
        raise BadInput([Problem("--replications", "", message)])


def _memory() -> int:
    """Bytes of memory of this machine, 0 where it does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0
