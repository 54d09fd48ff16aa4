"""Wrong files, settings and command lines: each is accepted or refused in clear lines, within seconds.

``python -m tests.fuzz.mutations`` tries thousands and exits with 1 on any trouble; ``--seed`` and ``--first`` choose
which, so that one of them can be tried again by its number.
"""

import argparse
import multiprocessing
import os
import random
import shlex
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from typer.testing import CliRunner

import sim
from sim.cli.app import app
from sim.experiments.sweep.vary import axes
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.fuzz.alarm import TooLongError, within
from tests.fuzz.wrong_commands import command, setting
from tests.fuzz.wrong_files import TESTS, wrong

LONGEST = 5.0  # seconds for reading and refusing
LONGEST_RUN = 20.0  # seconds for two years of a village
LONGEST_LINE = 800
LONGEST_WORD = 100
SMALL = ("horizon_years=2", "economy.pipeline.shelf=5", "economy.pipeline.disclosures_per_year=20")
KINDS = ("policy", "policy", "economy", "scenario", "setting", "command")
FRAME = {"policy": "village-policy.toml", "economy": "village-economy.toml"}
# What a message never says: words of the tools that find a mistake.
FOREIGN = ("Traceback", "pydantic", "validation error", "object has no attribute", "NoneType", "<class", "Errno")
# Where simulation begins; a command line that gets as far is accepted.
ENGINES = (
    "sim.experiments.run.ask.run_replications",
    "sim.experiments.compare.ask.run_replications",
    "sim.experiments.decompose.ask.run_replications",
    "sim.experiments.work.points.Simulated.simulate",
    "sim.engine.reference.simulate",
    "sim.experiments.verify.verify",
)


class ReachedError(Exception):
    """A command line was accepted and began to simulate."""


@dataclass(frozen=True)
class Outcome:
    """How a trial went: ``trouble`` is empty where it was accepted or ``refused`` in clear lines."""

    number: int
    kind: str
    what: str
    trouble: str = ""
    refused: str = ""


def attempt(seed: int, number: int, folder: Path) -> Outcome:
    """One trial in an empty folder, which becomes the working directory; the same for the same two numbers."""
    chance = random.Random(f"{seed}/{number}")
    kind = chance.choice(KINDS)
    if kind == "command":
        words = command(chance)
        return _judged(number, kind, shlex.join(words), lambda: _command(words, folder))
    if kind == "setting":
        given = setting(chance)
        return _judged(number, kind, given, lambda: _setting(given))
    content = wrong(kind, chance)
    return _judged(number, kind, content[:4000].decode("utf-8", "replace"), lambda: _file(kind, content, folder))


def _judged(number: int, kind: str, what: str, tried: Callable[[], str]) -> Outcome:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            refused = tried()
    except TooLongError as late:
        return Outcome(number, kind, what, str(late))
    except Exception as error:  # whatever it is, it is what this looks for
        cause = error.__cause__ or error
        return Outcome(number, kind, what, f"{type(cause).__name__}: {cause}"[:2000])
    return Outcome(number, kind, what, unclear(refused), refused)


def unclear(refused: str) -> str:
    """What is wrong with the lines of a refusal, empty if nothing."""
    for line in refused.strip().split("\n"):
        if len(line) > LONGEST_LINE or not line.isprintable():
            return f"unclear line: {line[:300]!r}"
        if any(word in line for word in FOREIGN):
            return f"words of a tool: {line[:300]!r}"
    return ""


def _file(kind: str, content: bytes, folder: Path) -> str:
    """Check a wrong file, then load a scenario with it and run two years of it."""
    for name in ("village.toml", *FRAME.values()):
        shutil.copy(TESTS / name, folder / name)
    (folder / "file.toml").write_bytes(content)
    with within(LONGEST):
        told = _refusal(["validate", "file.toml"])
    try:
        with within(LONGEST):
            parts = {} if kind == "scenario" else {kind: "file.toml"}
            source = "file.toml" if kind == "scenario" else "village.toml"
            scenario = load(source, settings=SMALL, replications=1, **parts)
    except BadInput as refused:
        return f"{told}{refused}"
    with within(LONGEST_RUN):
        sim.run(scenario, workers=1)
    return told


def _setting(given: str) -> str:
    with within(LONGEST):
        refused = []
        for tried in (lambda: load(TESTS / "village.toml", settings=[given]), lambda: axes([given], sampled=False)):
            try:
                tried()
            except BadInput as error:
                refused.append(str(error))
    return "\n".join(refused)


def _command(words: list[str], folder: Path) -> str:
    (folder / "full").mkdir()
    (folder / "full" / "x").write_text("")
    shutil.copy(TESTS / "village-policy.toml", folder / "mycity.toml")
    with within(2 * LONGEST), _stopped():
        refused = _refusal(words)
    for word in words:  # typer repeats an extra word at its full length
        refused = refused.replace(word, word[:LONGEST_WORD]) if len(word) > LONGEST_WORD else refused
    return refused


@contextmanager
def _stopped() -> Iterator[None]:
    """Whatever would simulate raises ReachedError."""
    with ExitStack() as stack:
        for engine in ENGINES:
            stack.enter_context(mock.patch(engine, side_effect=ReachedError))
        yield


def _refusal(words: list[str]) -> str:
    """Standard error of a command that was refused; raises what else went wrong."""
    done = CliRunner().invoke(app, words, catch_exceptions=True)
    if done.exit_code == 2:
        if not done.stderr.strip():
            raise RuntimeError("refused without a word")
        return done.stderr
    if done.exception is not None and not isinstance(done.exception, SystemExit | ReachedError):
        raise done.exception
    if done.exit_code not in (0, 1) or (done.exit_code == 1 and not isinstance(done.exception, ReachedError)):
        raise RuntimeError(f"exit code {done.exit_code}: {done.stderr[:500]}")
    return ""


def in_own_folder(asked: tuple[int, int]) -> Outcome:
    """The trial of a seed and number in a new folder."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return attempt(*asked, Path(folder))
        finally:
            os.chdir(before)


def main() -> int:
    """The long run; prints each trouble with the numbers that show it again."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=20110315)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--count", type=int, default=4000)
    asked.add_argument("--workers", type=int, default=2)
    given = asked.parse_args()
    tasks = [(given.seed, number) for number in range(given.first, given.first + given.count)]
    with multiprocessing.get_context("spawn").Pool(given.workers, maxtasksperchild=500) as pool:
        told = [_told(one, given.seed) for one in pool.imap_unordered(in_own_folder, tasks, chunksize=10)]
    refused, trouble = sum(bool(one.refused) for one in told), sum(bool(one.trouble) for one in told)
    print(f"mutations: {len(told)} tried, {refused} refused with a message, {trouble} with trouble")
    return 1 if trouble else 0


def _told(outcome: Outcome, seed: int) -> Outcome:
    if outcome.trouble:
        again = f"python -m tests.fuzz.mutations --seed {seed} --first {outcome.number} --count 1"
        print(f"{again}\n  {outcome.kind}: {outcome.what[:300]!r}\n  {outcome.trouble}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
