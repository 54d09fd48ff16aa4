"""Builds the compiled laws once for this version and machine: ``python -m sim.engine.build``.

Started by a command that works for longer, it goes on when told so, and ends when that command is gone without a word.
"""

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


def main() -> None:
    """Build behind other work."""
    threading.Thread(target=_end_with_the_asker, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(NICE)
    sys.exit(0 if build() else 1)


if __name__ == "__main__":
    main()
