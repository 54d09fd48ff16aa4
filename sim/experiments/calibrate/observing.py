"""What is observed of replications: numerators and denominators, whose sums over all replications make a moment.

A new moment is a line in ``OBSERVERS``: how one replication is read, and what the economy itself says it should be.
"""

import math
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.experiments.work.replication import ReplicationFailedError, Simulate, simulator
from sim.ledger.history import NEVER, History
from sim.ledger.records import column
from sim.scenario.economy_schema import STAGES, Economy
from sim.scenario.scenario_schema import Scenario

DAYS_A_MONTH = 365.0 / 12.0
Parts = NDArray[np.float64]  # numerators and denominators, (2, entries): an entry a stage, or one
Read = Callable[[History, Economy], Parts]
Own = Callable[[Economy, int], float]


@dataclass(frozen=True)
class Observer:
    """How a moment is read of one replication, at each of ``stages`` or, where none is named, once.

    ``own`` is what the economy itself says it should be, if it says so.
    """

    name: str
    read: Read
    stages: tuple[str, ...] = ()
    own: Own | None = None


@dataclass(frozen=True)
class Seen:
    """A moment over all replications and its standard error; None where there was nothing to observe."""

    value: float | None
    se: float | None


def pooled(parts: Sequence[tuple[float, float]]) -> Seen:
    """The sum of numerators over that of denominators; its error from the spread between replications."""
    numbers = np.array(parts, dtype=np.float64).reshape(-1, 2)
    below = float(numbers[:, 1].sum())
    if below <= 0.0:
        return Seen(None, None)
    value = float(numbers[:, 0].sum()) / below
    count = len(numbers)
    if count < 2:
        return Seen(value, None)
    left = numbers[:, 0] - value * numbers[:, 1]
    return Seen(value, math.sqrt(count / (count - 1) * float((left * left).sum())) / below)


# ---- what is read of one replication --------------------------------------------------------------------------------


def _advance_chance(history: History, economy: Economy) -> Parts:
    """Chance to be ready for the next round, of every company that closed one, summed by stage; and how many."""
    since = _since_start(history)
    stage = column(history.rounds, "stage")[since]
    chance, count = column(history.rounds, "advance_chance", np.float64)[since], len(STAGES)
    return np.array([np.bincount(stage, chance, minlength=count), np.bincount(stage, minlength=count)])


def _closings(history: History, economy: Economy) -> Parts:
    """Rounds that closed, by stage, and those with the ones that found too little money; not those still on offer."""
    closed = np.bincount(column(history.rounds, "stage")[_since_start(history)], minlength=len(STAGES))
    return np.array([closed, closed + _counted(history, "rounds_failed")], dtype=np.float64)


def _declined(history: History, economy: Economy) -> Parts:
    """Companies that a manager without a share in them declined on what it expected; of all it could pay for."""
    return np.array([_counted(history, "declined"), _counted(history, "shown")], dtype=np.float64)


def _funds_at_work(history: History, economy: Economy) -> Parts:
    """Funds in their investment period that a fund sees on a day of its own, itself among them; over all such days."""
    up = [one for one in history.funds if one.set_up != NEVER]
    closes = np.array([one.set_up for one in up], dtype=np.int64)
    last = [one.ended if one.ended != NEVER else history.horizon for one in up]
    ends = np.minimum(closes + round(365 * economy.fund.investment_years), np.array(last, dtype=np.int64))
    begins, ends = np.maximum(closes, 0)[ends > 0], ends[ends > 0]
    together = np.minimum.outer(ends, ends) - np.maximum.outer(begins, begins)
    return np.array([[np.maximum(together, 0).sum()], [(ends - begins).sum()]], dtype=np.float64)


def _since_start(history: History) -> NDArray[np.bool_]:
    """Rounds of day 0 and after, whenever the company was founded; counters count no others."""
    return np.asarray(column(history.rounds, "day") >= 0)


def _counted(history: History, what: str) -> NDArray[np.int64]:
    """A counter by stage."""
    return np.array([history.counters.get(f"{what}_{stage}", 0) for stage in STAGES], dtype=np.int64)


def _listing_wait(history: History, economy: Economy) -> Parts:
    """Months in the listing queue, those of filings that expired included, and how many waited."""
    counters = history.counters
    return np.array([[counters["listing_wait_days"] / DAYS_A_MONTH], [counters["listing_waits"]]], dtype=np.float64)


def _chasing(history: History, economy: Economy) -> Parts:
    """Uninvested money with its base (yuan), over the looks at which rounds were shown."""
    looks = history.counters.get("looks", 0)
    money = history.counters.get("chasing_yuan", 0) + looks * economy.rounds.heat_base
    return np.array([[money], [looks]], dtype=np.float64)


def _ready(economy: Economy, stage: int) -> float:
    """The chance of the row to be ready for the next round."""
    return economy.company.advance[stage] / economy.company.funded_when_ready[stage]


OBSERVERS: dict[str, Observer] = {
    one.name: one
    for one in (
        Observer("advance_chance", _advance_chance, STAGES[:-1], _ready),
        Observer(
            "closings", _closings, STAGES[1:], lambda economy, stage: economy.company.funded_when_ready[stage - 1]
        ),
        Observer("declined", _declined, STAGES),
        Observer("funds_at_work", _funds_at_work, own=lambda economy, _: economy.private.eligible_funds),
        Observer("listing_wait", _listing_wait),
        Observer("chasing_money", _chasing, own=lambda economy, _: economy.rounds.heat_reference),
    )
}


# ---- replications ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Observing:
    """The task of a calibration: what observers, by name, read of each replication of ``scenario``."""

    module: str
    scenario: Scenario
    observers: tuple[str, ...]

    def begin(self) -> Callable[[int], list[Parts]]:
        """What does one replication; what was read stands in the order of the observers."""
        return partial(observe, simulator(self.module), self.scenario, self.observers)


def observe(simulate: Simulate, scenario: Scenario, observers: Sequence[str], replication: int) -> list[Parts]:
    """What ``observers`` read of one replication; raises ReplicationFailedError where it fails."""
    try:
        history = simulate(scenario, replication)
        return [OBSERVERS[name].read(history, scenario.economy) for name in observers]
    except Exception as cause:
        reason = f"{type(cause).__name__}: {cause}"
        raise ReplicationFailedError(scenario.seed, replication, reason, traceback.format_exc()) from cause
