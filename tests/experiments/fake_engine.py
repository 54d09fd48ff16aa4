"""A stand-in engine for what a real one must never do: fail, dawdle, or take its process down with it."""

import multiprocessing
import os
import time
from pathlib import Path

from one_appropriation import history_of

from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

FAILS, DAWDLES, DIES = 666, 777, 888


def simulate(scenario: Scenario, replication: int) -> History:
    """Two postings whose amounts tell seed and replication apart; some seeds misbehave."""
    if scenario.seed == FAILS and replication == 3:
        raise ZeroDivisionError("a planted mistake")
    if scenario.seed == DAWDLES:
        Path(os.environ["STARTED"]).touch()  # tells the test that replications are under way
        time.sleep(0.2)
    if scenario.seed == DIES and multiprocessing.parent_process() is not None:
        os._exit(7)
    amount = 1_000 * scenario.seed + replication + 1
    return history_of(replication, amount)
