"""Every numeric key at the least and the most it may be: nothing may raise, hang or give a number that is none.

Nor may a key that is said to change nothing (``sim.scenario.gates``) change the postings. After each key alone come
several at once.

``python -m tests.fuzz.extremes`` tries all keys under two rule books in the village and exits with 1 on any trouble;
``--keys`` takes some of them, ``--seed`` chooses which draws the village has. A setting that is refused with a message
is no trouble: it contradicts another key.
"""

import argparse
import math
import multiprocessing
import random
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import sim
from sim.scenario.book import Parameter, by_key, parameters
from sim.scenario.errors import BadInput
from sim.scenario.gates import needed
from sim.scenario.parameter import MOST_OF_A_SIZE
from tests.fuzz.writing import toml_value

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
BOOKS = ("village-policy.toml", "caiqi-2007-128")
BARE = "pari-passu"  # hardly any clause, so that most keys are said to change nothing
LONGEST = 20.0  # seconds for a village, which takes a fifth of one
FIXED = ("seed", "replications")  # they make more of the same, and the long run would never end
NUMBERS = ("number", "whole number")
MOST_ENTRIES = 10
# A million of something takes hours and says nothing new.
MOST_TRIED = 5_000
TRIED = {"economy.managers.slots": 500}
TOGETHER = 4  # keys at their ends at once
MIXED = 400  # such cases in the long run

# Numbers inside tables, which are no keys of their own.
TABLES = {
    "policy.stage_equity.concession": [
        [{"hurdle": hurdle, "share": share, "local_multiple": multiple, "to": to}]
        for hurdle, share, multiple, to in (
            (0.0, 0.0, 0.0, "partners"),
            (1.0, 1.0, 20.0, "manager"),
            (0.0, 1.0, 0.0, "founders"),
        )
    ],
    "policy.stage_equity.option.schedule": [
        [{"from_year": 0.0, "to_year": 30.0, "rate": {"spread": spread}}] for spread in (-0.2, 1.0)
    ],
}


@dataclass(frozen=True)
class Case:
    """One key at one of its ends, under one rule book; ``also`` are others at theirs."""

    book: str
    key: str
    value: Any
    also: tuple[tuple[str, Any], ...] = ()

    @property
    def setting(self) -> str:
        return self.settings[0]

    @property
    def settings(self) -> list[str]:
        return [f"{key}={toml_value(value)}" for key, value in ((self.key, self.value), *self.also)]

    @property
    def command(self) -> str:
        return f"yindao run {VILLAGE} --policy {self.book} " + " ".join(f"--set '{one}'" for one in self.settings)


@dataclass(frozen=True)
class Outcome:
    """How it went: ``trouble`` is empty where the run ended well or the setting was refused."""

    case: Case
    trouble: str
    digest: str = ""
    refused: str = ""
    seconds: float = 0.0


class TooLongError(Exception):
    """The village took longer than it may."""


def ends(parameter: Parameter) -> tuple[Any, ...]:
    """The least and the most that the schema allows; arrays have it in every entry, shares that sum to one in one."""
    if parameter.key in TABLES:
        return tuple(TABLES[parameter.key])
    low, high = _least(parameter), _most(parameter)
    if parameter.count is None:
        return low, high
    if parameter.count == 0:
        return ((low,), (high,) * MOST_ENTRIES) if parameter.unit == "yuan" else ((1.0,), (0.0, 1.0), (1.0, 0.0))
    if parameter.maximum == 1.0 and parameter.key.endswith(("_shares", "_mix")):
        return tuple(_only(place, parameter.count) for place in (0, parameter.count - 1))
    if parameter.key.endswith("window_transition"):
        return tuple(tuple(_only(state, parameter.count) for _ in range(parameter.count)) for state in (0, 2))
    return (low,) * parameter.count, (high,) * parameter.count


def _least(parameter: Parameter) -> Any:
    low = parameter.minimum if parameter.minimum is not None else math.nextafter(parameter.above or 0.0, math.inf)
    return int(low) if parameter.kind == "whole number" else float(low)


def _most(parameter: Parameter) -> Any:
    high = parameter.maximum or 0.0
    if high == MOST_OF_A_SIZE:
        high = TRIED.get(parameter.key, MOST_TRIED)
    return int(high) if parameter.kind == "whole number" else float(high)


def _only(place: int, count: int) -> tuple[float, ...]:
    return tuple(float(at == place) for at in range(count))


def cases(books: Sequence[str] = BOOKS, keys: Sequence[str] = ()) -> list[Case]:
    """All numeric keys, or those named, at both ends under each rule book."""
    return [
        Case(book, parameter.key, value)
        for book in books
        for parameter in parameters()
        if (parameter.kind in NUMBERS or parameter.key in TABLES) and parameter.key not in FIXED
        if not keys or parameter.key in keys
        for value in ends(parameter)
    ]


def mixed(count: int, seed: int, books: Sequence[str] = BOOKS) -> list[Case]:
    """So many cases of four keys at once, each at one of its ends."""
    every, chance = cases(books[:1]), random.Random(seed)
    found = []
    for number in range(count):
        first, *rest = chance.sample(every, TOGETHER)
        also = tuple((one.key, one.value) for one in rest)
        found.append(Case(books[number % len(books)], first.key, first.value, also))
    return found


def attempt(case: Case, seed: int = 7) -> Outcome:
    """Run one replication of the village with the setting, within its time."""
    began = time.perf_counter()
    policy = str(Path(VILLAGE).parent / case.book) if case.book.endswith(".toml") else case.book
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            scenario = sim.load(VILLAGE, policy=policy, settings=case.settings, seed=seed, replications=1)
            result = sim.run(scenario, workers=1)
    except BadInput as refused:
        return Outcome(case, "", refused=str(refused))
    except Exception as error:  # whatever it is, it is what this looks for
        cause = error.__cause__ or error
        return Outcome(case, f"{type(cause).__name__}: {cause}", seconds=time.perf_counter() - began)
    strange = sorted(_strange(result.estimates))
    trouble = f"is no number: {', '.join(strange)}" if strange else ""
    need = "" if case.also else needed(case.key, scenario)
    if need and not trouble and result.digest != unchanged(policy, seed):
        trouble = f"changed the postings, and is said to do so only with {need}"
    return Outcome(case, trouble, result.digest, seconds=time.perf_counter() - began)


@cache
def unchanged(policy: str, seed: int) -> str:
    """The digest of the village without any setting."""
    return sim.run(sim.load(VILLAGE, policy=policy, seed=seed, replications=1), workers=1).digest


def _strange(estimates: Any) -> Iterator[str]:
    """Measures of which some number is NaN or infinite; None is a measure that does not exist."""
    for name, estimate in estimates.items():
        for field, value in estimate.as_dict().items():
            numbers = value if isinstance(value, list | tuple) else [value]
            if any(isinstance(one, float) and not math.isfinite(one) for one in numbers):
                yield f"{name}.{field}"


def in_time(case: Case, seed: int = 7, longest: float = LONGEST) -> Outcome:
    """The same, ended by an alarm when it takes too long (main thread of a process, not on Windows)."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError(f"more than {longest:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, longest)
    try:
        return attempt(case, seed)
    except TooLongError as late:
        return Outcome(case, str(late), seconds=longest)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    """The long run; prints each trouble with the command that shows it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--keys", nargs="*", default=(), choices=list(by_key()), metavar="KEY")
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    found = cases(keys=given.keys) + ([] if given.keys else mixed(MIXED, given.seed))
    random.Random(given.seed).shuffle(found)
    with multiprocessing.get_context("spawn").Pool(given.workers, maxtasksperchild=100) as pool:
        told = [_told(one) for one in pool.imap_unordered(_with_seed, [(case, given.seed) for case in found])]
    refused, trouble = sum(bool(one.refused) for one in told), sum(bool(one.trouble) for one in told)
    print(f"extremes: {len(told)} tried, {refused} refused with a message, {trouble} with trouble")
    return 1 if trouble else 0


def _with_seed(asked: tuple[Case, int]) -> Outcome:
    return in_time(*asked)


def _told(outcome: Outcome) -> Outcome:
    if outcome.trouble:
        print(f"{outcome.case.command}\n  {outcome.trouble} ({outcome.seconds:.1f} s)", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
