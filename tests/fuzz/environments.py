"""The command in environments it was not made for: no home, no streams, no room, signals, names that are no text.

``python -m tests.fuzz.environments`` tries all of them, or those named behind it, and exits with 1 on any trouble: a
traceback or warning, an exit code that is not documented for the case, another digest than elsewhere, anything
half-written, a process left behind. `tests/fuzz/places.py` has the environments' common ground.
"""

import os
import pty
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.fuzz.places import (
    COMMAND,
    ENVIRONMENTS,
    LONG,
    NOBODY,
    RUN,
    SWEEP,
    VILLAGE,
    Done,
    Place,
    SkipError,
    ended,
    environment,
    room,
    wait_for,
)

DONE, FAILED, BAD = 0, 1, 2
WRITING, STORING = ".yindao-*/figures/*", "out/cells/??/*"  # what is there when a command has come so far

# ---- variables ----------------------------------------------------------------------------------------------------


def _set(place: Place, **changes: str | None) -> Done:
    """A run with variables changed, or gone where None."""
    for name, value in changes.items():
        place.env.pop(name, None)
        if value is not None:
            place.env[name] = value
    return place.simulate()


for _name, _changes in {
    "no home": {"HOME": None},
    "a home that is not there": {"HOME": "/proc/nowhere"},
    "a home that nobody may write": {"HOME": "/proc"},
    "an odd time zone": {"TZ": "Asia/Kathmandu"},
    "a time zone that is none": {"TZ": ":nonsense/+99"},
    "a fixed hash seed": {"PYTHONHASHSEED": "1"},
    "another hash seed": {"PYTHONHASHSEED": "4294967295"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
    "warnings shown": {"PYTHONWARNINGS": "default"},
    "one thread": {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
    "thread counts that are none": {"OMP_NUM_THREADS": "many", "NUMBA_DISABLE_JIT": "x"},
    "a passing folder that is not there": {"TMPDIR": "/proc/nowhere"},
    "a passing folder that nobody may write": {"TMPDIR": "/proc"},
    "a folder of matplotlib that nobody may write": {"MPLCONFIGDIR": "/proc", "HOME": "/proc"},
    "another backend of matplotlib": {"MPLBACKEND": "TkAgg", "DISPLAY": ":99"},
    "a dumb terminal of one column": {"TERM": "dumb", "COLUMNS": "1", "NO_COLOR": "1"},
}.items():
    environment(_name, DONE)(partial(_set, **_changes))


@environment("no variables at all", DONE)
def _nothing(place: Place) -> Done:
    place.env = {"PYTHONPATH": place.env["PYTHONPATH"]}
    return place.simulate()


@environment("the C locale, in Chinese", DONE)
def _c_locale(place: Place) -> Done:
    place.env |= {"LC_ALL": "C"}
    return place.simulate("--lang", "zh")


@environment("a locale of seven bits, in Chinese", DONE)
def _seven_bits(place: Place) -> Done:
    place.env |= {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return place.simulate("--lang", "zh")


# ---- streams ------------------------------------------------------------------------------------------------------


def _close(*handles: int) -> Callable[[], None]:
    def close() -> None:
        for handle in handles:
            os.close(handle)

    return close


for _handles in ((0,), (1,), (2,), (0, 1, 2)):
    environment(f"streams {_handles} closed", DONE)(
        lambda place, handles=_handles: place.simulate(preexec_fn=_close(*handles))
    )


@environment("standard output on a full device", FAILED)
def _full_output(place: Place) -> Done:
    with open("/dev/full", "wb") as full:
        done = place.run("measures", stdout=full)
    assert "No space left on device" in done.err
    return done


@environment("standard error on a full device", DONE)
def _full_error(place: Place) -> Done:
    with open("/dev/full", "wb") as full:
        return place.simulate(stderr=full)


@environment("a reader that is gone", FAILED)
def _no_reader(place: Place) -> Done:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return place.run(*RUN, "--out", place.out, "--all", stdout=writer)
    finally:
        os.close(writer)


@environment("a reader of messages that is gone", BAD)
def _no_listener(place: Place) -> Done:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return place.run("run", "nothing", stderr=writer)
    finally:
        os.close(writer)


@environment("a terminal that goes away", FAILED, 129)
def _hung_up(place: Place) -> Done:
    mine, theirs = pty.openpty()
    process = place.start(*LONG, "--out", place.out, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    wait_for(lambda: os.read(mine, 1) != b"", process)
    os.close(mine)
    os.killpg(process.pid, signal.SIGHUP)
    return ended(process)


@environment("a narrow terminal", DONE)
def _terminal(place: Place) -> Done:
    mine, theirs = pty.openpty()
    place.env |= {"COLUMNS": "20", "TERM": "xterm"}
    process = place.start("validate", VILLAGE, stdout=theirs, stderr=theirs)
    os.close(theirs)
    done = ended(process)
    os.close(mine)
    return done


@environment("a script on standard input, with workers", DONE)
def _script(place: Place) -> Done:
    script = place.folder / "script"
    script.write_text(f"import sim\nv = sim.load({VILLAGE!r}, replications=3)\nprint(sim.run(v, workers=2).digest)\n")
    with script.open("rb") as file:
        return place.run(command=(sys.executable, "-"), stdin=file)


# ---- users, masks and limits --------------------------------------------------------------------------------------


for _umask in (0o077, 0o000):
    environment(f"umask {_umask:03o}", DONE)(lambda place, umask=_umask: place.simulate(umask=umask))


@environment("another user", DONE)
def _nobody(place: Place) -> Done:
    if os.getuid() != 0:
        raise SkipError("only root may become another user")
    as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        tried = subprocess.run([*COMMAND, "--version"], cwd="/", env=place.env, capture_output=True, **as_nobody)
    except OSError as cause:
        raise SkipError(f"another user cannot start Python here: {cause}") from None
    if tried.returncode:
        raise SkipError("another user cannot read the program here")
    os.chown(place.folder, NOBODY, NOBODY)
    return place.simulate(**as_nobody)


def _limited(place: Place, kind: int, most: int) -> Done:
    return place.simulate(preexec_fn=partial(resource.setrlimit, kind, (most, most)))


environment("files of 64 kB at most", BAD)(partial(_limited, kind=resource.RLIMIT_FSIZE, most=2**16))
environment("64 open files at most", DONE)(partial(_limited, kind=resource.RLIMIT_NOFILE, most=64))
environment("16 open files at most", DONE, FAILED)(partial(_limited, kind=resource.RLIMIT_NOFILE, most=16))
environment("4 GB of addresses", DONE)(partial(_limited, kind=resource.RLIMIT_AS, most=2**32))


@environment("a full disk", BAD)
def _full_disk(place: Place) -> Done:
    with room(place.folder / "small", kilobytes=64) as small:
        done = place.run(*RUN, "--out", small / "out")
        assert list(small.iterdir()) == []
    assert "No space left on device" in done.err
    return done


@environment("a disk that fills", FAILED)
def _filling_disk(place: Place) -> Done:
    place.env["TMPDIR"] = str(place.folder)
    with room(place.folder / "small", kilobytes=1200) as small:  # enough for the trial, not for the results
        done = place.run(*RUN, "--out", small / "out")
        assert list(small.iterdir()) == []
    assert (place.folder / "yindao-out" / "report.md").is_file()
    assert "digest: " in done.out
    return done


@environment("a disk that fills under a sweep", FAILED)
def _filling_sweep(place: Place) -> Done:
    with room(place.folder / "small", kilobytes=8000) as small:
        process = place.start(*SWEEP, "--replications", "2000", "--out", small / "out")
        wait_for(lambda: any(small.glob(STORING)), process)
        with (small / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(1000))
        done = ended(process)
        assert not list(small.rglob(".yindao-*"))
    assert "--resume" in done.err
    return done


# ---- signals ------------------------------------------------------------------------------------------------------


def _signalled(place: Place, number: int, command: tuple[str, ...], sign: str) -> Done:
    """Send a signal once a path that matches ``sign`` is there, which says how far the command has come."""
    process = place.start(*command, "--out", place.out)
    wait_for(lambda: any(place.folder.glob(sign)), process)
    process.send_signal(number)
    return ended(process)


for _signal, _code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)):
    _hard = _signal is signal.SIGKILL
    environment(f"{_signal.name} while figures are drawn", _code, may_leave=_hard)(
        partial(_signalled, number=_signal, command=RUN, sign=WRITING)
    )
    environment(f"{_signal.name} during a sweep", _code, may_leave=_hard)(
        partial(_signalled, number=_signal, command=(*SWEEP, "--replications", "2000"), sign=STORING)
    )


@environment("SIGTERM while workers simulate", 143)
def _early(place: Place) -> Done:
    process = place.start(*LONG, "--out", place.out)
    wait_for(lambda: len(place.running()) > 4, process)  # the command, its server, a tracker, two workers
    process.send_signal(signal.SIGTERM)
    return ended(process)


@environment("SIGINT while workers simulate", 130)
def _early_interrupt(place: Place) -> Done:
    process = place.start(*LONG, "--out", place.out, start_new_session=True)
    wait_for(lambda: len(place.running()) > 4, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
    return ended(process)


@environment("SIGHUP that nohup has ignored", DONE)
def _nohup(place: Place) -> Done:
    ignore = partial(signal.signal, signal.SIGHUP, signal.SIG_IGN)
    process = place.start(*RUN, "--out", place.out, preexec_fn=ignore)
    wait_for(lambda: any(place.folder.glob(WRITING)), process)
    process.send_signal(signal.SIGHUP)
    return ended(process)


# ---- folders and names --------------------------------------------------------------------------------------------


@environment("a working folder that is gone", BAD)
def _gone(place: Place) -> Done:
    here = place.folder / "here"
    here.mkdir()
    return place.run(*RUN, cwd=here, preexec_fn=here.rmdir)


@environment("a working folder that is gone, results elsewhere", DONE)
def _gone_elsewhere(place: Place) -> Done:
    here = place.folder / "here"
    here.mkdir()
    return place.simulate(cwd=here, preexec_fn=here.rmdir)


@environment("a working folder that nobody may write", BAD)
def _unwritable(place: Place) -> Done:
    return place.run(*RUN, cwd="/proc")


@environment("a working folder whose name is no text", DONE)
def _no_text_here(place: Place) -> Done:
    here = Path(os.fsdecode(os.fsencode(place.folder) + b"/\xff[1]"))
    here.mkdir()
    return place.run(*RUN, "--out", "year=3", cwd=here)


@environment("a results folder whose name is no text", BAD)
def _no_text_out(place: Place) -> Done:
    return place.run(*RUN, "--out", os.fsencode(place.folder) + b"/\xff\xfe")


@environment("a scenario whose name is no text", BAD)
def _no_text_scenario(place: Place) -> Done:
    path = os.fsencode(place.folder) + b"/\xff.toml"
    shutil.copy(VILLAGE, path)
    return place.run("run", path)


@environment("an over-long results folder", BAD)
def _long_out(place: Place) -> Done:
    return place.run(*RUN, "--out", place.folder / ("n" * 300))


@environment("a scenario with the longest name", DONE)
def _long_scenario(place: Place) -> Done:
    for name in ("village-economy.toml", "village-policy.toml"):
        shutil.copy(Path(VILLAGE).with_name(name), place.folder)
    path = place.folder / ("村" * 83 + ".toml")
    shutil.copy(VILLAGE, path)
    return place.run("run", path, *RUN[2:])


def _given(place: Place, make: Callable[[Path], object]) -> Done:
    """A scenario that is another kind of file."""
    path = place.folder / "given.toml"
    make(path)
    return place.run("run", path)


for _kind, _make in {
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
    "an empty device": lambda path: path.symlink_to("/dev/null"),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link to itself": lambda path: path.symlink_to(path),
}.items():
    environment(f"{_kind} as scenario", BAD)(partial(_given, make=_make))


def _taken(place: Place, make: Callable[[Path], object]) -> Done:
    """A results folder where something else is already; it stays as it was."""
    make(place.out)
    before = place.out.lstat()
    done = place.run(*RUN, "--out", place.out)
    after = place.out.lstat()
    assert (before.st_ino, before.st_size, before.st_mtime_ns) == (after.st_ino, after.st_size, after.st_mtime_ns)
    place.out.unlink()
    return done


for _kind, _make in {
    "a file": lambda path: path.write_text("precious"),
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/null"),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
}.items():
    environment(f"{_kind} as results folder", BAD)(partial(_taken, make=_make))


def _exported(place: Place, make: Callable[[Path], object]) -> Done:
    """A ledger written to an odd place, which is still what it was."""
    done = place.run(*RUN, "--out", place.out)
    assert done.code == 0
    path = place.folder / "ledger.csv"
    make(path)
    before = stat.S_IFMT(path.lstat().st_mode)
    done = place.run("ledger", place.out, "--to", "csv", "--output", path)
    assert before == stat.S_IFMT(path.lstat().st_mode)
    return done


def _device(path: Path, minor: int) -> None:
    """A device of our own: whoever replaces it does no harm."""
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        path.open("rb").close()
    except OSError:
        raise SkipError("no device can be made here; that takes root") from None


environment("a ledger to a folder", BAD)(partial(_exported, make=Path.mkdir))
environment("a ledger over a file", DONE)(partial(_exported, make=lambda path: path.write_text("old")))
environment("a ledger to standard output", DONE)(
    partial(_exported, make=lambda path: path.symlink_to("/proc/self/fd/1"))
)
environment("a ledger to a full device", BAD)(partial(_exported, make=partial(_device, minor=7)))
environment("a ledger nobody wants", DONE)(partial(_exported, make=partial(_device, minor=3)))


def main(names: list[str]) -> int:
    """Try the environments of those names, or all; 1 if any made trouble."""
    unknown = [name for name in names if name not in ENVIRONMENTS]
    if unknown:
        print(f"{unknown[0]!r} is none of: {', '.join(ENVIRONMENTS)}")
        return 2
    failed = 0
    for name in names or ENVIRONMENTS:
        with tempfile.TemporaryDirectory(prefix="places-") as folder:
            try:
                trouble = ENVIRONMENTS[name].trouble(Path(folder))
            except SkipError as reason:
                print(f"skipped  {name}: {reason}", flush=True)
                continue
        print(f"{'TROUBLE ' if trouble else 'ok      '} {name}{trouble and chr(10) + trouble}", flush=True)
        failed += bool(trouble)
    print(f"{len(names or ENVIRONMENTS)} environments, {failed} with trouble")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
