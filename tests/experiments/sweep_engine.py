"""A stand-in engine for sweeps: cheap, and at some values of the share cap it fails, dies, or waits for its end."""

import errno
import multiprocessing
import os
import signal
import time
from pathlib import Path

from one_appropriation import history_of

from sim.economy.streams import Draws
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

FAILS, DIES, DIES_ONCE, FULL, SWINGS = 0.61, 0.62, 0.63, 0.64, 0.65


def simulate(scenario: Scenario, replication: int, *, draws: Draws) -> History:
    """One appropriation whose amount depends on the share cap and on a draw; at SWINGS on the replication's parity."""
    cap = scenario.policy.stage_equity.share_cap
    if cap == FAILS and replication == 3:
        raise ZeroDivisionError("a planted mistake")
    if cap == FULL:
        raise OSError(errno.ENOSPC, "No space left on device")
    if multiprocessing.parent_process() is not None:
        _die(cap, Path(scenario.title))
    time.sleep(float(os.environ.get("SWEEP_PAUSE", "0")))
    amount = 100_000 + round(cap * 10_000) + int(draws.stream("quality").u(0) * 1000)
    if cap == SWINGS:
        amount = 1_000 + 100 * (replication % 2)
    return history_of(replication, amount)


def _die(cap: float, once: Path) -> None:
    """Workers keep the environment of the first, so the file that tells of a death is named by the scenario's title."""
    if cap == DIES:
        os.kill(os.getpid(), signal.SIGKILL)
    if cap == DIES_ONCE and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
