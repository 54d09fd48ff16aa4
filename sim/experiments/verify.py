"""The self-test of an installation: small checks whose answers are known."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.engine import cache
from sim.engine.auto import COMPILED, REFERENCE, EngineName
from sim.experiments.run.ask import run
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module, simulator
from sim.ledger.auditor import audit
from sim.measures.irr import xirr
from sim.measures.reduce import Reduced, reduce_history
from sim.scenario.scenario_schema import Scenario

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Check:
    """One question, whether the answer was right, and the answer."""

    name: str
    ok: bool
    detail: str


def verify(scenario: Scenario, replications: int = 2) -> Iterator[Check]:
    """Check the IRR, conservation, determinism, workers and both calendars in so many replications of ``scenario``."""
    small = replace(scenario, replications=replications)
    yield _checked("IRR against closed forms", lambda: irr_agrees())
    yield _checked("conservation of money", lambda: books_hold(small))
    yield _checked("determinism: the same replication twice", lambda: same_twice(small))
    yield _checked("determinism: one worker and two", lambda: same_on_two_workers(small))
    yield _checked("both calendars: under SimPy and compiled", lambda: same_on_both_calendars(small))


def _checked(name: str, question: Callable[[], tuple[bool, str]]) -> Check:
    """An error inside a check is an answer too: that something is broken."""
    try:
        ok, detail = question()
    except Exception as cause:
        ok, detail = False, f"{type(cause).__name__}: {cause}"
    return Check(name, ok, detail)


def irr_agrees() -> tuple[bool, str]:
    """Our IRR against solutions by hand: one payment doubled in five years, and two equal receipts (a quadratic)."""
    growth = (60 + math.sqrt(60 * 60 + 4 * 60 * 100)) / 200  # 100 g**2 - 60 g - 60 = 0
    cases = [
        ([0, 5 * 365], [-100_000, 200_000], 2 ** (1 / 5) - 1),
        ([0, 365, 730], [-100, 60, 60], growth - 1),
        ([0, 365], [-100, 100], 0.0),
    ]
    worst = 0.0
    for days, fen, expected in cases:
        found = xirr(np.array(days, dtype=np.int64), np.array(fen, dtype=np.int64))
        worst = max(worst, math.inf if found is None else abs(found - expected))
    return worst < TOLERANCE, f"{len(cases)} series, largest difference {worst:.1e}"


def books_hold(scenario: Scenario) -> tuple[bool, str]:
    """The auditor rebuilds every balance of every replication from its postings."""
    simulate = simulator(engine_module(REFERENCE))
    count = 0
    for r in range(scenario.replications):
        history = simulate(scenario, r)
        count += len(history.postings.rows)
        findings = audit(history.postings, begins=history.begins)
        if findings:
            return False, f"replication {r}: {findings[0].text}"
    return True, f"{count} postings in {scenario.replications} replications, no finding"


def same_twice(scenario: Scenario) -> tuple[bool, str]:
    """Replication 0 simulated twice has one digest."""
    simulate = simulator(engine_module(REFERENCE))
    first, second = (simulate(scenario, 0).postings.digest().hex() for _ in range(2))
    return first == second, f"{first[:16]} and {second[:16]}"


def same_on_two_workers(scenario: Scenario) -> tuple[bool, str]:
    """The run's digest does not depend on the number of processes."""
    one, two = (run(scenario, workers=workers).digest for workers in (1, 2))
    return one == two, f"{one[:16]} and {two[:16]}"


def same_on_both_calendars(scenario: Scenario) -> tuple[bool, str]:
    """The laws run under SimPy and compiled leave the same ledger and the same measures."""
    if not cache.has_compiler():
        return True, "numba is not installed or switched off: all runs under SimPy, nothing to compare"
    with laws_for(COMPILED):
        for r in range(scenario.replications):
            ours, theirs = (_reduced(engine, scenario, r) for engine in (REFERENCE, COMPILED))
            if (ours.digest, ours.values) != (theirs.digest, theirs.values):
                return False, f"replication {r}: {ours.digest.hex()[:16]} and {theirs.digest.hex()[:16]}"
    return True, f"{scenario.replications} replications, the same ledgers and measures"


def _reduced(engine: EngineName, scenario: Scenario, replication: int) -> Reduced:
    return reduce_history(simulator(engine_module(engine))(scenario, replication), scenario)
