"""What a process brings with it: streams that may be closed, words that are no text, signals that end it."""

import errno
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from sim.cli.language import told
from sim.cli.output import discard, message
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

STREAMS = ("stdin", "stdout", "stderr")
YOUNG = (
    50_000  # objects made before Python looks for rings of garbage among them; by default it looks 70 times as often
)
AGAIN = 0.02  # seconds after which a signal that came at a bad moment comes again


class SignalledExit(SystemExit):
    """The process is to end because of a signal; its exit code is 128 plus the signal's number, as in a shell."""

    def __init__(self, number: int) -> None:
        self.signal = signal.Signals(number)
        super().__init__(128 + number)


def prepare() -> None:
    """Make streams, memory, logs and signals what the commands take them for. Nothing is imported that is heavy."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # What cannot be said in UTF-8 (part of a path) is escaped: in JSON that is the right spelling.
            reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(YOUNG)
    sys.unraisablehook = _noticed
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # it would look through every package that is installed
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it would tell where it keeps its font list
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows lacks SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, _end)


def _open_closed_streams() -> None:
    """A file that is opened must not become standard output because that was closed."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    for number, name in enumerate(STREAMS):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def _noticed(lost: "sys.UnraisableHookArgs") -> None:
    """Python drops what a signal raises in a clean-up of its own; the signal is then sent once more, a little later."""
    cause = lost.exc_value
    if isinstance(cause, KeyboardInterrupt | SignalledExit):
        number = cause.signal if isinstance(cause, SignalledExit) else signal.SIGINT
        if number != signal.SIGINT:
            signal.signal(number, _end)
        threading.Timer(AGAIN, os.kill, (os.getpid(), number)).start()
    else:
        sys.__unraisablehook__(lost)


def _end(number: int, _: FrameType | None) -> None:
    """Leave through every ``finally`` on the way, undisturbed by a second signal of the kind."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SignalledExit(number)


def check_words(words: Sequence[str]) -> None:
    """Refuse arguments that are no text: they could be opened, but not written into a report. Raises BadInput."""
    problems = [
        Problem(ascii(word), "", said("is not UTF-8 text; rename the file, or set a UTF-8 locale (LC_ALL=C.UTF-8)"))
        for word in words
        if not _is_text(word)
    ]
    if problems:
        raise BadInput(problems)


def _is_text(word: str) -> bool:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def flush() -> bool:
    """Write out what waits for standard output; says what goes wrong unless nobody listens. Whether all was written."""
    try:
        sys.stdout.flush()
    except OSError as cause:
        discard(sys.stdout)
        if cause.errno != errno.EPIPE:
            message(told(said("standard output: {reason}", reason=cause.strerror)))
        return False
    return True


def leave(code: str | int | None) -> NoReturn:
    """End the process; what it holds goes with it, so that nothing is looked through for garbage once more."""
    gc.freeze()
    sys.exit(code)
