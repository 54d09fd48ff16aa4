"""What is observed of replications: numerators and denominators, whose sums over all replications make a moment.

All is of days from the start on; what a world had before does not count. A new moment is a line in ``OBSERVERS``: how
one replication is read, and what the economy itself says it should be.
"""

import math
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiments.work.replication import ReplicationFailedError, Simulate, simulator
from sim.ledger.history import NEVER, History
from sim.ledger.records import column
from sim.scenario.economy_schema import STAGES, Economy
from sim.scenario.scenario_schema import Scenario

DAYS_A_MONTH = 365.0 / 12.0
Parts = NDArray[np.float64]  # numerators and denominators, (2, entries): an entry a stage or a year, or one
NEIGHBOUR = 0.5  # weight of the years before and after, that of the year itself being 1
Read = Callable[[History, Economy], Parts]
Own = Callable[[Economy, int], float]


@dataclass(frozen=True)
class Observer:
    """How a moment is read of one replication: at each of ``stages``, in each year, or once.

    ``own`` is what the economy itself says it should be, if it says so. ``told``: that is said of neutral elasticities
    only; under others it is told what there is, and not judged.
    """

    name: str
    read: Read
    stages: tuple[str, ...] = ()
    years: bool = False
    own: Own | None = None
    told: bool = False

    @property
    def each(self) -> str:
        """What there is an entry for."""
        return "stage" if self.stages else "year" if self.years else ""

    def parts(self, history: History, economy: Economy, entries: int) -> Parts:
        """What is read for a key of so many entries."""
        found = self.read(history, economy)
        return by_year(found, entries) if self.years else found


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


def by_year(parts: Parts, entries: int) -> Parts:
    """Of parts by year those of ``entries`` years, each with half of the years beside it.

    The last holds for all that follow, so all that is counted from there on belongs to it; the one before has half of
    the year beside it alone.
    """
    raw = np.zeros((2, max(entries, parts.shape[1])))
    raw[:, : parts.shape[1]] = parts
    found = np.column_stack([raw[:, : entries - 1], raw[:, entries - 1 :].sum(axis=1)])
    found[:, 1:] += NEIGHBOUR * raw[:, : entries - 1]
    found[:, :-1] += NEIGHBOUR * raw[:, 1:entries]
    return found


def pooled_at(parts: Sequence[Parts], entry: int, *, years: bool) -> Seen:
    """The moment of an entry; of a year in which nothing was counted that of the nearest, the earlier of two."""
    counted = np.array([one[1] for one in parts]).sum(axis=0)
    if years:
        entry = min(np.flatnonzero(counted > 0.0).tolist(), key=lambda year: abs(year - entry), default=entry)
    return pooled([(one[0, entry], one[1, entry]) for one in parts])


# ---- what is read of one replication --------------------------------------------------------------------------------


def _advance_chance(history: History, economy: Economy) -> Parts:
    """Chance to be ready for the next round, of every company that closed one, summed by stage; and how many."""
    stage, chance = _stages(history), _since_start(history.rounds, "advance_chance", np.float64)
    count = len(STAGES)
    return np.array([np.bincount(stage, chance, minlength=count), np.bincount(stage, minlength=count)])


def _closings(history: History, economy: Economy) -> Parts:
    """Rounds that closed, by stage, and those with the ones that found too little money; not those still on offer."""
    closed = np.bincount(_stages(history), minlength=len(STAGES))
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


def _sought(history: History, economy: Economy) -> Parts:
    """Private money (yuan) that others closed in the year before an attempt with what it would raise alone, by year."""
    year, sought = _since_start(history.attempts, "day") // 365, _since_start(history.attempts, "sought_fen")
    return np.array([np.bincount(year, sought / 100.0), np.bincount(year)])


def _since_start(records: Sequence[Any], field: str, kind: type[np.generic] = np.int64) -> NDArray[Any]:
    """A field of the records that carry a day, of those of day 0 and after, as counters count no others."""
    return column(records, field, kind)[column(records, "day") >= 0]


def _stages(history: History) -> NDArray[np.int64]:
    """The stage of each round that closed."""
    return _since_start(history.rounds, "stage")


def _ready(economy: Economy, stage: int) -> float:
    """The chance of the row to be ready for the next round."""
    return economy.company.advance[stage] / economy.company.funded_when_ready[stage]


def entry_of(values: Sequence[float], at: int) -> float:
    """An entry of an array whose last holds for all that follow; 0 of none."""
    return float(values[min(at, len(values) - 1)]) if values else 0.0


OBSERVERS: dict[str, Observer] = {
    one.name: one
    for one in (
        Observer("advance_chance", _advance_chance, STAGES[:-1], own=_ready),
        Observer("closings", _closings, STAGES[1:], own=lambda economy, at: economy.company.funded_when_ready[at - 1]),
        Observer("declined", _declined, STAGES),
        Observer("funds_at_work", _funds_at_work, own=lambda economy, _: economy.private.eligible_funds),
        Observer("listing_wait", _listing_wait),
        Observer("chasing_money", _chasing, own=lambda economy, _: economy.rounds.heat_reference),
        Observer(
            "private_sought",
            _sought,
            years=True,
            own=lambda economy, at: entry_of(economy.private.pool, at),
            told=True,
        ),
    )
}


# ---- replications ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Observing:
    """The task of a calibration: what observers, by name, read of each replication for a key of how many entries."""

    module: str
    scenario: Scenario
    observers: tuple[tuple[str, int], ...]

    def begin(self) -> Callable[[int], list[Parts]]:
        """What does one replication; what was read stands in the order of the observers."""
        return partial(observe, simulator(self.module), self.scenario, self.observers)


def observe(
    simulate: Simulate, scenario: Scenario, observers: Sequence[tuple[str, int]], replication: int
) -> list[Parts]:
    """What ``observers`` read of one replication; raises ReplicationFailedError where it fails."""
    try:
        history = simulate(scenario, replication)
        return [OBSERVERS[name].parts(history, scenario.economy, entries) for name, entries in observers]
    except Exception as cause:
        reason = f"{type(cause).__name__}: {cause}"
        raise ReplicationFailedError(scenario.seed, replication, reason, traceback.format_exc()) from cause
