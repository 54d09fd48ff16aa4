"""Builds the compiled laws once for this version and machine: ``python -m sim.engine.build``."""

import os
import sys
import threading

from sim.engine import cache

GO_ON = "go on"
NICE = 10
SCENARIO = "beijing-2011"


def build() -> bool:
    """Build unless they are there; waits for another process that is at it. Whether they are there then.

    Raises ArithmeticDiffersError, with nothing built, where compiled code computes otherwise than the interpreter.
    """
    found = cache.folder()
    if found is None:
        return False
    with cache.locked(found, wait=True):
        if not cache.is_ready():
            _build()
            if cache.fingerprint() != found.name:  # sources were changed meanwhile: of which the code is, nobody knows
                return False
            cache.mark_ready(found)
    return True


def _build() -> None:
    from sim.engine import kernel, probes
    from sim.scenario.files import load

    probes.check_arithmetic()
    kernel.compile_for(load(SCENARIO))


def _end_with_the_asker() -> None:
    if sys.stdin.readline().strip() != GO_ON:
        os._exit(1)


def build_behind() -> None:
    """Build behind a command that works for longer.

    This process goes on when told so, and ends when that command is gone without a word. A failure is left as a note.
    """
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICE)
    try:
        build()
    except Exception as cause:
        found = cache.folder()
        if found is not None:
            cache.mark_failed(found, f"{type(cause).__name__}: {cause}")


if __name__ == "__main__":
    sys.exit(0 if build() else "there is no folder in which compiled laws can be kept, or numba is not there")
