"""Where the command is tried in odd environments, and what is looked at when it has ended."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import sim

HERE = Path(__file__).parents[1]
VILLAGE = str(HERE / "village.toml")
COMMAND = (sys.executable, "-m", "sim.cli.app")
REPLICATIONS = 2
RUN = ("run", VILLAGE, "--replications", str(REPLICATIONS), "--workers", "1")
LONG = ("run", VILLAGE, "--replications", "100000", "--workers", "2")
SWEEP = ("sweep", VILLAGE, "--vary", "policy.stage_equity.share_cap=0.2,0.3", "--workers", "2")
LONGEST = 120.0  # seconds any of them may take on a busy machine
TRACES = ("Traceback", "Exception ignored", "Fatal Python error", "Aborted")
WARNINGS = ("Warning:", "leaked")
WHOLE = ("manifest.json", "summary.json", "measures.parquet", "report.md")
NOBODY = 65534


class SkipError(Exception):
    """This machine cannot make the environment."""


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    code: int
    out: str = ""
    err: str = ""


@dataclass
class Place:
    """An empty folder to work in, and the environment variables of what runs there."""

    folder: Path
    env: dict[str, str] = field(default_factory=lambda: dict(os.environ) | {"PYTHONPATH": str(HERE.parent)})

    @property
    def out(self) -> Path:
        """Where results are asked for."""
        return self.folder / "out"

    def start(self, *words: Any, command: Sequence[str] = COMMAND, **how: Any) -> "subprocess.Popen[bytes]":
        """Start the command here; ``how`` as `subprocess.Popen` takes it."""
        marked = {**self.env, "YINDAO_PLACE": str(self.folder)}
        streams: Mapping[str, Any] = {
            "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
        }  # fmt: skip
        return subprocess.Popen([*command, *words], **{**streams, "cwd": self.folder, "env": marked, **how})

    def run(self, *words: Any, **how: Any) -> Done:
        """Run the command to its end."""
        return ended(self.start(*words, **how))

    def simulate(self, *words: Any, **how: Any) -> Done:
        """Run the village; its results are whole and those of everywhere else, unless it was refused."""
        done = self.run(*RUN, "--out", self.out, *words, **how)
        if done.code == 0:
            assert digest() in (self.out / "manifest.json").read_text(encoding="utf-8")
        return done

    def running(self) -> list[int]:
        """The processes of this place."""
        mark = f"YINDAO_PLACE={self.folder}\0".encode()
        return [int(one.name) for one in Path("/proc").glob("[0-9]*") if mark in _environment(one)]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes() + b"\0"
    except OSError:
        return b""


@cache
def digest() -> str:
    """What the village gives in this process."""
    found: str = sim.run(sim.load(VILLAGE, replications=REPLICATIONS), workers=1).digest
    return found


def ended(process: "subprocess.Popen[bytes]") -> Done:
    """Wait for the end of a process."""
    try:
        out, err = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Done(-1, "", f"still at work after {LONGEST:.0f} seconds")
    return Done(process.returncode, (out or b"").decode("utf-8", "replace"), (err or b"").decode("utf-8", "replace"))


def wait_for(sign: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    """Until ``sign`` is true or the process has ended, for as long as a command may take."""
    until = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < until and not sign():
        time.sleep(0.01)


@contextmanager
def room(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of that size at ``folder``; raises SkipError where none can be made."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        folder.rmdir()
        raise SkipError("no small disk can be made; that takes root and tmpfs") from None
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@dataclass(frozen=True)
class Environment:
    """What is done in a place, the codes that may end it, and whether a hidden folder may remain."""

    name: str
    attempt: Callable[[Place], Done]
    codes: tuple[int, ...]
    may_leave: bool

    def trouble(self, folder: Path) -> str:
        """What was wrong; empty if nothing. Raises SkipError where this machine cannot tell."""
        place = Place(folder)
        try:
            done = self.attempt(place)
        except AssertionError as cause:
            return f"another result than it should be: {cause}"
        signs = TRACES if self.may_leave else (*TRACES, *WARNINGS)  # after a hard kill Python tells of semaphores
        found = [f"says {sign!r}" for sign in signs if sign in done.out + done.err]
        if done.code not in self.codes:
            found.append(f"ends with {done.code} instead of {' or '.join(map(str, self.codes))}")
        found += [] if self.may_leave else half_written(folder)
        if _still_running(place):
            found.append("leaves processes behind")
        return "" if not found else f"{'; '.join(found)}\n{done.out[-2000:]}\n{done.err[-4000:]}"


def half_written(folder: Path) -> list[str]:
    """What a command should have taken away, and results folders that lack something."""
    found = [f"leaves {path.name}" for pattern in (".yindao-*", ".*.part") for path in folder.rglob(pattern)]
    for manifest in folder.rglob("manifest.json"):
        found += [f"lacks {name}" for name in WHOLE if not (manifest.parent / name).is_file()]
    return found


def _still_running(place: Place) -> bool:
    """Whether a process is there that does not end by itself within ten seconds."""
    until = time.monotonic() + 10
    while place.running():
        if time.monotonic() > until:
            return True
        time.sleep(0.05)
    return False


ENVIRONMENTS: dict[str, Environment] = {}


def environment(name: str, *codes: int, may_leave: bool = False) -> Callable[[Callable[[Place], Done]], None]:
    """Enter what follows under ``name``; it may end with any of ``codes``."""

    def enter(attempt: Callable[[Place], Done]) -> None:
        ENVIRONMENTS[name] = Environment(name, attempt, codes, may_leave)

    return enter
